/* feed: what is due first, then page after page of what is new. */
#include "work/feed.h"

#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "work/job.h"

#define PAGE		256		/* numbers of the feed gone over between two writes of the cursor */
#define PAGE_ARENA	(16u << 20)	/* bytes; a page of the largest orders takes less */
#define APPLY_ARENA	(32u << 20)	/* bytes; with what a consumer within makes of the page */
#define OTHERS		3		/* a consumer within rests three times as long as it worked, while there is more */
#define DAY_MS		(INT64_C(24) * 3600 * 1000)
#define SHUT_MAX_MS	(INT64_C(5) * 60 * 1000)
#define OUTAGE		3		/* runs in a row that found it shut: what waited did so for no reason of its own */

struct run {
	struct db			*db;
	struct arena			*arena;		/* of the page */
	const struct feed_consumer	*c;
	struct event_cursor		 cursor;
	struct feed_counts		*counts;
	bool				 shut;
	bool				 recovered;	/* after an outage */
};

int64_t
feed_retry_pause(int64_t retry_ms, int64_t tries)
{
	int64_t ms = retry_ms;

	for (int64_t i = 1; i < tries && ms < DAY_MS; i++)
		ms *= 6;
	return ms < DAY_MS ? ms : DAY_MS;
}

int64_t
feed_shut_pause(int64_t retry_ms, int64_t failures)
{
	int64_t ms = retry_ms;

	for (int64_t i = 1; i < failures && ms < SHUT_MAX_MS; i++)
		ms *= 2;
	return ms < SHUT_MAX_MS ? ms : SHUT_MAX_MS;
}

static bool
told_to_stop(const struct run *r)
{
	return r->c->stop != NULL && r->c->stop(r->c->arg);
}

/* Tells one event and takes note of how the consumer is; on failure *next is what becomes of the event. */
static bool
tell(struct run *r, const struct fed_event *ev, struct delivery *next)
{
	const char *why = "";
	enum feed_verdict v = r->c->tell(r->c->arg, r->arena, ev, &why);
	int64_t tries = ev->tries + 1, now = clock_now();

	if (v != FEED_SHUT) {
		r->recovered |= r->cursor.failures >= OUTAGE;
		r->cursor.failures = 0;
		r->cursor.paused_until = 0;
	} else {
		r->shut = true;
		r->cursor.failures++;
		r->cursor.paused_until = now + feed_shut_pause(r->c->retry_ms, r->cursor.failures);
	}
	if (v == FEED_TAKEN) {
		r->counts->taken++;
		return true;
	}
	*next = (struct delivery){ .event = ev, .state = tries < r->c->tries ? DELIVERY_DUE : DELIVERY_DEAD, .tries = tries,
	    .next_at = now + feed_retry_pause(r->c->retry_ms, tries), .error = arena_printf(r->arena, "%.200s", why) };
	r->counts->refused++;
	r->counts->dead += next->state == DELIVERY_DEAD;
	return false;
}

/* Begins the transaction in which the cursor moves from `from`; *moved = somebody else has moved it meanwhile. */
static const struct err *
begin_write(struct run *r, int64_t from, bool *moved)
{
	int64_t now_at;
	const struct err *e;

	if ((e = db_begin(r->db, r->arena)) != NULL ||
	    (e = event_store_lock_cursor(r->db, r->arena, r->c->who, &now_at)) != NULL)
		return e;
	*moved = now_at != from;
	return NULL;
}

static const struct err *
end_write(struct run *r)
{
	const struct err *e;

	if (r->recovered && (e = event_store_all_due(r->db, r->arena, r->c->who, clock_now())) != NULL)
		return e;
	if ((e = event_store_move_cursor(r->db, r->arena, r->c->who, &r->cursor)) != NULL || (e = db_commit(r->db, r->arena)) != NULL)
		return e;
	r->recovered = false;
	return NULL;
}

/* An operator turned the feed back: what was just told is told again from there. */
static const struct err *
start_over(struct run *r)
{
	db_rollback(r->db);
	return event_store_cursor(r->db, r->arena, r->c->who, &r->cursor);
}

