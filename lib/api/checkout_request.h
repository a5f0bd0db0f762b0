/*
 * checkout_request: what the checkout endpoints are asked.
 *
 * Card fields are SECRET: never echoed, logged or fingerprinted, and wiped after the request.
 */
#ifndef API_CHECKOUT_REQUEST_H
#define API_CHECKOUT_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/order.h"
#include "http/model.h"

struct arena;

struct delivery_info {
	const char	*address, *recipient_name, *recipient_phone, *delivery_notes;
	const char	*scheduled_date, *scheduled_time_slot;
};
struct payment_request { const char *card_number, *cardholder_name, *expiry_date, *cvc, *payment_token; };
extern const struct model payment_request_model;
/* What is asked of a card's fields, for models: const char *; and how long a CVC is, which the number says, for struct payment_request. */
const char *payment_number_check(const void *value), *payment_expiry_check(const void *value);
void payment_rule(const void *in, struct faults *);

struct checkout_request {
	const char			*menu_code;
	int				 style;
	int64_t				 quantity;
	const struct delivery_info	*delivery;	/* NULL in a quote */
	const struct payment_request	*payment;	/* NULL in a quote */
	struct uuid			 user_id;
	bool				 save_as_default_address;
	struct list			 customizations, side_dishes;
	const struct cake_wish		*cake_customization;
};
extern const struct model checkout_request_model;
extern const struct model quote_request_model;		/* struct checkout_request without delivery and payment */
extern const struct model delivery_request_model;	/* struct delivery_info, to be kept: without date and time */

/* The wish the order is composed from. */
struct order_wish checkout_wish(const struct checkout_request *);
/* The same error with its pointers as this request has them: the order's address is /delivery/address here. */
const struct err *checkout_err(struct arena *, const struct err *);

struct slots_query { const char *date; };		/* NULL = today */
extern const struct model slots_query_model;

/* Lists of payments. */
struct payments_query { int64_t limit; struct uuid cursor; };
extern const struct model payments_query_model;

#endif
