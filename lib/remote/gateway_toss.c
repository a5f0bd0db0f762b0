/*
 * gateway_toss: Toss Payments (core API, version 1).
 *
 * The page opens the payment with Toss and gets a paymentKey; we confirm it, which is what charges:
 * POST /v1/payments/confirm.  The payment_token is the paymentKey and, after a colon, the orderId the page
 * opened the payment with; without it the orderId is our payment id.  So the payment is known
 * by its paymentKey before it is charged, and can always be asked for: GET /v1/payments/{paymentKey}.
 *
 * Error codes are rows of toss_codes.def.  One that leaves it open whether the card was charged is never
 * a failure: the payment is looked up.  POST /v1/payments/{paymentKey}/cancel gives back; our refund's id ends
 * its cancelReason, so that it is found among the payment's cancels.
 */
#include <string.h>

#include "base/arena.h"
#include "base/jsonw.h"
#include "remote/provider.h"
#include "remote/reply.h"

enum code_class { CODE_DECLINED, CODE_ABSENT, CODE_OURS, CODE_DOUBT };

struct code { const char *name; enum code_class class; enum decline decline; };

static const struct code codes[] = {
#define TOSS(code, class, decline) { code, CODE_##class, DECLINE_##decline },
#include "remote/toss_codes.def"
#undef TOSS
};
static const struct code unlisted = { "", CODE_DOUBT, DECLINE_NONE };

static const struct code *
code_named(const char *name)
{
	for (size_t i = 0; name != NULL && i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(codes[i].name, name) == 0)
			return &codes[i];
	return &unlisted;
}

static const struct { const char *name; enum gateway_result result; enum decline decline; } states[] = {
	{ "READY", GATEWAY_PENDING, DECLINE_NONE },		/* the customer is at it */
	{ "IN_PROGRESS", GATEWAY_PENDING, DECLINE_NONE },	/* not confirmed; expires by itself */
	{ "WAITING_FOR_DEPOSIT", GATEWAY_PENDING, DECLINE_NONE },
	{ "DONE", GATEWAY_PAID, DECLINE_NONE },
	{ "PARTIAL_CANCELED", GATEWAY_PAID, DECLINE_NONE },
	{ "CANCELED", GATEWAY_PAID, DECLINE_NONE },		/* nothing of it is left: RETURNED */
	{ "ABORTED", GATEWAY_DECLINED, DECLINE_CARD_DECLINED },
	{ "EXPIRED", GATEWAY_DECLINED, DECLINE_PAYMENT_EXPIRED },
};

/* A Payment object; *out stays UNKNOWN when it is none. */
static void
read_payment(const struct json_object *json, struct gateway_payment *out)
{
	const char *status = reply_text(json, "status"), *failure = reply_text(json, "failure.code");
	struct gateway_payment p = { .result = GATEWAY_UNKNOWN, .transaction_id = reply_text(json, "paymentKey"), .code = failure };
	int64_t left;

	for (size_t i = 0; status != NULL && i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].name, status) == 0) {
			p.result = states[i].result;
			p.decline = states[i].decline;
		}
	if (p.result == GATEWAY_UNKNOWN || p.transaction_id == NULL || !reply_int(json, "totalAmount", &p.amount) ||
	    !reply_int(json, "balanceAmount", &left) || left < 0 || left > p.amount) {
		out->code = "answer_not_understood";
		return;
	}
	if (p.result == GATEWAY_PAID)
		p.refunded = p.amount - left;
	if (p.result == GATEWAY_DECLINED && code_named(failure)->decline != DECLINE_NONE)
		p.decline = code_named(failure)->decline;
	*out = p;
}

/* paymentKey:orderId taken apart; false when it is no token of ours. */
static bool
split_token(struct arena *arena, const struct gateway_charge *ask, const char **key, const char **order)
{
	const char *colon = strchr(ask->token, ':');
	char id[UUID_TEXT];

	*key = colon == NULL ? ask->token : arena_memdup(arena, ask->token, (size_t)(colon - ask->token));
	*order = colon == NULL ? arena_strdup(arena, uuid_text(&ask->payment_id, id)) : colon + 1;
	return provider_is_word(*key) && provider_is_word(*order);
}

static const char *
known_as(struct arena *arena, const struct gateway_charge *ask)
{
	const char *key, *order;

	return split_token(arena, ask, &key, &order) ? key : NULL;
}

static void
find(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	struct provider_reply r;
	char id[UUID_TEXT];
	bool known = provider_is_word(ref->transaction_id);
	const char *path = known ? arena_printf(arena, "/v1/payments/%s", ref->transaction_id) :
	    arena_printf(arena, "/v1/payments/orders/%s", uuid_text(&ref->payment_id, id));

	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "find", .method = "GET", .path = path }, &r);
	if (provider_silent(&r, out))
		return;
	out->code = reply_text(r.json, "code");
	if (r.http.status == 200)
		read_payment(r.json, out);
	/* Without its key the payment may still be there, under an orderId of the page's choice. */
	else if (known && r.http.status == 404 && out->code != NULL && strcmp(out->code, "NOT_FOUND_PAYMENT") == 0)
		out->result = GATEWAY_NOT_FOUND;
}

