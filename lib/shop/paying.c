/* paying: see paying.h. */
#include "shop/paying.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "shop/settle.h"
#include "shop/shop.h"

#define ASK_SOON_MS 1000	/* after an unanswered charge */

const struct err *
paying_check(struct shop *shop, struct arena *a, const struct gateway_card *card, const char *token)
{
	bool by_token = gateway_needs_token(shop->gateway);
	int wait = gateway_down_for(shop->gateway);
	struct err *e;

	if (by_token && (card != NULL || token == NULL))
		return err_fault(a, card != NULL ? "/payment/card_number" : "/payment/payment_token", "token_required");
	if (!by_token && (card == NULL || token != NULL))
		return err_fault(a, "/payment/payment_token", "token_not_taken");
	if (wait == 0)
		return NULL;
	e = err_new(a, ERR_UNAVAILABLE, "the payment gateway does not answer");
	e->retry_after = wait;
	return e;
}

int64_t
paying_may_take(const struct conf *c)
{
	return 2 * c->gateway_timeout_ms + 5000;
}

#define ADDRESS_MAX 1000	/* bytes, as the column has */

/* An address a page can link to and the database has room for. */
static bool
can_be_kept(const char *url)
{
	size_t n = url == NULL ? 0 : strlen(url);

	if (n == 0 || n > ADDRESS_MAX || (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
		return false;
	for (size_t i = 0; i < n; i++)
		if (url[i] <= ' ' || url[i] > '~')
			return false;
	return true;
}

enum checkout_result
paying_understand(const struct gateway_payment *got, struct settlement *s)
{
	s->transaction_id = got->transaction_id;
	s->key_use = KEY_CLOSE;
	switch (got->result) {
	case GATEWAY_PAID:
		s->outcome = SETTLE_PAID;
		return CHECKOUT_PAID;
	case GATEWAY_DECLINED:
		s->outcome = SETTLE_FAILED;
		s->failure_code = decline_word(got->decline);
		return CHECKOUT_DECLINED;
	case GATEWAY_NOT_DONE:
		s->outcome = SETTLE_FAILED;
		s->failure_code = "gateway_unavailable";
		s->key_use = KEY_DROP;	/* nothing came of it: the same request may be tried anew, with the same token */
		s->transaction_id = NULL;
		s->not_made = true;
		return CHECKOUT_DECLINED;
	default:
		s->outcome = SETTLE_LATER;
		s->why = got->code;
		s->redirect_url = got->result == GATEWAY_PENDING && can_be_kept(got->redirect_url) ? got->redirect_url : NULL;
		s->ask_at = clock_now() + ASK_SOON_MS;
		return CHECKOUT_PENDING;
	}
}

const struct err *
paying_not_made(struct arena *a, const struct gateway_payment *got)
{
	struct err *e = err_new(a, ERR_UNAVAILABLE, "the payment gateway did not take the payment: %s",
	    got->code == NULL ? "not reached" : got->code);

	e->retry_after = got->retry_after > 0 ? got->retry_after : 1;
	return e;
}
