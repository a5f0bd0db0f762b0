/* delivery_store: rows of delivery_defaults. */
#include "store/delivery_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
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
delivery_store_put(struct db *db, struct arena *a, const struct uuid *user, const struct delivery_default *d, int64_t now)
{
	return STMT_RUN(db, a, STMT_DELIVERY_DEFAULT_PUT, NULL, DB_U(*user), DB_S(d->address), DB_S(d->recipient_name),
	    DB_S(d->recipient_phone), DB_S(d->delivery_notes), DB_T(now));
}
