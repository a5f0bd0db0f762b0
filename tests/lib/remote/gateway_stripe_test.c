/*
 * gateway_stripe_test: a Stripe of our own that takes requests only as the public documentation says them,
 * tables of its answers, and lists of several pages.
 */
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/cashier.h"

#define INTENT "pi_3MtwBwLkdIwHu7ix28a3tqPa"
#define META "\"metadata\":{\"payment_id\":\"" CASHIER_PAYMENT "\"}"
#define PAYMENT(status, more) "{\"id\":\"" INTENT "\",\"object\":\"payment_intent\",\"amount\":10000,\"amount_received\":10000," \
	"\"currency\":\"krw\"," META ",\"status\":\"" status "\"" more "}"
#define CREATED INT64_C(1795219200)	/* seconds */

static struct cashier c;

/* What POST and GET are answered, and what was asked. */
static struct { int status; const char *body; enum peer_trick trick; } post, get;
static char form[4096], target[512];
static int posts, gets;

static void
only_fields(const char *text, const char *const *names)
{
	char value[256];
	int n = 0;

	for (int i = 0; names[i] != NULL; i++)
		n += cashier_field(text, names[i], value) != NULL;
	/* Each is one of them, and none is there twice. */
	ck_assert_msg(n == cashier_fields(text), "%s", text);
}

static void
check_post(const struct peer_request *rq)
{
	static const char *const of_intent[] = { "amount", "currency", "payment_method", "payment_method_types[]", "confirm", "return_url",
	    "error_on_requires_action", "description", "metadata[payment_id]", NULL };
	static const char *const of_refund[] = { "payment_intent", "amount", "reason", "metadata[refund_id]", NULL };
	bool refund = strcmp(rq->target, "/v1/refunds") == 0;

	if (strcmp(rq->target, "/v1/payment_intents/" INTENT "/cancel") == 0) {
		ck_assert_uint_eq(rq->len, 0);
		return;
	}
	if (!refund)
		ck_assert_str_eq(rq->target, "/v1/payment_intents");
	ck_assert(cashier_header_is(rq, "Content-Type", "application/x-www-form-urlencoded"));
	ck_assert(cashier_header_is(rq, "Idempotency-Key", refund ? CASHIER_REFUND : CASHIER_PAYMENT));
	only_fields(rq->body, refund ? of_refund : of_intent);
}

static void
serve(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	bool is_post = strcmp(rq->method, "POST") == 0;

	(void)arg;
	ck_assert(cashier_header_is(rq, "Authorization", "Bearer " CASHIER_KEY));
	ck_assert(cashier_header_is(rq, "Stripe-Version", "2024-06-20"));
	if (is_post) {
		check_post(rq);
		(void)snprintf(form, sizeof(form), "%s", rq->body);
		posts++;
	} else {
		ck_assert_str_eq(rq->method, "GET");
		ck_assert(cashier_header_is(rq, "Idempotency-Key", NULL));
		gets++;
	}
	(void)snprintf(target, sizeof(target), "%.511s", rq->target);
	out->status = is_post ? post.status : get.status;
	out->trick = is_post ? post.trick : get.trick;
	(void)snprintf(out->body, sizeof(out->body), "%s", is_post ? post.body : get.body);
}

static void
begin(void)
{
	post.status = get.status = 200;
	post.body = get.body = "{}";
	cashier_open(&c, "stripe", serve, NULL);
}

static void
end(void)
{
	cashier_close(&c);
}

static void
same(const char *is, const char *wanted)
{
	ck_assert_str_eq(is != NULL ? is : "-", wanted != NULL ? wanted : "-");
}

static void
field_is(const char *name, const char *wanted)
{
	char value[256];

	same(cashier_field(form, name, value), wanted);
}

