/*
 * gateway_mock: the mock payment gateway, which takes cards and plays NAVER and KAKAO.
 *
 * POST /payments, GET /payments/{id}, GET /payments?reference=, POST /payments/{id}/refunds, GET /ledger.  A payment's reference and
 * Idempotency-Key are our payment id, a refund's key is its id; the gateway keeps keys for good.
 */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/jsonw.h"
#include "remote/provider.h"
#include "remote/reply.h"

static const struct { const char *name; enum gateway_result result; } states[] = {
	{ "PAID", GATEWAY_PAID }, { "DECLINED", GATEWAY_DECLINED }, { "PENDING", GATEWAY_PENDING },
};

/* A payment as the gateway tells it; *out stays UNKNOWN when it is not one of this reference. */
static void
read_payment(const struct json_object *json, const struct uuid *id, struct gateway_payment *out)
{
	const char *status = reply_text(json, "status"), *reference = reply_text(json, "reference");
	struct gateway_payment p = { .result = GATEWAY_UNKNOWN, .transaction_id = reply_text(json, "id"), .code = reply_text(json, "reason") };
	char ours[UUID_TEXT];

	for (size_t i = 0; status != NULL && i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].name, status) == 0)
			p.result = states[i].result;
	if (p.result == GATEWAY_UNKNOWN || reference == NULL || strcmp(reference, uuid_text(id, ours)) != 0 ||
	    p.transaction_id == NULL || !reply_int(json, "amount", &p.amount) || !reply_int(json, "refunded_amount", &p.refunded)) {
		out->code = "answer_not_understood";
		return;
	}
	if (p.result == GATEWAY_DECLINED && (p.decline = decline_parse(p.code)) == DECLINE_NONE)
		p.decline = DECLINE_CARD_DECLINED;
	if (p.result == GATEWAY_PENDING)
		p.redirect_url = reply_text(json, "redirect_url");
	*out = p;
}

static void
write_card(struct jsonw *w, const struct gateway_card *card)
{
	json_key(w, "card");
	json_open(w, '{');
	json_key(w, "card_number");
	json_str(w, card->number);
	json_key(w, "cardholder_name");
	json_str(w, card->holder);
	json_key(w, "expiry_date");
	json_str(w, card->expiry);
	json_key(w, "cvc");
	json_str(w, card->cvc);
	json_close(w, '}');
}

static void
write_optional(struct jsonw *w, const char *name, const char *value)
{
	if (value != NULL) {
		json_key(w, name);
		json_str(w, value);
	}
}

static void
charge(struct gateway *g, struct arena *arena, const struct gateway_charge *ask, struct gateway_payment *out)
{
	struct buf body = { 0 };
	struct jsonw w = { .out = &body };
	struct provider_reply r;
	char id[UUID_TEXT];

	(void)uuid_text(&ask->payment_id, id);
	json_open(&w, '{');
	json_key(&w, "reference");
	json_str(&w, id);
	json_key(&w, "amount");
	json_int(&w, ask->amount);
	json_key(&w, "method");
	json_str(&w, ask->method);
	if (ask->card != NULL)
		write_card(&w, ask->card);
	write_optional(&w, "return_url", ask->return_url);
	write_optional(&w, "callback_url", ask->callback_url);
	json_close(&w, '}');
	provider_call(g, arena, &(struct provider_ask){ "charge", "POST", "/payments", "application/json", &body, id, true }, &r);
	if (provider_silent(&r, out))
		return;
	if (r.http.status >= 200 && r.http.status < 300) {
		read_payment(r.json, &ask->payment_id, out);
		return;
	}
	out->code = reply_text(r.json, "code");
	/* Refused before anything was booked.  409 and 422 speak of another request under our key: that one may have paid. */
	if (r.http.status >= 400 && r.http.status < 500 && r.http.status != 408 && r.http.status != 409 && r.http.status != 422)
		out->result = GATEWAY_NOT_DONE;
}

/* Of several payments of one reference the paid one counts, then one that may still be paid. */
static void
read_payments(const struct json_object *json, const struct uuid *id, struct gateway_payment *out)
{
	static const int rank[GATEWAY__MAX] = { [GATEWAY_PAID] = 3, [GATEWAY_UNKNOWN] = 2, [GATEWAY_PENDING] = 1 };
	size_t n = reply_count(json, "payments");

	for (size_t i = 0; i < n; i++) {
		struct gateway_payment p = { .result = GATEWAY_UNKNOWN };
		read_payment(reply_entry(json, "payments", i), id, &p);
		if (i == 0 || rank[p.result] > rank[out->result])
			*out = p;
	}
	if (n == 0 && reply_has_list(json, "payments"))
		out->result = GATEWAY_NOT_FOUND;
}

static void
find(struct gateway *g, struct arena *arena, const struct gateway_ref *ref, struct gateway_payment *out)
{
	bool known = provider_is_word(ref->transaction_id);
	struct provider_reply r;
	char id[UUID_TEXT];
	const char *path = known ? arena_printf(arena, "/payments/%s", ref->transaction_id) :
	    arena_printf(arena, "/payments?reference=%s", uuid_text(&ref->payment_id, id));

	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "find", .method = "GET", .path = path }, &r);
	if (provider_silent(&r, out))
		return;
	if (r.http.status == 200 && known)
		read_payment(r.json, &ref->payment_id, out);
	else if (r.http.status == 200)
		read_payments(r.json, &ref->payment_id, out);
	else if (r.http.status == 404 && reply_text(r.json, "code") != NULL)
		out->result = GATEWAY_NOT_FOUND;
	else
		out->code = reply_text(r.json, "code");
}

