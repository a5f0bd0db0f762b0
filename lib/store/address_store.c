/* address_store: rows of user_addresses. */
#include "store/address_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

const struct err *
address_store_of_user(struct db *db, struct arena *a, const struct uuid *user, struct addresses *out)
{
	struct user_address *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ADDRESSES_OF, &r, DB_U(*user))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct user_address, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu addresses", r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct user_address){ .id = row_uuid(&r, i, 0), .what = { row_str(&r, i, 1), row_str(&r, i, 2), row_str(&r, i, 3),
		    row_str(&r, i, 4), row_str(&r, i, 5) }, .created_at = row_int(&r, i, 6) };
	*out = (struct addresses){ v, r.n };
	return NULL;
}

/* The steps inside the transaction. */
static const struct err *
add(struct db *db, struct arena *a, const struct uuid *user, const struct user_address *ad, int64_t most, bool *added)
{
	const struct address_wish *w = &ad->what;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_USER_LOCK, &r, DB_U(*user))) != NULL || (e = STMT_RUN(db, a, STMT_ADDRESS_COUNT, &r, DB_U(*user))) != NULL)
		return e;
	if (!(*added = row_int(&r, 0, 0) < most))
		return NULL;
	return STMT_RUN(db, a, STMT_ADDRESS_ADD, NULL, DB_U(*user), DB_U(ad->id), DB_S(w->label), DB_S(w->address), DB_S(w->recipient_name),
	    DB_S(w->recipient_phone), DB_S(w->notes), DB_T(ad->created_at));
}

const struct err *
address_store_add(struct db *db, struct arena *a, const struct uuid *user, const struct user_address *ad, int64_t most, bool *added)
{
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	if ((e = add(db, a, user, ad, most, added)) == NULL)
		return db_commit(db, a);
	db_rollback(db);
	return e;
}

/* A row set to what it held is not changed, and there all the same. */
static const struct err *
is_there(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *id, bool *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_ADDRESS_THERE, &r, DB_U(*user), DB_U(*id));

	if (e == NULL)
		*out = r.n > 0;
	return e;
}

const struct err *
address_store_change(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *id, const struct address_wish *w, bool *found)
{
	const struct err *e = STMT_RUN(db, a, STMT_ADDRESS_CHANGE, NULL, DB_S(w->label), DB_S(w->address), DB_S(w->recipient_name),
	    DB_S(w->recipient_phone), DB_S(w->notes), DB_U(*user), DB_U(*id));

	return e != NULL ? e : is_there(db, a, user, id, found);
}

const struct err *
address_store_drop(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *id, bool *found)
{
	const struct err *e = STMT_RUN(db, a, STMT_ADDRESS_DROP, NULL, DB_U(*user), DB_U(*id));

	if (e == NULL)
		*found = stmt_changed(db) > 0;
	return e;
}
