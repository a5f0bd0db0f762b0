/*
 * checkout_answer: what the checkout endpoints answer.
 */
#ifndef API_CHECKOUT_ANSWER_H
#define API_CHECKOUT_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "api/order_answer.h"
#include "domain/order.h"
#include "http/model.h"

struct arena;

struct checkout_answer {
	struct uuid		 order_id;
	const char		*order_number;
	struct uuid		 payment_id;
	const char		*transaction_id;
	int64_t			 total_price;
	const struct pricing	*pricing;
	const char		*delivery_address, *scheduled_date, *scheduled_time_slot, *masked_card_number;
	const char		*payment_status;	/* SUCCESS, PENDING, FAILED */
	const char		*message, *order_token;
};
extern const struct model checkout_answer_model;

/* Of an order with its payment, in the arena. */
struct checkout_answer checkout_view(struct arena *, const struct order *, bool english);

struct quote_answer { const struct pricing *pricing; };
extern const struct model quote_answer_model;

struct delivery_view { const char *address, *recipient_name, *recipient_phone, *delivery_notes; };
struct delivery_answer { bool has_default; const struct delivery_view *delivery_info; const char *message; };
extern const struct model delivery_answer_model;

struct payment_answer { const struct payment_view *payment_info; };
extern const struct model payment_answer_model;

struct payments_answer { struct list payments; struct uuid next_cursor; };	/* struct payment_view */
extern const struct model payments_answer_model;

struct callback_answer { const char *outcome; };	/* SETTLED, DUE, NOTHING */
extern const struct model callback_answer_model;

struct slot_view { const char *time_slot; int64_t capacity, available; bool is_available; };
struct slots_answer { const char *date; struct list slots; };	/* struct slot_view */
extern const struct model slots_answer_model;

#endif
