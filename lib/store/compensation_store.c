/* compensation_store: rows of compensations. */
#include "store/compensation_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static int
word(const char *const *names, const char *name)
{
	int i = text_among(names, name);

	return i < 0 ? 0 : i;
}

static const struct err *
to_structs(struct arena *a, const struct rows *r, struct compensations *out)
{
	struct compensation *v = ARENA_ARRAY(a, struct compensation, r->n + 1);

	if (v == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu compensations", r->n);
	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct compensation){
			.id = row_uuid(r, i, 0), .kind = (enum compensation_kind)word(compensation_kind_names, row_str(r, i, 1)),
			.order_id = row_uuid(r, i, 2), .payment_id = row_uuid(r, i, 3), .amount = row_int(r, i, 4),
			.state = (enum compensation_state)word(compensation_state_names, row_str(r, i, 5)),
			.attempts = row_int(r, i, 6), .due_at = row_int(r, i, 7), .reason = row_str(r, i, 8),
			.last_error = row_str(r, i, 9), .transaction_id = row_str(r, i, 10),
			.created_at = row_int(r, i, 11), .ended_at = row_int(r, i, 12)
		};
	*out = (struct compensations){ v, r->n };
	return NULL;
}

const struct err *
compensation_store_lock(struct db *db, struct arena *a, const struct uuid *ids, size_t n, struct compensations *out)
{
	struct rows r;
	const struct err *e = keys_run_uuids(db, a, STMT_COMPENSATION_LOCK, ids, n, &r);

	return e != NULL ? e : to_structs(a, &r, out);
}

const struct err *
compensation_store_claim(struct db *db, struct arena *a, int64_t now, int64_t lease_ms, int64_t limit, struct compensations *out)
{
	struct compensations due;
	struct bulk b;
	struct rows r;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	if ((e = STMT_RUN(db, a, STMT_COMPENSATION_CLAIM, &r, DB_T(now), DB_I(limit))) != NULL ||
	    (e = to_structs(a, &r, &due)) != NULL)
		goto fail;
	bulk_start(&b, a, STMT_COMPENSATION_TAKE, 2);
	for (size_t i = 0; i < due.n; i++) {
		BULK_ADD(&b, DB_T(now + lease_ms), DB_U(due.v[i].id));
		due.v[i].attempts++;
	}
	if ((e = bulk_run(db, &b)) != NULL)
		goto fail;
	if ((e = db_commit(db, a)) == NULL)
		*out = due;
	return e;
fail:
	db_rollback(db);
	return e;
}

const struct err *
compensation_store_failed(struct db *db, struct arena *a, const struct uuid *id, enum compensation_state state, int64_t due_at,
    const char *why)
{
	return STMT_RUN(db, a, STMT_COMPENSATION_FAILED, NULL, DB_S(compensation_state_names[state]), DB_T(due_at), DB_S(why), DB_U(*id));
}

const struct err *
compensation_store_retry(struct db *db, struct arena *a, const struct uuid *id, int64_t now, bool *found)
{
	const struct err *e = STMT_RUN(db, a, STMT_COMPENSATION_RETRY, NULL, DB_T(now), DB_U(*id));

	if (e == NULL)
		*found = stmt_changed(db) == 1;
	return e;
}

const struct err *
compensation_store_get(struct db *db, struct arena *a, const struct uuid *id, const struct compensation **out)
{
	struct compensations found;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_COMPENSATION_OF, &r, DB_U(*id))) != NULL || (e = to_structs(a, &r, &found)) != NULL)
		return e;
	*out = found.n > 0 ? &found.v[0] : NULL;
	return NULL;
}

const struct err *
compensation_store_hurry(struct db *db, struct arena *a, const struct uuid *id, int64_t now, int64_t attempts, bool *hurried)
{
	const struct err *e = STMT_RUN(db, a, STMT_COMPENSATION_HURRY, NULL, DB_T(now), DB_U(*id), DB_I(attempts));
	const struct compensation *c;

	/* Whoever it got into the way of is at this very row: hurries it, works on it, or ends it. */
	if (e != NULL && db_last_fault(db) != DB_FAULT_DEADLOCK)
		return e;
	/* One that is due already is not changed, and yet it is. */
	if ((e = compensation_store_get(db, a, id, &c)) == NULL)
		*hurried = c != NULL && c->state == COMPENSATION_OPEN && c->due_at <= now;
	return e;
}

const struct err *
compensation_store_dead(struct db *db, struct arena *a, const struct uuid *after, int64_t limit, struct compensations *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_COMPENSATIONS_DEAD, &r, DB_U(*after), DB_I(limit));

	return e != NULL ? e : to_structs(a, &r, out);
}

const struct err *
compensation_store_of_order(struct db *db, struct arena *a, const struct uuid *order_id, struct compensations *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_COMPENSATIONS_OF_ORDER, &r, DB_U(*order_id));

	return e != NULL ? e : to_structs(a, &r, out);
}
