/*
 * gateway_stripe: Stripe (payment intents).
 *
 * The page gets a payment method (pm_…) from Stripe's form; that is the payment_token.  We create a payment
 * intent and confirm it in one request, POST /v1/payment_intents, keyed by our payment id, which also
 * stands in its metadata.  If its answer is lost, its id is not known: then the intents created about that
 * time are listed (the list knows each at once; the search may be an hour behind) and the one with our id is it.
 * Refunds are found by their id in the same way, among those of the payment.  The list of intents is also the books.
 *
 * Won have no smaller unit, so amounts are as they are.
 */
#include <string.h>

#include "base/arena.h"
#include "remote/provider.h"
#include "remote/reply.h"

#define FORM "application/x-www-form-urlencoded"
/* Our clock and theirs may differ by that much; and so long after its row a payment is charged at the latest. */
#define CLOCKS_DIFFER 300
#define CHARGED_WITHIN 3600
#define PAGES 50		/* of 100 intents each */

static const struct { const char *code; enum decline decline; } codes[] = {
#define STRIPE(code, decline) { code, DECLINE_##decline },
#include "remote/stripe_codes.def"
#undef STRIPE
};

static enum decline
decline_named(const char *code)
{
	for (size_t i = 0; code != NULL && i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].decline;
	return DECLINE_NONE;
}

/* Of an error object, or of an intent's last_payment_error. */
static enum decline
decline_of(const struct json_object *error)
{
	enum decline d = decline_named(reply_text(error, "decline_code"));

	if (d == DECLINE_NONE)
		d = decline_named(reply_text(error, "code"));
	return d != DECLINE_NONE ? d : DECLINE_CARD_DECLINED;
}

static const char *
code_of(const struct json_object *error)
{
	const char *code = reply_text(error, "decline_code");

	return code != NULL ? code : reply_text(error, "code");
}

static const struct { const char *name; enum gateway_result result; } states[] = {
	{ "succeeded", GATEWAY_PAID }, { "processing", GATEWAY_PENDING }, { "requires_action", GATEWAY_PENDING },
	{ "requires_payment_method", GATEWAY_DECLINED }, { "canceled", GATEWAY_DECLINED },
};

static bool
is_named(const struct json_object *json, const char *path, const struct uuid *id)
{
	const char *text = reply_text(json, path);
	char ours[UUID_TEXT];

	return text != NULL && strcmp(text, uuid_text(id, ours)) == 0;
}

/* A payment intent; *out stays UNKNOWN when it is not one of that payment. */
static void
read_intent(const struct json_object *json, const struct uuid *id, struct gateway_payment *out)
{
	const char *status = reply_text(json, "status"), *currency = reply_text(json, "currency");
	const struct json_object *error = reply_object(json, "last_payment_error");
	struct gateway_payment p = { .result = GATEWAY_UNKNOWN, .transaction_id = reply_text(json, "id") };

	for (size_t i = 0; status != NULL && i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].name, status) == 0)
			p.result = states[i].result;
	if (p.result == GATEWAY_UNKNOWN || p.transaction_id == NULL || !is_named(json, "metadata.payment_id", id) ||
	    !reply_int(json, p.result == GATEWAY_PAID ? "amount_received" : "amount", &p.amount) ||
	    currency == NULL || strcmp(currency, "krw") != 0) {
		out->code = "answer_not_understood";
		return;
	}
	/* There when the charge is expanded, as find() asks for; after a charge nothing is given back yet. */
	(void)reply_int(json, "latest_charge.amount_refunded", &p.refunded);
	if (p.result == GATEWAY_DECLINED) {
		p.decline = strcmp(status, "canceled") == 0 ? DECLINE_CUSTOMER_DECLINED : decline_of(error);
		p.code = code_of(error);
	}
	if (p.result == GATEWAY_PENDING)
		p.redirect_url = reply_text(json, "next_action.redirect_to_url.url");
	*out = p;
}

