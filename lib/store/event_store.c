/* event_store: rows of the feed and of deliveries. */
#include "store/event_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

const char *const delivery_state_names[] = {
	[DELIVERY_DUE] = "DUE",
	[DELIVERY_HELD] = "HELD",
	[DELIVERY_DEAD] = "DEAD",
	[DELIVERY__MAX] = NULL
};

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the events");
}

static struct db_value
name_of(enum event_consumer c)
{
	return DB_S(event_consumer_names[c]);
}

/* --- numbers --------------------------------------------------------------- */

static const struct err *
feed_row(struct db *db, struct arena *a, int stmt, int64_t *last)
{
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, stmt, NULL, 0, &r)) != NULL)
		return e;
	if (r.n != 1)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "event_feed has lost its row");
	*last = row_int(&r, 0, 0);
	return NULL;
}

const struct err *
event_store_lock(struct db *db, struct arena *a, int64_t *last)
{
	return feed_row(db, a, STMT_FEED_LOCK, last);
}

const struct err *
event_store_last(struct db *db, struct arena *a, int64_t *last)
{
	return feed_row(db, a, STMT_FEED_LAST, last);
}

const struct err *
event_store_waiting(struct db *db, struct arena *a, int64_t max, struct uuid **ids, size_t *n)
{
	struct rows r;
	struct uuid *v;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_FEED_WAITING, &r, DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct uuid, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = row_uuid(&r, i, 0);
	*ids = v;
	*n = r.n;
	return NULL;
}

const struct err *
event_store_number(struct db *db, struct arena *a, const struct uuid *ids, size_t n, int64_t last)
{
	const char *keys = keys_uuids(a, ids, n);
	const struct err *e;

	if (keys == NULL)
		return full(a);
	if ((e = STMT_RUN(db, a, STMT_FEED_NUMBER, NULL, DB_S(keys), DB_I(last))) != NULL)
		return e;
	if (stmt_changed(db) != (int64_t)n)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "of %zu events %lld had no number", n, (long long)stmt_changed(db));
	return STMT_RUN(db, a, STMT_FEED_MOVE, NULL, DB_I(last + (int64_t)n));
}

const struct err *
event_store_since(struct db *db, struct arena *a, int64_t at, int64_t *seq)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_FEED_SINCE, &r, DB_T(at))) != NULL)
		return e;
	*seq = row_int(&r, 0, 0);
	return NULL;
}

const struct err *
event_store_tell(struct db *db, struct arena *a, const struct order_event *ev)
{
	return STMT_RUN(db, a, STMT_EVENT_ADD, NULL, DB_U(ev->id), DB_U(ev->order_id), DB_I(ev->order_version), DB_S(event_type_names[ev->type]),
	    DB_S(ev->snapshot), DB_T(ev->at));
}

/* --- cursors --------------------------------------------------------------- */

const struct err *
event_store_cursor(struct db *db, struct arena *a, enum event_consumer who, struct event_cursor *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_CURSOR_GET, &r, name_of(who))) != NULL)
		return e;
	*out = (struct event_cursor){ 0 };
	if (r.n == 0)
		return STMT_RUN(db, a, STMT_CURSOR_ADD, NULL, name_of(who), DB_T(clock_now()));
	*out = (struct event_cursor){ row_int(&r, 0, 0), row_int(&r, 0, 1), row_int(&r, 0, 2) };
	return NULL;
}

const struct err *
event_store_lock_cursor(struct db *db, struct arena *a, enum event_consumer who, int64_t *seq)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_CURSOR_LOCK, &r, name_of(who))) != NULL)
		return e;
	*seq = r.n == 0 ? -1 : row_int(&r, 0, 0);
	return NULL;
}

const struct err *
event_store_move_cursor(struct db *db, struct arena *a, enum event_consumer who, const struct event_cursor *to)
{
	return STMT_RUN(db, a, STMT_CURSOR_MOVE, NULL, DB_I(to->seq), DB_I(to->failures), db_t_or_null(to->paused_until),
	    DB_T(clock_now()), name_of(who));
}