START_TEST(an_intent_is_created_and_confirmed)
{
	struct gateway_charge ask = cashier_charge("pm_card_visa&amount=1");
	struct gateway_payment p;

	post.body = PAYMENT("succeeded", ",\"latest_charge\":\"ch_1\"");
	ask.return_url = "https://shop.example/orders/1?a=b";
	gateway_charge(c.gateway, c.arena, &ask, &p);
	peer_settle(c.peer);
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_str_eq(p.transaction_id, INTENT);
	ck_assert_int_eq(p.refunded, 0);
	field_is("amount", "10000");
	field_is("currency", "krw");
	/* What the page sent stays one field. */
	field_is("payment_method", "pm_card_visa&amount=1");
	field_is("payment_method_types[]", "card");
	field_is("confirm", "true");
	field_is("return_url", "https://shop.example/orders/1?a=b");
	field_is("error_on_requires_action", NULL);
	field_is("description", "ORD-20261121-7K3M9Q");
	field_is("metadata[payment_id]", CASHIER_PAYMENT);
	/* Nowhere to send the customer to: then it must not be asked. */
	ask.return_url = ask.order_number = NULL;
	gateway_charge(c.gateway, c.arena, &ask, &p);
	peer_settle(c.peer);
	field_is("return_url", NULL);
	field_is("error_on_requires_action", "true");
	field_is("description", NULL);
	ck_assert_ptr_null(gateway_known_as(c.gateway, c.arena, &ask));
}
END_TEST

#define ERROR(type, more) "{\"error\":{\"type\":\"" type "\",\"message\":\"…\"" more "}}"
#define DECLINED_INTENT ",\"payment_intent\":" PAYMENT("requires_payment_method", "")

