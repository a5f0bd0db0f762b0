/*
 * gateway.fcgi: payments, refunds and the ledger, as a merchant calls them.
 *
 * Calls carry the merchant's key as a bearer token.  Whatever moves money wants
 * an Idempotency-Key and is committed before it is answered; no connection of
 * the database is held while an answer is delayed.
 */
#include "gateway/gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secrecy.h"
#include "db/db.h"
#include "db/migrate.h"
#include "gateway/clerk.h"
#include "gateway/ledger.h"
#include "gateway/wire.h"
#include "http/serve.h"
#include "page/problem_page.h"
#include "page/template.h"

#define START_ARENA	(8u << 20)	/* bytes; migrations are read into it */
/* Whom the key stands for; there is one merchant. */
static const struct uuid merchant = { { 1 } };

/* --- answers ------------------------------------------------------------------ */

const struct err *
gateway_answer(struct request *rq, struct response *rs, const char *json)
{
	if (json == NULL)
		return err_new(rq->arena, ERR_UNAVAILABLE, "no room for the answer");
	rs->body = json;
	rs->body_len = strlen(json);
	rs->type = "application/json";
	return NULL;
}

/* An answer whose effect is done, and which may be meant to get lost. */
static const struct err *
answer_told(struct request *rq, struct response *rs, const struct told *told, bool lost)
{
	struct gateway *g = rq->site;

	if (told->again)
		response_header(rs, "Idempotency-Replayed", "true");
	/* nginx closes the connection on what comes from there (nginx/gateway.conf.in). */
	if (lost || knobs_drop(&g->knobs))
		response_header(rs, "X-Accel-Redirect", "/_drop");
	return gateway_answer(rq, rs, told->body);
}

/* --- what the merchant calls -------------------------------------------------- */

static const struct err *
once_of(struct request *rq, struct once *out)
{
	const char *key = rq->idempotency.key;

	if (!rq->idempotency.present)
		return err_fault(rq->arena, "Idempotency-Key", "required");
	out->key = hash_of(key, strlen(key));
	out->fingerprint = rq->idempotency.fingerprint;
	return NULL;
}

/* Secrets are in no fingerprint; another card under the same key is noticed by what is kept of it. */
static struct hash
with_card(const struct hash *fingerprint, const struct card_verdict *v)
{
	char text[sizeof(fingerprint->b) + 32] = "";

	memcpy(text, fingerprint->b, sizeof(fingerprint->b));
	snprintf(text + sizeof(fingerprint->b), 32, "%s %s", v->brand, v->last_four);
	return hash_of(text, sizeof(text));
}

static const char *
payment_answer(struct arena *a, const void *arg, const void *payment)
{
	return wire_payment(a, arg, payment);
}

static const char *
refund_answer(struct arena *a, const void *arg, const void *refund)
{
	(void)arg;
	return wire_refund(a, refund);
}

/* The payment as it will stand in the books. */
static struct payment
payment_of(const struct gateway *g, const struct payment_request *in, const struct card_verdict *v, char token[TOKEN_TEXT])
{
	struct payment p = { .id = uuid_new(), .reference = in->reference, .amount = in->amount, .callback_url = in->callback_url,
	    .created_at = clock_now() };
	int64_t knob = atomic_load(&g->knobs.expiry_s);

	if (v != NULL) {
		p.method = pay_method_names[METHOD_CARD];
		p.status = v->reason == NULL ? PAYMENT_PAID : PAYMENT_DECLINED;
		p.reason = v->reason;
		p.brand = v->brand;
		p.last_four = v->last_four;
		p.decided_at = p.created_at;
	} else {
		token_new(token);
		p.method = pay_method_names[in->method];
		p.status = PAYMENT_PENDING;
		p.token = token;
		p.return_url = in->return_url;
		p.expires_at = p.created_at + (knob > 0 ? knob : g->conf.gateway_expiry_s) * 1000;
	}
	return p;
}

static const struct err *
payment_post(struct request *rq, struct response *rs)
{
	const struct payment_request *in = rq->in;
	struct gateway *g = rq->site;
	struct card_verdict verdict = { 0 };
	struct payment p;
	struct once once;
	struct told told;
	struct db *db;
	bool lost;
	char token[TOKEN_TEXT];
	const struct err *e;

	if ((e = once_of(rq, &once)) != NULL)
		return e;
	if (in->card != NULL) {
		verdict = card_judge(in->card, clock_now());
		once.fingerprint = with_card(&once.fingerprint, &verdict);
	}
	if (verdict.manner == CARD_FAILS)
		return err_new(rq->arena, ERR_INTERNAL_SERVER_ERROR, "the card that fails");
	p = payment_of(g, in, in->card != NULL ? &verdict : NULL, token);
	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_pay(db, rq->arena, &p, &once, payment_answer, g->url, &told);
	db_return(g->pool, db);
	if (e != NULL)
		return e;
	if (p.callback_url != NULL && p.status != PAYMENT_PENDING && !told.again)
		clerk_wake(g->clerk);
	/* Once only: a repetition is how the merchant finds out. */
	lost = !told.again && (verdict.manner == CARD_DROPS ||
	    (verdict.manner == CARD_DAWDLES && !knobs_dawdle(&g->knobs)));
	return answer_told(rq, rs, &told, lost);
}

