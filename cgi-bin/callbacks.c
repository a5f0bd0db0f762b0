/* callbacks: the payment provider's calls: whether they are its own, then what they say to the shop. */
#include "callbacks.h"

#include <string.h>

#include "api/checkout_answer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "remote/webhook.h"
#include "shop/callback.h"
#include "shop/shop.h"
#include "site.h"

const struct err *
callback_post(struct request *rq, struct response *rs)
{
	const struct conf *conf = site_shop(rq)->conf;
	const char *provider = request_param(rq, "provider");
	const struct webhook_call call = {
		.standard = { request_header(rq, "webhook-id"), request_header(rq, "webhook-timestamp"), request_header(rq, "webhook-signature") },
		.stripe = request_header(rq, "Stripe-Signature"), .body = rq->raw, .n = rq->raw_len
	};
	struct callback_answer *answer = ARENA_NEW(rq->arena, struct callback_answer);
	enum webhook_result result;
	enum callback_result heard;
	struct webhook webhook;
	const struct err *e;

	/* Of others than the one who charges nothing can be meant. */
	if (strcmp(provider, conf->gateway_provider) != 0 || !webhook_can(provider, conf->gateway_webhook_key))
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	result = webhook_read(rq->arena, provider, conf->gateway_webhook_key, &call, clock_now() / 1000, &webhook);
	if (result == WEBHOOK_REFUSED)
		return err_new(rq->arena, ERR_UNAUTHENTICATED, "The signature is not good.");
	if (result == WEBHOOK_UNREADABLE)
		return err_fault(rq->arena, "", "invalid");
	if ((e = callback_heard(site_shop(rq), rq->arena, &webhook, result == WEBHOOK_SIGNED, &heard)) != NULL)
		return e;
	if (answer == NULL)
		return site_full();
	log_event(LOG_INFO, "payment_callback", LOG_S("provider", provider), LOG_S("outcome", callback_result_names[heard]));
	answer->outcome = callback_result_names[heard];
	rs->answer = answer;
	return NULL;
}
