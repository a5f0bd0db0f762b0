/* delivery_store: rows of delivery_defaults. */
#include "store/delivery_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

const struct err *
delivery_store_get(struct db *db, struct arena *a, const struct uuid *user, const struct delivery_default **out)
{
	struct delivery_default *d = ARENA_NEW(a, struct delivery_default);
	struct rows r;
	const struct err *e;

	if (d == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for an address");
	if ((e = STMT_RUN(db, a, STMT_DELIVERY_DEFAULT, &r, DB_U(*user))) != NULL)
		return e;
	if (r.n > 0)
		*d = (struct delivery_default){ row_str(&r, 0, 0), row_str(&r, 0, 1), row_str(&r, 0, 2), row_str(&r, 0, 3) };
	*out = r.n > 0 ? d : NULL;
	return NULL;
}

const struct err *
delivery_store_usual(struct db *db, struct arena *a, const struct uuid *users, size_t n, struct usual_deliveries *out)
{
	struct usual_delivery *v;
	struct rows r;
	const struct err *e;

	*out = (struct usual_deliveries){ 0 };
	if ((e = keys_run_uuids(db, a, STMT_DELIVERY_USUAL_OF, users, n, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct usual_delivery, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu addresses", r.n);
	for (size_t i = 0; i < r.n; i++)
		if (!row_null(&r, i, 1))
			v[out->n++] = (struct usual_delivery){ row_uuid(&r, i, 0),
			    { row_str(&r, i, 1), row_str(&r, i, 2), row_str(&r, i, 3), row_str(&r, i, 4) } };
	out->v = v;
	return NULL;
}

const struct err *
delivery_store_put(struct db *db, struct arena *a, const struct uuid *user, const struct delivery_default *d, int64_t now)
{
	return STMT_RUN(db, a, STMT_DELIVERY_DEFAULT_PUT, NULL, DB_U(*user), DB_S(d->address), DB_S(d->recipient_name),
	    DB_S(d->recipient_phone), DB_S(d->delivery_notes), DB_T(now));
}
