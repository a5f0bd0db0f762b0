/* tidy: bounded deletions by age. */
#include "work/tidy.h"

#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/id.h"
#include "db/db.h"
#include "shop/shop.h"
#include "shop/signin.h"
#include "store/stmts.h"
#include "work/job.h"

#define DAY_MS		(INT64_C(24) * 3600 * 1000)
#define ROUNDS_MAX	20	/* deletions of one kind in a round: a backlog is worked off over many */

const struct err *
tidy(struct db *db, struct arena *a, const struct conf *c, int64_t *gone)
{
	int64_t now = clock_now();
	const struct { int stmt; struct db_value before; } rules[] = {
		{ STMT_SESSION_PRUNE, DB_T(now) },
		{ STMT_IDEMPOTENCY_PRUNE, DB_T(now - c->idempotency_hours * 3600 * 1000) },
		{ STMT_SIGNIN_PRUNE, DB_T(now - DAY_MS) },
		{ STMT_SIGNIN_KNOWN_PRUNE, DB_T(now - SIGNIN_KNOWN_DAYS * DAY_MS) },
		{ STMT_BATCH_PRUNE, DB_U(uuid_least(now - DAY_MS)) },
		{ STMT_MAIL_PRUNE, DB_T(now - 30 * DAY_MS) },
		{ STMT_FUNNEL_PRUNE, DB_T(now - 30 * DAY_MS) },
		{ STMT_IMAGE_JOB_PRUNE, DB_T(now - c->painter_job_hours * 3600 * 1000) },
	};
	const struct err *e;

	*gone = 0;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		for (int round = 0; round < ROUNDS_MAX; round++) {
			if ((e = stmt_run(db, a, rules[i].stmt, &rules[i].before, 1, NULL)) != NULL)
				return e;
			*gone += stmt_changed(db);
			if (stmt_changed(db) == 0)
				break;
		}
	return NULL;
}

const struct err *
tidy_job(struct job_run *run)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(run->shop->pool, run->arena, &db)) != NULL)
		return e;
	e = tidy(db, run->arena, run->shop->conf, &run->done);
	db_return(run->shop->pool, db);
	return e;
}
