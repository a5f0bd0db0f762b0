/* notice_store: rows of notifications. */
#include "store/notice_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for notices");
}

const struct err *
notice_store_known(struct db *db, struct arena *a, const struct uuid *orders, size_t n, struct notices *out)
{
	struct notice *v;
	struct rows r;
	size_t found = 0;
	const struct err *e;

	if ((e = keys_run_uuids(db, a, STMT_NOTICES_KNOWN, orders, n, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct notice, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++) {
		int kind = notice_kind_parse(row_str(&r, i, 1));
		if (kind != -1)		/* else of a newer program */
			v[found++] = (struct notice){ .order_id = row_uuid(&r, i, 0), .kind = (enum notice_kind)kind, .part = row_int(&r, i, 2) };
	}
	*out = (struct notices){ v, found };
	return NULL;
}

const struct err *
notice_store_add(struct db *db, struct arena *a, const struct notice *v, size_t n)
{
	struct bulk b;

	bulk_start(&b, a, STMT_NOTICE_ADD, 9);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, DB_U(v[i].id), DB_U(v[i].user_id), DB_U(v[i].order_id), DB_S(notice_kind_names[v[i].kind]), DB_I(v[i].part),
		    DB_I(v[i].of), DB_S(v[i].number), DB_I(v[i].amount), DB_T(v[i].at));
	return bulk_run(db, &b);
}

/* Kinds of a newer program are passed over: this one has no words for them. */
static const struct err *
notices_from(struct arena *a, const struct rows *r, struct notices *out)
{
	struct notice *v = ARENA_ARRAY(a, struct notice, r->n + 1);
	size_t n = 0;

	if (v == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++) {
		int kind = notice_kind_parse(row_str(r, i, 3));
		if (kind == -1)
			continue;
		v[n++] = (struct notice){ .id = row_uuid(r, i, 0), .user_id = row_uuid(r, i, 1), .order_id = row_uuid(r, i, 2),
		    .kind = (enum notice_kind)kind, .part = row_int(r, i, 4), .of = row_int(r, i, 5), .number = row_str(r, i, 6),
		    .amount = row_int(r, i, 7), .at = row_int(r, i, 8), .read_at = row_int(r, i, 9) };
	}
	*out = (struct notices){ v, n };
	return NULL;
}

const struct err *
notice_store_page(struct db *db, struct arena *a, const struct uuid *user, bool unread, const struct uuid *from, int64_t max,
    struct notices *out)
{
	struct uuid before;
	struct rows r;
	const struct err *e;

	memset(&before, 0xff, sizeof(before));
	if (from != NULL)
		before = *from;
	if ((e = STMT_RUN(db, a, unread ? STMT_NOTICES_UNREAD_OF_USER : STMT_NOTICES_OF_USER, &r, DB_U(*user), DB_U(before), DB_I(max))) != NULL)
		return e;
	return notices_from(a, &r, out);
}

const struct err *
notice_store_unread(struct db *db, struct arena *a, const struct uuid *user, int64_t *n)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_NOTICES_COUNT_UNREAD, &r, DB_U(*user));

	if (e == NULL)
		*n = row_int(&r, 0, 0);
	return e;
}

const struct err *
notice_store_find(struct db *db, struct arena *a, const struct uuid *id, const struct notice **out)
{
	struct notices l = { NULL, 0 };
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_NOTICE_BY_ID, &r, DB_U(*id))) != NULL || (e = notices_from(a, &r, &l)) != NULL)
		return e;
	*out = l.n == 0 ? NULL : l.v;
	return NULL;
}

const struct err *
notice_store_mark(struct db *db, struct arena *a, const struct uuid *id, int64_t read_at)
{
	return STMT_RUN(db, a, STMT_NOTICE_MARK, NULL, db_t_or_null(read_at), DB_U(*id));
}

const struct err *
notice_store_mark_all(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *upto, int64_t read_at)
{
	return STMT_RUN(db, a, STMT_NOTICES_READ_ALL, NULL, DB_T(read_at), DB_U(*user), DB_U(*upto));
}
