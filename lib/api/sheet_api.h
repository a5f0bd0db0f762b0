/*
 * sheet_api: what the store face is asked and answers where something is ordered and paid.
 *
 * Card fields are SECRET, as those of the checkout.
 */
#ifndef API_SHEET_API_H
#define API_SHEET_API_H

#include <stdbool.h>
#include <stdint.h>

#include "api/checkout_request.h"
#include "api/store_order_api.h"
#include "domain/coupon.h"
#include "http/model.h"

struct arena;

/* --- paying ---------------------------------------------------------------------- */

struct pay_delivery { const char *address, *recipient_name, *recipient_phone, *notes; };
struct item_coupon { int64_t item_index; struct uuid issued_coupon_id; };
struct pay_request {
	int				 method;	/* see pay_method() */
	struct list			 coupon_ids;	/* const char *: UUIDs, checked */
	struct list			 item_coupons;	/* struct item_coupon */
	int64_t				 points;
	const struct payment_request	*card;		/* without a token; or … */
	const char			*payment_token;	/* … of the provider's own form */
	const struct pay_delivery	*delivery;	/* NULL = not said */
};
extern const struct model pay_request_model;
extern const struct model choice_request_model;	/* coupons and points alone: what would it cost? */
enum payment_method pay_method(const struct pay_request *);

/* --- ordering --------------------------------------------------------------------- */

struct order_line_request { int64_t product_id, quantity; };
struct order_post_request {
	int64_t				 product_id, quantity;	/* one product; or … */
	struct list			 items;			/* … struct order_line_request */
	const struct pay_request	*payment;		/* NULL = a sheet is made */
};
extern const struct model order_post_model;

struct cart_order_request { struct list cart_item_ids; };	/* int64_t */
extern const struct model cart_order_model;

/* --- answers ------------------------------------------------------------------------- */

/* A sheet as it was made, or an order as it was paid: what does not apply is left out. */
struct placed_view {
	struct uuid			 order_key;
	const char			*order_number;
	const char			*status;
	int64_t				 expires_at;
	struct list			 items;			/* struct store_item_view */
	const struct amounts_view	*amounts;
	struct uuid			 payment_id;
	const char			*payment_status, *transaction_id;
	const struct next_action_view	*next_action;
};
extern const struct model placed_model;

struct usable_coupon_view { struct uuid issued_coupon_id; const char *name, *kind, *scope; int64_t item_index /* -1 = of no line */, saves; int64_t expires_at; };
struct sheet_view {
	struct uuid			 order_key;
	int64_t				 expires_at;
	struct list			 items;			/* struct store_item_view */
	const struct amounts_view	*amounts;
	struct list			 coupons;		/* struct usable_coupon_view */
	int64_t				 points, balance;
};
extern const struct model sheet_model;

struct quoted_view { const struct amounts_view *amounts; };
extern const struct model quoted_model;

#endif
