/* wire: the rows. */
#include "gateway/wire.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "gateway/control.h"

#define AMOUNT_MAX 1000000000

const char *const pay_method_names[METHOD__MAX + 1] = {
	[METHOD_CARD] = "CARD",
	[METHOD_NAVER] = "NAVER",
	[METHOD_KAKAO] = "KAKAO",
};
static const char *const decisions[] = { "approve", "decline", NULL };
static const char *const entry_kinds[] = { "CHARGE", "REFUND", NULL };

/* --- requests ---------------------------------------------------------------- */

static void
card_rule(const void *in, struct faults *faults)
{
	if (!card_check_cvc(in))
		fault_add(faults, "/cvc", "invalid");
}

static const struct model_field card_fields[] = {
	{ FIELD_STR(struct card_shown, card_number), .flags = MODEL_REQUIRED | MODEL_SECRET, .max = 30, .check = card_check_number,
	  .doc = "As many digits as its brand has; a space or a dash between is passed over" },
	{ FIELD_STR(struct card_shown, cardholder_name), .flags = MODEL_REQUIRED | MODEL_SECRET, .min = 1, .max = 100, .doc = "Not kept" },
	{ FIELD_STR(struct card_shown, expiry_date), .flags = MODEL_REQUIRED | MODEL_SECRET, .max = 5, .check = card_check_expiry, .doc = "MM/YY" },
	{ FIELD_STR(struct card_shown, cvc), .flags = MODEL_REQUIRED | MODEL_SECRET, .max = 4, .doc = "3 digits, of an American Express 4" },
};
static const struct model card_model = { .name = "Card", .size = sizeof(struct card_shown), .fields = card_fields,
	.nfields = sizeof(card_fields) / sizeof(card_fields[0]), .rule = card_rule };

