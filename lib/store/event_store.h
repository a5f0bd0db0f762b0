/*
 * event_store: the feed of events, and who has been told how much of it.
 *
 * Errors live in the arena.  What changes two things wants a transaction of the caller's.
 */
#ifndef STORE_EVENT_STORE_H
#define STORE_EVENT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/stmt.h"
#include "domain/event.h"

struct arena;
struct db;
struct err;

/* --- numbers --------------------------------------------------------------- */

/* Locks the feed until the transaction ends; *last = the last number given. */
const struct err *event_store_lock(struct db *, struct arena *, int64_t *last);
const struct err *event_store_last(struct db *, struct arena *, int64_t *last);
/* Committed events without a number, at most `max`; those of an order in the order of its versions. */
const struct err *event_store_waiting(struct db *, struct arena *, int64_t max, struct uuid **ids, size_t *n);
/* Gives them the numbers after `last`, in this order, and moves the feed.  INTERNAL_SERVER_ERROR when one of them had a number. */
const struct err *event_store_number(struct db *, struct arena *, const struct uuid *ids, size_t n, int64_t last);
/* The first number of the events since then (ms); 0 = none. */
const struct err *event_store_since(struct db *, struct arena *, int64_t at, int64_t *seq);

/* Writes one that is of no order; those of orders go with their batch's rows. */
const struct err *event_store_tell(struct db *, struct arena *, const struct order_event *);

/* --- cursors --------------------------------------------------------------- */

struct event_cursor { int64_t seq, failures, paused_until; };	/* ms; 0 = not paused */

/* Where a consumer stands; one that is new, at the beginning of the feed. */
const struct err *event_store_cursor(struct db *, struct arena *, enum event_consumer, struct event_cursor *);
/* Locks it; *seq = where it stands now, -1 when it is new. */
const struct err *event_store_lock_cursor(struct db *, struct arena *, enum event_consumer, int64_t *seq);
const struct err *event_store_move_cursor(struct db *, struct arena *, enum event_consumer, const struct event_cursor *);

/* --- deliveries ------------------------------------------------------------ */

/* An event in the feed. */
struct fed_event { int64_t seq; struct order_event event; int64_t tries; };
struct fed_events { struct fed_event *v; size_t n; };

/* Those with numbers after `after` up to `upto` that the consumer wants. */
const struct err *event_store_page(struct db *, struct arena *, enum event_consumer, int64_t after, int64_t upto, struct fed_events *);
/* Those to be tried again by now, the earliest first. */
const struct err *event_store_due(struct db *, struct arena *, enum event_consumer, int64_t now, int64_t max, struct fed_events *);
/* Of the events' orders, those of which something is still to be delivered. */
const struct err *event_store_behind(struct db *, struct arena *, enum event_consumer, const struct fed_events *,
    struct uuid **orders, size_t *n);

enum delivery_state { DELIVERY_DUE, DELIVERY_HELD, DELIVERY_DEAD, DELIVERY__MAX };
extern const char *const delivery_state_names[];
/* One that was not told; next_at in ms. */
struct delivery { const struct fed_event *event; enum delivery_state state; int64_t tries, next_at; const char *error; };

const struct err *event_store_add(struct db *, struct arena *, enum event_consumer, const struct delivery *, size_t n, int64_t now);
const struct err *event_store_again(struct db *, struct arena *, enum event_consumer, const struct delivery *);
/* It was told, or is given up: the next of its order is due. */
const struct err *event_store_done(struct db *, struct arena *, enum event_consumer, int64_t seq, const struct uuid *order, int64_t now);
const struct err *event_store_all_due(struct db *, struct arena *, enum event_consumer, int64_t now);

/* --- for an operator ------------------------------------------------------- */

/* Deliveries from that number on are as if they had never been tried. */
const struct err *event_store_forget(struct db *, struct arena *, enum event_consumer, int64_t from);
/* Dead ones are due again; seq 0 = all; *n = how many. */
const struct err *event_store_retry(struct db *, struct arena *, enum event_consumer, int64_t seq, int64_t now, int64_t *n);
const struct err *event_store_find_dead(struct db *, struct arena *, enum event_consumer, int64_t seq, bool *dead, struct uuid *order);
const struct err *event_store_count(struct db *, struct arena *, enum event_consumer, int64_t *due, int64_t *held, int64_t *dead);
const struct err *event_store_count_waiting(struct db *, struct arena *, int64_t *n);
/* Those given up, by event, after that one; of an event, for each consumer that did not take it. */
struct dead_event { struct uuid id; const char *consumer; int64_t seq; const char *type; struct uuid order_id; int64_t tries;
    const char *error; int64_t since; };		/* error may be NULL; since in ms */
struct dead_events { struct dead_event *v; size_t n; };
const struct err *event_store_dead(struct db *, struct arena *, const struct uuid *after, int64_t max, struct dead_events *);
const struct err *event_store_dead_of(struct db *, struct arena *, const struct uuid *id, struct dead_events *);
/* {consumer, seq, type, order, state, tries, next, error, since}; who = CONSUMER__MAX: of all. */
const struct err *event_store_list(struct db *, struct arena *, enum event_consumer who, bool dead, int64_t max, struct rows *);

#endif
