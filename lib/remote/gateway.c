/*
 * gateway: see gateway.h.
 */
#include "remote/gateway.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/log.h"
#include "remote/provider.h"
#include "remote/safe.h"

const char *const gateway_result_names[] = {
	[GATEWAY_PAID] = "PAID",
	[GATEWAY_DECLINED] = "DECLINED",
	[GATEWAY_PENDING] = "PENDING",
	[GATEWAY_UNKNOWN] = "UNKNOWN",
	[GATEWAY_NOT_DONE] = "NOT_DONE",
	[GATEWAY_RETURNED] = "RETURNED",
	[GATEWAY_NOT_FOUND] = "NOT_FOUND",
	[GATEWAY__MAX] = NULL
};

const char *const gateway_refund_names[] = {
	[GATEWAY_REFUNDED] = "REFUNDED",
	[GATEWAY_REFUND_PENDING] = "PENDING",
	[GATEWAY_REFUND_REFUSED] = "REFUSED",
	[GATEWAY_REFUND_UNKNOWN] = "UNKNOWN",
	[GATEWAY_REFUND_NOT_DONE] = "NOT_DONE",
	[GATEWAY_REFUND_NOT_FOUND] = "NOT_FOUND",
	[GATEWAY_REFUND__MAX] = NULL
};

static const struct gateway_provider *const providers[] = { &gateway_mock, &gateway_toss, &gateway_stripe };

static const struct gateway_provider *
provider_named(const char *name)
{
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (strcmp(providers[i]->name, name) == 0)
			return providers[i];
	return NULL;
}

/* "Bearer KEY", or "Basic " and base64 of "KEY:"; nothing without a key. */
static bool
make_auth(struct buf *out, enum provider_auth how, const char *key)
{
	struct buf pair = { 0 };
	char *text = NULL;

	if (*key == '\0')
		return true;
	if (how == AUTH_BEARER) {
		buf_printf(out, "Bearer %s", key);
		return !out->failed;
	}
	buf_printf(&pair, "%s:", key);
	size_t room = sodium_base64_encoded_len(pair.len, sodium_base64_VARIANT_ORIGINAL);
	if (!pair.failed && (text = malloc(room)) != NULL) {
		(void)sodium_bin2base64(text, room, (const unsigned char *)pair.p, pair.len, sodium_base64_VARIANT_ORIGINAL);
		buf_printf(out, "Basic %s", text);
		explicit_bzero(text, room);
	}
	free(text);
	buf_wipe(&pair);
	return out->len > 0 && !out->failed;
}

struct gateway *
gateway_open(const struct conf *conf, char *why, size_t whylen)
{
	const struct gateway_provider *p = provider_named(conf->gateway_provider);
	struct gateway *g = NULL;

	if (p == NULL) {
		(void)snprintf(why, whylen, "gateway_provider: there is no provider \"%s\"", conf->gateway_provider);
		return NULL;
	}
	const char *url = *conf->gateway_url != '\0' ? conf->gateway_url : p->url;
	if (!safe_url(url)) {
		(void)snprintf(why, whylen, "gateway_url: must begin with https://, or be on this machine");
		return NULL;
	}
	if (p != &gateway_mock && strcmp(url, gateway_mock.url) == 0) {
		(void)snprintf(why, whylen, "gateway_url: is the mock gateway's still; leave it empty for %s", p->url);
		return NULL;
	}
	if (p->needs_key && *conf->gateway_key == '\0') {
		(void)snprintf(why, whylen, "gateway_key: %s needs one", p->name);
		return NULL;
	}
	if ((g = calloc(1, sizeof(*g))) == NULL)
		goto nomem;
	*g = (struct gateway){
		.provider = p, .connect_ms = conf->gateway_connect_ms, .timeout_ms = conf->gateway_timeout_ms,
	};
	guard_init(&g->guard, (struct breaker_rules){ (int)conf->gateway_breaker_failures, conf->gateway_breaker_window_ms,
	    conf->gateway_breaker_open_ms });
	size_t n = strlen(url);
	while (n > 0 && url[n - 1] == '/')
		n--;
	if ((g->url = strndup(url, n)) == NULL || (g->ca_file = strdup(conf->gateway_ca_file)) == NULL ||
	    !make_auth(&g->auth, p->auth, conf->gateway_key))
		goto nomem;
	return g;
nomem:
	gateway_close(g);
	(void)snprintf(why, whylen, "out of memory");
	return NULL;
}