/* What an error answer to a charge comes to. */
static void
judge(const struct provider_reply *r, const struct uuid *id, struct gateway_payment *out)
{
	const struct json_object *error = reply_object(r->json, "error");
	const char *type = reply_text(error, "type");

	out->code = code_of(error);
	out->transaction_id = reply_text(error, "payment_intent.id");
	/* 409: another request with our key is under way.  5xx: anything. */
	if (type == NULL || r->http.status == 409 || r->http.status >= 500 || strcmp(type, "idempotency_error") == 0)
		return;
	if (reply_object(error, "payment_intent") != NULL) {
		const char *code = out->code;
		read_intent(reply_object(error, "payment_intent"), id, out);
		if (out->result != GATEWAY_DECLINED)
			return;
		out->decline = decline_of(error);
		out->code = code;
	} else if (strcmp(type, "card_error") == 0 || decline_named(out->code) != DECLINE_NONE) {
		out->result = GATEWAY_DECLINED;
		out->decline = decline_of(error);
	} else
		out->result = GATEWAY_NOT_DONE;	/* the key, the rate, a parameter: refused before it began */
}

static void
charge(struct gateway *g, struct arena *arena, const struct gateway_charge *ask, struct gateway_payment *out)
{
	struct buf body = { 0 };
	struct provider_reply r;
	char id[UUID_TEXT];

	(void)uuid_text(&ask->payment_id, id);
	provider_form_int(&body, "amount", ask->amount);
	provider_form(&body, "currency", "krw");
	provider_form(&body, "payment_method", ask->token);
	provider_form(&body, "payment_method_types[]", "card");
	provider_form(&body, "confirm", "true");
	/* Without a way back nobody can be sent to confirm who he is: then the card that wants it is declined. */
	if (ask->return_url != NULL)
		provider_form(&body, "return_url", ask->return_url);
	else
		provider_form(&body, "error_on_requires_action", "true");
	provider_form(&body, "description", ask->order_number);
	provider_form(&body, "metadata[payment_id]", id);
	provider_call(g, arena, &(struct provider_ask){ "charge", "POST", "/v1/payment_intents", FORM, &body, id, false }, &r);
	if (provider_silent(&r, out))
		return;
	if (r.http.status == 200)
		read_intent(r.json, &ask->payment_id, out);
	else
		judge(&r, &ask->payment_id, out);
}

/* One page of the intents created between (s; 0 = any time), newest first, those before `after` newer. */
static const char *
page_path(struct arena *arena, int64_t from, int64_t to, const char *after)
{
	struct buf query = { 0 };

	provider_form(&query, "limit", "100");
	provider_form(&query, "expand[]", "data.latest_charge");
	if (from > 0)
		provider_form_int(&query, "created[gte]", from);
	if (to > 0)
		provider_form_int(&query, "created[lte]", to);
	provider_form(&query, "starting_after", after);
	const char *path = query.failed ? NULL : arena_printf(arena, "/v1/payment_intents?%s", buf_str(&query));
	buf_free(&query);
	return path;
}

/* The entry of a list that has our id in that place; *last is the name of the list's last. */
static const struct json_object *
entry_named(const struct json_object *list, const char *path, const struct uuid *id, const char **last)
{
	for (size_t i = 0; i < reply_count(list, "data"); i++) {
		const struct json_object *entry = reply_entry(list, "data", i);
		if (is_named(entry, path, id))
			return entry;
		*last = reply_text(entry, "id");
	}
	return NULL;
}

static void
find_by_list(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	/* About the time of the payment. */
	const int64_t at = ref->created_at / 1000, from = at > 0 ? at - CLOCKS_DIFFER : 0, to = at > 0 ? at + CHARGED_WITHIN : 0;
	const char *after = NULL, *path;

	for (int page = 0; page < PAGES && (path = page_path(arena, from, to, after)) != NULL; page++) {
		struct provider_reply r;
		provider_call(g, arena, &(struct provider_ask){ .what = "find", .method = "GET", .path = path }, &r);
		if (provider_silent(&r, out))
			return;
		if (r.http.status != 200 || !reply_has_list(r.json, "data")) {
			out->code = code_of(reply_object(r.json, "error"));
			return;
		}
		const struct json_object *intent = entry_named(r.json, "metadata.payment_id", &ref->payment_id, &after);
		if (intent != NULL) {
			read_intent(intent, &ref->payment_id, out);
			return;
		}
		if (!reply_true(r.json, "has_more")) {
			out->result = GATEWAY_NOT_FOUND;
			return;
		}
		if (after == NULL)
			break;
	}
	out->code = "list_too_long";
}

