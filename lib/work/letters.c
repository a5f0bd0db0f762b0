/* letters: two lists in the order of their ids, made one. */
#include "work/letters.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/compensation.h"
#include "shop/shop.h"
#include "work/compensate.h"
#include "work/replay.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for dead letters");
}

static struct letter
of_compensation(const struct compensation *c)
{
	return (struct letter){ c->id, compensation_kind_names[c->kind], c->order_id, c->payment_id, c->amount, c->attempts, c->reason,
	    c->last_error, NULL, c->created_at };
}

static struct letter
of_event(const struct dead_event *d)
{
	struct letter l = { .id = d->id, .kind = LETTER_EVENT, .order_id = d->order_id, .attempts = d->tries, .reason = d->type,
	    .last_error = d->error, .consumer = d->consumer, .created_at = d->since };

	if (strncmp(d->type, "FUNNEL", 6) == 0)
		l.order_id = (struct uuid){ { 0 } };	/* of no order */
	return l;
}

static const struct err *
dead_events(struct shop *shop, struct arena *a, const struct uuid *after, int64_t max, struct dead_events *out)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = event_store_dead(db, a, after, max, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
letters_find(struct shop *shop, struct arena *a, const struct uuid *after, int64_t limit, struct letters *out)
{
	struct compensations money;
	struct dead_events events;
	struct letters l = { .n = 0 };
	size_t c = 0, ev = 0, max = (size_t)limit + 1;	/* one more than asked for only tells that there is more */
	const struct err *e;

	if ((e = compensations_dead(shop, a, after, limit + 1, &money)) != NULL ||
	    (e = dead_events(shop, a, after, limit + 1, &events)) != NULL)
		return e;
	if ((l.v = ARENA_ARRAY(a, struct letter, max)) == NULL)
		return full(a);
	while (l.n < max && (c < money.n || ev < events.n)) {
		bool first = ev == events.n || (c < money.n && uuid_cmp(&money.v[c].id, &events.v[ev].id) < 0);
		l.v[l.n++] = first ? of_compensation(&money.v[c]) : of_event(&events.v[ev]);
		*(first ? &c : &ev) += 1;
	}
	if (l.n == max)
		l.next = l.v[--l.n - 1].id;
	*out = l;
	return NULL;
}

/* For each consumer that gave it up. */
static const struct err *
retry_event(struct db *db, struct arena *a, const struct uuid *id, bool *found)
{
	struct dead_events at;
	int64_t n;
	const struct err *e;

	*found = false;
	if ((e = event_store_dead_of(db, a, id, &at)) != NULL)
		return e;
	for (size_t i = 0; i < at.n; i++) {
		int who = event_consumer_parse(at.v[i].consumer);
		if (who == -1)
			continue;	/* of a newer program */
		if ((e = replay_retry(db, a, (enum event_consumer)who, at.v[i].seq, &n)) != NULL)
			return e;
		*found |= n > 0;
	}
	return NULL;
}

const struct err *
letter_retry(struct shop *shop, struct arena *a, const struct uuid *id, const char **state)
{
	bool found = false;
	struct db *db;
	const struct err *e = compensation_retry(shop, a, id);

	if (!err_is(e, ERR_ENTITY_NOT_FOUND)) {
		*state = compensation_state_names[COMPENSATION_OPEN];
		return e;
	}
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = retry_event(db, a, id, &found);
	db_return(shop->pool, db);
	if (e == NULL && !found)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*state = delivery_state_names[DELIVERY_DUE];
	return e;
}
