/* keys: small JSON arrays, written straight, and the statements that take them. */
#include "store/keys.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/stmt.h"

const char *
keys_uuids(struct arena *a, const struct uuid *id, size_t n)
{
	char *text = arena_alloc(a, n * (UUID_TEXT + 2) + 3), *p = text;

	if (text == NULL)
		return NULL;
	*p++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*p++ = ',';
		*p++ = '"';
		uuid_text(&id[i], p);
		p += UUID_TEXT - 1;
		*p++ = '"';
	}
	*p++ = ']';
	*p = '\0';
	return text;
}

const char *
keys_hashes(struct arena *a, const struct hash *h, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	char *text = arena_alloc(a, n * (2 * sizeof(h->b) + 3) + 3), *p = text;

	if (text == NULL)
		return NULL;
	*p++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*p++ = ',';
		*p++ = '"';
		for (size_t b = 0; b < sizeof(h->b); b++) {
			*p++ = digit[h[i].b[b] >> 4];
			*p++ = digit[h[i].b[b] & 15];
		}
		*p++ = '"';
	}
	*p++ = ']';
	*p = '\0';
	return text;
}

const char *
keys_numbers(struct arena *a, const uint32_t *v, size_t n)
{
	char *text = arena_alloc(a, n * 11 + 3), *p = text;

	if (text == NULL)
		return NULL;
	*p++ = '[';
	for (size_t i = 0; i < n; i++)
		p += snprintf(p, 12, i > 0 ? ",%u" : "%u", v[i]);
	*p++ = ']';
	*p = '\0';
	return text;
}

const char *
keys_slots(struct arena *a, const int64_t *v, size_t n)
{
	char *text = arena_alloc(a, n * 21 + 3), *p = text;

	if (text == NULL)
		return NULL;
	*p++ = '[';
	for (size_t i = 0; i < n; i++)
		p += snprintf(p, 22, i > 0 ? ",%lld" : "%lld", (long long)v[i]);
	*p++ = ']';
	*p = '\0';
	return text;
}

static const struct err *
run(struct db *db, struct arena *a, int stmt, const char *text, size_t n, struct rows *rows)
{
	if (text == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu keys", n);
	return STMT_RUN(db, a, stmt, rows, DB_S(text));
}

static const struct err *
run_for_none(struct rows *rows)
{
	if (rows != NULL)
		*rows = (struct rows){ 0 };
	return NULL;
}

const struct err *
keys_run_uuids(struct db *db, struct arena *a, int stmt, const struct uuid *v, size_t n, struct rows *rows)
{
	return n == 0 ? run_for_none(rows) : run(db, a, stmt, keys_uuids(a, v, n), n, rows);
}

const struct err *
keys_run_hashes(struct db *db, struct arena *a, int stmt, const struct hash *v, size_t n, struct rows *rows)
{
	return n == 0 ? run_for_none(rows) : run(db, a, stmt, keys_hashes(a, v, n), n, rows);
}

const struct err *
keys_run_numbers(struct db *db, struct arena *a, int stmt, const uint32_t *v, size_t n, struct rows *rows)
{
	return n == 0 ? run_for_none(rows) : run(db, a, stmt, keys_numbers(a, v, n), n, rows);
}

const struct err *
keys_run_slots(struct db *db, struct arena *a, int stmt, const int64_t *v, size_t n, struct rows *rows)
{
	return n == 0 ? run_for_none(rows) : run(db, a, stmt, keys_slots(a, v, n), n, rows);
}
