/*
 * aftersale_api: what is asked of items that were bought, and what is answered.
 */
#ifndef API_AFTERSALE_API_H
#define API_AFTERSALE_API_H

#include <stdbool.h>
#include <stdint.h>

#include "api/store_order_api.h"
#include "domain/order.h"
#include "domain/refund_split.h"
#include "http/model.h"

struct arena;

struct item_wish_request { const char *reason; int64_t quantity; };	/* 0, left out: all that are left */
struct item_reason_request { const char *reason; };
struct item_status_request { int status; const char *reason; };		/* enum item_state */
extern const struct model item_wish_model, item_reason_model, item_status_model;

/* What went back: amount in money, the delivery fee with it; and of the points earned with it: taken back, and kept back of the amount. */
struct item_refund_view { int64_t amount, points, points_taken_back, withheld; const char *status; };
/* The word for it: NONE, DONE (on the balance), PENDING (asked of who charged it), BY_HAND. */
const char *item_refund_word(enum refund_way, won_t money, won_t points);

struct item_moved_view { struct uuid order_key; const char *status; const struct store_item_view *item; const struct item_refund_view *refund; };
extern const struct model item_moved_model;
struct order_cancelled_view { struct uuid order_key; const char *status; struct list items; const struct item_refund_view *refund; };	/* struct store_item_view */
extern const struct model order_cancelled_view_model;

struct item_step_view { const char *event, *from, *to; int64_t quantity; const char *actor; struct uuid actor_id; int64_t at; const char *reason; };
struct item_history_view { struct list history; };			/* struct item_step_view, oldest first */
extern const struct model item_history_model;
/* False when the arena is full. */
bool item_history_view(struct arena *, const struct order *, size_t index, struct item_history_view *);

/* An item that somebody has to send, or to decide on. */
struct item_task_view {
	struct uuid			 order_key;
	const char			*order_number;
	int64_t				 ordered_at;
	const struct store_item_view	*item;
	const char			*carrier, *tracking_number;
	const char			*address, *recipient_name, *recipient_phone, *delivery_notes;
};
/* Line `index` of an order; false when it has no such line, or the arena is full. */
bool item_task_view(struct arena *, const struct order *, size_t index, bool english, struct item_task_view *);
/* enum item_state, -1 = all there is to do; -1 = one's own, or the shop's */
struct item_tasks_query { int status; int64_t seller_id, limit; const char *cursor; };
struct item_tasks_view { struct list items; const char *next_cursor; };	/* struct item_task_view */
extern const struct model item_tasks_query_model, item_tasks_model;

#endif
