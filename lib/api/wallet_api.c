/* wallet_api: the rows. */
#include "api/wallet_api.h"

#include "base/arena.h"

static const struct model_field balance_rows[] = {
	{ FIELD_AS(struct balance_view, user_id, "userId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct balance_view, balance), .doc = "Won" },
	{ FIELD_INT(struct balance_view, points), .doc = "A point is a won" },
};
const struct model balance_model = MODEL(struct balance_view, "Balance", balance_rows);

struct balance_view
balance_view(const struct wallet *w)
{
	return (struct balance_view){ w->user_id, w->purse[PURSE_BALANCE], w->purse[PURSE_POINTS] };
}

static const struct model_field query_rows[] = {
	{ FIELD_INT(struct entries_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Entries on a page" },
	{ FIELD_UUID(struct entries_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model entries_query_model = MODEL(struct entries_query, "EntriesQuery", query_rows);

static const char *const kind_names[] = {
#define WALLET_KIND(name, ...) #name,
#include "domain/wallet.def"
#undef WALLET_KIND
	NULL
};

static const struct model_field entry_rows[] = {
	{ FIELD_AS(struct entry_view, entry_id, "entryId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct entry_view, kind), .flags = MODEL_REQUIRED, .choices = kind_names },
	{ FIELD_STR(struct entry_view, purse), .flags = MODEL_REQUIRED, .choices = purse_names, .doc = "What it moved" },
	{ FIELD_INT(struct entry_view, amount), .doc = "Won or points; negative = taken out" },
	{ FIELD_AS(struct entry_view, balance_after, "balanceAfter", MODEL_INT, int64_t), .doc = "What was in the purse then" },
	{ FIELD_AS(struct entry_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE, .doc = "The order it was for" },
	{ FIELD_STR(struct entry_view, reason), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct entry_view, at), .flags = MODEL_REQUIRED },
};
static const struct model entry_model = MODEL(struct entry_view, "BalanceEntry", entry_rows);

static const struct model_field entries_rows[] = {
	{ FIELD_LIST(struct entries_answer, entries, &entry_model), .doc = "Newest first" },
	{ FIELD_AS(struct entries_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE },
};
const struct model entries_model = MODEL(struct entries_answer, "BalanceEntryList", entries_rows);

bool
entries_view(struct arena *a, const struct wallet_entry *en, size_t n, const struct uuid *next, struct entries_answer *out)
{
	struct entry_view *v = ARENA_ARRAY(a, struct entry_view, n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		v[i] = (struct entry_view){
			.entry_id = en[i].id, .kind = wallet_kinds[en[i].kind].name, .purse = purse_names[wallet_kinds[en[i].kind].purse],
			.amount = en[i].change, .balance_after = en[i].after, .order_key = en[i].order_id, .reason = en[i].reason, .at = en[i].at
		};
	*out = (struct entries_answer){ { v, n }, *next };
	return true;
}

static const struct model_field request_rows[] = {
	{ FIELD_INT(struct charge_request, amount), .flags = MODEL_REQUIRED, .check = wallet_charge_check,
	  .doc = "Won, in hundreds, less than 100,000,000", .label_ko = "충전 금액", .label_en = "Amount" },
	{ FIELD_OBJECT(struct charge_request, payment, struct payment_request, &payment_request_model), .flags = MODEL_REQUIRED,
	  .doc = "A card, or the payment provider's token", .label_ko = "결제", .label_en = "Payment" },
};
const struct model charge_request_model = MODEL(struct charge_request, "ChargeRequest", request_rows);

static const char *const status_names[] = { "PENDING", "SUCCESS", "FAILED", NULL };

#define CHARGE_ROWS(S, in) \
	{ FIELD_AS(S, in payment_id, "paymentId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED }, \
	{ FIELD_AS(S, in amount, "amount", MODEL_INT, int64_t), .doc = "Won" }, \
	{ FIELD_AS(S, in status, "status", MODEL_STR, const char *), .flags = MODEL_REQUIRED, .choices = status_names, \
	  .doc = "PENDING: the payment provider has not said yet" }, \
	{ FIELD_AS(S, in transaction_id, "transactionId", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .doc = "The payment provider's" }, \
	{ FIELD_AS(S, in masked_card_number, "maskedCardNumber", MODEL_STR, const char *), .flags = MODEL_NULLABLE }, \
	{ FIELD_AS(S, in card_brand, "cardBrand", MODEL_STR, const char *), .flags = MODEL_NULLABLE }, \
	{ FIELD_AS(S, in failure_code, "failureCode", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .doc = "Why it failed" }, \
	{ FIELD_AS(S, in created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED }, \
	{ FIELD_AS(S, in paid_at, "paidAt", MODEL_TIME, int64_t), .flags = MODEL_NULLABLE }

static const struct model_field charge_rows[] = { CHARGE_ROWS(struct charge_view, ) };
const struct model charge_model = MODEL(struct charge_view, "BalanceCharge", charge_rows);

static const struct model_field charged_rows[] = {
	CHARGE_ROWS(struct charged_view, charge.),
	{ FIELD_INT(struct charged_view, balance), .doc = "Won; as it is then" },
	{ FIELD_INT(struct charged_view, points) },
};
const struct model charged_model = MODEL(struct charged_view, "BalanceCharged", charged_rows);

struct charge_view
charge_view(const struct charge *c)
{
	const struct payment *p = &c->payment;

	return (struct charge_view){
		.payment_id = p->id, .amount = p->amount, .status = payment_status_shown(p->status), .transaction_id = p->transaction_id,
		.masked_card_number = p->masked_card_number, .card_brand = p->card_brand, .failure_code = p->failure_code,
		.created_at = p->created_at, .paid_at = p->paid_at
	};
}