/* --- deliveries ------------------------------------------------------------ */

/* "ORDER_PAID,ORDER_REFUNDED": what a consumer wants. NULL when there is no room. */
static const char *
wanted(struct arena *a, enum event_consumer who)
{
	struct buf b = { 0 };
	const char *text;

	for (int t = 0; t < EVENT__MAX; t++)
		if (event_wanted((enum event_type)t, who)) {
			if (b.len > 0)
				buf_putc(&b, ',');
			buf_puts(&b, event_type_names[t]);
		}
	text = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

static const struct err *
events_of(struct arena *a, const struct rows *r, struct fed_events *out)
{
	struct fed_event *v = ARENA_ARRAY(a, struct fed_event, r->n + 1);
	size_t n = 0;

	if (v == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++) {
		int type = event_type_parse(row_str(r, i, 4));
		if (type == -1)
			continue;	/* of a newer program; nobody here wants it */
		v[n++] = (struct fed_event){
			.seq = row_int(r, i, 0),
			.event = { .id = row_uuid(r, i, 1), .order_id = row_uuid(r, i, 2), .order_version = row_int(r, i, 3),
			    .type = (enum event_type)type, .snapshot = row_str(r, i, 5), .at = row_int(r, i, 6) },
			.tries = r->columns > 7 ? row_int(r, i, 7) : 0
		};
	}
	*out = (struct fed_events){ v, n };
	return NULL;
}

const struct err *
event_store_page(struct db *db, struct arena *a, enum event_consumer who, int64_t after, int64_t upto, struct fed_events *out)
{
	const char *types = wanted(a, who);
	struct rows r;
	const struct err *e;

	if (types == NULL)
		return full(a);
	e = STMT_RUN(db, a, STMT_FEED_PAGE, &r, DB_I(after), DB_I(upto), DB_S(types));
	return e != NULL ? e : events_of(a, &r, out);
}

const struct err *
event_store_due(struct db *db, struct arena *a, enum event_consumer who, int64_t now, int64_t max, struct fed_events *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_DELIVERY_DUE, &r, name_of(who), DB_T(now), DB_I(max));

	return e != NULL ? e : events_of(a, &r, out);
}

const struct err *
event_store_behind(struct db *db, struct arena *a, enum event_consumer who, const struct fed_events *of,
    struct uuid **orders, size_t *n)
{
	struct uuid *v = ARENA_ARRAY(a, struct uuid, of->n + 1);
	const char *keys;
	struct rows r;
	const struct err *e;

	if (v == NULL)
		return full(a);
	for (size_t i = 0; i < of->n; i++)
		v[i] = of->v[i].event.order_id;
	if ((keys = keys_uuids(a, v, of->n)) == NULL)
		return full(a);
	if ((e = STMT_RUN(db, a, STMT_DELIVERY_OF_ORDERS, &r, DB_S(keys), name_of(who))) != NULL)
		return e;
	for (size_t i = 0; i < r.n; i++)
		v[i] = row_uuid(&r, i, 0);
	*orders = v;
	*n = r.n;
	return NULL;
}

const struct err *
event_store_add(struct db *db, struct arena *a, enum event_consumer who, const struct delivery *d, size_t n, int64_t now)
{
	struct bulk b;

	bulk_start(&b, a, STMT_DELIVERY_ADD, 8);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, name_of(who), DB_I(d[i].event->seq), DB_U(d[i].event->event.order_id), DB_S(delivery_state_names[d[i].state]),
		    DB_I(d[i].tries), DB_T(d[i].next_at), DB_S(d[i].error), DB_T(now));
	return bulk_run(db, &b);
}

const struct err *
event_store_again(struct db *db, struct arena *a, enum event_consumer who, const struct delivery *d)
{
	return STMT_RUN(db, a, STMT_DELIVERY_AGAIN, NULL, DB_S(delivery_state_names[d->state]), DB_I(d->tries), DB_T(d->next_at),
	    DB_S(d->error), name_of(who), DB_I(d->event->seq));
}

