/* admin_api: the rows. */
#include "api/admin_api.h"

#include "base/arena.h"
#include "base/conf.h"
#include "domain/compensation.h"

static const char *const kind_names[] = { "SETTLE", "REFUND", LETTER_EVENT, LETTER_EMAIL, NULL };
static const char *const state_names[] = { "OPEN", "DUE", "QUEUED", NULL };

static const struct model_field query_rows[] = {
	{ FIELD_INT(struct dead_letters_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Dead letters on a page" },
	{ FIELD_UUID(struct dead_letters_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model dead_letters_query_model = MODEL(struct dead_letters_query, "DeadLettersQuery", query_rows);

static const struct model_field letter_rows[] = {
	{ FIELD_UUID(struct dead_letter_view, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct dead_letter_view, kind), .flags = MODEL_REQUIRED, .choices = kind_names,
	  .doc = "SETTLE: what became of a payment is not known; REFUND: money was not given back; EVENT: somebody outside did not take one; "
	  "EMAIL: one was not sent, or nobody knows whether it was" },
	{ FIELD_AS(struct dead_letter_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE,
	  .doc = "null: of a payment into a member's balance, an event of no order, or news that is there no more" },
	{ FIELD_AS(struct dead_letter_view, payment_id, "paymentId", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE,
	  .doc = "null: of an event or an e-mail" },
	{ FIELD_INT(struct dead_letter_view, amount), .doc = "Won" },
	{ FIELD_INT(struct dead_letter_view, attempts) },
	{ FIELD_STR(struct dead_letter_view, reason), .flags = MODEL_REQUIRED, .doc = "Why there is something to do; of an event its type, of an e-mail the news it tells" },
	{ FIELD_AS(struct dead_letter_view, last_error, "lastError", MODEL_STR, const char *), .flags = MODEL_NULLABLE,
	  .doc = "What the latest attempt ended with" },
	{ FIELD_STR(struct dead_letter_view, consumer), .flags = MODEL_NULLABLE, .doc = "Of an event: who did not take it" },
	{ FIELD_AS(struct dead_letter_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct dead_letter_view, may_have_arrived, "mayHaveArrived", MODEL_BOOL, bool),
	  .doc = "An e-mail that was handed over without an answer: tried again, it may arrive twice" },
};
static const struct model letter_model = MODEL(struct dead_letter_view, "DeadLetter", letter_rows);

static const struct model_field letters_rows[] = {
	{ FIELD_AS(struct dead_letters_answer, dead_letters, "deadLetters", MODEL_LIST, struct list), .sub = &letter_model, .doc = "Oldest first" },
	{ FIELD_AS(struct dead_letters_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE },
};
const struct model dead_letters_answer_model = MODEL(struct dead_letters_answer, "DeadLetterList", letters_rows);

static const struct model_field retry_rows[] = {
	{ FIELD_AS(struct dead_letter_retry, may_arrive_twice, "mayArriveTwice", MODEL_BOOL, bool),
	  .doc = "Must be true for an e-mail that mayHaveArrived", .label_ko = "두 번 도착할 수 있어도 보내기", .label_en = "Send it though it may arrive twice" },
};
const struct model dead_letter_retry_model = MODEL(struct dead_letter_retry, "DeadLetterRetry", retry_rows);

static const struct model_field retried_rows[] = {
	{ FIELD_UUID(struct dead_letter_answer, id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct dead_letter_answer, state), .flags = MODEL_REQUIRED, .choices = state_names },
};
const struct model dead_letter_answer_model = MODEL(struct dead_letter_answer, "DeadLetterRetried", retried_rows);

bool
dead_letters_view(struct arena *a, const struct letters *l, struct dead_letters_answer *out)
{
	struct dead_letter_view *v = ARENA_ARRAY(a, struct dead_letter_view, l->n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct letter *one = &l->v[i];
		v[i] = (struct dead_letter_view){ one->id, one->kind, one->order_id, one->payment_id, one->amount, one->attempts, one->reason,
		    one->last_error, one->consumer, one->created_at, one->may_have_arrived };
	}
	*out = (struct dead_letters_answer){ { v, l->n }, l->next };
	return true;
}

/* --- the funnel --------------------------------------------------------------------- */

static const struct model_field funnel_query_rows[] = {
	{ FIELD_INT(struct funnel_query, minutes), .min = 1, .max = 1440, .def = 60, .doc = "How many of the latest minutes to tell" },
};
const struct model funnel_query_model = MODEL(struct funnel_query, "FunnelQuery", funnel_query_rows);

static const struct model_field window_rows[] = {
	{ FIELD_INT(struct funnel_window, minutes), .doc = "How long it is" },
	{ FIELD_INT(struct funnel_window, made), .doc = "Order sheets made in it" },
	{ FIELD_INT(struct funnel_window, paid) },
	{ FIELD_INT(struct funnel_window, expired) },
	{ FIELD_AS(struct funnel_window, unpaid, "unpaidBasisPoints", MODEL_INT, int64_t),
	  .doc = "The share unpaid of those that came to an end, in hundredths of a per cent" },
	{ FIELD_AS(struct funnel_window, limit, "limitBasisPoints", MODEL_INT, int64_t), .doc = "Above which there is an alert" },
	{ FIELD_INT(struct funnel_window, least), .doc = "As many must have come to an end" },
};
static const struct model window_model = MODEL(struct funnel_window, "FunnelWindow", window_rows);

static const struct model_field minute_rows[] = {
	{ FIELD_TIME(struct funnel_minute_view, minute), .flags = MODEL_REQUIRED, .doc = "Its beginning" },
	{ FIELD_INT(struct funnel_minute_view, made) },
	{ FIELD_INT(struct funnel_minute_view, paid) },
	{ FIELD_INT(struct funnel_minute_view, expired) },
};
static const struct model minute_model = MODEL(struct funnel_minute_view, "FunnelMinute", minute_rows);

static const struct model_field alert_rows[] = {
	{ FIELD_AS(struct funnel_alert_view, alert_id, "alertId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct funnel_alert_view, began_at, "beganAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct funnel_alert_view, ended_at, "endedAt", MODEL_TIME, int64_t), .flags = MODEL_NULLABLE, .doc = "null: it lasts" },
	{ FIELD_INT(struct funnel_alert_view, paid), .doc = "In the window as it began" },
	{ FIELD_INT(struct funnel_alert_view, expired) },
};
static const struct model alert_model = MODEL(struct funnel_alert_view, "FunnelAlert", alert_rows);

static const struct model_field funnel_rows[] = {
	{ FIELD_BOOL(struct funnel_answer, alert), .doc = "Too few are paid" },
	{ FIELD_OBJECT(struct funnel_answer, window, struct funnel_window, &window_model), .flags = MODEL_REQUIRED, .doc = "The stretch of time that is watched" },
	{ FIELD_LIST(struct funnel_answer, minutes, &minute_model), .doc = "The latest first; those in which nothing happened are left out" },
	{ FIELD_LIST(struct funnel_answer, alerts, &alert_model), .doc = "The latest first" },
};
const struct model funnel_model = MODEL(struct funnel_answer, "Funnel", funnel_rows);

bool
funnel_answer_of(struct arena *a, const struct funnel_view *f, const struct conf *c, struct funnel_answer *out)
{
	struct funnel_window *w = ARENA_NEW(a, struct funnel_window);
	struct funnel_minute_view *m = ARENA_ARRAY(a, struct funnel_minute_view, f->minutes.n + 1);
	struct funnel_alert_view *al = ARENA_ARRAY(a, struct funnel_alert_view, f->alerts.n + 1);

	if (w == NULL || m == NULL || al == NULL)
		return false;
	*w = (struct funnel_window){ c->funnel_window_min, f->window.made, f->window.paid, f->window.expired, f->unpaid,
	    c->funnel_unpaid_percent * 100, c->funnel_least };
	for (size_t i = 0; i < f->minutes.n; i++) {
		const struct funnel_minute *one = LIST_AT(f->minutes, struct funnel_minute, i);
		m[i] = (struct funnel_minute_view){ one->at, one->f.made, one->f.paid, one->f.expired };
	}
	for (size_t i = 0; i < f->alerts.n; i++) {
		const struct funnel_alert *one = LIST_AT(f->alerts, struct funnel_alert, i);
		al[i] = (struct funnel_alert_view){ one->id, one->began_at, one->ended_at, one->f.paid, one->f.expired };
	}
	*out = (struct funnel_answer){ f->alerts.n > 0 && al[0].ended_at == 0, w, { m, f->minutes.n }, { al, f->alerts.n } };
	return true;
}
