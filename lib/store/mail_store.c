/* mail_store: rows of mails. */
#include "store/mail_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
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
		*out = (struct queued_mail){ row_uuid(&r, 0, 0), row_uuid(&r, 0, 1), row_int(&r, 0, 2) + 1, until };
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
	    state == MAIL_QUEUED ? DB_NULL : DB_T(now), DB_U(m->id), DB_I(m->attempts), DB_T(m->until));
}

const struct err *
mail_store_lost(struct db *db, struct arena *a, int64_t now, int64_t *n)
{
	const struct err *e = STMT_RUN(db, a, STMT_MAILS_LOST, NULL, DB_T(now), DB_T(now));

	if (e == NULL)
		*n = stmt_changed(db);
	return e;
}

/* MAIL_STATE__MAX for none. */
static enum mail_state
state_of(const char *name)
{
	int state = text_among(mail_state_names, name);

	return state < 0 ? MAIL_STATE__MAX : (enum mail_state)state;
}

const struct err *
mail_store_dead(struct db *db, struct arena *a, const struct uuid *after, int64_t max, struct dead_mails *out)
{
	struct dead_mail *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_MAILS_DEAD, &r, DB_U(*after), DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct dead_mail, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu e-mails", r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct dead_mail){ .id = row_uuid(&r, i, 0), .order_id = row_uuid(&r, i, 1),
		    .notice = row_null(&r, i, 2) ? "" : row_str(&r, i, 2), .state = state_of(row_str(&r, i, 3)),
		    .attempts = row_int(&r, i, 4), .error = row_str(&r, i, 5), .created_at = row_int(&r, i, 6) };
	*out = (struct dead_mails){ v, r.n };
	return NULL;
}

const struct err *
mail_store_retry(struct db *db, struct arena *a, const struct uuid *id, bool unsure, int64_t now, bool *queued, enum mail_state *is)
{
	const char *also = mail_state_names[unsure ? MAIL_UNSURE : MAIL_FAILED];
	struct rows r;
	const struct err *e;

	/* Of two who ask at once one changes the row. */
	if ((e = STMT_RUN(db, a, STMT_MAIL_RETRY, NULL, DB_T(now), DB_U(*id), DB_S(also))) != NULL)
		return e;
	*queued = stmt_changed(db) == 1;
	if ((e = STMT_RUN(db, a, STMT_MAIL_STATE, &r, DB_U(*id))) == NULL)
		*is = r.n == 0 ? MAIL_STATE__MAX : state_of(row_str(&r, 0, 0));
	return e;
}
