/* seller_store: rows of sellers, and the role that goes with them. */
#include "store/seller_store.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/seller.h"
#include "domain/staff.h"
#include "store/stmts.h"

static const struct err *
to_structs(struct arena *a, const struct rows *r, const struct seller **out)
{
	struct seller *s = ARENA_ARRAY(a, struct seller, r->n + 1);

	if (s == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu sellers", r->n);
	for (size_t i = 0; i < r->n; i++)
		s[i] = (struct seller){
			.id = (uint32_t)row_int(r, i, 0), .user_id = row_uuid(r, i, 1),
			.business_name = row_str(r, i, 2), .registration_number = row_str(r, i, 3), .phone = row_str(r, i, 4),
			.address = row_str(r, i, 5), .category = row_str(r, i, 6), .status = seller_status_parse(row_str(r, i, 7)),
			.delivery_fee = row_int(r, i, 8), .free_delivery_from = row_int(r, i, 9),
			.created_at = row_int(r, i, 10), .updated_at = row_int(r, i, 11)
		};
	*out = r->n == 0 ? NULL : s;
	return NULL;
}

const struct err *
seller_store_ask(struct db *db, struct arena *a, const struct uuid *user, const struct seller_wish *w, enum seller_asked *out)
{
	char number[SELLER_NUMBER_TEXT];
	const struct seller *had;
	const struct err *e;

	seller_number_digits(w->registration_number, number);
	/* Whichever comes first, of two at once one finds the other's row. */
	e = STMT_RUN(db, a, STMT_SELLER_ASK_AGAIN, NULL, DB_S(w->business_name), DB_S(number), DB_S(w->phone), DB_S(w->address),
	    DB_S(w->category), DB_T(clock_now()), DB_U(*user));
	if (e == NULL && stmt_changed(db) == 0)
		e = STMT_RUN(db, a, STMT_SELLER_ASK, NULL, DB_U(*user), DB_S(w->business_name), DB_S(number), DB_S(w->phone),
		    DB_S(w->address), DB_S(w->category), DB_T(clock_now()), DB_T(clock_now()));
	if (e == NULL) {
		*out = SELLER_ASKED;
		return NULL;
	}
	if (db_last_fault(db) != DB_FAULT_DUPLICATE)
		return e;
	if ((e = seller_store_by_user(db, a, user, &had)) != NULL)
		return e;
	*out = had == NULL || had->status == SELLER_REJECTED ? SELLER_NUMBER_TAKEN : SELLER_ALREADY;
	return NULL;
}

const struct err *
seller_store_by_id(struct db *db, struct arena *a, int64_t id, bool lock, const struct seller **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, lock ? STMT_SELLER_LOCK : STMT_SELLER_BY_ID, &r, DB_I(id));

	return e != NULL ? e : to_structs(a, &r, out);
}

const struct err *
seller_store_by_user(struct db *db, struct arena *a, const struct uuid *user, const struct seller **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_SELLER_BY_USER, &r, DB_U(*user));

	return e != NULL ? e : to_structs(a, &r, out);
}

const struct err *
seller_store_list(struct db *db, struct arena *a, int status, int64_t after, int64_t limit, const struct seller **out, size_t *n)
{
	struct db_value s = DB_S(status < 0 ? NULL : seller_status_names[status]);
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_SELLERS_LIST, &r, s, s, DB_I(after), DB_I(limit));

	if (e != NULL || (e = to_structs(a, &r, out)) != NULL)
		return e;
	*n = r.n;
	return NULL;
}

const struct err *
seller_store_change(struct db *db, struct arena *a, uint32_t id, const struct seller_change *c, bool *taken)
{
	const struct err *e = STMT_RUN(db, a, STMT_SELLER_CHANGE, NULL, DB_S(c->phone), DB_S(c->address), DB_S(c->category),
	    c->delivery_fee < 0 ? DB_NULL : DB_I(c->delivery_fee), c->free_delivery_from < 0 ? DB_NULL : DB_I(c->free_delivery_from),
	    DB_S(c->status < 0 ? NULL : seller_status_names[c->status]), DB_T(clock_now()), DB_I(id));

	*taken = e != NULL && db_last_fault(db) == DB_FAULT_DUPLICATE;
	return *taken ? NULL : e;
}

const struct err *
seller_store_role(struct db *db, struct arena *a, const struct uuid *user, int from, int to, bool *changed)
{
	const struct err *e = STMT_RUN(db, a, STMT_SELLER_ROLE, NULL, DB_S(role_names[to]), DB_T(clock_now()), DB_U(*user),
	    DB_S(role_names[from]));

	if (e == NULL)
		*changed = stmt_changed(db) == 1;
	return e;
}
