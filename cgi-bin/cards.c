/* cards: keys of requests that pay by card, and how a declined one is told. */
#include "cards.h"

#include <string.h>

#include "api/checkout_request.h"
#include "base/arena.h"
#include "base/buf.h"
#include "domain/card.h"
#include "remote/decline.h"
#include "site.h"

struct idem
cards_key(const struct request *rq, const struct payment_request *pay)
{
	struct idem key = site_idem(rq);
	struct { struct hash request; char means[20]; } both = { key.fingerprint, "" };
	struct hash token;

	if (pay->payment_token != NULL) {
		token = hash_of(pay->payment_token, strlen(pay->payment_token));
		memcpy(both.means, token.b, sizeof(both.means));
	} else
		(void)card_mask(pay->card_number, both.means);
	key.fingerprint = hash_of(&both, sizeof(both));
	return key;
}

struct declined { const char *code, *order_id; };

static void
write_declined(struct buf *out, const void *arg)
{
	const struct declined *d = arg;

	buf_printf(out, "\"declineCode\":\"%s\"", d->code);
	if (d->order_id != NULL)
		buf_printf(out, ",\"payment_status\":\"FAILED\",\"order_id\":\"%s\"", d->order_id);
}

const struct err *
cards_declined(struct request *rq, const char *word, const char *order_id)
{
	struct declined *d = ARENA_NEW(rq->arena, struct declined);
	const char *sentence = decline_message(decline_parse(word), rq->lang == LANG_EN);
	struct err *e = err_new(rq->arena, ERR_PAYMENT_DECLINED, sentence == NULL ? NULL : "%s", sentence);

	if (d == NULL)
		return site_full();
	*d = (struct declined){ word, order_id };
	e->extra = write_declined;
	e->extra_arg = d;
	return e;
}

int
cards_status(enum checkout_result result)
{
	static const int status[] = {
		[CHECKOUT_HELD] = 0, [CHECKOUT_PAID] = 201, [CHECKOUT_DECLINED] = 402, [CHECKOUT_PENDING] = 202
	};

	return status[result];
}
