/* mail_store: rows of mails. */
#include "store/mail_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

const char *const mail_state_names[] = {
	[MAIL_QUEUED] = "QUEUED",
	[MAIL_SENDING] = "SENDING",
	[MAIL_SENT] = "SENT",
	[MAIL_FAILED] = "FAILED",
	[MAIL_UNSURE] = "UNSURE",
	[MAIL_STATE__MAX] = NULL
};

const struct err *
mail_store_add(struct db *db, struct arena *a, const struct queued_mail *m, size_t n, int64_t now)
{
	struct bulk b;

	bulk_start(&b, a, STMT_MAIL_ADD, 4);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, DB_U(m[i].id), DB_U(m[i].user_id), DB_T(now), DB_T(now));
	return bulk_run(db, &b);
}

static const struct err *
claim(struct db *db, struct arena *a, int64_t now, int64_t until, struct queued_mail *out, bool *found)
{
	struct rows r;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL || (e = STMT_RUN(db, a, STMT_MAIL_NEXT, &r, DB_T(now))) != NULL)
		return e;
	if ((*found = r.n == 1)) {
		*out = (struct queued_mail){ row_uuid(&r, 0, 0), row_uuid(&r, 0, 1), row_int(&r, 0, 2) + 1 };
		if ((e = STMT_RUN(db, a, STMT_MAIL_CLAIM, NULL, DB_T(until), DB_U(out->id))) != NULL)
			return e;
	}
	/* A commit whose outcome is not known leaves it unsent: it runs out and is UNSURE. */
	return db_commit(db, a);
}

const struct err *
mail_store_claim(struct db *db, struct arena *a, int64_t now, int64_t until, struct queued_mail *out, bool *found)
{
	const struct err *e = claim(db, a, now, until, out, found);

	if (e != NULL)
		db_rollback(db);
	return e;
}

const struct err *
mail_store_outcome(struct db *db, struct arena *a, const struct queued_mail *m, enum mail_state state, int64_t due, const char *error,
    int64_t now)
{
	return STMT_RUN(db, a, STMT_MAIL_OUTCOME, NULL, DB_S(mail_state_names[state]), DB_T(due), DB_S(error),
	    state == MAIL_QUEUED ? DB_NULL : DB_T(now), DB_U(m->id), DB_I(m->attempts));
}

const struct err *
mail_store_lost(struct db *db, struct arena *a, int64_t now, int64_t *n)
{
	const struct err *e = STMT_RUN(db, a, STMT_MAILS_LOST, NULL, DB_T(now), DB_T(now));

	if (e == NULL)
		*n = stmt_changed(db);
	return e;
}