/* An absolute http or https address of plain characters: nothing in it can end a header or a directive of a policy. */
static const char *
check_url(const void *value)
{
	const char *url = *(const char *const *)value;
	size_t lead = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;

	if (lead == 0 || strcspn(url + lead, "/?#") == 0 || url[strspn(url,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&()*+=%")] != '\0' || strchr(url, '@') != NULL)
		return "invalid";
	return NULL;
}

static void
payment_rule(const void *in, struct faults *faults)
{
	const struct payment_request *p = in;
	bool by_card = p->method == METHOD_CARD || p->method == -1;

	if (by_card && p->card == NULL)
		fault_add(faults, "/card", "required");
	if (!by_card && p->card != NULL)
		fault_add(faults, "/card", "not_offered");
	if (!by_card && p->return_url == NULL)
		fault_add(faults, "/return_url", "required");
}

static const struct model_field payment_request_fields[] = {
	{ FIELD_STR(struct payment_request, reference), .flags = MODEL_REQUIRED, .min = 1, .max = 64, .doc = "The merchant's own name for it" },
	{ FIELD_INT(struct payment_request, amount), .flags = MODEL_REQUIRED, .min = 1, .max = AMOUNT_MAX, .doc = "Won" },
	{ FIELD_ENUM(struct payment_request, method, pay_method_names), .def = -1 },
	{ FIELD_OBJECT(struct payment_request, card, struct card_shown, &card_model) },
	{ FIELD_STR(struct payment_request, return_url), .max = 1000, .check = check_url,
	  .doc = "Where the customer goes after deciding, with payment_id and status in the query" },
	{ FIELD_STR(struct payment_request, callback_url), .max = 1000, .check = check_url,
	  .doc = "Where the merchant is told of the decision, signed after Standard Webhooks" },
};
const struct model payment_request_model = { .name = "PaymentRequest", .size = sizeof(struct payment_request),
	.fields = payment_request_fields, .nfields = sizeof(payment_request_fields) / sizeof(payment_request_fields[0]),
	.rule = payment_rule };

static const struct model_field refund_request_fields[] = {
	{ FIELD_INT(struct refund_request, amount), .flags = MODEL_REQUIRED, .min = 1, .max = AMOUNT_MAX, .doc = "Won" },
};
const struct model refund_request_model = MODEL(struct refund_request, "RefundRequest", refund_request_fields);

static const struct model_field reference_query_fields[] = {
	{ FIELD_STR(struct reference_query, reference), .flags = MODEL_REQUIRED, .max = 64 },
};
const struct model reference_query_model = MODEL(struct reference_query, "ReferenceQuery", reference_query_fields);

static const struct model_field ledger_query_fields[] = {
	{ FIELD_TIME(struct ledger_query, from), .doc = "Entries not older than that" },
	{ FIELD_INT(struct ledger_query, cursor), .min = 0, .max = INT64_MAX, .doc = "next_cursor of the page before" },
	{ FIELD_INT(struct ledger_query, limit), .min = 1, .max = 1000, .def = 100 },
};
const struct model ledger_query_model = MODEL(struct ledger_query, "LedgerQuery", ledger_query_fields);

static const struct model_field decision_fields[] = {
	{ FIELD_ENUM(struct decision_request, decision, decisions), .flags = MODEL_REQUIRED, .def = -1 },
};
const struct model decision_request_model = MODEL(struct decision_request, "Decision", decision_fields);

static const struct model_field knobs_fields[] = {
	{ FIELD_INT(struct knobs_view, latency_ms), .max = 60000, .doc = "Each call of the merchant waits so long first" },
	{ FIELD_INT(struct knobs_view, slow_ms), .def = SLOW_MS, .max = 60000, .doc = "How late 4000000000000341 is answered" },
	{ FIELD_INT(struct knobs_view, fail_next), .max = 1000000, .doc = "So many calls answer 503 and do nothing" },
	{ FIELD_INT(struct knobs_view, drop_next), .max = 1000000,
	  .doc = "So many payments and refunds are done, and the connection is dropped" },
	{ FIELD_INT(struct knobs_view, expiry_s), .max = 86400,
	  .doc = "How long customers of payments made from now on may take; 0: as configured" },
};
const struct model knobs_model = MODEL(struct knobs_view, "Knobs", knobs_fields);

/* --- answers ------------------------------------------------------------------- */

struct card_view { const char *brand, *last_four; };
static const struct model_field card_view_fields[] = {
	{ FIELD_STR(struct card_view, brand), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct card_view, last_four), .flags = MODEL_REQUIRED },
};
static const struct model card_view_model = MODEL(struct card_view, "CardSeen", card_view_fields);

struct payment_view {
	struct uuid		 id;
	const char		*reference, *method, *status, *reason, *redirect_url;
	int64_t			 amount, refunded_amount, created_at, decided_at, expires_at;
	const struct card_view	*card;
};
static const struct model_field payment_fields[] = {
	{ FIELD_UUID(struct payment_view, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct payment_view, status), .flags = MODEL_REQUIRED, .choices = payment_status_names },
	{ FIELD_STR(struct payment_view, reason), .doc = "Why it was declined" },
	{ FIELD_STR(struct payment_view, reference), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct payment_view, amount), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct payment_view, refunded_amount), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct payment_view, method), .flags = MODEL_REQUIRED, .choices = pay_method_names },
	{ FIELD_OBJECT(struct payment_view, card, struct card_view, &card_view_model) },
	{ FIELD_STR(struct payment_view, redirect_url), .doc = "Where the customer decides; while PENDING" },
	{ FIELD_TIME(struct payment_view, created_at), .flags = MODEL_REQUIRED },
	{ FIELD_TIME(struct payment_view, decided_at), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct payment_view, expires_at), .doc = "How long the customer may take; while PENDING" },
};
const struct model payment_model = MODEL(struct payment_view, "Payment", payment_fields);

static const char *const callback_types[] = { "payment.paid", "payment.declined", NULL };
struct callback_view { int type; int64_t timestamp; const struct payment_view *data; };
static const struct model_field callback_fields[] = {
	{ FIELD_ENUM(struct callback_view, type, callback_types), .flags = MODEL_REQUIRED },
	{ FIELD_TIME(struct callback_view, timestamp), .flags = MODEL_REQUIRED },
	{ FIELD_OBJECT(struct callback_view, data, struct payment_view, &payment_model), .flags = MODEL_REQUIRED },
};
static const struct model callback_model = MODEL(struct callback_view, "Callback", callback_fields);

static const struct model_field payments_fields[] = {
	{ FIELD_LIST(struct payments_view, payments, &payment_model), .flags = MODEL_REQUIRED },
};
const struct model payments_model = MODEL(struct payments_view, "Payments", payments_fields);

