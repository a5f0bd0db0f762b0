/*
 * checkout: an order that is paid elsewhere, in one go: a dinner by card, or goods (purchase.h) by card, NAVER or KAKAO.
 *
 *   place and hold (one transaction) -> gateway, no transaction open -> settle (one transaction)
 *
 * NAVER and KAKAO have the buyer approve it on a page of theirs: PENDING, with the address of that page; what came of it the
 * worker finds out, or whoever is told by a callback.
 *
 * Declined: everything held is given back at once.  Not answered: PENDING, and the worker finds out.  Surely not
 * done: given back, and UNAVAILABLE.  Where the program dies between two steps, the row that the first
 * transaction wrote (struct compensation) leads the worker on.
 *
 * Source: process_mock_payment of the PaymentService, and the order of steps of the payment requirements.
 */
#ifndef SHOP_CHECKOUT_H
#define SHOP_CHECKOUT_H

#include "domain/order.h"
#include "shop/idempotency.h"

struct arena;
struct delivery_default;
struct err;
struct gateway_card;
struct purchase;
struct shop;

enum checkout_result {
	CHECKOUT_HELD,		/* placed, being charged: of the answer only what is needed to find it again */
	CHECKOUT_PAID,
	CHECKOUT_DECLINED,
	CHECKOUT_PENDING	/* the gateway has not said yet */
};

struct checkout {
	/* In. */
	const struct order_wish	*wish;		/* a dinner; NULL = … */
	struct purchase		*purchase;	/* … goods: its hold, key and answer are the checkout's */
	struct uuid		 user_id;	/* zero = guest */
	struct hash		 guest;
	struct hash		 visitor;	/* as in struct placement */
	bool			 english;
	const struct gateway_card *card;	/* checked; or … */
	const char		*token;		/* … of the gateway's own form */
	/* Of goods, in place of both: "NAVER", "KAKAO" (NULL = a card); where the buyer comes back to, its order's key to be added; where the gateway tells. */
	const char		*wallet, *return_url, *callback_url;
	const struct delivery_default *save_default;	/* NULL = none */
	struct idem		 key;
	/* Makes the answer; with a key it is kept. HELD: location, and a guest's token;
	 * one that stands in the kept answer already is the guest's, and no other is told. */
	const struct err	*(*answer)(void *arg, const struct order *, enum checkout_result, struct kept *);
	void			*arg;
	/* Out. */
	const char		*redirect_url;	/* where the buyer approves it; NULL = nowhere. Known when the answer is made. */
	const struct kept	*kept;		/* the answer, now or as it was; a declined payment's has status 402 */
};

/* Beyond what order_create() answers: INVALID_REQUEST at /payment/… when it is not what the gateway wants, UNAVAILABLE when the
 * gateway is down. */
const struct err *checkout_run(struct shop *, struct arena *, struct checkout *);

#endif