static const struct { int status; const char *body; enum gateway_result is; enum decline decline; const char *code, *id, *url; } charges[] = {
	{ 200, PAYMENT("succeeded", ""), GATEWAY_PAID, 0, NULL, INTENT, NULL },
	{ 200, PAYMENT("processing", ""), GATEWAY_PENDING, 0, NULL, INTENT, NULL },
	{ 200, PAYMENT("requires_action", ",\"next_action\":{\"type\":\"redirect_to_url\",\"redirect_to_url\":{\"url\":\"https://hooks.stripe.com/1\"}}"),
	  GATEWAY_PENDING, 0, NULL, INTENT, "https://hooks.stripe.com/1" },
	{ 200, PAYMENT("requires_action", ",\"next_action\":{\"type\":\"use_stripe_sdk\"}"), GATEWAY_PENDING, 0, NULL, INTENT, NULL },
	{ 200, PAYMENT("requires_payment_method", ",\"last_payment_error\":{\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\"}"),
	  GATEWAY_DECLINED, DECLINE_INSUFFICIENT_FUNDS, "insufficient_funds", INTENT, NULL },
	{ 200, PAYMENT("requires_payment_method", ""), GATEWAY_DECLINED, DECLINE_CARD_DECLINED, NULL, INTENT, NULL },
	{ 200, PAYMENT("canceled", ""), GATEWAY_DECLINED, DECLINE_CUSTOMER_DECLINED, NULL, INTENT, NULL },
	{ 200, PAYMENT("requires_capture", ""), GATEWAY_UNKNOWN, 0, "answer_not_understood", NULL, NULL },
	{ 200, PAYMENT("requires_confirmation", ""), GATEWAY_UNKNOWN, 0, "answer_not_understood", NULL, NULL },
	{ 200, PAYMENT("levitating", ""), GATEWAY_UNKNOWN, 0, "answer_not_understood", NULL, NULL },
	{ 200, "{}", GATEWAY_UNKNOWN, 0, "answer_not_understood", NULL, NULL }, { 200, "", GATEWAY_UNKNOWN, 0, "answer_not_understood", NULL, NULL },
	{ 200, "{\"id\":\"pi_2\",\"amount_received\":10000,\"currency\":\"krw\",\"metadata\":{},\"status\":\"succeeded\"}", GATEWAY_UNKNOWN, 0,
	  "answer_not_understood", NULL, NULL },
	{ 200, "{\"id\":\"pi_2\",\"amount_received\":10000,\"currency\":\"usd\"," META ",\"status\":\"succeeded\"}", GATEWAY_UNKNOWN, 0,
	  "answer_not_understood", NULL, NULL },
	{ 200, "{\"id\":\"pi_2\",\"amount\":10000,\"currency\":\"krw\"," META ",\"status\":\"succeeded\"}", GATEWAY_UNKNOWN, 0,
	  "answer_not_understood", NULL, NULL },
	{ 200, "{\"id\":\"pi_2\",\"amount\":10000,\"amount_received\":9000,\"currency\":\"krw\"," META ",\"status\":\"succeeded\"}", GATEWAY_UNKNOWN, 0,
	  "amount_differs", "pi_2", NULL },
	/* Card errors. */
	{ 402, ERROR("card_error", ",\"code\":\"card_declined\",\"decline_code\":\"generic_decline\"" DECLINED_INTENT), GATEWAY_DECLINED,
	  DECLINE_CARD_DECLINED, "generic_decline", INTENT, NULL },
	{ 402, ERROR("card_error", ",\"code\":\"card_declined\",\"decline_code\":\"stolen_card\"" DECLINED_INTENT), GATEWAY_DECLINED,
	  DECLINE_CARD_DECLINED, "stolen_card", INTENT, NULL },
	{ 402, ERROR("card_error", ",\"code\":\"expired_card\"" DECLINED_INTENT), GATEWAY_DECLINED, DECLINE_EXPIRED_CARD, "expired_card", INTENT, NULL },
	{ 402, ERROR("card_error", ",\"code\":\"incorrect_cvc\""), GATEWAY_DECLINED, DECLINE_INCORRECT_CVC, "incorrect_cvc", NULL, NULL },
	{ 402, ERROR("card_error", ",\"code\":\"authentication_required\"" DECLINED_INTENT), GATEWAY_DECLINED, DECLINE_AUTHENTICATION_FAILED,
	  "authentication_required", INTENT, NULL },
	{ 402, ERROR("card_error", ",\"code\":\"brand_new\""), GATEWAY_DECLINED, DECLINE_CARD_DECLINED, "brand_new", NULL, NULL },
	/* An error about an intent that is paid. */
	{ 400, ERROR("invalid_request_error", ",\"code\":\"payment_intent_unexpected_state\",\"payment_intent\":" PAYMENT("succeeded", "")),
	  GATEWAY_PAID, 0, NULL, INTENT, NULL },
	{ 402, ERROR("card_error", ",\"payment_intent\":" PAYMENT("levitating", "")), GATEWAY_UNKNOWN, 0, "answer_not_understood", INTENT, NULL },
	/* Refused before it began. */
	{ 400, ERROR("invalid_request_error", ",\"code\":\"resource_missing\",\"param\":\"payment_method\""), GATEWAY_DECLINED, DECLINE_INVALID_TOKEN,
	  "resource_missing", NULL, NULL },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"amount_too_small\""), GATEWAY_DECLINED, DECLINE_AMOUNT_REFUSED, "amount_too_small", NULL, NULL },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"parameter_unknown\""), GATEWAY_NOT_DONE, 0, "parameter_unknown", NULL, NULL },
	{ 401, ERROR("invalid_request_error", ""), GATEWAY_NOT_DONE, 0, NULL, NULL, NULL },
	{ 403, ERROR("invalid_request_error", ""), GATEWAY_NOT_DONE, 0, NULL, NULL, NULL },
	{ 429, ERROR("invalid_request_error", ",\"code\":\"rate_limit\""), GATEWAY_NOT_DONE, 0, "rate_limit", NULL, NULL },
	/* Nobody knows. */
	{ 400, ERROR("idempotency_error", ""), GATEWAY_UNKNOWN, 0, NULL, NULL, NULL },
	{ 409, ERROR("invalid_request_error", ",\"code\":\"idempotency_key_in_use\""), GATEWAY_UNKNOWN, 0, "idempotency_key_in_use", NULL, NULL },
	{ 500, ERROR("api_error", ""), GATEWAY_UNKNOWN, 0, NULL, NULL, NULL }, { 503, ERROR("card_error", ""), GATEWAY_UNKNOWN, 0, NULL, NULL, NULL },
	{ 402, "{}", GATEWAY_UNKNOWN, 0, NULL, NULL, NULL }, { 404, "<html>", GATEWAY_UNKNOWN, 0, NULL, NULL, NULL },
};