/* What an error of confirm comes to, after a look where the code leaves doubt. */
static void
judge(struct gateway *g, struct arena *arena, const char *key, const char *name, struct gateway_payment *out)
{
	const struct code *code = code_named(name);
	struct gateway_payment seen = { .result = GATEWAY_UNKNOWN };

	out->code = name;
	out->transaction_id = key;
	switch (code->class) {
	case CODE_OURS:
		out->result = GATEWAY_NOT_DONE;
		return;
	case CODE_DECLINED:
		out->result = GATEWAY_DECLINED;
		out->decline = code->decline;
		return;
	case CODE_ABSENT:
	case CODE_DOUBT:
		break;
	}
	find(g, arena, &(struct gateway_ref){ .transaction_id = key }, &seen);
	if (seen.result == GATEWAY_PAID || seen.result == GATEWAY_DECLINED || seen.result == GATEWAY_PENDING)
		*out = seen;
	/* The look itself must have had an answer: silence confirms nothing. */
	if (code->class == CODE_ABSENT && (seen.result == GATEWAY_NOT_FOUND || seen.result == GATEWAY_PENDING)) {
		out->result = GATEWAY_DECLINED;
		out->decline = code->decline;
		out->code = name;
	}
}

static void
charge(struct gateway *g, struct arena *arena, const struct gateway_charge *ask, struct gateway_payment *out)
{
	struct buf body = { 0 };
	struct jsonw w = { .out = &body };
	struct provider_reply r;
	const char *key, *order;
	char id[UUID_TEXT];

	if (!split_token(arena, ask, &key, &order)) {
		if (key == NULL || order == NULL)	/* memory is out */
			out->result = GATEWAY_NOT_DONE;
		else
			*out = (struct gateway_payment){ .result = GATEWAY_DECLINED, .decline = DECLINE_INVALID_TOKEN };
		return;
	}
	json_open(&w, '{');
	json_key(&w, "paymentKey");
	json_str(&w, key);
	json_key(&w, "orderId");
	json_str(&w, order);
	json_key(&w, "amount");
	json_int(&w, ask->amount);
	json_close(&w, '}');
	provider_call(g, arena, &(struct provider_ask){ "charge", "POST", "/v1/payments/confirm", "application/json", &body,
	    uuid_text(&ask->payment_id, id), false }, &r);
	out->transaction_id = key;
	if (provider_silent(&r, out))
		return;
	if (r.http.status != 200) {
		judge(g, arena, key, reply_text(r.json, "code"), out);
		return;
	}
	read_payment(r.json, out);
	if (out->transaction_id == NULL || strcmp(out->transaction_id, key) != 0)
		*out = (struct gateway_payment){ .result = GATEWAY_UNKNOWN, .transaction_id = key, .code = "answer_not_understood" };
}

/* The cancel of that refund among a payment's: DONE is its only state that is through. */
static bool
read_cancels(const struct json_object *json, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	char id[UUID_TEXT];

	(void)uuid_text(&ask->refund_id, id);
	for (size_t i = 0; i < reply_count(json, "cancels"); i++) {
		const struct json_object *c = reply_entry(json, "cancels", i);
		const char *reason = reply_text(c, "cancelReason"), *status = reply_text(c, "cancelStatus");
		int64_t amount;

		if (reason == NULL || strlen(reason) < strlen(id) || strcmp(reason + strlen(reason) - strlen(id), id) != 0)
			continue;
		out->transaction_id = reply_text(c, "transactionKey");
		if (!reply_int(c, "cancelAmount", &amount) || amount != ask->amount) {
			out->result = GATEWAY_REFUND_UNKNOWN;
			out->code = "amount_differs";
		} else
			out->result = status == NULL || strcmp(status, "DONE") == 0 ? GATEWAY_REFUNDED :
			    strcmp(status, "ABORTED") == 0 ? GATEWAY_REFUND_REFUSED : GATEWAY_REFUND_PENDING;
		return true;
	}
	return false;
}

