/*
 * provider: see provider.h.
 */
#include "remote/provider.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "remote/reply.h"

static const char *const outcome_names[] = {
	[OUTCOME_ANSWERED] = "answered", [OUTCOME_NOT_SENT] = "not_sent", [OUTCOME_UNKNOWN] = "unknown",
};

/* An answer that says the provider itself is away counts as none. */
static bool
is_alive(const struct http_answer *a)
{
	return a->status != 0 && a->status != 502 && a->status != 503 && a->status != 504;
}

static void
log_call(struct gateway *g, const struct provider_ask *ask, const struct http_answer *a, bool changed)
{
	bool fine = a->outcome == OUTCOME_ANSWERED && a->status < 500;

	log_event(fine ? LOG_DEBUG : LOG_WARN, "gateway_call", LOG_S("provider", g->provider->name), LOG_S("what", ask->what),
	    LOG_S("outcome", outcome_names[a->outcome]), LOG_I("status", a->status), LOG_S("why", a->why),
	    LOG_I("ms", a->took_ms));
	if (changed)
		log_event(LOG_WARN, "gateway_circuit", LOG_S("provider", g->provider->name),
		    LOG_S("state", guard_state(&g->guard) == BREAKER_CLOSED ? "closed" : "open"));
}

void
provider_call(struct gateway *g, struct arena *arena, const struct provider_ask *ask, struct provider_reply *out)
{
	const struct gateway_provider *p = g->provider;
	struct http_ask http = {
		.method = ask->method, .url = arena_printf(arena, "%s%s", g->url, ask->path),
		.headers = {
			{ "Accept", "application/json" },
			{ "Authorization", g->auth.len != 0 ? buf_str(&g->auth) : NULL },
			{ "Idempotency-Key", ask->key },
			{ "Content-Type", ask->type },
			{ p->version_header, p->version },
		},
		.ca_file = g->ca_file, .connect_ms = g->connect_ms, .timeout_ms = g->timeout_ms, .secret = ask->secret,
	};
	unsigned ticket = 0;

	*out = (struct provider_reply){ .http = { .outcome = OUTCOME_NOT_SENT, .why = "no memory for the request" } };
	if (ask->body != NULL) {
		http.body = buf_str(ask->body);
		http.len = ask->body->len;
	}
	if (http.url == NULL || (ask->body != NULL && ask->body->failed))
		goto done;
	if ((ticket = guard_enter(&g->guard)) == 0) {
		out->http.why = "circuit_open";
		out->retry_after = gateway_down_for(g);
		goto done;
	}
	http_client_call(arena, &http, &out->http);
	bool changed = guard_leave(&g->guard, ticket, is_alive(&out->http));
	log_call(g, ask, &out->http, changed);
	if (out->http.outcome == OUTCOME_ANSWERED)
		out->json = reply_parse(arena, out->http.body, out->http.len);
done:
	if (ask->body != NULL)
		buf_wipe(ask->body);
}

bool
provider_silent(const struct provider_reply *r, struct gateway_payment *out)
{
	if (r->http.outcome == OUTCOME_ANSWERED)
		return false;
	out->result = r->http.outcome == OUTCOME_NOT_SENT ? GATEWAY_NOT_DONE : GATEWAY_UNKNOWN;
	out->code = r->http.why;
	out->retry_after = r->retry_after;
	return true;
}

bool
provider_silent_refund(const struct provider_reply *r, struct gateway_refund *out)
{
	if (r->http.outcome == OUTCOME_ANSWERED)
		return false;
	out->result = r->http.outcome == OUTCOME_NOT_SENT ? GATEWAY_REFUND_NOT_DONE : GATEWAY_REFUND_UNKNOWN;
	out->code = r->http.why;
	out->retry_after = r->retry_after;
	return true;
}

static bool
is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

bool
provider_is_word(const char *s)
{
	size_t n = 0;

	if (s == NULL)
		return false;
	while (is_plain(s[n]) || s[n] == '=')
		if (++n > 200)
			return false;
	/* "." and ".." mean something in a path. */
	return s[n] == '\0' && n > 0 && strspn(s, ".") != n;
}

void
provider_form(struct buf *out, const char *name, const char *value)
{
	const char *const parts[] = { name, value };

	if (value == NULL)
		return;
	if (out->len != 0)
		buf_putc(out, '&');
	for (int i = 0; i < 2; i++) {
		if (i == 1)
			buf_putc(out, '=');
		for (const char *s = parts[i]; *s != '\0'; s++) {
			if (is_plain(*s))
				buf_putc(out, *s);
			else
				buf_printf(out, "%%%02X", (unsigned char)*s);
		}
	}
}

void
provider_form_int(struct buf *out, const char *name, int64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRId64, value);
	provider_form(out, name, text);
}

const char *
provider_payment_of(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_refund *out)
{
	struct gateway_payment p = { .result = GATEWAY_UNKNOWN };

	if (provider_is_word(ref->transaction_id))
		return ref->transaction_id;
	g->provider->find(g, arena, ref, &p);
	if (provider_is_word(p.transaction_id))
		return p.transaction_id;
	out->result = p.result == GATEWAY_NOT_FOUND ? GATEWAY_REFUND_REFUSED : GATEWAY_REFUND_NOT_DONE;
	out->code = p.result == GATEWAY_NOT_FOUND ? "no_such_payment" : p.code;
	out->retry_after = p.retry_after;
	return NULL;
}
