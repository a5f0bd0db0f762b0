/* funnel: count, compare, tell; all in one transaction over the lease. */
#include "work/funnel.h"

#include <inttypes.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/event_store.h"
#include "store/funnel_store.h"
#include "work/job.h"

#define MINUTE_MS	INT64_C(60000)
/* A sheet's end is written by the sweep, after the minute it belongs to: so many are counted again. */
#define AGAIN		15
#define ALERTS_SHOWN	10

static int64_t
minute_of(int64_t ms)
{
	return ms - ms % MINUTE_MS;
}

/* The latest minutes, the one that runs among them. */
static const struct err *
window(struct db *db, struct arena *a, const struct conf *c, int64_t now, struct funnel *out)
{
	int64_t to = minute_of(now) + MINUTE_MS;

	return funnel_store_sum(db, a, to - c->funnel_window_min * MINUTE_MS, to, out);
}

/* The platform hears of it as of everything else; the alert is what the event is about. */
static const struct err *
tell(struct db *db, struct arena *a, const struct conf *c, const struct funnel_alert *al, const struct funnel *f, bool begins, int64_t now)
{
	char id[UUID_TEXT], began[CLOCK_TEXT];
	const char *snapshot = arena_printf(a, "{\"alert_id\":\"%s\",\"began_at\":\"%s\",\"window_minutes\":%" PRId64 ",\"made\":%" PRId64
	    ",\"paid\":%" PRId64 ",\"expired\":%" PRId64 ",\"unpaid_basis_points\":%" PRId64 ",\"limit_basis_points\":%" PRId64 "}",
	    uuid_text(&al->id, id), clock_text_utc(al->began_at, began), c->funnel_window_min, f->made, f->paid, f->expired,
	    funnel_unpaid(f), c->funnel_unpaid_percent * 100);

	log_event(begins ? LOG_WARN : LOG_INFO, begins ? "funnel_alert" : "funnel_calm", LOG_S("alert_id", id), LOG_I("made", f->made),
	    LOG_I("paid", f->paid), LOG_I("expired", f->expired), LOG_I("unpaid_basis_points", funnel_unpaid(f)));
	if (snapshot == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the alert");
	return event_store_tell(db, a, &(struct order_event){ .id = uuid_new(), .order_id = al->id, .order_version = begins ? 1 : 2,
	    .type = begins ? EVENT_FUNNEL_ALERT : EVENT_FUNNEL_CALM, .snapshot = snapshot, .at = now });
}

static const struct err *
watch(struct db *db, struct arena *a, const struct conf *c, int64_t now)
{
	struct funnel_alert al;
	struct funnel f;
	bool open, high;
	const struct err *e;

	if ((e = window(db, a, c, now, &f)) != NULL || (e = funnel_store_open(db, a, &al, &open)) != NULL)
		return e;
	high = funnel_alert(&f, c->funnel_unpaid_percent * 100, c->funnel_least);
	if (high == open)
		return NULL;
	if (!high)
		return (e = funnel_store_end(db, a, &al.id, now)) != NULL ? e : tell(db, a, c, &al, &f, false, now);
	al = (struct funnel_alert){ .id = uuid_new(), .began_at = now, .f = f };
	return (e = funnel_store_begin(db, a, &al)) != NULL ? e : tell(db, a, c, &al, &f, true, now);
}

static const struct err *
count(struct db *db, struct arena *a, const struct conf *c, int64_t now)
{
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL || (e = funnel_store_count(db, a, minute_of(now) - AGAIN * MINUTE_MS)) != NULL ||
	    (e = watch(db, a, c, now)) != NULL)
		return e;
	return db_commit(db, a);
}

const struct err *
funnel_job(struct job_run *run)
{
	const struct err *e;

	/* Behind those who wait for an answer; on Linux this is the thread's alone. */
	(void)setpriority(PRIO_PROCESS, 0, 10);
	if ((e = count(run->lease, run->arena, run->shop->conf, clock_now())) != NULL)
		db_rollback(run->lease);
	return e;
}

const struct err *
funnel_look(struct shop *shop, struct arena *a, int64_t minutes, struct funnel_view *out)
{
	int64_t now = clock_now();
	struct funnel_view v = { .unpaid = 0 };
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = window(db, a, shop->conf, now, &v.window)) == NULL &&
	    (e = funnel_store_minutes(db, a, minute_of(now) - (minutes - 1) * MINUTE_MS, minutes, &v.minutes)) == NULL)
		e = funnel_store_alerts(db, a, ALERTS_SHOWN, &v.alerts);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	v.unpaid = funnel_unpaid(&v.window);
	*out = v;
	return NULL;
}