void
gateway_close(struct gateway *g)
{
	if (g == NULL)
		return;
	guard_destroy(&g->guard);
	free(g->url);
	free(g->ca_file);
	buf_wipe(&g->auth);
	free(g);
}

const char *
gateway_name(const struct gateway *g)
{
	return g->provider->name;
}

bool
gateway_needs_token(const struct gateway *g)
{
	return g->provider->needs_token;
}

const char *
gateway_known_as(const struct gateway *g, struct arena *arena, const struct gateway_charge *ask)
{
	return g->provider->known_as != NULL && ask->token != NULL ? g->provider->known_as(arena, ask) : NULL;
}

int
gateway_down_for(struct gateway *g)
{
	int64_t ms = guard_wait_ms(&g->guard);

	return ms == 0 ? 0 : (int)((ms + 999) / 1000);
}

/* --- what goes in and what comes out ------------------------------------------ */

/* NULL, or why the provider is not even asked. */
static const char *
refusal(const struct gateway *g, const struct gateway_charge *ask)
{
	bool by_card = strcmp(ask->method, "CARD") == 0;

	if (ask->amount <= 0)
		return "no_amount";
	if (g->provider->needs_token)
		return ask->card != NULL || ask->token == NULL ? "token_required" : NULL;
	if (ask->token != NULL)
		return "token_not_taken";
	return by_card != (ask->card != NULL) ? "card_required" : NULL;
}

/* Money of another amount than ours is not the payment we asked for. */
static void
check(struct gateway *g, won_t amount, const char *what, struct gateway_payment *p)
{
	if (p->result != GATEWAY_PAID && p->result != GATEWAY_RETURNED)
		return;
	if (amount != 0 && p->amount != amount) {
		log_event(LOG_ERROR, "gateway_amount", LOG_S("provider", g->provider->name), LOG_S("what", what),
		    LOG_I("wanted", amount), LOG_I("charged", p->amount), LOG_S("transaction_id", p->transaction_id));
		p->result = GATEWAY_UNKNOWN;
		p->code = "amount_differs";
	} else if (p->result == GATEWAY_PAID && p->refunded >= p->amount)
		p->result = GATEWAY_RETURNED;
}

void
gateway_charge(struct gateway *g, struct arena *arena, const struct gateway_charge *ask, struct gateway_payment *out)
{
	*out = (struct gateway_payment){ .result = GATEWAY_NOT_DONE, .code = refusal(g, ask) };
	if (out->code != NULL)
		return;
	out->result = GATEWAY_UNKNOWN;
	g->provider->charge(g, arena, ask, out);
	check(g, ask->amount, "charge", out);
}

void
gateway_find(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	*out = (struct gateway_payment){ .result = GATEWAY_UNKNOWN };
	g->provider->find(g, arena, ref, out);
	check(g, ref->amount, "find", out);
}

void
gateway_abandon(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	*out = (struct gateway_payment){ .result = GATEWAY_UNKNOWN };
	(g->provider->abandon != NULL ? g->provider->abandon : g->provider->find)(g, arena, ref, out);
	check(g, ref->amount, "abandon", out);
}

void
gateway_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	*out = (struct gateway_refund){ .result = GATEWAY_REFUND_UNKNOWN };
	if (ask->amount <= 0) {
		*out = (struct gateway_refund){ .result = GATEWAY_REFUND_REFUSED, .code = "no_amount" };
		return;
	}
	g->provider->refund(g, arena, ask, out);
}

void
gateway_find_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	*out = (struct gateway_refund){ .result = GATEWAY_REFUND_UNKNOWN };
	g->provider->find_refund(g, arena, ask, out);
}

void
gateway_ledger(struct gateway *g, struct arena *arena, int64_t from, const char *cursor, struct gateway_ledger *out)
{
	*out = (struct gateway_ledger){ .result = g->provider->ledger != NULL ? GATEWAY_LEDGER_NOT_READ : GATEWAY_LEDGER_NONE };
	if (g->provider->ledger != NULL)
		g->provider->ledger(g, arena, from, cursor, out);
}
