/*
 * gateway_mock_test: each request as the mock gateway's contract wants it, field for field, and
 * each of its answers as what it means for the money.
 */
#include "support/suite.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "support/cashier.h"

static struct cashier c;

/* What is asked for and what is answered; the peer aborts when it is asked for anything else. */
static struct { const char *method, *target, *key; struct peer_answer answer; } script;
static char seen[4096];

static void
obey(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	ck_assert_str_eq(rq->method, script.method);
	ck_assert_str_eq(rq->target, script.target);
	ck_assert(cashier_header_is(rq, "Authorization", "Bearer " CASHIER_KEY));
	ck_assert(cashier_header_is(rq, "Accept", "application/json"));
	ck_assert(cashier_header_is(rq, "Idempotency-Key", script.key));
	ck_assert(cashier_header_is(rq, "Content-Type", rq->len != 0 ? "application/json" : NULL));
	(void)snprintf(seen, sizeof(seen), "%s", rq->body);
	*out = script.answer;
}

static void
begin(void)
{
	memset(&script, 0, sizeof(script));
	cashier_open(&c, "mock", obey, NULL);
}

static void
end(void)
{
	cashier_close(&c);
}

static void
expect(const char *method, const char *target, const char *key, int status, const char *body)
{
	script.method = method;
	script.target = target;
	script.key = key;
	script.answer.status = status;
	(void)snprintf(script.answer.body, sizeof(script.answer.body), "%s", body);
}

#define PAYMENT(more) "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"method\":\"CARD\",\"amount\":10000,\"refunded_amount\":0," more "}"
#define BY_REFERENCE "/payments?reference=" CASHIER_PAYMENT

static const struct gateway_card card = { "4242 4242 4242 4242", "홍 \"길동\"", "12/30", "123" };

START_TEST(a_card_is_sent_as_the_contract_says)
{
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_payment p;

	ask.card = &card;
	expect("POST", "/payments", CASHIER_PAYMENT, 201, PAYMENT("\"status\":\"PAID\",\"card\":{\"brand\":\"VISA\",\"last_four\":\"4242\"}"));
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_str_eq(p.transaction_id, "p1");
	ck_assert_int_eq(p.amount, 10000);
	ck_assert_int_eq(p.refunded, 0);
	ck_assert_int_eq(p.decline, DECLINE_NONE);
	ck_assert_str_eq(seen, "{\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":10000,\"method\":\"CARD\",\"card\":{\"card_number\":"
	    "\"4242 4242 4242 4242\",\"cardholder_name\":\"홍 \\\"길동\\\"\",\"expiry_date\":\"12/30\",\"cvc\":\"123\"}}");
}
END_TEST

START_TEST(another_way_to_pay_has_a_page)
{
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_payment p;

	ask.method = "KAKAO";
	ask.return_url = "https://shop.example/orders/1?back";
	ask.callback_url = "https://shop.example/v1/payment-callbacks/kakao";
	expect("POST", "/payments", CASHIER_PAYMENT, 201, PAYMENT("\"status\":\"PENDING\",\"redirect_url\":\"http://127.0.0.1:8090/pay/x\""));
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, GATEWAY_PENDING);
	ck_assert_str_eq(p.redirect_url, "http://127.0.0.1:8090/pay/x");
	ck_assert_str_eq(seen, "{\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":10000,\"method\":\"KAKAO\",\"return_url\":"
	    "\"https://shop.example/orders/1?back\",\"callback_url\":\"https://shop.example/v1/payment-callbacks/kakao\"}");
	ck_assert_ptr_null(gateway_known_as(c.gateway, c.arena, &ask));
}
END_TEST