static void
find(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	struct provider_reply r;

	if (!provider_is_word(ref->transaction_id)) {
		find_by_list(g, arena, ref, out);
		return;
	}
	const char *path = arena_printf(arena, "/v1/payment_intents/%s?expand%%5B%%5D=latest_charge", ref->transaction_id);
	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "find", .method = "GET", .path = path }, &r);
	if (provider_silent(&r, out))
		return;
	out->code = code_of(reply_object(r.json, "error"));
	if (r.http.status == 200)
		read_intent(r.json, &ref->payment_id, out);
	else if (r.http.status == 404 && out->code != NULL && strcmp(out->code, "resource_missing") == 0)
		out->result = GATEWAY_NOT_FOUND;
}

/* A pending intent stays pending until somebody ends it. */
static void
abandon(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	struct gateway_ref named = *ref;
	struct provider_reply r;

	find(g, arena, ref, out);
	if (out->result != GATEWAY_PENDING)
		return;
	named.transaction_id = out->transaction_id;
	const char *path = arena_printf(arena, "/v1/payment_intents/%s/cancel", named.transaction_id);
	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "abandon", .method = "POST", .path = path }, &r);
	if (r.http.outcome == OUTCOME_ANSWERED && r.http.status == 200)
		read_intent(r.json, &ref->payment_id, out);
	else if (r.http.outcome == OUTCOME_ANSWERED && r.http.status == 400)
		/* No longer one that can be ended: it has just been paid, or was declined. */
		find(g, arena, &named, out);
}

static const struct { const char *name; enum gateway_refund_result result; } refund_states[] = {
	{ "succeeded", GATEWAY_REFUNDED }, { "pending", GATEWAY_REFUND_PENDING }, { "requires_action", GATEWAY_REFUND_PENDING },
	{ "failed", GATEWAY_REFUND_REFUSED }, { "canceled", GATEWAY_REFUND_REFUSED },
};

static void
read_refund(const struct json_object *json, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	const char *status = reply_text(json, "status");
	int64_t amount;

	out->transaction_id = reply_text(json, "id");
	out->code = "answer_not_understood";
	if (status == NULL || !is_named(json, "metadata.refund_id", &ask->refund_id) || !reply_int(json, "amount", &amount) ||
	    amount != ask->amount)
		return;
	for (size_t i = 0; i < sizeof(refund_states) / sizeof(refund_states[0]); i++)
		if (strcmp(refund_states[i].name, status) == 0) {
			out->result = refund_states[i].result;
			out->code = reply_text(json, "failure_reason");
		}
}

static void
find_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	const char *payment = provider_payment_of(g, arena, &ask->payment, out), *last = NULL;
	struct provider_reply r;

	if (payment == NULL) {
		if (out->result == GATEWAY_REFUND_REFUSED)
			out->result = GATEWAY_REFUND_NOT_FOUND;
		return;
	}
	const char *path = arena_printf(arena, "/v1/refunds?payment_intent=%s&limit=100", payment);
	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "find_refund", .method = "GET", .path = path }, &r);
	if (provider_silent_refund(&r, out))
		return;
	if (r.http.status != 200 || !reply_has_list(r.json, "data")) {
		out->code = code_of(reply_object(r.json, "error"));
		return;
	}
	const struct json_object *entry = entry_named(r.json, "metadata.refund_id", &ask->refund_id, &last);
	if (entry != NULL)
		read_refund(entry, ask, out);
	else if (!reply_true(r.json, "has_more"))
		out->result = GATEWAY_REFUND_NOT_FOUND;
}

static void
judge_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, const struct provider_reply *r,
    struct gateway_refund *out)
{
	const struct json_object *error = reply_object(r->json, "error");
	const char *type = reply_text(error, "type");