START_TEST(answers_to_a_charge)
{
	struct gateway_charge ask = cashier_charge("pm_1");
	struct gateway_payment p;

	post.status = charges[_i].status;
	post.body = charges[_i].body;
	gateway_charge(c.gateway, c.arena, &ask, &p);
	peer_settle(c.peer);
	ck_assert_int_eq(p.result, charges[_i].is);
	ck_assert_int_eq(p.decline, charges[_i].decline);
	same(p.code, charges[_i].code);
	same(p.transaction_id, charges[_i].id);
	same(p.redirect_url, charges[_i].url);
	ck_assert_int_eq(posts, 1);
	ck_assert_int_eq(gets, 0);
}
END_TEST

static const struct { const char *code; enum decline decline; } codes[] = {
#define STRIPE(code, decline) { code, DECLINE_##decline },
#include "remote/stripe_codes.def"
#undef STRIPE
};

START_TEST(every_code_is_told_in_our_words)
{
	struct gateway_charge ask = cashier_charge("pm_1");
	struct gateway_payment p;

	for (int i = 0; i < 2; i++) {
		post.status = 402;
		post.body = arena_printf(c.arena, i == 0 ? ERROR("card_error", ",\"code\":\"card_declined\",\"decline_code\":\"%s\"") :
		    ERROR("card_error", ",\"code\":\"%s\""), codes[_i].code);
		gateway_charge(c.gateway, c.arena, &ask, &p);
	peer_settle(c.peer);
		ck_assert_int_eq(p.result, GATEWAY_DECLINED);
		ck_assert_int_eq(p.decline, codes[_i].decline);
	}
}
END_TEST

/* --- finding ------------------------------------------------------------------------ */

static struct gateway_payment
find(const char *known)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = known, .amount = 10000,
	    .created_at = CREATED * 1000 + 789 };
	struct gateway_payment p;

	gateway_find(c.gateway, c.arena, &ref, &p);
	peer_settle(c.peer);
	return p;
}

static const struct { int status; const char *body; enum gateway_result is; won_t refunded; } looks[] = {
	{ 200, PAYMENT("succeeded", ",\"latest_charge\":{\"amount_refunded\":0}"), GATEWAY_PAID, 0 },
	{ 200, PAYMENT("succeeded", ",\"latest_charge\":{\"amount_refunded\":2500}"), GATEWAY_PAID, 2500 },
	{ 200, PAYMENT("succeeded", ",\"latest_charge\":{\"amount_refunded\":10000}"), GATEWAY_RETURNED, 10000 },
	{ 200, PAYMENT("requires_action", ""), GATEWAY_PENDING, 0 }, { 200, PAYMENT("canceled", ""), GATEWAY_DECLINED, 0 },
	{ 404, ERROR("invalid_request_error", ",\"code\":\"resource_missing\""), GATEWAY_NOT_FOUND, 0 },
	{ 404, "{}", GATEWAY_UNKNOWN, 0 }, { 401, ERROR("invalid_request_error", ""), GATEWAY_UNKNOWN, 0 }, { 500, "{}", GATEWAY_UNKNOWN, 0 },
};

START_TEST(a_known_intent_is_retrieved)
{
	get.status = looks[_i].status;
	get.body = looks[_i].body;
	struct gateway_payment p = find(INTENT);
	ck_assert_int_eq(p.result, looks[_i].is);
	ck_assert_int_eq(p.refunded, looks[_i].refunded);
	ck_assert_str_eq(target, "/v1/payment_intents/" INTENT "?expand%5B%5D=latest_charge");
}
END_TEST

/* A list of `pages` pages with our intent on page `ours` (0 = on none). */
static struct { int pages, ours, broken; } book;

static void
list(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	const char *query = strchr(rq->target, '?');
	char value[256];
	int page = ++gets;

	(void)arg;
	ck_assert(strncmp(rq->target, "/v1/payment_intents?", 20) == 0);
	ck_assert_str_eq(cashier_field(query + 1, "limit", value), "100");
	ck_assert_str_eq(cashier_field(query + 1, "expand[]", value), "data.latest_charge");
	ck_assert_str_eq(cashier_field(query + 1, "created[gte]", value), "1795218900");
	ck_assert_str_eq(cashier_field(query + 1, "created[lte]", value), "1795222800");
	ck_assert_int_eq(cashier_fields(query + 1), page == 1 ? 4 : 5);
	if (page > 1) {
		char last[32];
		(void)snprintf(last, sizeof(last), "pi_%d_b", page - 1);
		ck_assert_str_eq(cashier_field(query + 1, "starting_after", value), last);
	}
	if (page == book.broken) {
		out->status = 500;
		return;
	}
	(void)snprintf(out->body, sizeof(out->body), "{\"object\":\"list\",\"data\":[{\"id\":\"pi_%d_a\",\"metadata\":{\"payment_id\":\""
	    CASHIER_REFUND "\"}},%s%s{\"id\":\"pi_%d_b\",\"metadata\":{}}],\"has_more\":%s}", page,
	    page == book.ours ? PAYMENT("succeeded", "") : "", page == book.ours ? "," : "", page, page < book.pages ? "true" : "false");
}

