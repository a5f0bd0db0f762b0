/* charge_store: rows of payments of no order. */
#include "store/charge_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
to_structs(struct arena *a, const struct rows *r, struct charges *out)
{
	struct charge *v = ARENA_ARRAY(a, struct charge, r->n + 1);

	if (v == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu charges", r->n);
	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct charge){
			.user_id = row_uuid(r, i, 1), .entry_id = row_uuid(r, i, 12),
			.payment = {
				.id = row_uuid(r, i, 0), .method = (enum payment_method)payment_method_parse(row_str(r, i, 2)),
				.status = (enum payment_status)payment_status_parse(row_str(r, i, 3)),
				.amount = row_int(r, i, 4), .refunded = row_int(r, i, 5),
				.masked_card_number = row_str(r, i, 6), .card_brand = row_str(r, i, 7),
				.transaction_id = row_str(r, i, 8), .failure_code = row_str(r, i, 9),
				.created_at = row_int(r, i, 10), .paid_at = row_int(r, i, 11)
			}
		};
	*out = (struct charges){ v, r->n };
	return NULL;
}

const struct err *
charge_store_lock(struct db *db, struct arena *a, const struct uuid *ids, size_t n, struct charges *out)
{
	struct rows r;
	const struct err *e = keys_run_uuids(db, a, STMT_CHARGE_LOCK, ids, n, &r);

	return e != NULL ? e : to_structs(a, &r, out);
}

const struct err *
charge_store_get(struct db *db, struct arena *a, const struct uuid *id, const struct charge **out)
{
	struct charges found = { 0 };
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_CHARGE_OF, &r, DB_U(*id))) != NULL || (e = to_structs(a, &r, &found)) != NULL)
		return e;
	*out = found.n > 0 ? &found.v[0] : NULL;
	return NULL;
}

void
charge_rows_start(struct charge_rows *r, struct arena *a)
{
	bulk_start(&r->adds, a, STMT_CHARGE_ADD, 13);
	bulk_start(&r->changes, a, STMT_CHARGE_CHANGE, 6);
}

void
charge_rows_add(struct charge_rows *r, const struct charge *c)
{
	const struct payment *p = &c->payment;

	BULK_ADD(&r->adds, DB_U(p->id), DB_U(c->user_id), DB_S(payment_method_names[p->method]), DB_S(payment_status_names[p->status]),
	    DB_I(p->amount), DB_I(p->refunded), DB_S(p->masked_card_number), DB_S(p->card_brand), DB_S(p->transaction_id),
	    DB_S(p->failure_code), DB_T(p->created_at), db_t_or_null(p->paid_at), db_u_or_null(&c->entry_id));
}

void
charge_rows_change(struct charge_rows *r, const struct charge *c)
{
	const struct payment *p = &c->payment;

	BULK_ADD(&r->changes, DB_S(payment_status_names[p->status]), DB_S(p->transaction_id), DB_S(p->failure_code),
	    db_t_or_null(p->paid_at), db_u_or_null(&c->entry_id), DB_U(p->id));
}

const struct err *
charge_rows_write(struct db *db, struct charge_rows *r)
{
	const struct err *e = bulk_run(db, &r->adds);

	return e != NULL ? e : bulk_run(db, &r->changes);
}