static void
refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	const char *payment = provider_payment_of(g, arena, &ask->payment, out);
	struct buf body = { 0 };
	struct provider_reply r;
	char key[UUID_TEXT];
	int64_t amount;

	if (payment == NULL)
		return;
	const char *path = arena_printf(arena, "/payments/%s/refunds", payment);
	if (path == NULL)
		return;
	buf_printf(&body, "{\"amount\":%lld}", (long long)ask->amount);
	provider_call(g, arena, &(struct provider_ask){ "refund", "POST", path, "application/json", &body,
	    uuid_text(&ask->refund_id, key), false }, &r);
	if (provider_silent_refund(&r, out))
		return;
	out->code = reply_text(r.json, "code");
	if (r.http.status >= 200 && r.http.status < 300) {
		out->transaction_id = reply_text(r.json, "id");
		if (out->transaction_id != NULL && reply_int(r.json, "amount", &amount) && amount == ask->amount)
			out->result = GATEWAY_REFUNDED;
		else
			out->code = "answer_not_understood";
	} else if (r.http.status == 404 || (r.http.status == 409 && out->code != NULL && strcmp(out->code, "PAYMENT_STATE_CONFLICT") == 0))
		out->result = GATEWAY_REFUND_REFUSED;
	else if (r.http.status == 400 || r.http.status == 401 || r.http.status == 403 || r.http.status == 429)
		out->result = GATEWAY_REFUND_NOT_DONE;
}

/* The gateway lists no refunds by our name, only their sum: nothing given back and all given back are known
 * so; in between the same refund is asked for again, which its key makes safe. */
static void
find_refund(struct gateway *g, struct arena *arena, const struct gateway_refund_ask *ask, struct gateway_refund *out)
{
	struct gateway_payment p = { .result = GATEWAY_UNKNOWN };

	find(g, arena, &ask->payment, &p);
	out->code = p.code;
	out->retry_after = p.retry_after;
	if (p.result == GATEWAY_NOT_FOUND || (p.result == GATEWAY_PAID && p.refunded == 0))
		out->result = GATEWAY_REFUND_NOT_FOUND;
	else if (p.result == GATEWAY_PAID && p.refunded == p.amount && ask->amount == p.amount)
		out->result = GATEWAY_REFUNDED;
	else if (p.result == GATEWAY_NOT_DONE)
		out->result = GATEWAY_REFUND_NOT_DONE;
}

/* False when it is no entry that can be understood. */
static bool
read_entry(const struct json_object *json, struct gateway_entry *out)
{
	const char *kind = reply_text(json, "kind");
	struct gateway_entry e = { .transaction_id = reply_text(json, "payment_id"), .reference = reply_text(json, "reference") };

	if (kind == NULL || e.transaction_id == NULL || !reply_int(json, "amount", &e.amount) || e.amount <= 0)
		return false;
	e.refund = strcmp(kind, "REFUND") == 0;
	if (!e.refund && strcmp(kind, "CHARGE") != 0)
		return false;
	if (e.reference == NULL || !uuid_parse(e.reference, &e.payment_id))
		e.payment_id = (struct uuid){ { 0 } };
	*out = e;
	return true;
}

/* Books that can be read in part only are not read. */
static void
ledger(struct gateway *g, struct arena *arena, int64_t from, const char *cursor, struct gateway_ledger *out)
{
	char since[CLOCK_TEXT];
	struct provider_reply r;
	struct gateway_entry *v;
	const char *path = arena_printf(arena, "/ledger?from=%s&cursor=%s&limit=1000", clock_text_utc(from, since),
	    cursor != NULL ? cursor : "0");
	int64_t next;

	if (path == NULL)
		return;
	provider_call(g, arena, &(struct provider_ask){ .what = "ledger", .method = "GET", .path = path }, &r);
	out->code = r.http.outcome == OUTCOME_ANSWERED ? reply_text(r.json, "code") : r.http.why;
	out->retry_after = r.retry_after;
	if (r.http.outcome != OUTCOME_ANSWERED || r.http.status != 200)
		return;
	out->code = "answer_not_understood";
	size_t n = reply_count(r.json, "entries");
	if (!reply_has_list(r.json, "entries") || (v = ARENA_ARRAY(arena, struct gateway_entry, n + 1)) == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		if (!read_entry(reply_entry(r.json, "entries", i), &v[i]))
			return;
	if (reply_int(r.json, "next_cursor", &next) && (out->next = arena_printf(arena, "%lld", (long long)next)) == NULL)
		return;
	out->result = GATEWAY_LEDGER_READ;
	out->code = NULL;
	out->entries = v;
	out->n = n;
}

const struct gateway_provider gateway_mock = {
	.name = "mock", .url = "http://127.0.0.1:8090", .auth = AUTH_BEARER,
	.charge = charge, .find = find, .refund = refund, .find_refund = find_refund, .ledger = ledger,
};
