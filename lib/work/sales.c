/* sales: of each page the last word on every order counts. */
#include "work/sales.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/sales_store.h"
#include "work/feed.h"
#include "work/job.h"
#include "work/snapshot.h"

/* --- the consumer ------------------------------------------------------------------ */

/* What the orders of a page sold. */
struct sold { struct arena *a; struct sale *v; size_t n, room; struct uuid *orders; size_t norders; };

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for sales");
}

static bool
heard_of(const struct sold *s, const struct uuid *order)
{
	for (size_t i = 0; i < s->norders; i++)
		if (uuid_cmp(&s->orders[i], order) == 0)
			return true;
	return false;
}

static struct sale *
sale_of(struct sale *v, size_t n, const struct uuid *order, uint32_t product)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].product_id == product && uuid_cmp(&v[i].order_id, order) == 0)
			return &v[i];
	return NULL;
}

/* Room for n more. */
static bool
make_room(struct sold *s, size_t n)
{
	struct sale *more;

	if (s->n + n <= s->room)
		return true;
	if ((more = ARENA_ARRAY(s->a, struct sale, (s->n + n) * 2)) == NULL)
		return false;
	if (s->n > 0)
		memcpy(more, s->v, s->n * sizeof(*more));
	s->v = more;
	s->room = (s->n + n) * 2;
	return true;
}

static bool
add_order(struct sold *s, const struct order_event *ev, const struct snapshot *snap)
{
	size_t first = s->n;

	if (!make_room(s, snap->nitems))
		return false;
	for (size_t i = 0; i < snap->nitems; i++) {
		const struct snapshot_item *it = &snap->items[i];
		struct sale *sale = sale_of(s->v + first, s->n - first, &ev->order_id, it->product_id);
		int64_t quantity;
		won_t amount;
		if (sale == NULL) {
			sale = &s->v[s->n++];
			*sale = (struct sale){ .order_id = ev->order_id, .product_id = it->product_id };
			clock_date(snap->paid_at != 0 ? snap->paid_at : ev->at, sale->day);
		}
		sale_left(&it->line, &quantity, &amount);
		sale->quantity += quantity;
		sale->amount += amount;
	}
	return true;
}

/* Reads a page from its end, so that each order is met as it stood last. */
static const struct err *
read_page(struct sold *s, const struct fed_events *page)
{
	if ((s->orders = ARENA_ARRAY(s->a, struct uuid, page->n)) == NULL)
		return full(s->a);
	for (size_t i = page->n; i-- > 0;) {
		const struct order_event *ev = &page->v[i].event;
		struct snapshot snap;
		char id[UUID_TEXT];
		if (heard_of(s, &ev->order_id))
			continue;
		if (!snapshot_read(s->a, ev->snapshot, &snap)) {
			log_event(LOG_ERROR, "event_unreadable", LOG_S("consumer", "SALES"), LOG_S("event_id", uuid_text(&ev->id, id)));
			continue;
		}
		s->orders[s->norders++] = ev->order_id;
		if (sale_counts(snap.status) && !add_order(s, ev, &snap))
			return full(s->a);
	}
	return NULL;
}

/* By day and product, so that rows are locked in one order. */
static int
by_day(const void *left, const void *right)
{
	const struct sale *l = left, *r = right;
	int days = strcmp(l->day, r->day);

	return days != 0 ? days : (l->product_id > r->product_id) - (l->product_id < r->product_id);
}

/* Makes of what orders sold what the days gain by it; *n = how many days' products that is. */
static void
gains(struct sale *v, size_t *n, const struct sale *known, size_t nknown)
{
	size_t to = 0;

	for (size_t i = 0; i < *n; i++) {
		const struct sale *was = sale_of((struct sale *)(uintptr_t)known, nknown, &v[i].order_id, v[i].product_id);
		if (was == NULL)
			continue;
		memcpy(v[i].day, was->day, sizeof(v[i].day));
		v[i].quantity -= was->quantity;
		v[i].amount -= was->amount;
	}
	qsort(v, *n, sizeof(*v), by_day);
	for (size_t i = 0; i < *n; i++) {
		if (v[i].quantity == 0 && v[i].amount == 0)
			continue;
		if (to > 0 && by_day(&v[to - 1], &v[i]) == 0) {
			v[to - 1].quantity += v[i].quantity;
			v[to - 1].amount += v[i].amount;
		} else
			v[to++] = v[i];
	}
	*n = to;
}

static const struct err *
apply(void *arg, struct db *db, struct arena *a, const struct fed_events *page)
{
	struct sold s = { .a = a };
	struct sale *known;
	size_t nknown;
	const struct err *e;

	(void)arg;
	if ((e = read_page(&s, page)) != NULL || s.n == 0)
		return e;
	if ((e = sales_store_of(db, a, s.orders, s.norders, &known, &nknown)) != NULL ||
	    (e = sales_store_put(db, a, s.v, s.n)) != NULL)
		return e;
	gains(s.v, &s.n, known, nknown);
	return sales_store_add(db, a, s.v, s.n);
}

