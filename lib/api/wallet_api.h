/*
 * wallet_api: what the endpoints of a member's balance are asked and answer.
 */
#ifndef API_WALLET_API_H
#define API_WALLET_API_H

#include <stdbool.h>
#include <stdint.h>

#include "api/checkout_request.h"
#include "domain/payment.h"
#include "domain/wallet.h"
#include "http/model.h"

struct arena;

struct balance_view { struct uuid user_id; int64_t balance, points; };
extern const struct model balance_model;
struct balance_view balance_view(const struct wallet *);

struct entries_query { int64_t limit; struct uuid cursor; };
extern const struct model entries_query_model;

struct entry_view {
	struct uuid	 entry_id;
	const char	*kind, *purse;
	int64_t		 amount, balance_after;
	struct uuid	 order_key;	/* zero = of no order */
	const char	*reason;
	int64_t		 at;
};
struct entries_answer { struct list entries; struct uuid next_cursor; };	/* struct entry_view */
extern const struct model entries_model;
/* Of n entries; false when the arena is full. */
bool entries_view(struct arena *, const struct wallet_entry *, size_t n, const struct uuid *next, struct entries_answer *);

struct charge_request { int64_t amount; const struct payment_request *payment; };
extern const struct model charge_request_model;

/* A charge of the balance; charged: with what is in the balance then. */
struct charge_view {
	struct uuid	 payment_id;
	int64_t		 amount;
	const char	*status;	/* PENDING, SUCCESS, FAILED */
	const char	*transaction_id, *masked_card_number, *card_brand, *failure_code;
	int64_t		 created_at, paid_at;
};
struct charged_view { struct charge_view charge; int64_t balance, points; };
extern const struct model charge_model, charged_model;
struct charge_view charge_view(const struct charge *);

#endif