/* --- what is due again ----------------------------------------------------- */

static const struct err *
run_due(struct run *r, size_t *n)
{
	struct fed_events due;
	struct delivery next;
	bool moved;
	const struct err *e;

	*n = 0;
	if ((e = event_store_due(r->db, r->arena, r->c->who, clock_now(), PAGE, &due)) != NULL)
		return e;
	for (size_t i = 0; i < due.n && !r->shut && !told_to_stop(r); i++) {
		const struct fed_event *ev = &due.v[i];
		bool taken = tell(r, ev, &next);
		if ((e = begin_write(r, r->cursor.seq, &moved)) != NULL)
			return e;
		if (moved)
			return start_over(r);
		e = taken ? event_store_done(r->db, r->arena, r->c->who, ev->seq, &ev->event.order_id, clock_now()) :
		    event_store_again(r->db, r->arena, r->c->who, &next);
		if (e != NULL || (e = end_write(r)) != NULL)
			return e;
		++*n;
	}
	return NULL;
}

/* --- what is new ----------------------------------------------------------- */

static bool
is_behind(const struct uuid *behind, size_t n, const struct uuid *order)
{
	for (size_t i = 0; i < n; i++)
		if (uuid_cmp(&behind[i], order) == 0)
			return true;
	return false;
}

struct page { struct fed_events events; struct uuid *behind; size_t nbehind; struct delivery *left; size_t nleft; int64_t reached; };

static const struct err *
read_page(struct run *r, struct page *p)
{
	struct uuid *behind;
	int64_t last;
	size_t n = 0;
	const struct err *e;

	if ((e = event_store_last(r->db, r->arena, &last)) != NULL)
		return e;
	p->reached = last - r->cursor.seq > PAGE ? r->cursor.seq + PAGE : last;
	if (p->reached <= r->cursor.seq)
		return NULL;
	if ((e = event_store_page(r->db, r->arena, r->c->who, r->cursor.seq, p->reached, &p->events)) != NULL || p->events.n == 0)
		return e;
	if ((e = event_store_behind(r->db, r->arena, r->c->who, &p->events, &behind, &n)) != NULL)
		return e;
	/* Those of which something is left join them; each event adds one at the most. */
	if ((p->behind = ARENA_ARRAY(r->arena, struct uuid, n + p->events.n)) == NULL ||
	    (p->left = ARENA_ARRAY(r->arena, struct delivery, p->events.n)) == NULL)
		return err_new(r->arena, ERR_INTERNAL_SERVER_ERROR, "no room for a page of events");
	for (; p->nbehind < n; p->nbehind++)
		p->behind[p->nbehind] = behind[p->nbehind];
	return NULL;
}

static void
tell_page(struct run *r, struct page *p)
{
	for (size_t i = 0; i < p->events.n; i++) {
		const struct fed_event *ev = &p->events.v[i];
		if (r->shut || told_to_stop(r)) {
			p->reached = ev->seq - 1;
			return;
		}
		if (is_behind(p->behind, p->nbehind, &ev->event.order_id)) {
			p->left[p->nleft++] = (struct delivery){ .event = ev, .state = DELIVERY_HELD, .next_at = clock_now() };
			r->counts->held++;
		} else if (!tell(r, ev, &p->left[p->nleft])) {
			p->nleft++;
			p->behind[p->nbehind++] = ev->event.order_id;
		}
	}
}

static const struct err *
run_page(struct run *r, size_t *n)
{
	struct page p = { .nleft = 0 };
	int64_t from = r->cursor.seq;
	bool moved;
	const struct err *e;

	if ((e = read_page(r, &p)) != NULL)
		return e;
	tell_page(r, &p);
	if ((*n = p.reached > from ? (size_t)(p.reached - from) : 0) == 0)
		return NULL;
	if ((e = begin_write(r, from, &moved)) != NULL)
		return e;
	if (moved)
		return start_over(r);
	r->cursor.seq = p.reached;
	if (p.nleft > 0 && (e = event_store_add(r->db, r->arena, r->c->who, p.left, p.nleft, clock_now())) != NULL)
		return e;
	return end_write(r);
}