static const struct { int status; const char *body; enum gateway_result is; enum decline decline; const char *code; } charges[] = {
	{ 201, PAYMENT("\"status\":\"PAID\""), GATEWAY_PAID, 0, NULL },
	{ 200, PAYMENT("\"status\":\"PAID\""), GATEWAY_PAID, 0, NULL },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"card_declined\""), GATEWAY_DECLINED, DECLINE_CARD_DECLINED, "card_declined" },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"insufficient_funds\""), GATEWAY_DECLINED, DECLINE_INSUFFICIENT_FUNDS, "insufficient_funds" },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"expired_card\""), GATEWAY_DECLINED, DECLINE_EXPIRED_CARD, "expired_card" },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"incorrect_cvc\""), GATEWAY_DECLINED, DECLINE_INCORRECT_CVC, "incorrect_cvc" },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"customer_declined\""), GATEWAY_DECLINED, DECLINE_CUSTOMER_DECLINED, "customer_declined" },
	{ 201, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"never heard of\""), GATEWAY_DECLINED, DECLINE_CARD_DECLINED, "never heard of" },
	{ 201, PAYMENT("\"status\":\"DECLINED\""), GATEWAY_DECLINED, DECLINE_CARD_DECLINED, NULL },
	{ 201, PAYMENT("\"status\":\"PENDING\""), GATEWAY_PENDING, 0, NULL },
	/* Answers that are none. */
	{ 201, PAYMENT("\"status\":\"MAYBE\""), GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 201, PAYMENT("\"state\":\"PAID\""), GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 201, "{\"id\":\"p1\",\"reference\":\"" CASHIER_REFUND "\",\"amount\":10000,\"refunded_amount\":0,\"status\":\"PAID\"}",
	  GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 201, "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":\"10000\",\"refunded_amount\":0,\"status\":\"PAID\"}",
	  GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 201, "{\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":10000,\"refunded_amount\":0,\"status\":\"PAID\"}", GATEWAY_UNKNOWN, 0,
	  "answer_not_understood" },
	{ 201, "{}", GATEWAY_UNKNOWN, 0, "answer_not_understood" }, { 201, "", GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 201, "<html>", GATEWAY_UNKNOWN, 0, "answer_not_understood" }, { 204, "", GATEWAY_UNKNOWN, 0, "answer_not_understood" },
	{ 301, "{}", GATEWAY_UNKNOWN, 0, NULL },
	/* Refused before anything was booked. */
	{ 400, "{\"code\":\"INVALID_REQUEST\"}", GATEWAY_NOT_DONE, 0, "INVALID_REQUEST" },
	{ 401, "{\"code\":\"UNAUTHENTICATED\"}", GATEWAY_NOT_DONE, 0, "UNAUTHENTICATED" }, { 403, "", GATEWAY_NOT_DONE, 0, NULL },
	{ 404, "", GATEWAY_NOT_DONE, 0, NULL }, { 413, "", GATEWAY_NOT_DONE, 0, NULL }, { 415, "", GATEWAY_NOT_DONE, 0, NULL },
	{ 429, "{\"code\":\"TOO_MANY_REQUESTS\"}", GATEWAY_NOT_DONE, 0, "TOO_MANY_REQUESTS" },
	/* Another request under our key may have paid. */
	{ 408, "", GATEWAY_UNKNOWN, 0, NULL }, { 409, "{\"code\":\"IDEMPOTENCY_IN_FLIGHT\"}", GATEWAY_UNKNOWN, 0, "IDEMPOTENCY_IN_FLIGHT" },
	{ 422, "{\"code\":\"IDEMPOTENCY_KEY_REUSED\"}", GATEWAY_UNKNOWN, 0, "IDEMPOTENCY_KEY_REUSED" },
	{ 500, "{\"code\":\"INTERNAL_SERVER_ERROR\"}", GATEWAY_UNKNOWN, 0, "INTERNAL_SERVER_ERROR" },
	{ 502, "", GATEWAY_UNKNOWN, 0, NULL }, { 503, "{\"code\":\"UNAVAILABLE\"}", GATEWAY_UNKNOWN, 0, "UNAVAILABLE" }, { 504, "", GATEWAY_UNKNOWN, 0, NULL },
};

static void
same(const char *is, const char *wanted)
{
	ck_assert_str_eq(is != NULL ? is : "-", wanted != NULL ? wanted : "-");
}

START_TEST(answers_to_a_charge)
{
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_payment p;

	ask.card = &card;
	expect("POST", "/payments", CASHIER_PAYMENT, charges[_i].status, charges[_i].body);
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, charges[_i].is);
	ck_assert_int_eq(p.decline, charges[_i].decline);
	same(p.code, charges[_i].code);
}
END_TEST

START_TEST(silence_is_unknown)
{
	static const enum peer_trick tricks[] = { PEER_DROP, PEER_CUT, PEER_RAW };
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_payment p;

	ask.card = &card;
	expect("POST", "/payments", CASHIER_PAYMENT, 201, PAYMENT("\"status\":\"PAID\""));
	script.answer.trick = tricks[_i];
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, GATEWAY_UNKNOWN);
	ck_assert_int_eq(peer_requests(c.peer), 1);
}
END_TEST

