/* webhook: a row a provider. */
#include "remote/webhook.h"

#include <string.h>

#include "remote/reply.h"
#include "remote/stripe_webhook.h"

static bool
mock_verify(const char *secret, const struct webhook_call *c, int64_t now_s)
{
	struct sign_key key;
	bool good;

	if (!sign_key_parse(secret, &key))
		return false;
	good = sign_verify(&key, 1, &c->standard, c->body, c->n, now_s, SIGN_TOLERANCE) == SIGN_GOOD;
	sign_key_wipe(&key);
	return good;
}

static bool
stripe_verify(const char *secret, const struct webhook_call *c, int64_t now_s)
{
	return stripe_webhook_verify(secret, c->stripe, c->body, c->n, now_s, SIGN_TOLERANCE) == SIGN_GOOD;
}

/* Where a provider's call names the payment: our id, and its own. */
static const struct kind {
	const char	*provider;
	bool		(*verify)(const char *secret, const struct webhook_call *, int64_t now_s);	/* NULL = it signs none */
	const char	*payment_id, *transaction_id;
} kinds[] = {
	{ "mock", mock_verify, "data.reference", "data.id" },
	{ "stripe", stripe_verify, "data.object.metadata.payment_id", "data.object.id" },
	{ "toss", NULL, "data.orderId", "data.paymentKey" },
};

static const struct kind *
kind_of(const char *provider)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].provider, provider) == 0)
			return &kinds[i];
	return NULL;
}

bool
webhook_can(const char *provider, const char *secret)
{
	const struct kind *k = kind_of(provider);

	return k != NULL && (k->verify == NULL || *secret != '\0');
}

enum webhook_result
webhook_read(struct arena *a, const char *provider, const char *secret, const struct webhook_call *c, int64_t now_s, struct webhook *out)
{
	const struct kind *k = kind_of(provider);
	struct webhook w = { .transaction_id = NULL };
	const struct json_object *json;
	const char *id;

	if (k == NULL || (k->verify != NULL && (*secret == '\0' || !k->verify(secret, c, now_s))))
		return WEBHOOK_REFUSED;
	/* An empty one has no text at all. */
	if ((json = reply_parse(a, c->n == 0 ? "" : c->body, c->n)) == NULL)
		return WEBHOOK_UNREADABLE;
	if ((id = reply_text(json, k->payment_id)) == NULL || !uuid_parse(id, &w.payment_id))
		w.payment_id = (struct uuid){ { 0 } };
	w.transaction_id = reply_text(json, k->transaction_id);
	if (uuid_is_zero(&w.payment_id) && w.transaction_id == NULL)
		return WEBHOOK_UNREADABLE;
	*out = w;
	return k->verify != NULL ? WEBHOOK_SIGNED : WEBHOOK_UNSIGNED;
}
