/* sink: an event as it travels, and what the answer means. */
#include "remote/sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/jsonw.h"
#include "remote/http_client.h"
#include "remote/safe.h"

#define CONNECT_MS	2000
#define ANSWER_CAP	((size_t)64 << 10)	/* bytes; nothing in it is wanted */

bool
sink_make(const struct conf *c, struct sink *s, char *why, size_t whylen)
{
	if (!safe_url(c->platform_url)) {
		(void)snprintf(why, whylen, "platform_url: must begin with https://, or be on this machine");
		return false;
	}
	*s = (struct sink){ .url = c->platform_url, .ca_file = c->platform_ca_file, .timeout_ms = c->platform_timeout_ms,
	    .source = c->public_url[0] != '\0' ? c->public_url : "urn:banquet" };
	if (!sign_key_parse(c->platform_key, &s->key)) {
		(void)snprintf(why, whylen, "platform_key: must be whsec_ and the base64 of 16 to 64 bytes");
		return false;
	}
	return true;
}

void
sink_wipe(struct sink *s)
{
	sign_key_wipe(&s->key);
}

static void
write_event(struct buf *out, const struct sink *s, const struct sink_event *ev)
{
	struct jsonw w = { out, false };
	char time[CLOCK_TEXT], sequence[24];
	const struct { const char *name, *value; } attributes[] = {
		{ "specversion", "1.0" },
		{ "id", ev->id },
		{ "source", s->source },
		{ "type", ev->type },
		{ "subject", ev->subject },
		{ "time", clock_text_utc(ev->at, time) },
		{ "sequence", sequence },
		{ "partitionkey", ev->subject },
		{ "datacontenttype", "application/json" },
	};

	/* Sequences are compared as texts. */
	(void)snprintf(sequence, sizeof(sequence), "%020" PRId64, ev->sequence);
	json_open(&w, '{');
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		json_key(&w, attributes[i].name);
		json_str(&w, attributes[i].value);
	}
	json_key(&w, "data");
	json_raw(&w, ev->data);
	json_close(&w, '}');
}

static enum sink_result
result_of(struct arena *a, const struct http_answer *answer, const char **why)
{
	static const int of_the_event[] = { 400, 409, 413, 415, 422 };
	const char *said;

	*why = "";
	if (answer->outcome != OUTCOME_ANSWERED) {
		*why = answer->why != NULL ? answer->why : "no answer";
		return SINK_SHUT;
	}
	if (answer->status >= 200 && answer->status <= 299)
		return SINK_TAKEN;
	said = arena_printf(a, "status %d", answer->status);
	*why = said != NULL ? said : "refused";
	for (size_t i = 0; i < sizeof(of_the_event) / sizeof(of_the_event[0]); i++)
		if (answer->status == of_the_event[i])
			return SINK_REFUSED;
	return SINK_SHUT;
}

enum sink_result
sink_post(const struct sink *s, struct arena *a, const struct sink_event *ev, const char **why)
{
	int64_t now = clock_now() / 1000;
	struct buf body = { 0 };
	struct http_answer answer;
	char stamp[24], signature[SIGN_TEXT];
	enum sink_result result = SINK_SHUT;

	write_event(&body, s, ev);
	(void)snprintf(stamp, sizeof(stamp), "%" PRId64, now);
	if (body.failed || !sign_webhook(&s->key, ev->id, now, body.p, body.len, signature)) {
		*why = "the event can not be signed";
		goto done;
	}
	http_client_call(a, &(struct http_ask){
		.method = "POST", .url = s->url, .ca_file = s->ca_file, .body = body.p, .len = body.len,
		.connect_ms = CONNECT_MS < s->timeout_ms ? CONNECT_MS : s->timeout_ms, .timeout_ms = s->timeout_ms, .cap = ANSWER_CAP,
		.headers = { { "Content-Type", "application/cloudevents+json; charset=utf-8" }, { "webhook-id", ev->id },
		    { "webhook-timestamp", stamp }, { "webhook-signature", signature } },
	}, &answer);
	result = result_of(a, &answer, why);
done:
	buf_free(&body);
	return result;
}
