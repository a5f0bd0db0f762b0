/* charges: paying into one's balance. */
#include "charges.h"

#include "api/checkout_request.h"
#include "api/wallet_api.h"
#include "base/arena.h"
#include "cards.h"
#include "remote/gateway.h"
#include "shop/charge.h"
#include "site.h"

static const struct err *
keep_answer(void *arg, const struct charge *c, const struct wallet *w, enum checkout_result result, struct kept *kept)
{
	static const int status[] = {
		[CHECKOUT_HELD] = 0, [CHECKOUT_PAID] = 201, [CHECKOUT_DECLINED] = 402, [CHECKOUT_PENDING] = 202
	};
	struct request *rq = arg;
	struct charged_view view = { .charge = charge_view(c) };
	char user[UUID_TEXT], payment[UUID_TEXT];

	if (w != NULL) {
		view.balance = w->purse[PURSE_BALANCE];
		view.points = w->purse[PURSE_POINTS];
	}
	kept->status = status[result];
	kept->location = arena_printf(rq->arena, "/v1/users/%s/balance/charges/%s", uuid_text(&c->user_id, user), uuid_text(&c->payment.id, payment));
	kept->page = result == CHECKOUT_PENDING ? "/payments" : "/wallet";	/* where what is not sure yet is told */
	/* A declined payment's answer is a problem; what it has beyond one is kept. */
	kept->json = result != CHECKOUT_DECLINED ? site_written(rq->arena, &charged_model, &view) :
	    c->payment.failure_code != NULL ? c->payment.failure_code : "card_declined";
	return kept->location == NULL || kept->json == NULL ? site_full() : NULL;
}

const struct err *
charge_post(struct request *rq, struct response *rs)
{
	const struct charge_request *in = rq->in;
	const struct payment_request *pay = in->payment;
	const struct gateway_card card = { pay->card_number, pay->cardholder_name, pay->expiry_date, pay->cvc };
	struct charging c = { .user_id = rq->caller.user_id, .amount = in->amount, .card = pay->card_number != NULL ? &card : NULL,
	    .token = pay->payment_token, .key = cards_key(rq, pay), .answer = keep_answer, .arg = rq };
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &user)) != NULL)
		return e;
	/* Nobody pays for another: whose card it is would be anybody's guess. */
	if (uuid_cmp(&user, &rq->caller.user_id) != 0)
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	if ((e = charge_run(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	if (c.kept->status == 402)
		return cards_declined(rq, c.kept->json, NULL);
	site_answer_again(rq, rs, c.kept);
	return NULL;
}