struct refund_view { struct uuid id, payment_id; int64_t amount, refunded_amount, created_at; };
static const struct model_field refund_fields[] = {
	{ FIELD_UUID(struct refund_view, id), .flags = MODEL_REQUIRED },
	{ FIELD_UUID(struct refund_view, payment_id), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct refund_view, amount), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct refund_view, refunded_amount), .flags = MODEL_REQUIRED, .doc = "Of the payment, this one included" },
	{ FIELD_TIME(struct refund_view, created_at), .flags = MODEL_REQUIRED },
};
const struct model refund_model = MODEL(struct refund_view, "Refund", refund_fields);

struct entry_view { struct uuid id, payment_id; const char *kind, *reference; int64_t amount, at; };
static const struct model_field entry_fields[] = {
	{ FIELD_UUID(struct entry_view, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct entry_view, kind), .flags = MODEL_REQUIRED, .choices = entry_kinds },
	{ FIELD_UUID(struct entry_view, payment_id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct entry_view, reference), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct entry_view, amount), .flags = MODEL_REQUIRED },
	{ FIELD_TIME(struct entry_view, at), .flags = MODEL_REQUIRED },
};
static const struct model entry_model = MODEL(struct entry_view, "Entry", entry_fields);
static const struct model_field ledger_fields[] = {
	{ FIELD_LIST(struct ledger_view, entries, &entry_model), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct ledger_view, next, "next_cursor", MODEL_JSON, const char *), .flags = MODEL_NULLABLE,
	  .doc = "A number for the page after this one; null on the last" },
};
const struct model ledger_model = MODEL(struct ledger_view, "Ledger", ledger_fields);

const char *
wire_json(struct arena *a, const struct model *m, const void *in)
{
	struct buf text = { 0 };
	const char *json;

	model_write(&text, m, in);
	json = text.failed ? NULL : arena_memdup(a, buf_str(&text), text.len);
	buf_free(&text);
	return json;
}

/* False when the arena is full. */
static bool
view_of(struct arena *a, const char *url, const struct payment *p, struct payment_view *v)
{
	struct card_view *card = NULL;

	*v = (struct payment_view){ .id = p->id, .reference = p->reference, .method = p->method,
	    .status = payment_status_names[p->status], .reason = p->reason, .amount = p->amount,
	    .refunded_amount = p->refunded, .created_at = p->created_at, .decided_at = p->decided_at };
	if (p->last_four != NULL) {
		if ((card = ARENA_NEW(a, struct card_view)) == NULL)
			return false;
		*card = (struct card_view){ p->brand, p->last_four };
		v->card = card;
	}
	if (p->status != PAYMENT_PENDING)
		return true;
	v->expires_at = p->expires_at;
	if (p->token != NULL)
		return (v->redirect_url = arena_printf(a, "%s/pay/%s", url, p->token)) != NULL;
	return true;
}

const char *
wire_payment(struct arena *a, const char *url, const struct payment *p)
{
	struct payment_view v;

	return view_of(a, url, p, &v) ? wire_json(a, &payment_model, &v) : NULL;
}

const char *
wire_payments(struct arena *a, const char *url, const struct payment *p, size_t n)
{
	struct payment_view *v = ARENA_ARRAY(a, struct payment_view, n + 1);
	struct payments_view all = { .payments = { v, n } };

	for (size_t i = 0; v != NULL && i < n; i++)
		if (!view_of(a, url, &p[i], &v[i]))
			return NULL;
	return v != NULL ? wire_json(a, &payments_model, &all) : NULL;
}

const char *
wire_callback(struct arena *a, const char *url, const struct payment *p)
{
	struct payment_view data;
	struct callback_view v = { p->status == PAYMENT_PAID ? 0 : 1, p->decided_at, &data };

	return view_of(a, url, p, &data) ? wire_json(a, &callback_model, &v) : NULL;
}

const char *
wire_refund(struct arena *a, const struct refund *r)
{
	struct refund_view v = { r->id, r->payment->id, r->amount, r->payment->refunded, r->at };

	return wire_json(a, &refund_model, &v);
}

const char *
wire_entries(struct arena *a, const struct entry *e, size_t n, int64_t limit)
{
	struct entry_view *v = ARENA_ARRAY(a, struct entry_view, n + 1);
	struct ledger_view all = { .entries = { v, n } };

	if (v == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++)
		v[i] = (struct entry_view){ e[i].id, e[i].payment_id, e[i].kind, e[i].reference, e[i].amount, e[i].at };
	if ((int64_t)n == limit && (all.next = arena_printf(a, "%lld", (long long)e[n - 1].seq)) == NULL)
		return NULL;
	return wire_json(a, &ledger_model, &all);
}