static const struct { int pages, ours, broken; enum gateway_result is; int gets; } books[] = {
	{ 1, 1, 0, GATEWAY_PAID, 1 }, { 3, 3, 0, GATEWAY_PAID, 3 }, { 3, 2, 0, GATEWAY_PAID, 2 }, { 3, 0, 0, GATEWAY_NOT_FOUND, 3 },
	{ 1, 0, 0, GATEWAY_NOT_FOUND, 1 }, { 3, 3, 2, GATEWAY_UNKNOWN, 2 }, { 1000, 0, 0, GATEWAY_UNKNOWN, 50 },
};

START_TEST(a_nameless_intent_is_found_in_the_list)
{
	cashier_close(&c);
	cashier_open(&c, "stripe", list, NULL);
	book.pages = books[_i].pages;
	book.ours = books[_i].ours;
	book.broken = books[_i].broken;
	struct gateway_payment p = find(NULL);
	ck_assert_int_eq(p.result, books[_i].is);
	ck_assert_int_eq(gets, books[_i].gets);
	if (p.result == GATEWAY_PAID)
		ck_assert_str_eq(p.transaction_id, INTENT);
}
END_TEST

static const struct { const char *body; enum gateway_result is; } lists[] = {
	{ "{\"data\":[],\"has_more\":false}", GATEWAY_NOT_FOUND }, { "{\"data\":[],\"has_more\":true}", GATEWAY_UNKNOWN },
	{ "{\"data\":{}}", GATEWAY_UNKNOWN }, { "{}", GATEWAY_UNKNOWN }, { "x", GATEWAY_UNKNOWN },
};

START_TEST(strange_lists_prove_nothing)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT) };
	struct gateway_payment p;

	get.body = lists[_i].body;
	gateway_find(c.gateway, c.arena, &ref, &p);
	peer_settle(c.peer);
	ck_assert_int_eq(p.result, lists[_i].is);
	/* Of an unknown time: from the newest end. */
	ck_assert_str_eq(target, "/v1/payment_intents?limit=100&expand%5B%5D=data.latest_charge");
	get.trick = PEER_DROP;
	gateway_find(c.gateway, c.arena, &ref, &p);
	peer_settle(c.peer);
	ck_assert_int_eq(p.result, GATEWAY_UNKNOWN);
}
END_TEST

static const struct { const char *found; int status; const char *cancelled; enum peer_trick trick; enum gateway_result is; int posts; } ends[] = {
	{ PAYMENT("requires_action", ""), 200, PAYMENT("canceled", ""), PEER_ANSWER, GATEWAY_DECLINED, 1 },
	{ PAYMENT("succeeded", ""), 200, "{}", PEER_ANSWER, GATEWAY_PAID, 0 }, { PAYMENT("canceled", ""), 200, "{}", PEER_ANSWER, GATEWAY_DECLINED, 0 },
	/* Just when it was to be ended, it was not to be ended any more: what it is, is looked for again. */
	{ PAYMENT("processing", ""), 400, ERROR("invalid_request_error", ""), PEER_ANSWER, GATEWAY_PENDING, 1 },
	{ PAYMENT("requires_action", ""), 500, "{}", PEER_ANSWER, GATEWAY_PENDING, 1 }, { PAYMENT("requires_action", ""), 200, "{}", PEER_DROP, GATEWAY_PENDING, 1 },
};

