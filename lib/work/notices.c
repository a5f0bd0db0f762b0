/* notices: events in the feed's order, each against what was told of its order before. */
#include "work/notices.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/members.h"
#include "shop/shop.h"
#include "store/mail_store.h"
#include "work/feed.h"
#include "work/job.h"
#include "work/snapshot.h"

#define HOUR_MS		(INT64_C(3600) * 1000)

/* --- the consumer ------------------------------------------------------------------ */

/* What orders have told so far. */
struct told { struct uuid order; int64_t known[NOTICE__MAX]; };
struct page { struct arena *a; struct told *told; size_t ntold; struct notice *v; size_t n; };

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for notices");
}

static struct told *
told_of(struct page *p, const struct uuid *order)
{
	for (size_t i = 0; i < p->ntold; i++)
		if (uuid_cmp(&p->told[i].order, order) == 0)
			return &p->told[i];
	return NULL;
}

static const struct err *
read_known(struct page *p, struct db *db, const struct fed_events *events)
{
	struct uuid *orders = ARENA_ARRAY(p->a, struct uuid, events->n);
	struct notices known;
	const struct err *e;

	p->told = ARENA_ARRAY(p->a, struct told, events->n);
	p->v = ARENA_ARRAY(p->a, struct notice, events->n * NOTICE__MAX);
	if (orders == NULL || p->told == NULL || p->v == NULL)
		return full(p->a);
	for (size_t i = 0; i < events->n; i++) {
		if (told_of(p, &events->v[i].event.order_id) == NULL) {
			orders[p->ntold] = events->v[i].event.order_id;
			p->told[p->ntold].order = orders[p->ntold];
			p->ntold++;
		}
	}
	if ((e = notice_store_known(db, p->a, orders, p->ntold, &known)) != NULL)
		return e;
	for (size_t i = 0; i < known.n; i++)
		told_of(p, &known.v[i].order_id)->known[known.v[i].kind] = known.v[i].part;
	return NULL;
}

static void
add_event(struct page *p, const struct order_event *ev)
{
	struct notice found[NOTICE__MAX];
	struct snapshot snap;
	char id[UUID_TEXT];
	size_t n;

	if (!snapshot_read(p->a, ev->snapshot, &snap)) {
		log_event(LOG_ERROR, "event_unreadable", LOG_S("consumer", "NOTICES"), LOG_S("event_id", uuid_text(&ev->id, id)));
		return;
	}
	if (uuid_is_zero(&snap.user_id))
		return;
	n = notices_of(ev, &snap, told_of(p, &ev->order_id)->known, found);
	for (size_t i = 0; i < n; i++) {
		struct notice *to = &p->v[p->n++];
		*to = found[i];
		to->id = uuid_new();
		to->user_id = snap.user_id;
		to->order_id = ev->order_id;
		to->at = ev->at;
	}
}

/* News is mailed, not history. */
static const struct err *
queue_mails(struct page *p, struct db *db, const struct conf *c)
{
	int64_t now = clock_now(), n = 0;
	struct queued_mail *m = ARENA_ARRAY(p->a, struct queued_mail, p->n + 1);

	if (m == NULL)
		return full(p->a);
	for (size_t i = 0; i < p->n; i++)
		if (notice_mailed(p->v[i].kind) && p->v[i].at > now - c->mail_hours * HOUR_MS)
			m[n++] = (struct queued_mail){ p->v[i].id, p->v[i].user_id, 0, 0 };
	return mail_store_add(db, p->a, m, (size_t)n, now);
}

static const struct err *
apply(void *arg, struct db *db, struct arena *a, const struct fed_events *events)
{
	const struct shop *shop = arg;
	struct page p = { .a = a };
	const struct err *e;

	if ((e = read_known(&p, db, events)) != NULL)
		return e;
	for (size_t i = 0; i < events->n; i++)
		add_event(&p, &events->v[i].event);
	if ((e = notice_store_add(db, a, p.v, p.n)) != NULL || shop->conf->smtp_url[0] == '\0')
		return e;
	return queue_mails(&p, db, shop->conf);
}

const struct err *
notices_job(struct job_run *run)
{
	return feed_follow(run->lease, run->arena, CONSUMER_NOTICES, apply, run->shop, run, &run->done);
}

/* --- its readers -------------------------------------------------------------------- */

const struct err *
notices_find(struct shop *shop, struct arena *a, const struct notices_ask *ask, struct notices_page *out)
{
	struct notices_page page = { .unread = 0 };
	const struct user *u;
	struct db *db;
	const struct err *e;

	if ((e = member_find(shop, a, &ask->user, &ask->caller, ask->caller_role, &u)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* One more than asked for only tells that there is more. */
	if ((e = notice_store_page(db, a, &ask->user, ask->unread, uuid_is_zero(&ask->from) ? NULL : &ask->from, ask->limit + 1,
	    &page.notices)) == NULL)
		e = notice_store_unread(db, a, &ask->user, &page.unread);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (page.notices.n > (size_t)ask->limit) {
		page.notices.n = (size_t)ask->limit;
		page.next = page.notices.v[ask->limit - 1].id;
	}
	*out = page;
	return NULL;
}

static const struct err *
mark(struct db *db, struct arena *a, const struct uuid *id, const struct uuid *caller, bool read, const struct notice **out)
{
	const struct notice *found;
	const struct err *e;

	if ((e = notice_store_find(db, a, id, &found)) != NULL)
		return e;
	if (found == NULL || uuid_cmp(&found->user_id, caller) != 0)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	/* What was read stays read since then. */
	if (read != (found->read_at != 0) &&
	    ((e = notice_store_mark(db, a, id, read ? clock_now() : 0)) != NULL || (e = notice_store_find(db, a, id, &found)) != NULL))
		return e;
	*out = found;
	return NULL;
}

const struct err *
notice_mark(struct shop *shop, struct arena *a, const struct uuid *id, const struct uuid *caller, bool read, const struct notice **out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = mark(db, a, id, caller, read, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
notices_mark_all(struct shop *shop, struct arena *a, const struct uuid *caller, const struct uuid *upto)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = notice_store_mark_all(db, a, caller, upto, clock_now());
	db_return(shop->pool, db);
	return e;
}

const struct err *
notices_unread(struct shop *shop, struct arena *a, const struct uuid *caller, int64_t *n)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = notice_store_unread(db, a, caller, n);
	db_return(shop->pool, db);
	return e;
}