#define OTHER "{\"id\":\"p2\",\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":10000,\"refunded_amount\":2500,\"status\":\"PAID\"}"
static const struct { const char *known, *target; int status; const char *body; enum gateway_result is; const char *id; } finds[] = {
	{ "p1", "/payments/p1", 200, PAYMENT("\"status\":\"PAID\""), GATEWAY_PAID, "p1" },
	{ "p1", "/payments/p1", 200, PAYMENT("\"status\":\"DECLINED\",\"reason\":\"x\""), GATEWAY_DECLINED, "p1" },
	{ "p1", "/payments/p1", 200, PAYMENT("\"status\":\"PENDING\""), GATEWAY_PENDING, "p1" },
	{ "p1", "/payments/p1", 404, "{\"code\":\"ENTITY_NOT_FOUND\"}", GATEWAY_NOT_FOUND, NULL },
	{ "p1", "/payments/p1", 404, "<html>", GATEWAY_UNKNOWN, NULL }, { "p1", "/payments/p1", 401, "{}", GATEWAY_UNKNOWN, NULL },
	{ "p1", "/payments/p1", 500, "{}", GATEWAY_UNKNOWN, NULL }, { "p1", "/payments/p1", 200, "{\"payments\":[]}", GATEWAY_UNKNOWN, NULL },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[]}", GATEWAY_NOT_FOUND, NULL },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[" PAYMENT("\"status\":\"PAID\"") "]}", GATEWAY_PAID, "p1" },
	/* One that is no name for a path is looked for by reference. */
	{ "../ledger", BY_REFERENCE, 200, "{\"payments\":[" PAYMENT("\"status\":\"PAID\"") "]}", GATEWAY_PAID, "p1" },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[" PAYMENT("\"status\":\"DECLINED\"") "," OTHER "]}", GATEWAY_PAID, "p2" },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[" OTHER "," PAYMENT("\"status\":\"DECLINED\"") "]}", GATEWAY_PAID, "p2" },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[" PAYMENT("\"status\":\"DECLINED\"") "," PAYMENT("\"status\":\"PENDING\"") "]}", GATEWAY_PENDING, "p1" },
	{ NULL, BY_REFERENCE, 200, "{\"payments\":[" PAYMENT("\"status\":\"DECLINED\"") ",{}]}", GATEWAY_UNKNOWN, NULL },
	{ NULL, BY_REFERENCE, 200, "{}", GATEWAY_UNKNOWN, NULL }, { NULL, BY_REFERENCE, 404, "{\"code\":\"ENTITY_NOT_FOUND\"}", GATEWAY_NOT_FOUND, NULL },
	{ NULL, BY_REFERENCE, 503, "{}", GATEWAY_UNKNOWN, NULL },
};

START_TEST(payments_are_found)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = finds[_i].known, .amount = 10000 };
	struct gateway_payment p;

	expect("GET", finds[_i].target, NULL, finds[_i].status, finds[_i].body);
	gateway_find(c.gateway, c.arena, &ref, &p);
	ck_assert_int_eq(p.result, finds[_i].is);
	same(p.transaction_id, finds[_i].id);
	if (finds[_i].id != NULL && strcmp(finds[_i].id, "p2") == 0)
		ck_assert_int_eq(p.refunded, 2500);
}
END_TEST

static const struct { int status; const char *body; enum gateway_refund_result is; } refunds[] = {
	{ 201, "{\"id\":\"r1\",\"payment_id\":\"p1\",\"amount\":4000,\"refunded_amount\":4000}", GATEWAY_REFUNDED },
	{ 200, "{\"id\":\"r1\",\"payment_id\":\"p1\",\"amount\":4000,\"refunded_amount\":9000}", GATEWAY_REFUNDED },
	{ 201, "{\"id\":\"r1\",\"amount\":3999}", GATEWAY_REFUND_UNKNOWN }, { 201, "{\"amount\":4000}", GATEWAY_REFUND_UNKNOWN },
	{ 201, "{}", GATEWAY_REFUND_UNKNOWN }, { 201, "oops", GATEWAY_REFUND_UNKNOWN },
	{ 409, "{\"code\":\"PAYMENT_STATE_CONFLICT\"}", GATEWAY_REFUND_REFUSED }, { 404, "{\"code\":\"ENTITY_NOT_FOUND\"}", GATEWAY_REFUND_REFUSED },
	{ 409, "{\"code\":\"IDEMPOTENCY_IN_FLIGHT\"}", GATEWAY_REFUND_UNKNOWN }, { 409, "", GATEWAY_REFUND_UNKNOWN },
	{ 422, "{\"code\":\"IDEMPOTENCY_KEY_REUSED\"}", GATEWAY_REFUND_UNKNOWN },
	{ 400, "{}", GATEWAY_REFUND_NOT_DONE }, { 401, "{}", GATEWAY_REFUND_NOT_DONE }, { 403, "{}", GATEWAY_REFUND_NOT_DONE },
	{ 429, "{}", GATEWAY_REFUND_NOT_DONE }, { 500, "{}", GATEWAY_REFUND_UNKNOWN }, { 503, "{}", GATEWAY_REFUND_UNKNOWN },
};

