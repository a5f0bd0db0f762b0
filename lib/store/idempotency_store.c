/* idempotency_store: rows of the idempotency table. */
#include "store/idempotency_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for kept answers");
}

const struct err *
idempotency_store_find(struct db *db, struct arena *a, const struct hash *keys, size_t n,
    struct kept_answer **out, size_t *nout)
{
	struct rows r;
	struct kept_answer *k;
	const struct err *e;

	if ((e = keys_run_hashes(db, a, STMT_IDEMPOTENCY_FIND, keys, n, &r)) != NULL)
		return e;
	if ((k = ARENA_ARRAY(a, struct kept_answer, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		k[i] = (struct kept_answer){ row_hash(&r, i, 0), row_hash(&r, i, 1), (int)row_int(&r, i, 2),
		    row_str(&r, i, 3), row_at(&r, i, 3)->len };
	*out = k;
	*nout = r.n;
	return NULL;
}