static const struct err *
payment_get(struct request *rq, struct response *rs)
{
	struct gateway *g = rq->site;
	const struct payment *p;
	struct uuid id;
	struct db *db;
	const struct err *e;

	if (!request_uuid(rq, "id", &id))
		return err_static(ERR_ENTITY_NOT_FOUND);
	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_find(db, rq->arena, &id, &p);
	db_return(g->pool, db);
	if (e != NULL)
		return e;
	return p == NULL ? err_static(ERR_ENTITY_NOT_FOUND) :
	    gateway_answer(rq, rs, wire_payment(rq->arena, g->url, p));
}

static const struct err *
payments_get(struct request *rq, struct response *rs)
{
	const struct reference_query *in = rq->params;
	struct gateway *g = rq->site;
	const struct payment *p;
	struct db *db;
	size_t n;
	const struct err *e;

	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_of_reference(db, rq->arena, in->reference, &p, &n);
	db_return(g->pool, db);
	return e != NULL ? e : gateway_answer(rq, rs, wire_payments(rq->arena, g->url, p, n));
}

static const struct err *
refund_post(struct request *rq, struct response *rs)
{
	const struct refund_request *in = rq->in;
	struct gateway *g = rq->site;
	struct once once;
	struct told told;
	struct uuid id;
	struct db *db;
	const struct err *e;

	if (!request_uuid(rq, "id", &id))
		return err_static(ERR_ENTITY_NOT_FOUND);
	if ((e = once_of(rq, &once)) != NULL || (e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_refund(db, rq->arena, &id, in->amount, &once, refund_answer, NULL, &told);
	db_return(g->pool, db);
	return e != NULL ? e : answer_told(rq, rs, &told, false);
}

static const struct err *
ledger_get(struct request *rq, struct response *rs)
{
	const struct ledger_query *in = rq->params;
	struct gateway *g = rq->site;
	const struct entry *entries;
	struct db *db;
	size_t n;
	const struct err *e;

	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_list(db, rq->arena, in->cursor, in->from, in->limit, &entries, &n);
	db_return(g->pool, db);
	return e != NULL ? e : gateway_answer(rq, rs, wire_entries(rq->arena, entries, n, in->limit));
}

/* Every call of the merchant goes by the knobs first. */
#define KNOBS(fn) \
static const struct err * \
fn##_call(struct request *rq, struct response *rs) \
{ \
	const struct err *e = knobs_before(&((struct gateway *)rq->site)->knobs); \
\
	return e != NULL ? e : fn(rq, rs); \
}
KNOBS(payment_post)
KNOBS(payment_get)
KNOBS(payments_get)
KNOBS(refund_post)
KNOBS(ledger_get)

static const struct route routes[] = {
	{ HTTP_POST, "/payments", payment_post_call, WHO_SIGNED_IN, ROUTE_IDEMPOTENT, NULL, &payment_request_model, &payment_model, 201,
	  "IDEMPOTENCY_KEY_REUSED", "Pay: by card at once, by NAVER or KAKAO once the customer has approved" },
	{ HTTP_GET, "/payments", payments_get_call, WHO_SIGNED_IN, 0, &reference_query_model, NULL, &payments_model, 200,
	  "", "Payments of a reference" },
	{ HTTP_GET, "/payments/{id}", payment_get_call, WHO_SIGNED_IN, 0, NULL, NULL, &payment_model, 200,
	  "ENTITY_NOT_FOUND", "A payment" },
	{ HTTP_POST, "/payments/{id}/refunds", refund_post_call, WHO_SIGNED_IN, ROUTE_IDEMPOTENT, NULL, &refund_request_model, &refund_model,
	  201, "ENTITY_NOT_FOUND PAYMENT_STATE_CONFLICT IDEMPOTENCY_KEY_REUSED", "Give some of it back, or all" },
	{ HTTP_GET, "/ledger", ledger_get_call, WHO_SIGNED_IN, 0, &ledger_query_model, NULL, &ledger_model, 200,
	  "", "Charges and refunds, in the order they were booked" },
	{ HTTP_GET, "/control", control_get, WHO_SIGNED_IN, 0, NULL, NULL, &knobs_model, 200, "ENTITY_NOT_FOUND", "The knobs" },
	{ HTTP_POST, "/control", control_post, WHO_SIGNED_IN, 0, NULL, &knobs_model, &knobs_model, 200, "ENTITY_NOT_FOUND", "Turn them" },
	{ HTTP_GET, "/pay/{token}", approval_get, WHO_ANYONE, ROUTE_PAGE, NULL, NULL, NULL, 200, "", "Where the customer decides" },
	{ HTTP_POST, "/pay/{token}", approval_post, WHO_ANYONE, ROUTE_PAGE, NULL, &decision_request_model, NULL, 303, "", "The decision" },
	{ HTTP_GET, "/", home_get, WHO_ANYONE, ROUTE_PAGE, NULL, NULL, NULL, 200, "", "What this is, and the test cards" },
};

/* --- the program ---------------------------------------------------------------- */

static void
migrated(void *arg, int number, const char *name, bool applied)
{
	(void)arg;
	if (applied)
		log_event(LOG_INFO, "migrated", LOG_I("number", number), LOG_S("name", name));
}

/* Nobody runs a command for this company: the program brings its own schema forward. */
static int
bring_forward(const struct conf *conf, const char *data, char *why, size_t whylen)
{
	struct arena *a = arena_new(START_ARENA);
	struct db *db = NULL;
	const struct err *e = a == NULL ? err_static(ERR_UNAVAILABLE) : db_open(conf, NULL, 0, a, &db);

	if (e == NULL)
		e = migrate(db, a, arena_printf(a, "%s/gateway/sql", data), false, migrated, NULL);
	if (e != NULL)
		snprintf(why, whylen, "%s: %s", conf->db_name, e->detail != NULL ? e->detail : err_kind(e->code)->message_en);
	db_close(db);
	arena_free(a);
	return e == NULL ? 0 : -1;
}

static void
gateway_stop(void *site)
{
	struct gateway *g = site;

	if (g == NULL)
		return;
	clerk_stop(g->clerk);
	db_pool_free(g->pool);
	templates_free(g->pages);
	sign_key_wipe(&g->webhook);
	free(g->url);
	free(g);
}

static int
gateway_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	const char *data = conf->data_dir[0] != '\0' ? conf->data_dir : BQ_DATADIR;
	char pages[4096];
	struct gateway *g;

	secrecy_begin();
	if (!token_valid(conf->gateway_key)) {
		snprintf(why, whylen, "gateway_key must be 128 random bits in base64url, 22 characters");
		return -1;
	}
	if (conf->gateway_url[0] == '\0') {
		snprintf(why, whylen, "gateway_url must say where customers find the approval page");
		return -1;
	}
	if ((g = calloc(1, sizeof(*g))) == NULL || (g->url = strdup(conf->gateway_url)) == NULL) {
		snprintf(why, whylen, "out of memory");
		goto failed;
	}
	if (conf->gateway_webhook_key[0] != '\0' && !sign_key_parse(conf->gateway_webhook_key, &g->webhook)) {
		snprintf(why, whylen, "gateway_webhook_key must be whsec_ and base64 of 16 to 64 bytes");
		goto failed;
	}
	for (size_t n = strlen(g->url); n > 0 && g->url[n - 1] == '/'; n--)
		g->url[n - 1] = '\0';
	g->conf = *conf;
	g->conf.db_name = conf->gateway_db_name;
	g->key = hash_of(conf->gateway_key, strlen(conf->gateway_key));
	knobs_init(&g->knobs, conf->threads);
	snprintf(pages, sizeof(pages), "%s/gateway/page", data);
	if ((g->pages = templates_load(pages, why, whylen)) == NULL || bring_forward(&g->conf, data, why, whylen) == -1)
		goto failed;
	if ((g->pool = db_pool_new(&g->conf, ledger_stmts, LEDGER_STMT__MAX)) == NULL || (g->clerk = clerk_start(g)) == NULL) {
		snprintf(why, whylen, "out of memory");
		goto failed;
	}
	*site = g;
	return 0;
failed:
	gateway_stop(g);
	return -1;
}

static const struct err *
gateway_identify(struct request *rq)
{
	const struct gateway *g = rq->site;

	if (hash_equal(&rq->caller.session, &g->key))
		rq->caller.user_id = merchant;
	return NULL;
}

static const struct err *
gateway_ready(void *site, struct arena *a)
{
	struct gateway *g = site;
	struct rows rows;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(g->pool, a, &db)) != NULL)
		return e;
	e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_BY_ID, &rows, DB_U(merchant));
	db_return(g->pool, db);
	return e;
}

const struct app gateway_app = {
	.name = "gateway", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = gateway_start, .stop = gateway_stop, .identify = gateway_identify, .ready = gateway_ready,
	.plain_page = problem_page,
};