START_TEST(a_pending_intent_is_given_up)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = INTENT, .amount = 10000 };
	struct gateway_payment p;

	get.body = ends[_i].found;
	post.status = ends[_i].status;
	post.body = ends[_i].cancelled;
	post.trick = ends[_i].trick;
	gateway_abandon(c.gateway, c.arena, &ref, &p);
	peer_settle(c.peer);
	ck_assert_int_eq(p.result, ends[_i].is);
	ck_assert_int_eq(posts, ends[_i].posts);
	ck_assert_int_eq(gets, ends[_i].status == 400 ? 2 : 1);
}
END_TEST

/* --- refunds ------------------------------------------------------------------------- */

#define REFUND(status, more) "{\"id\":\"re_1\",\"object\":\"refund\",\"amount\":4000,\"metadata\":{\"refund_id\":\"" CASHIER_REFUND "\"},\"status\":\"" \
	status "\"" more "}"
#define NO_REFUNDS "{\"data\":[],\"has_more\":false}"
#define REFUNDS(status) "{\"data\":[{\"id\":\"re_0\",\"metadata\":{}}," REFUND(status, "") "],\"has_more\":false}"

static const struct { int status; const char *body; int look; const char *listed; enum gateway_refund_result is; const char *code; int gets; } refunds[] = {
	{ 200, REFUND("succeeded", ""), 0, "", GATEWAY_REFUNDED, NULL, 0 }, { 200, REFUND("pending", ""), 0, "", GATEWAY_REFUND_PENDING, NULL, 0 },
	{ 200, REFUND("requires_action", ""), 0, "", GATEWAY_REFUND_PENDING, NULL, 0 },
	{ 200, REFUND("failed", ",\"failure_reason\":\"lost_or_stolen_card\""), 0, "", GATEWAY_REFUND_REFUSED, "lost_or_stolen_card", 0 },
	{ 200, REFUND("canceled", ""), 0, "", GATEWAY_REFUND_REFUSED, NULL, 0 },
	{ 200, REFUND("new", ""), 0, "", GATEWAY_REFUND_UNKNOWN, "answer_not_understood", 0 }, { 200, "{}", 0, "", GATEWAY_REFUND_UNKNOWN, "answer_not_understood", 0 },
	{ 200, "{\"id\":\"re_1\",\"amount\":4000,\"metadata\":{},\"status\":\"succeeded\"}", 0, "", GATEWAY_REFUND_UNKNOWN, "answer_not_understood", 0 },
	/* Refused; but it may have been done before. */
	{ 400, ERROR("invalid_request_error", ",\"code\":\"charge_already_refunded\""), 200, NO_REFUNDS, GATEWAY_REFUND_REFUSED, "charge_already_refunded", 1 },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"charge_already_refunded\""), 200, REFUNDS("succeeded"), GATEWAY_REFUNDED, NULL, 1 },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"charge_already_refunded\""), 200, REFUNDS("pending"), GATEWAY_REFUND_PENDING, NULL, 1 },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"charge_already_refunded\""), 200, REFUNDS("failed"), GATEWAY_REFUND_REFUSED, "charge_already_refunded", 1 },
	{ 400, ERROR("invalid_request_error", ",\"code\":\"charge_already_refunded\""), 500, "{}", GATEWAY_REFUND_UNKNOWN, "charge_already_refunded", 1 },
	{ 404, ERROR("invalid_request_error", ",\"code\":\"resource_missing\""), 200, NO_REFUNDS, GATEWAY_REFUND_REFUSED, "resource_missing", 1 },
	{ 401, ERROR("invalid_request_error", ""), 0, "", GATEWAY_REFUND_NOT_DONE, NULL, 0 }, { 429, ERROR("invalid_request_error", ""), 0, "", GATEWAY_REFUND_NOT_DONE, NULL, 0 },
	{ 403, ERROR("invalid_request_error", ""), 0, "", GATEWAY_REFUND_NOT_DONE, NULL, 0 },
	{ 409, ERROR("invalid_request_error", ""), 0, "", GATEWAY_REFUND_UNKNOWN, NULL, 0 }, { 400, ERROR("idempotency_error", ""), 0, "", GATEWAY_REFUND_UNKNOWN, NULL, 0 },
	{ 500, ERROR("api_error", ""), 0, "", GATEWAY_REFUND_UNKNOWN, NULL, 0 }, { 400, "<html>", 0, "", GATEWAY_REFUND_UNKNOWN, NULL, 0 },
};

