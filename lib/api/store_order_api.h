/*
 * store_order_api: orders and their sheets as the store face shows them, and the list of them.
 *
 * An item is known by its order's key and its place in it, as one word: "0193f0a0-….2".
 */
#ifndef API_STORE_ORDER_API_H
#define API_STORE_ORDER_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/discount.h"
#include "domain/order.h"
#include "domain/sheet.h"
#include "http/model.h"

struct arena;

/* --- items and amounts -------------------------------------------------------- */

struct amounts_view { int64_t goods_total, product_discount, order_discount, points_used, delivery_fee, total; };
extern const struct model amounts_model;
struct amounts_view amounts_of_bill(const struct amounts *);
struct amounts_view amounts_of_order(const struct order *);

struct store_item_view {
	const char	*item_id;		/* NULL: on a sheet */
	int64_t		 item_index, product_id, seller_id;
	const char	*name;
	int64_t		 quantity, cancelled_quantity, returned_quantity, requested_quantity, unit_price, discount, total, earned_points, withheld_amount;
	const char	*status;		/* NULL: on a sheet */
};
extern const struct model store_item_model;

#define STORE_ITEM_ID (UUID_TEXT + 4)
/* The word for an item; out has room for STORE_ITEM_ID. */
const char *store_item_id(const struct uuid *order_key, int item_index, char *out);
/* False when it is none. */
bool store_item_parse(const char *, struct uuid *order_key, int *item_index);

/* NULL when the arena is full. */
const struct store_item_view *store_item_view(struct arena *, const struct order *, size_t index, bool english);
bool sheet_items_view(struct arena *, const struct sheet_lines *, const struct bill *, bool english, struct list *);	/* struct store_item_view */

/* --- orders ------------------------------------------------------------------------ */

struct store_payment_view {
	struct uuid	 payment_id;
	const char	*method, *status;
	int64_t		 amount, refunded_amount, refunding_amount;
	const char	*masked_card_number, *failure_code;
	int64_t		 created_at, paid_at;
};

struct next_action_view { const char *redirect_url; };
extern const struct model next_action_model;

struct store_order_view {
	struct uuid			 order_key;
	const char			*order_number, *status;
	int64_t				 created_at, paid_at;
	struct list			 items;		/* struct store_item_view */
	const struct amounts_view	*amounts;
	struct list			 payments;	/* struct store_payment_view, oldest first */
	struct list			 deliveries;	/* struct delivery_view */
	const struct next_action_view	*next_action;	/* NULL: nothing for the buyer to do */
	const char			*address, *recipient_name, *recipient_phone, *delivery_notes;
};
extern const struct model store_order_model;
/* False when the arena is full. */
bool store_order_view(struct arena *, const struct order *, const struct order_actor *, bool english, struct store_order_view *);

struct store_orders_query { int64_t limit; struct uuid cursor; };
extern const struct model store_orders_query_model;
struct store_orders_answer { struct list orders; struct uuid next_cursor; };	/* struct store_order_view */
extern const struct model store_orders_model;

#endif