START_TEST(money_is_given_back)
{
	struct gateway_refund_ask ask = cashier_refund("p1", 4000);
	struct gateway_refund r;

	expect("POST", "/payments/p1/refunds", CASHIER_REFUND, refunds[_i].status, refunds[_i].body);
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, refunds[_i].is);
	ck_assert_str_eq(seen, "{\"amount\":4000}");
	if (r.result == GATEWAY_REFUNDED)
		ck_assert_str_eq(r.transaction_id, "r1");
}
END_TEST

/* A payment whose name was not kept is looked up before it is refunded. */
static void
look_up_then_refund(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	const char *listed = arg;
	bool look = strcmp(rq->method, "GET") == 0;

	ck_assert_str_eq(rq->target, look ? BY_REFERENCE : "/payments/p1/refunds");
	strcpy(out->body, look ? listed : "{\"id\":\"r1\",\"amount\":4000}");
}

static const struct { const char *listed; enum gateway_refund_result is; int requests; } nameless[] = {
	{ "{\"payments\":[" PAYMENT("\"status\":\"PAID\"") "]}", GATEWAY_REFUNDED, 2 },
	{ "{\"payments\":[]}", GATEWAY_REFUND_REFUSED, 1 }, { "{}", GATEWAY_REFUND_NOT_DONE, 1 },
};

START_TEST(a_nameless_payment_is_looked_up)
{
	struct gateway_refund_ask ask = cashier_refund(NULL, 4000);
	struct gateway_refund r;

	cashier_close(&c);
	cashier_open(&c, "mock", look_up_then_refund, (void *)(uintptr_t)nameless[_i].listed);
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, nameless[_i].is);
	ck_assert_int_eq(peer_requests(c.peer), nameless[_i].requests);
}
END_TEST

#define REFUNDED(sum, status) "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"amount\":10000,\"refunded_amount\":" sum ",\"status\":\"" status "\"}"
static const struct { won_t amount; int status; const char *body; enum gateway_refund_result is; } sums[] = {
	{ 10000, 200, REFUNDED("0", "PAID"), GATEWAY_REFUND_NOT_FOUND }, { 10000, 200, REFUNDED("10000", "PAID"), GATEWAY_REFUNDED },
	{ 4000, 200, REFUNDED("4000", "PAID"), GATEWAY_REFUND_UNKNOWN }, { 4000, 200, REFUNDED("10000", "PAID"), GATEWAY_REFUND_UNKNOWN },
	{ 10000, 200, REFUNDED("0", "PENDING"), GATEWAY_REFUND_UNKNOWN }, { 10000, 404, "{\"code\":\"ENTITY_NOT_FOUND\"}", GATEWAY_REFUND_NOT_FOUND },
	{ 10000, 500, "{}", GATEWAY_REFUND_UNKNOWN },
};

START_TEST(refunds_are_known_by_their_sum)
{
	struct gateway_refund_ask ask = cashier_refund("p1", sums[_i].amount);
	struct gateway_refund r;

	expect("GET", "/payments/p1", NULL, sums[_i].status, sums[_i].body);
	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, sums[_i].is);
}
END_TEST

#define ENTRY(kind, reference, amount) "{\"id\":\"e\",\"kind\":\"" kind "\",\"payment_id\":\"p1\",\"reference\":" reference ",\"amount\":" amount ",\"at\":\"x\"}"
#define PAGE(entries, next) "{\"entries\":[" entries "],\"next_cursor\":" next "}"

