/* admin_api: the rows. */
#include "api/admin_api.h"

static const struct model_field query_rows[] = {
	{ FIELD_INT(struct dead_letters_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Dead letters on a page" },
	{ FIELD_UUID(struct dead_letters_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model dead_letters_query_model = MODEL(struct dead_letters_query, "DeadLettersQuery", query_rows);

static const struct model_field letter_rows[] = {
	{ FIELD_UUID(struct dead_letter_view, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct dead_letter_view, kind), .flags = MODEL_REQUIRED, .choices = compensation_kind_names,
	  .doc = "SETTLE: what became of a payment is not known; REFUND: money was not given back" },
	{ FIELD_AS(struct dead_letter_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE,
	  .doc = "null: of a payment into a member's balance" },
	{ FIELD_AS(struct dead_letter_view, payment_id, "paymentId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct dead_letter_view, amount), .doc = "Won" },
	{ FIELD_INT(struct dead_letter_view, attempts) },
	{ FIELD_STR(struct dead_letter_view, reason), .flags = MODEL_REQUIRED, .doc = "Why there is something to do" },
	{ FIELD_AS(struct dead_letter_view, last_error, "lastError", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "What the latest attempt ended with" },
	{ FIELD_AS(struct dead_letter_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
static const struct model letter_model = MODEL(struct dead_letter_view, "DeadLetter", letter_rows);

static const struct model_field letters_rows[] = {
	{ FIELD_AS(struct dead_letters_answer, dead_letters, "deadLetters", MODEL_LIST, struct list), .sub = &letter_model, .doc = "Oldest first" },
	{ FIELD_AS(struct dead_letters_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE },
};
const struct model dead_letters_answer_model = MODEL(struct dead_letters_answer, "DeadLetterList", letters_rows);

static const struct model_field retried_rows[] = {
	{ FIELD_UUID(struct dead_letter_answer, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct dead_letter_answer, state), .flags = MODEL_REQUIRED, .choices = compensation_state_names },
};
const struct model dead_letter_answer_model = MODEL(struct dead_letter_answer, "DeadLetterRetried", retried_rows);

struct dead_letter_view
dead_letter_view(const struct compensation *c)
{
	return (struct dead_letter_view){ c->id, compensation_kind_names[c->kind], c->order_id, c->payment_id, c->amount, c->attempts,
	    c->reason, c->last_error, c->created_at };
}
