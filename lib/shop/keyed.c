/* keyed: look for the key, write, keep the answer, commit. */
#include "shop/keyed.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/idempotency_store.h"
#include "store/stmts.h"

#define TRIES 3		/* at a transaction that met another one */

/* The answer that was given under the key before, if there was one. */
static const struct err *
answer_known(struct db *db, struct ticket *t)
{
	struct kept_answer *known;
	size_t n;
	const struct err *e;

	if (!t->key.present)
		return NULL;
	if ((e = idempotency_store_find(db, t->arena, &t->key.key, 1, &known, &n)) != NULL)
		return e;
	if (n > 0)
		ticket_answer_again(t, &known->fingerprint, known->status, known->sealed, known->len);
	return t->err;
}

static const struct err *
keep_answer(struct db *db, struct ticket *t)
{
	size_t len;
	const void *sealed;

	if (!t->key.present)
		return NULL;
	if ((sealed = ticket_keep_answer(t, t->arena, &len)) == NULL)
		return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "no room for the answer");
	return STMT_RUN(db, t->arena, STMT_IDEMPOTENCY_ADD, NULL, db_b(t->key.key.b, sizeof(t->key.key.b)),
	    db_b(t->key.fingerprint.b, sizeof(t->key.fingerprint.b)), DB_I(t->kept->status), db_b(sealed, len), DB_T(clock_now()));
}

/* The transaction.  A key that somebody else wrote meanwhile is a duplicate. */
static const struct err *
attempt(struct db *db, struct ticket *t, keyed_write *write)
{
	const struct err *e;

	if ((e = answer_known(db, t)) != NULL || t->replayed)
		return e;
	if ((e = write(db, t)) != NULL || (e = keep_answer(db, t)) != NULL)
		return e;
	return db_commit(db, t->arena);
}

const struct err *
keyed_run(struct shop *shop, struct ticket *t, keyed_write *write)
{
	enum db_fault fault;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, t->arena, &db)) != NULL)
		return e;
	for (int tries = 1;; tries++) {
		if ((e = db_begin(db, t->arena)) == NULL)
			e = attempt(db, t, write);
		if (e == NULL)
			break;
		fault = db_last_fault(db);
		db_rollback(db);
		if (tries == TRIES || (fault != DB_FAULT_DUPLICATE && fault != DB_FAULT_DEADLOCK))
			break;
	}
	db_return(shop->pool, db);
	return e;
}