static void
find_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	struct provider_reply r;
	char id[UUID_TEXT];
	const char *key = ask->payment.transaction_id;
	const char *path = provider_is_word(key) ? arena_printf(arena, "/v1/payments/%s", key) :
	    arena_printf(arena, "/v1/payments/orders/%s", uuid_text(&ask->payment.payment_id, id));

	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "find_refund", .method = "GET", .path = path }, &r);
	if (provider_silent_refund(&r, out))
		return;
	out->code = reply_text(r.json, "code");
	if (r.http.status == 200 && reply_text(r.json, "status") != NULL && !read_cancels(r.json, ask, out))
		out->result = GATEWAY_REFUND_NOT_FOUND;
	if (r.http.status == 404 && out->code != NULL && strcmp(out->code, "NOT_FOUND_PAYMENT") == 0 && provider_is_word(key))
		out->result = GATEWAY_REFUND_NOT_FOUND;
}

/* Codes of cancel that say nothing was given back by this call. */
static const struct { const char *name; enum gateway_refund_result result; } cancel_codes[] = {
	{ "ALREADY_CANCELED_PAYMENT", GATEWAY_REFUND_REFUSED },	/* by another cancel than ours: that was looked for */
	{ "NOT_CANCELABLE_AMOUNT", GATEWAY_REFUND_REFUSED },
	{ "NOT_CANCELABLE_PAYMENT", GATEWAY_REFUND_REFUSED },
	{ "NOT_MATCHES_REFUNDABLE_AMOUNT", GATEWAY_REFUND_REFUSED },
	{ "NOT_ALLOWED_PARTIAL_REFUND", GATEWAY_REFUND_REFUSED },
	{ "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", GATEWAY_REFUND_REFUSED },
	{ "EXCEED_MAX_REFUND_DUE", GATEWAY_REFUND_REFUSED },
	{ "REFUND_REJECTED", GATEWAY_REFUND_REFUSED },
	{ "NOT_FOUND_PAYMENT", GATEWAY_REFUND_REFUSED },
	{ "INVALID_API_KEY", GATEWAY_REFUND_NOT_DONE },
	{ "UNAUTHORIZED_KEY", GATEWAY_REFUND_NOT_DONE },
	{ "INCORRECT_BASIC_AUTH_FORMAT", GATEWAY_REFUND_NOT_DONE },
};

/* Every error is looked into first: the cancel may be an earlier one of ours whose answer was lost. */
static void
judge_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, const char *code, struct gateway_refund *out)
{
	struct gateway_refund seen = { .result = GATEWAY_REFUND_UNKNOWN };

	find_refund(g, arena, ask, &seen);
	if (seen.result == GATEWAY_REFUNDED || seen.result == GATEWAY_REFUND_PENDING) {
		*out = seen;
		return;
	}
	out->code = code;
	for (size_t i = 0; code != NULL && i < sizeof(cancel_codes) / sizeof(cancel_codes[0]); i++)
		if (strcmp(cancel_codes[i].name, code) == 0 &&
		    (seen.result == GATEWAY_REFUND_NOT_FOUND || cancel_codes[i].result == GATEWAY_REFUND_NOT_DONE))
			out->result = cancel_codes[i].result;
}

/* At most 200 characters; what the customer is told before, our id behind. */
static const char *
reason_of(struct arena *arena, const struct gateway_refund_ask *ask)
{
	const char *reason = ask->reason != NULL ? ask->reason : "주문 취소";
	char id[UUID_TEXT];
	size_t n = strlen(reason);

	/* Bytes, which are at least as many as characters; not cut within one. */
	if (n > 160)
		for (n = 160; n > 0 && ((unsigned char)reason[n] & 0xc0) == 0x80; )
			n--;
	return arena_printf(arena, "%.*s %s", (int)n, reason, uuid_text(&ask->refund_id, id));
}

static void
refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	const char *payment = provider_payment_of(g, arena, &ask->payment, out), *reason = reason_of(arena, ask);
	struct buf body = { 0 };
	struct jsonw w = { .out = &body };
	struct provider_reply r;
	char key[UUID_TEXT];

	if (payment == NULL)
		return;
	const char *path = arena_printf(arena, "/v1/payments/%s/cancel", payment);
	if (path == NULL || reason == NULL)
		return;
	json_open(&w, '{');
	json_key(&w, "cancelReason");
	json_str(&w, reason);
	json_key(&w, "cancelAmount");
	json_int(&w, ask->amount);
	json_close(&w, '}');
	provider_call(g, arena, &(struct provider_ask){ "refund", "POST", path, "application/json", &body,
	    uuid_text(&ask->refund_id, key), false }, &r);
	if (provider_silent_refund(&r, out))
		return;
	if (r.http.status != 200)
		judge_refund(g, arena, ask, reply_text(r.json, "code"), out);
	else if (!read_cancels(r.json, ask, out))
		out->code = "answer_not_understood";
}

const struct gateway_provider gateway_toss = {
	.name = "toss", .url = "https://api.tosspayments.com", .auth = AUTH_BASIC, .needs_token = true, .needs_key = true,
	.known_as = known_as, .charge = charge, .find = find, .refund = refund, .find_refund = find_refund,
};
