/* keys: small JSON arrays, written straight. */
#include "store/keys.h"

#include <stdio.h>

#include "base/arena.h"

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