START_TEST(money_is_given_back)
{
	struct gateway_refund_ask ask = cashier_refund(INTENT, 4000);
	struct gateway_refund r;

	post.status = refunds[_i].status;
	post.body = refunds[_i].body;
	get.status = refunds[_i].look;
	get.body = refunds[_i].listed;
	gateway_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, refunds[_i].is);
	same(r.code, refunds[_i].code);
	ck_assert_int_eq(gets, refunds[_i].gets);
	field_is("payment_intent", INTENT);
	field_is("amount", "4000");
	field_is("reason", "requested_by_customer");
	field_is("metadata[refund_id]", CASHIER_REFUND);
}
END_TEST

static const struct { int status; const char *body; enum gateway_refund_result is; } lookups[] = {
	{ 200, REFUNDS("succeeded"), GATEWAY_REFUNDED }, { 200, REFUNDS("pending"), GATEWAY_REFUND_PENDING }, { 200, REFUNDS("failed"), GATEWAY_REFUND_REFUSED },
	{ 200, NO_REFUNDS, GATEWAY_REFUND_NOT_FOUND }, { 200, "{\"data\":[],\"has_more\":true}", GATEWAY_REFUND_UNKNOWN }, { 200, "{}", GATEWAY_REFUND_UNKNOWN },
	{ 404, ERROR("invalid_request_error", ",\"code\":\"resource_missing\""), GATEWAY_REFUND_UNKNOWN }, { 500, "{}", GATEWAY_REFUND_UNKNOWN },
};

START_TEST(refunds_are_found_by_our_id)
{
	struct gateway_refund_ask ask = cashier_refund(INTENT, 4000);
	struct gateway_refund r;

	get.status = lookups[_i].status;
	get.body = lookups[_i].body;
	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, lookups[_i].is);
	ck_assert_str_eq(target, "/v1/refunds?payment_intent=" INTENT "&limit=100");
	get.trick = PEER_DROP;
	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_UNKNOWN);
	post.trick = PEER_DROP;
	gateway_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_UNKNOWN);
}
END_TEST

static const struct { const char *listed; enum gateway_refund_result refunded, found; } nameless[] = {
	{ "{\"data\":[" PAYMENT("succeeded", "") "],\"has_more\":false}", GATEWAY_REFUNDED, GATEWAY_REFUND_NOT_FOUND },
	{ "{\"data\":[],\"has_more\":false}", GATEWAY_REFUND_REFUSED, GATEWAY_REFUND_NOT_FOUND },
	{ "{}", GATEWAY_REFUND_NOT_DONE, GATEWAY_REFUND_NOT_DONE },
};

START_TEST(a_nameless_payment_is_looked_up)
{
	struct gateway_refund_ask ask = cashier_refund(NULL, 4000);
	struct gateway_refund r;

	/* The same list serves both questions: it has no refund of ours in it. */
	get.body = nameless[_i].listed;
	post.body = REFUND("succeeded", "");
	gateway_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, nameless[_i].refunded);
	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	ck_assert_int_eq(r.result, nameless[_i].found);
}
END_TEST