const struct err *
feed_run(struct db *db, struct arena *a, const struct feed_consumer *c, struct feed_counts *counts)
{
	struct run r = { .db = db, .arena = arena_new(PAGE_ARENA), .c = c, .counts = counts };
	size_t n = 0;
	const struct err *e;

	*counts = (struct feed_counts){ 0 };
	if (r.arena == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory for a page of events");
	if ((e = event_store_cursor(db, r.arena, c->who, &r.cursor)) != NULL || r.cursor.paused_until > clock_now())
		goto done;
	do {
		arena_reset(r.arena);
		if ((e = run_due(&r, &n)) == NULL && n == 0 && !r.shut)
			e = run_page(&r, &n);
	} while (e == NULL && n > 0 && !r.shut && !told_to_stop(&r));
done:
	if (e != NULL) {
		e = err_new(a, e->code, "%s", e->detail == NULL ? "" : e->detail);
		db_rollback(db);
	}
	arena_free(r.arena);
	return e;
}

/* --- consumers within ------------------------------------------------------ */

static const struct err *
apply_page(struct db *db, struct arena *a, enum event_consumer who,
    const struct err *(*apply)(void *, struct db *, struct arena *, const struct fed_events *), void *arg, int64_t *n)
{
	struct event_cursor cursor = { 0 };
	struct fed_events page;
	int64_t last, from;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL || (e = event_store_lock_cursor(db, a, who, &from)) != NULL ||
	    (e = event_store_last(db, a, &last)) != NULL)
		return e;
	cursor.seq = last - from > PAGE ? from + PAGE : last;
	if ((*n = cursor.seq - from) <= 0) {
		*n = 0;
		return db_commit(db, a);
	}
	if ((e = event_store_page(db, a, who, from, cursor.seq, &page)) != NULL ||
	    (page.n > 0 && (e = apply(arg, db, a, &page)) != NULL) ||
	    (e = event_store_move_cursor(db, a, who, &cursor)) != NULL)
		return e;
	return db_commit(db, a);
}

const struct err *
feed_apply(struct db *db, struct arena *a, enum event_consumer who,
    const struct err *(*apply)(void *, struct db *, struct arena *, const struct fed_events *), void *arg, int64_t *n)
{
	struct event_cursor cursor;
	const struct err *e;

	*n = 0;
	if ((e = event_store_cursor(db, a, who, &cursor)) == NULL &&	/* made, when it is new */
	    (e = apply_page(db, a, who, apply, arg, n)) != NULL)
		db_rollback(db);
	return e;
}

static void
leave_to_others(int64_t us)
{
	nanosleep(&(struct timespec){ us / 1000000, us % 1000000 * 1000 }, NULL);
}

const struct err *
feed_follow(struct db *db, struct arena *a, enum event_consumer who,
    const struct err *(*apply)(void *, struct db *, struct arena *, const struct fed_events *), void *arg, const struct job_run *run, int64_t *n)
{
	struct arena *page = arena_new(APPLY_ARENA);
	int64_t began, gone = 1;
	const struct err *e = NULL;

	if (page == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory for a page of events");
	/* Behind those who wait for an answer; on Linux this is the thread's alone. */
	if (run != NULL)
		(void)setpriority(PRIO_PROCESS, 0, 10);
	while (gone > 0 && (run == NULL || !job_stopping(run))) {
		began = clock_monotonic_us();
		if ((e = feed_apply(db, page, who, apply, arg, &gone)) != NULL)
			break;
		*n += gone;
		arena_reset(page);
		if (run != NULL && gone == PAGE)
			leave_to_others(OTHERS * (clock_monotonic_us() - began));
	}
	if (e != NULL)
		e = err_new(a, e->code, "%s", e->detail == NULL ? "" : e->detail);
	arena_free(page);
	return e;
}