const struct err *
event_store_done(struct db *db, struct arena *a, enum event_consumer who, int64_t seq, const struct uuid *order, int64_t now)
{
	const struct err *e = STMT_RUN(db, a, STMT_DELIVERY_DONE, NULL, name_of(who), DB_I(seq));

	return e != NULL ? e : STMT_RUN(db, a, STMT_DELIVERY_RELEASE, NULL, DB_T(now), name_of(who), DB_U(*order));
}

const struct err *
event_store_all_due(struct db *db, struct arena *a, enum event_consumer who, int64_t now)
{
	return STMT_RUN(db, a, STMT_DELIVERY_ALL_DUE, NULL, DB_T(now), name_of(who));
}

/* --- for an operator ------------------------------------------------------- */

const struct err *
event_store_forget(struct db *db, struct arena *a, enum event_consumer who, int64_t from)
{
	return STMT_RUN(db, a, STMT_DELIVERY_FORGET, NULL, name_of(who), DB_I(from));
}

const struct err *
event_store_retry(struct db *db, struct arena *a, enum event_consumer who, int64_t seq, int64_t now, int64_t *n)
{
	const struct err *e = seq == 0 ? STMT_RUN(db, a, STMT_DELIVERY_RETRY_ALL, NULL, DB_T(now), name_of(who)) :
	    STMT_RUN(db, a, STMT_DELIVERY_RETRY, NULL, DB_T(now), name_of(who), DB_I(seq));

	if (e == NULL)
		*n = stmt_changed(db);
	return e;
}

const struct err *
event_store_find_dead(struct db *db, struct arena *a, enum event_consumer who, int64_t seq, bool *dead, struct uuid *order)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_DELIVERY_ORDER, &r, name_of(who), DB_I(seq))) != NULL)
		return e;
	*dead = r.n == 1 && strcmp(row_str(&r, 0, 1), delivery_state_names[DELIVERY_DEAD]) == 0;
	if (*dead)
		*order = row_uuid(&r, 0, 0);
	return NULL;
}

const struct err *
event_store_count(struct db *db, struct arena *a, enum event_consumer who, int64_t *due, int64_t *held, int64_t *dead)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_DELIVERY_COUNT, &r, name_of(who))) != NULL)
		return e;
	*due = row_int(&r, 0, 0);
	*held = row_int(&r, 0, 1);
	*dead = row_int(&r, 0, 2);
	return NULL;
}

const struct err *
event_store_count_waiting(struct db *db, struct arena *a, int64_t *n)
{
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, STMT_FEED_COUNT_WAITING, NULL, 0, &r)) != NULL)
		return e;
	*n = row_int(&r, 0, 0);
	return NULL;
}

const struct err *
event_store_list(struct db *db, struct arena *a, enum event_consumer who, bool dead, int64_t max, struct rows *out)
{
	struct db_value name = who == CONSUMER__MAX ? DB_NULL : name_of(who);

	return STMT_RUN(db, a, dead ? STMT_DELIVERY_LIST_DEAD : STMT_DELIVERY_LIST, out, name, name, DB_I(max));
}

static const struct err *
dead_from(struct arena *a, const struct rows *r, struct dead_events *out)
{
	struct dead_event *v = ARENA_ARRAY(a, struct dead_event, r->n + 1);

	if (v == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct dead_event){ row_uuid(r, i, 0), row_str(r, i, 1), row_int(r, i, 2), row_str(r, i, 3), row_uuid(r, i, 4),
		    row_int(r, i, 5), row_str(r, i, 6), row_int(r, i, 7) };
	*out = (struct dead_events){ v, r->n };
	return NULL;
}

const struct err *
event_store_dead(struct db *db, struct arena *a, const struct uuid *after, int64_t max, struct dead_events *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_DELIVERY_DEAD, &r, DB_U(*after), DB_I(max));

	return e != NULL ? e : dead_from(a, &r, out);
}

const struct err *
event_store_dead_of(struct db *db, struct arena *a, const struct uuid *id, struct dead_events *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_DELIVERY_DEAD_OF, &r, DB_U(*id));

	return e != NULL ? e : dead_from(a, &r, out);
}