	out->code = code_of(error);
	if (type == NULL || r->http.status == 409 || r->http.status >= 500 || strcmp(type, "idempotency_error") == 0)
		return;
	if (r->http.status == 401 || r->http.status == 403 || r->http.status == 429) {
		out->result = GATEWAY_REFUND_NOT_DONE;
		return;
	}
	/* Refused; unless it is through already, by an earlier request of ours whose key has been forgotten. */
	struct gateway_refund seen = { .result = GATEWAY_REFUND_UNKNOWN };
	find_refund(g, arena, ask, &seen);
	if (seen.result == GATEWAY_REFUNDED || seen.result == GATEWAY_REFUND_PENDING)
		*out = seen;
	else if (seen.result == GATEWAY_REFUND_NOT_FOUND || seen.result == GATEWAY_REFUND_REFUSED)
		out->result = GATEWAY_REFUND_REFUSED;
}

static void
refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	const char *payment = provider_payment_of(g, arena, &ask->payment, out);
	struct buf body = { 0 };
	struct provider_reply r;
	char id[UUID_TEXT];

	if (payment == NULL)
		return;
	(void)uuid_text(&ask->refund_id, id);
	provider_form(&body, "payment_intent", payment);
	provider_form_int(&body, "amount", ask->amount);
	provider_form(&body, "reason", "requested_by_customer");
	provider_form(&body, "metadata[refund_id]", id);
	provider_call(g, arena, &(struct provider_ask){ "refund", "POST", "/v1/refunds", FORM, &body, id, false }, &r);
	if (provider_silent_refund(&r, out))
		return;
	if (r.http.status == 200)
		read_refund(r.json, ask, out);
	else
		judge_refund(g, arena, ask, &r, out);
}

/* --- the books ---------------------------------------------------------------------------- */

/* What an intent that was paid in won comes to: its charge, and what was given back of it.  False when it can not be
 * told; *n grows by what was. */
static bool
read_entries(const struct json_object *intent, struct gateway_entry *v, size_t *n)
{
	const char *status = reply_text(intent, "status"), *currency = reply_text(intent, "currency");
	struct gateway_entry e = { .transaction_id = reply_text(intent, "id"), .reference = reply_text(intent, "metadata.payment_id") };
	won_t back;

	if (status == NULL || currency == NULL || e.transaction_id == NULL)
		return false;
	if (strcmp(status, "succeeded") != 0 || strcmp(currency, "krw") != 0)
		return true;
	if (!reply_int(intent, "amount_received", &e.amount) || !reply_int(intent, "latest_charge.amount_refunded", &back))
		return false;
	if (e.reference == NULL || !uuid_parse(e.reference, &e.payment_id))
		e.payment_id = (struct uuid){ { 0 } };
	v[(*n)++] = e;
	if (back > 0) {
		e.refund = true;
		e.amount = back;
		v[(*n)++] = e;
	}
	return true;
}

static void
ledger(struct gateway *g, struct arena *arena, int64_t from, const char *cursor, struct gateway_ledger *out)
{
	const char *path = page_path(arena, from / 1000, 0, cursor);
	struct gateway_entry *v;
	struct provider_reply r;
	size_t entries = 0;

	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "ledger", .method = "GET", .path = path }, &r);
	out->code = r.http.outcome == OUTCOME_ANSWERED ? code_of(reply_object(r.json, "error")) : r.http.why;
	out->retry_after = r.retry_after;
	if (r.http.outcome != OUTCOME_ANSWERED || r.http.status != 200)
		return;
	out->code = "answer_not_understood";
	size_t n = reply_count(r.json, "data");
	if (!reply_has_list(r.json, "data") || (v = ARENA_ARRAY(arena, struct gateway_entry, 2 * n + 1)) == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		if (!read_entries(reply_entry(r.json, "data", i), v, &entries))
			return;
	if (reply_true(r.json, "has_more")) {
		if (n == 0)
			return;
		out->next = reply_text(reply_entry(r.json, "data", n - 1), "id");
	}
	out->result = GATEWAY_LEDGER_READ;
	out->code = NULL;
	out->entries = v;
	out->n = entries;
}

const struct gateway_provider gateway_stripe = {
	.name = "stripe", .url = "https://api.stripe.com", .version_header = "Stripe-Version", .version = "2024-06-20",
	.auth = AUTH_BEARER, .needs_token = true, .needs_key = true,
	.charge = charge, .find = find, .abandon = abandon, .refund = refund, .find_refund = find_refund, .ledger = ledger,
};
