/* funnel_store: rows of funnel_minutes and funnel_alerts. */
#include "store/funnel_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the funnel");
}

const struct err *
funnel_store_count(struct db *db, struct arena *a, int64_t since)
{
	return STMT_RUN(db, a, STMT_FUNNEL_COUNT, NULL, DB_T(since), DB_T(since));
}

const struct err *
funnel_store_sum(struct db *db, struct arena *a, int64_t from, int64_t to, struct funnel *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_FUNNEL_SUM, &r, DB_T(from), DB_T(to))) != NULL)
		return e;
	*out = (struct funnel){ row_int(&r, 0, 0), row_int(&r, 0, 1), row_int(&r, 0, 2) };
	return NULL;
}

const struct err *
funnel_store_minutes(struct db *db, struct arena *a, int64_t since, int64_t max, struct list *out)
{
	struct funnel_minute *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_FUNNEL_MINUTES, &r, DB_T(since), DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct funnel_minute, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct funnel_minute){ row_int(&r, i, 0), { row_int(&r, i, 1), row_int(&r, i, 2), row_int(&r, i, 3) } };
	*out = (struct list){ v, r.n };
	return NULL;
}

const struct err *
funnel_store_open(struct db *db, struct arena *a, struct funnel_alert *out, bool *found)
{
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, STMT_FUNNEL_ALERT_OPEN, NULL, 0, &r)) != NULL)
		return e;
	if ((*found = r.n == 1))
		*out = (struct funnel_alert){ .id = row_uuid(&r, 0, 0), .began_at = row_int(&r, 0, 1),
		    .f = { .paid = row_int(&r, 0, 2), .expired = row_int(&r, 0, 3) } };
	return NULL;
}

const struct err *
funnel_store_begin(struct db *db, struct arena *a, const struct funnel_alert *al)
{
	return STMT_RUN(db, a, STMT_FUNNEL_ALERT_ADD, NULL, DB_U(al->id), DB_T(al->began_at), DB_I(al->f.paid), DB_I(al->f.expired));
}

const struct err *
funnel_store_end(struct db *db, struct arena *a, const struct uuid *id, int64_t at)
{
	return STMT_RUN(db, a, STMT_FUNNEL_ALERT_END, NULL, DB_T(at), DB_U(*id));
}

const struct err *
funnel_store_alerts(struct db *db, struct arena *a, int64_t max, struct list *out)
{
	struct funnel_alert *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_FUNNEL_ALERTS, &r, DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct funnel_alert, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct funnel_alert){ row_uuid(&r, i, 0), row_int(&r, i, 1), row_int(&r, i, 2),
		    { .paid = row_int(&r, i, 3), .expired = row_int(&r, i, 4) } };
	*out = (struct list){ v, r.n };
	return NULL;
}