START_TEST(the_books_are_read_page_by_page)
{
	struct gateway_ledger l;
	char text[UUID_TEXT];

	expect("GET", "/ledger?from=2026-11-21T12:00:00.000Z&cursor=0&limit=1000", NULL, 200,
	    PAGE(ENTRY("CHARGE", "\"" CASHIER_PAYMENT "\"", "10000") "," ENTRY("REFUND", "\"by hand\"", "4000"), "17"));
	gateway_ledger(c.gateway, c.arena, INT64_C(1795262400000), NULL, &l);
	ck_assert_int_eq(l.result, GATEWAY_LEDGER_READ);
	ck_assert_uint_eq(l.n, 2);
	ck_assert(!l.entries[0].refund);
	ck_assert_str_eq(l.entries[0].transaction_id, "p1");
	ck_assert_str_eq(uuid_text(&l.entries[0].payment_id, text), CASHIER_PAYMENT);
	ck_assert_int_eq(l.entries[0].amount, 10000);
	ck_assert(l.entries[1].refund);
	ck_assert(uuid_is_zero(&l.entries[1].payment_id));
	ck_assert_str_eq(l.entries[1].reference, "by hand");
	ck_assert_str_eq(l.next, "17");
	expect("GET", "/ledger?from=2026-11-21T12:00:00.000Z&cursor=17&limit=1000", NULL, 200, PAGE("", "null"));
	gateway_ledger(c.gateway, c.arena, INT64_C(1795262400000), l.next, &l);
	ck_assert_int_eq(l.result, GATEWAY_LEDGER_READ);
	ck_assert_uint_eq(l.n, 0);
	ck_assert_ptr_null(l.next);
}
END_TEST

/* What can be read in part only is not read. */
static const struct { int status; const char *body, *code; } no_books[] = {
	{ 200, "{}", "answer_not_understood" }, { 200, "[]", "answer_not_understood" }, { 200, "", "answer_not_understood" },
	{ 200, PAGE("7", "null"), "answer_not_understood" }, { 200, PAGE(ENTRY("GIFT", "\"r\"", "1"), "null"), "answer_not_understood" },
	{ 200, PAGE(ENTRY("CHARGE", "\"r\"", "0"), "null"), "answer_not_understood" },
	{ 200, PAGE(ENTRY("CHARGE", "\"r\"", "\"1\""), "null"), "answer_not_understood" },
	{ 200, PAGE(ENTRY("CHARGE", "\"r\"", "1") ",{}", "null"), "answer_not_understood" },
	{ 401, "{\"code\":\"UNAUTHENTICATED\"}", "UNAUTHENTICATED" }, { 503, "{\"code\":\"UNAVAILABLE\"}", "UNAVAILABLE" },
	{ 0, NULL, "Server returned nothing (no headers, no data)" },
};

START_TEST(books_that_can_not_be_read)
{
	struct gateway_ledger l;

	expect("GET", "/ledger?from=1970-01-01T00:00:00.000Z&cursor=0&limit=1000", NULL, no_books[_i].status,
	    no_books[_i].body != NULL ? no_books[_i].body : "");
	script.answer.trick = no_books[_i].body != NULL ? PEER_ANSWER : PEER_DROP;
	gateway_ledger(c.gateway, c.arena, 0, NULL, &l);
	ck_assert_int_eq(l.result, GATEWAY_LEDGER_NOT_READ);
	same(l.code, no_books[_i].code);
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

/* Nobody's reference is nobody's payment. */
START_TEST(references_of_others)
{
	struct gateway_ledger l;

	expect("GET", "/ledger?from=1970-01-01T00:00:00.000Z&cursor=0&limit=1000", NULL, 200, PAGE(ENTRY("CHARGE", "null", "1"), "null"));
	gateway_ledger(c.gateway, c.arena, 0, NULL, &l);
	ck_assert_int_eq(l.result, GATEWAY_LEDGER_READ);
	ck_assert(uuid_is_zero(&l.entries[0].payment_id));
	ck_assert_ptr_null(l.entries[0].reference);
}
END_TEST

Suite *
gateway_mock_suite(void)
{
	Suite *s = suite_create("gateway_mock");
	TCase *t = tcase_create("gateway_mock");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_card_is_sent_as_the_contract_says);
	tcase_add_test(t, another_way_to_pay_has_a_page);
	tcase_add_loop_test(t, answers_to_a_charge, 0, ROWS(charges));
	tcase_add_loop_test(t, silence_is_unknown, 0, 3);
	tcase_add_loop_test(t, payments_are_found, 0, ROWS(finds));
	tcase_add_loop_test(t, money_is_given_back, 0, ROWS(refunds));
	tcase_add_loop_test(t, a_nameless_payment_is_looked_up, 0, ROWS(nameless));
	tcase_add_loop_test(t, refunds_are_known_by_their_sum, 0, ROWS(sums));
	tcase_add_test(t, the_books_are_read_page_by_page);
	tcase_add_loop_test(t, books_that_can_not_be_read, 0, ROWS(no_books));
	tcase_add_test(t, references_of_others);
	suite_add_tcase(s, t);
	return s;
}