#define BOOKED(id, more) "{\"id\":\"" id "\",\"status\":\"succeeded\",\"currency\":\"krw\",\"amount_received\":10000," more "}"
#define OURS "\"metadata\":{\"payment_id\":\"" CASHIER_PAYMENT "\"}"
#define BACK(won) "\"latest_charge\":{\"amount_refunded\":" won "}"
static const struct { int status; const char *body; enum gateway_ledger_result is; const char *told; const char *next; } ledgers[] = {
	{ 200, "{\"data\":[],\"has_more\":false}", GATEWAY_LEDGER_READ, "", NULL },
	{ 200, "{\"data\":[" BOOKED("pi_1", OURS "," BACK("0")) "," BOOKED("pi_2", "\"metadata\":{}," BACK("400")) "],\"has_more\":true}", GATEWAY_LEDGER_READ,
	  "charge pi_1 ours 10000, charge pi_2 - 10000, refund pi_2 - 400, ", "pi_2" },
	/* What was not paid, or not in won, is none of it. */
	{ 200, "{\"data\":[{\"id\":\"pi_1\",\"status\":\"canceled\",\"currency\":\"krw\"},{\"id\":\"pi_2\",\"status\":\"succeeded\",\"currency\":\"usd\"}],\"has_more\":false}",
	  GATEWAY_LEDGER_READ, "", NULL },
	/* Read in part is not read. */
	{ 200, "{\"data\":[" BOOKED("pi_1", OURS ",\"latest_charge\":\"ch_1\"") "],\"has_more\":false}", GATEWAY_LEDGER_NOT_READ, "", NULL },
	{ 200, "{\"data\":[" BOOKED("pi_1", OURS "," BACK("0")) ",{}],\"has_more\":false}", GATEWAY_LEDGER_NOT_READ, "", NULL },
	{ 200, "{\"data\":[],\"has_more\":true}", GATEWAY_LEDGER_NOT_READ, "", NULL }, { 200, "{}", GATEWAY_LEDGER_NOT_READ, "", NULL },
	{ 401, "{\"error\":{\"type\":\"invalid_request_error\"}}", GATEWAY_LEDGER_NOT_READ, "", NULL }, { 500, "", GATEWAY_LEDGER_NOT_READ, "", NULL },
};

static void
tell_ledger(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	const int *i = arg;
	const char *query = strchr(rq->target, '?');
	char value[256];

	ck_assert_ptr_nonnull(query);
	ck_assert(strncmp(rq->target, "/v1/payment_intents?", 20) == 0);
	ck_assert_str_eq(cashier_field(query + 1, "created[gte]", value), "1795262400");
	ck_assert_ptr_null(cashier_field(query + 1, "created[lte]", value));
	ck_assert_str_eq(cashier_field(query + 1, "expand[]", value), "data.latest_charge");
	ck_assert_str_eq(cashier_field(query + 1, "starting_after", value), "pi_0");
	out->status = ledgers[*i].status;
	(void)snprintf(out->body, sizeof(out->body), "%s", ledgers[*i].body);
}

START_TEST(the_books_are_the_list)
{
	char told[512] = "";
	struct gateway_ledger l;
	int row = _i;

	cashier_close(&c);
	cashier_open(&c, "stripe", tell_ledger, &row);
	gateway_ledger(c.gateway, c.arena, INT64_C(1795262400000), "pi_0", &l);
	ck_assert_int_eq(l.result, ledgers[_i].is);
	for (size_t i = 0; i < l.n; i++)
		(void)snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s %s %s %lld, ", l.entries[i].refund ? "refund" : "charge",
		    l.entries[i].transaction_id, uuid_is_zero(&l.entries[i].payment_id) ? "-" : "ours", (long long)l.entries[i].amount);
	ck_assert_str_eq(told, ledgers[_i].told);
	ck_assert_str_eq(l.next != NULL ? l.next : "-", ledgers[_i].next != NULL ? ledgers[_i].next : "-");
}
END_TEST

Suite *
gateway_stripe_suite(void)
{
	Suite *s = suite_create("gateway_stripe");
	TCase *t = tcase_create("gateway_stripe");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, an_intent_is_created_and_confirmed);
	tcase_add_loop_test(t, answers_to_a_charge, 0, ROWS(charges));
	tcase_add_loop_test(t, every_code_is_told_in_our_words, 0, ROWS(codes));
	tcase_add_loop_test(t, a_known_intent_is_retrieved, 0, ROWS(looks));
	tcase_add_loop_test(t, a_nameless_intent_is_found_in_the_list, 0, ROWS(books));
	tcase_add_loop_test(t, strange_lists_prove_nothing, 0, ROWS(lists));
	tcase_add_loop_test(t, a_pending_intent_is_given_up, 0, ROWS(ends));
	tcase_add_loop_test(t, money_is_given_back, 0, ROWS(refunds));
	tcase_add_loop_test(t, refunds_are_found_by_our_id, 0, ROWS(lookups));
	tcase_add_loop_test(t, a_nameless_payment_is_looked_up, 0, ROWS(nameless));
	tcase_add_loop_test(t, the_books_are_the_list, 0, ROWS(ledgers));
	suite_add_tcase(s, t);
	return s;
}
