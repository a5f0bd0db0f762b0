/* letters: lists in the order of their ids, made one. */
#include "work/letters.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/compensation.h"
#include "shop/shop.h"
#include "store/compensation_store.h"
#include "store/mail_store.h"
#include "work/replay.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for dead letters");
}

/* A list in the order of its ids. */
struct source { struct letter *v; size_t n, at; };

static const struct err *
source_new(struct arena *a, size_t n, struct source *out)
{
	*out = (struct source){ .v = ARENA_ARRAY(a, struct letter, n + 1) };
	return out->v == NULL ? full(a) : NULL;
}

/* Payments to settle, money to give back. */
static const struct err *
read_money(struct db *db, struct arena *a, const struct uuid *after, int64_t max, struct source *out)
{
	struct compensations found;
	const struct err *e;

	if ((e = compensation_store_dead(db, a, after, max, &found)) != NULL || (e = source_new(a, found.n, out)) != NULL)
		return e;
	for (; out->n < found.n; out->n++) {
		const struct compensation *c = &found.v[out->n];
		out->v[out->n] = (struct letter){ .id = c->id, .kind = compensation_kind_names[c->kind], .order_id = c->order_id,
		    .payment_id = c->payment_id, .amount = c->amount, .attempts = c->attempts, .reason = c->reason,
		    .last_error = c->last_error, .created_at = c->created_at };
	}
	return NULL;
}

static const struct err *
read_events(struct db *db, struct arena *a, const struct uuid *after, int64_t max, struct source *out)
{
	struct dead_events found;
	const struct err *e;

	if ((e = event_store_dead(db, a, after, max, &found)) != NULL || (e = source_new(a, found.n, out)) != NULL)
		return e;
	for (; out->n < found.n; out->n++) {
		const struct dead_event *d = &found.v[out->n];
		struct letter *l = &out->v[out->n];
		*l = (struct letter){ .id = d->id, .kind = LETTER_EVENT, .order_id = d->order_id, .attempts = d->tries, .reason = d->type,
		    .last_error = d->error, .consumer = d->consumer, .created_at = d->since };
		if (strncmp(d->type, "FUNNEL", 6) == 0)
			l->order_id = (struct uuid){ { 0 } };	/* of no order */
	}
	return NULL;
}

static const struct err *
read_mails(struct db *db, struct arena *a, const struct uuid *after, int64_t max, struct source *out)
{
	struct dead_mails found;
	const struct err *e;

	if ((e = mail_store_dead(db, a, after, max, &found)) != NULL || (e = source_new(a, found.n, out)) != NULL)
		return e;
	for (; out->n < found.n; out->n++) {
		const struct dead_mail *m = &found.v[out->n];
		out->v[out->n] = (struct letter){ .id = m->id, .kind = LETTER_EMAIL, .order_id = m->order_id, .attempts = m->attempts,
		    .reason = m->notice, .last_error = m->error, .created_at = m->created_at, .may_have_arrived = m->state == MAIL_UNSURE };
	}
	return NULL;
}

static const struct err *(*const readers[])(struct db *, struct arena *, const struct uuid *, int64_t, struct source *) = {
	read_money, read_events, read_mails,
};
#define SOURCES (sizeof(readers) / sizeof(readers[0]))

/* The least of their first letters, which is the next of all; NULL at the end. */
static const struct letter *
take_next(struct source *s)
{
	struct source *least = NULL;

	for (size_t i = 0; i < SOURCES; i++)
		if (s[i].at < s[i].n && (least == NULL || uuid_cmp(&s[i].v[s[i].at].id, &least->v[least->at].id) < 0))
			least = &s[i];
	return least == NULL ? NULL : &least->v[least->at++];
}

const struct err *
letters_find(struct shop *shop, struct arena *a, const struct uuid *after, int64_t limit, struct letters *out)
{
	size_t max = (size_t)limit + 1;		/* one more than asked for only tells that there is more */
	struct letters l = { .v = ARENA_ARRAY(a, struct letter, max) };
	struct source source[SOURCES];
	const struct letter *next;
	struct db *db;
	const struct err *e;

	if (l.v == NULL)
		return full(a);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	for (size_t i = 0; i < SOURCES && e == NULL; i++)
		e = readers[i](db, a, after, limit + 1, &source[i]);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	while (l.n < max && (next = take_next(source)) != NULL)
		l.v[l.n++] = *next;
	if (l.n == max)
		l.next = l.v[--l.n - 1].id;
	*out = l;
	return NULL;
}

/* Each has one tried again when it is one of its own, and then tells what that is now. */
static const struct err *
retry_money(struct db *db, struct arena *a, const struct uuid *id, bool twice, const char **state)
{
	bool found = false;
	const struct err *e = compensation_store_retry(db, a, id, clock_now(), &found);

	(void)twice;
	if (e == NULL && found)
		*state = compensation_state_names[COMPENSATION_OPEN];
	return e;
}

/* For each consumer that gave it up. */
static const struct err *
retry_event(struct db *db, struct arena *a, const struct uuid *id, bool twice, const char **state)
{
	struct dead_events at;
	int64_t n;
	const struct err *e;

	(void)twice;
	if ((e = event_store_dead_of(db, a, id, &at)) != NULL)
		return e;
	for (size_t i = 0; i < at.n; i++) {
		int who = event_consumer_parse(at.v[i].consumer);
		if (who == -1)
			continue;	/* of a newer program */
		if ((e = replay_retry(db, a, (enum event_consumer)who, at.v[i].seq, &n)) != NULL)
			return e;
		if (n > 0)
			*state = delivery_state_names[DELIVERY_DUE];
	}
	return NULL;
}

static const struct err *
retry_mail(struct db *db, struct arena *a, const struct uuid *id, bool twice, const char **state)
{
	enum mail_state is;
	bool queued;
	const struct err *e;

	if ((e = mail_store_retry(db, a, id, twice, clock_now(), &queued, &is)) != NULL)
		return e;
	if (queued)
		*state = mail_state_names[MAIL_QUEUED];
	else if (is == MAIL_UNSURE && !twice)
		e = err_fault(a, "/mayArriveTwice", "may_arrive_twice");
	return e;
}

const struct err *
letter_retry(struct shop *shop, struct arena *a, const struct uuid *id, bool twice, const char **state)
{
	static const struct err *(*const retries[SOURCES])(struct db *, struct arena *, const struct uuid *, bool, const char **) = {
		retry_money, retry_event, retry_mail,
	};
	const char *now = NULL;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	for (size_t i = 0; i < SOURCES && e == NULL && now == NULL; i++)
		e = retries[i](db, a, id, twice, &now);
	db_return(shop->pool, db);
	if (e == NULL && now == NULL)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if (e == NULL)
		*state = now;
	return e;
}
