/*
 * event: what others are told of an order, and what the order then looked like.
 *
 * The types and who wants them are rows of event.def.  A snapshot is the order
 * as one JSON object: ids, states, amounts, lines, payment; nothing that names or finds a
 * person (no name, address, note), nothing of a card.
 * Source: ORDER_EVENTS of the order, payment and data transfer requirements.
 */
#ifndef DOMAIN_EVENT_H
#define DOMAIN_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"
#include "domain/item_state.h"
#include "domain/order_state.h"
#include "domain/payment.h"
#include "domain/sale.h"

struct arena;
struct order;

enum event_consumer {
#define CONSUMER(name) CONSUMER_##name,
#define EVENT(...)
#include "domain/event.def"
#undef CONSUMER
#undef EVENT
	CONSUMER__MAX
};

enum event_type {
#define CONSUMER(name)
#define EVENT(name, ...) EVENT_##name,
#include "domain/event.def"
#undef CONSUMER
#undef EVENT
	EVENT__MAX
};

/* Names as in the database, of consumers also on a command line; NULL-terminated, in the enums' order. */
extern const char *const event_consumer_names[], *const event_type_names[];
int event_consumer_parse(const char *);		/* -1 when there is none */
int event_type_parse(const char *);
/* What the outside calls it: the type of a CloudEvent. */
const char *event_cloud_type(enum event_type);
bool event_wanted(enum event_type, enum event_consumer);
/* What a move of an order (order_state.def: "PAY") is told as; -1 when nobody wants to hear of it. */
int event_of_move(const char *move);

/* An event as it is written. */
struct order_event {
	struct uuid	 id, order_id;
	int64_t		 order_version;
	enum event_type	 type;
	const char	*snapshot;	/* JSON; NULL = there was no room for it, and nothing can be written */
	int64_t		 at;		/* ms */
};

/* The order as JSON, in the arena; NULL when there is no room. */
const char *event_snapshot(struct arena *, const struct order *);

/* What consumers within the shop take from one (work/snapshot.h). */
struct snapshot_item { uint32_t product_id; struct sale_line line; };

struct snapshot {
	const char		*number;
	struct uuid		 user_id;	/* zero = a guest */
	enum order_state	 status;
	enum item_state		 stage;
	enum order_type		 type;
	won_t			 total;
	enum payment_method	 method;
	enum payment_status	 payment;
	won_t			 refunded;
	int64_t			 paid_at;	/* ms; 0 = not paid */
	struct snapshot_item	*items;
	size_t			 nitems;
};

#endif
