/*
 * order_answer: orders as the dinner API shows them.
 *
 * Views are flat structs that point into the order they were made from; the models beside them write the JSON.
 */
#ifndef API_ORDER_ANSWER_H
#define API_ORDER_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/order.h"
#include "http/model.h"

struct arena;

struct item_view {
	int64_t		 item_index;
	const char	*kind, *code, *variant, *name;
	int64_t		 quantity, cancelled_quantity, unit_price, customization_cost, discount, total;
	const char	*status;
};
struct side_dish_view { const char *code, *name; int64_t quantity, unit_price, total; const char *flavor, *size; };
struct change_view {
	const char	*ingredient_code, *name;
	qty_t		 base_quantity, quantity;
	const char	*change_type;		/* INCREASE, DECREASE */
	qty_t		 quantity_change;
	int64_t		 price_change;
};
struct history_view {
	int64_t		 item_index;		/* -1 = the order as a whole: written as null */
	const char	*event, *from, *to, *actor;
	struct uuid	 actor_id;
	int64_t		 at;
	const char	*reason;
};
struct payment_view {
	struct uuid	 payment_id, order_id;
	int64_t		 amount, refunded_amount, refunding_amount;	/* the last: of one order alone */
	const char	*refund_status;		/* of one order alone; NULL = not looked at */
	const char	*status, *method, *masked_card_number, *card_brand, *transaction_id;
	int64_t		 created_at, paid_at;
	const char	*failure_code;
};

struct order_view {
	struct uuid		 id;
	const char		*order_number;
	struct uuid		 user_id;
	const char		*status, *order_status, *payment_status, *order_type;
	const char		*menu_code, *menu_name, *style;
	int64_t			 quantity, unit_price, total_price;
	const struct pricing	*pricing;
	const char		*delivery_address, *notes;
	const char		*recipient_name, *recipient_phone, *delivery_notes, *scheduled_date, *scheduled_time_slot;
	struct list		 side_dishes;		/* struct side_dish_view */
	const struct cake_wish	*cake_customization;
	struct list		 customizations;	/* struct pair */
	struct uuid		 reordered_from;
	int64_t			 created_at, order_date, estimated_delivery_time;
	bool			 can_cancel;
	/* Of one order alone; not in lists. */
	struct list		 items;			/* struct item_view */
	struct list		 history;		/* struct history_view */
	const struct payment_view *payment;
	struct uuid		 cook_id, courier_id;	/* to staff only */
	struct list		 next_statuses;		/* const char *: where the caller may move it */
};
extern const struct model order_model, order_detail_model;
extern const struct model pricing_model, payment_info_model;	/* struct pricing, struct payment_view */
extern const char *const payment_words[];			/* as payment_status_shown() says them */

/* A payment as it is shown. */
struct payment_view payment_view(const struct uuid *order_id, const struct payment *);
/* Views of an order in the arena, for a caller and language; NULL when the arena is full. */
const struct order_view *order_view(struct arena *, const struct order *, const struct order_actor *, bool english);
/* What the buyer changed on the dinner. False when the arena is full. */
bool order_changes(struct arena *, const struct order *, bool english, struct list *);

/* --- the endpoints' answers ----------------------------------------------- */

struct order_created { const struct order_view *order; const char *order_token; struct uuid reordered_from; const char *message; };
extern const struct model order_created_model;

struct order_answer { const struct order_view *order; };
extern const struct model order_answer_model;		/* with items, history, payment */
extern const struct model order_moved_model;		/* without */

struct refund_view { int64_t amount; const char *status; };
struct order_cancelled { const struct order_view *order; const struct refund_view *refund; };
extern const struct model order_cancelled_model;

struct order_list { struct list orders; int64_t total_count; struct uuid next_cursor; };	/* struct order_view */
extern const struct model order_list_model, order_board_model;

struct order_changes_answer { struct list customizations; const struct cake_wish *cake_customization; };	/* struct change_view */
extern const struct model order_changes_model;

#endif