const struct err *
sales_job(struct job_run *run)
{
	return feed_follow(run->lease, run->arena, CONSUMER_SALES, apply, NULL, run, &run->done);
}

static const struct err *
turn_back(struct db *db, struct arena *a)
{
	struct event_cursor cursor = { 0 };
	int64_t at;
	const struct err *e;

	if ((e = event_store_cursor(db, a, CONSUMER_SALES, &cursor)) != NULL || (e = db_begin(db, a)) != NULL)
		return e;
	if ((e = event_store_lock_cursor(db, a, CONSUMER_SALES, &at)) == NULL && (e = sales_store_forget(db, a)) == NULL &&
	    (e = event_store_move_cursor(db, a, CONSUMER_SALES, &(struct event_cursor){ .seq = 0 })) == NULL)
		return db_commit(db, a);
	db_rollback(db);
	return e;
}

const struct err *
sales_rebuild(struct db *db, struct arena *a, int64_t *n)
{
	const struct err *e = turn_back(db, a);

	*n = 0;
	return e != NULL ? e : feed_follow(db, a, CONSUMER_SALES, apply, NULL, NULL, n);
}

/* --- its readers -------------------------------------------------------------------- */

const struct err *
sales_popular(struct shop *shop, struct arena *a, struct popular *out)
{
	int64_t now = clock_now();
	struct db *db;
	const struct err *e;

	sale_day_before(now, SALE_POPULAR_DAYS - 1, out->from);
	sale_day_before(now, 0, out->to);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = sales_store_popular(db, a, out->from, out->to, SALE_POPULAR_MAX, &out->products);
	db_return(shop->pool, db);
	return e;
}

/* The days asked for, in full; a fault where they are none. */
static const struct err *
read_days(struct arena *a, const struct sales_ask *ask, struct sales_page *out)
{
	int64_t now = clock_now(), first, last;
	struct civil from, to;

	sale_day_before(now, 0, out->to);
	if (ask->to != NULL)
		(void)snprintf(out->to, sizeof(out->to), "%s", ask->to);
	if (!clock_parse_date(out->to, &to))
		return err_fault(a, "?to", "not_a_date");
	last = clock_moment(to);
	sale_day_before(last, SALES_DAYS - 1, out->from);
	if (ask->from != NULL)
		(void)snprintf(out->from, sizeof(out->from), "%s", ask->from);
	if (!clock_parse_date(out->from, &from))
		return err_fault(a, "?from", "not_a_date");
	first = clock_moment(from);
	if (first > last)
		return err_fault(a, "?from", "too_large");
	if (last - first > (SALES_DAYS_MAX - 1) * INT64_C(86400000) + INT64_C(7200000))
		return err_fault(a, "?from", "too_small");
	return NULL;
}

/* "2026-11-25.7": the day and product a page ended with. */
static bool
read_cursor(const char *text, char day[CLOCK_TEXT], int64_t *product)
{
	struct civil c;
	int end = 0;

	(void)snprintf(day, CLOCK_TEXT, "%.10s", text);
	return strlen(text) > 11 && text[10] == '.' && clock_parse_date(day, &c) &&
	    sscanf(text + 11, "%10" SCNd64 "%n", product, &end) == 1 && text[11 + end] == '\0' && *product > 0;
}

const struct err *
sales_by_day(struct shop *shop, struct arena *a, const struct sales_ask *ask, struct sales_page *out)
{
	char day[CLOCK_TEXT];
	int64_t product = 0;
	struct db *db;
	const struct err *e;

	*out = (struct sales_page){ .next = NULL };
	if ((e = read_days(a, ask, out)) != NULL)
		return e;
	if (ask->cursor != NULL && !read_cursor(ask->cursor, day, &product))
		return err_fault(a, "?cursor", "not_a_cursor");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* One more than asked for only tells that there is more. */
	if ((e = sales_store_sum(db, a, out->from, out->to, &out->quantity, &out->amount)) == NULL)
		e = sales_store_days(db, a, out->from, out->to, ask->cursor == NULL ? NULL : day, product, ask->limit + 1, &out->days);
	db_return(shop->pool, db);
	if (e != NULL || out->days.n <= (size_t)ask->limit)
		return e;
	out->days.n = (size_t)ask->limit;
	const struct sale_of_day *last = LIST_AT(out->days, struct sale_of_day, out->days.n - 1);
	out->next = arena_printf(a, "%s.%" PRId64, last->day, last->product_id);
	return out->next == NULL ? full(a) : NULL;
}
