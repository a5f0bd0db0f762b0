/*
 * gateway_test: what is the same for all providers: configurations that are refused, what goes in
 * and what comes out, whatever memory there is.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "support/cashier.h"

static struct cashier c;
static struct peer_answer script;

static void
obey(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg, (void)rq;
	*out = script;
}

static void
end(void)
{
	cashier_close(&c);
}

static const struct { const char *provider, *url, *key, *why; } confs[] = {
	{ "mock", "http://127.0.0.1:8090", "", NULL }, { "mock", "", "", NULL }, { "mock", "http://localhost/pay", "k", NULL },
	{ "mock", "http://[::1]:8090/", "k", NULL }, { "mock", "https://gateway.example", "k", NULL },
	{ "toss", "", "test_sk_1", NULL }, { "stripe", "", "sk_test_1", NULL }, { "stripe", "https://api.stripe.com/", "k", NULL },
	{ "paypal", "", "k", "gateway_provider: there is no provider \"paypal\"" }, { "", "", "k", "gateway_provider: there is no provider \"\"" },
	{ "mock", "http://gateway.example", "k", "gateway_url: must begin with https://, or be on this machine" },
	{ "mock", "http://127.0.0.1.evil.example", "k", "gateway_url: must begin with https://, or be on this machine" },
	{ "mock", "http://localhost@evil.example", "k", "gateway_url: must begin with https://, or be on this machine" },
	{ "mock", "ftp://127.0.0.1/", "k", "gateway_url: must begin with https://, or be on this machine" },
	{ "mock", "https://", "k", "gateway_url: must begin with https://, or be on this machine" },
	{ "toss", "https://api.tosspayments.com", "", "gateway_key: toss needs one" }, { "stripe", "", "", "gateway_key: stripe needs one" },
	{ "toss", "http://127.0.0.1:8090", "k", "gateway_url: is the mock gateway's still; leave it empty for https://api.tosspayments.com" },
};

START_TEST(configurations_are_checked)
{
	struct conf conf = { .gateway_provider = confs[_i].provider, .gateway_url = confs[_i].url, .gateway_key = confs[_i].key,
	    .gateway_ca_file = "", .gateway_breaker_failures = 5 };
	char why[256] = "";
	struct gateway *g = gateway_open(&conf, why, sizeof(why));

	ck_assert_str_eq(why, confs[_i].why != NULL ? confs[_i].why : "");
	ck_assert((g != NULL) == (confs[_i].why == NULL));
	if (g != NULL) {
		ck_assert_str_eq(gateway_name(g), confs[_i].provider);
		ck_assert(gateway_needs_token(g) == (strcmp(confs[_i].provider, "mock") != 0));
		ck_assert_int_eq(gateway_down_for(g), 0);
	}
	gateway_close(g);
}
END_TEST

static const struct gateway_card card = { "4242424242424242", "Hong Gildong", "12/30", "123" };
static const struct { const char *provider, *method; bool card; const char *token; won_t amount; const char *why; } wishes[] = {
	{ "toss", "CARD", true, NULL, 100, "token_required" }, { "toss", "CARD", true, "key", 100, "token_required" },
	{ "toss", "CARD", false, NULL, 100, "token_required" }, { "stripe", "CARD", true, NULL, 100, "token_required" },
	{ "stripe", "NAVER", false, NULL, 100, "token_required" }, { "mock", "CARD", false, "pm_1", 100, "token_not_taken" },
	{ "mock", "CARD", true, "pm_1", 100, "token_not_taken" }, { "mock", "CARD", false, NULL, 100, "card_required" },
	{ "mock", "NAVER", true, NULL, 100, "card_required" }, { "mock", "CARD", true, NULL, 0, "no_amount" },
	{ "stripe", "CARD", false, "pm_1", -1, "no_amount" },
};

START_TEST(wishes_that_can_not_be_are_not_sent)
{
	struct gateway_charge ask = cashier_charge(wishes[_i].token);
	struct gateway_payment p;

	cashier_open(&c, wishes[_i].provider, obey, NULL);
	ask.method = wishes[_i].method;
	ask.card = wishes[_i].card ? &card : NULL;
	ask.amount = wishes[_i].amount;
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, GATEWAY_NOT_DONE);
	ck_assert_str_eq(p.code, wishes[_i].why);
	ck_assert_int_eq(peer_requests(c.peer), 0);
}
END_TEST

START_TEST(a_refund_of_nothing_is_refused)
{
	struct gateway_refund_ask ask = cashier_refund("x", 0);
	struct gateway_refund r;

	cashier_open(&c, "mock", obey, NULL);
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_REFUSED);
	ck_assert_int_eq(peer_requests(c.peer), 0);
}
END_TEST

#define PAID "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"status\":\"PAID\",\"amount\":%d,\"refunded_amount\":%d}"

static const struct { int amount, refunded; won_t wanted; enum gateway_result charged, found; } amounts[] = {
	{ 10000, 0, 10000, GATEWAY_PAID, GATEWAY_PAID }, { 10000, 4000, 10000, GATEWAY_PAID, GATEWAY_PAID },
	{ 10000, 10000, 10000, GATEWAY_RETURNED, GATEWAY_RETURNED },
	{ 9999, 0, 10000, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN }, { 10001, 0, 10000, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN },
	{ 9999, 9999, 10000, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN }, { 9999, 0, 0, GATEWAY_UNKNOWN, GATEWAY_PAID },
};

START_TEST(another_amount_is_not_our_payment)
{
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_ref ref = { .payment_id = ask.payment_id, .transaction_id = "p1", .amount = amounts[_i].wanted };
	struct gateway_payment p;

	cashier_open(&c, "mock", obey, NULL);
	(void)snprintf(script.body, sizeof(script.body), PAID, amounts[_i].amount, amounts[_i].refunded);
	ask.card = &card;
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, amounts[_i].charged);
	gateway_find(c.gateway, c.arena, &ref, &p);
	ck_assert_int_eq(p.result, amounts[_i].found);
	if (p.result == GATEWAY_UNKNOWN)
		ck_assert_str_eq(p.code, "amount_differs");
	/* The mock's pending payments are ended by nobody: it just tells. */
	gateway_abandon(c.gateway, c.arena, &ref, &p);
	ck_assert_int_eq(p.result, amounts[_i].found);
}
END_TEST

START_TEST(who_is_not_there_was_asked_for_nothing)
{
	struct gateway_charge ask = cashier_charge(NULL);
	struct gateway_payment p;
	char why[256];

	cashier_open(&c, "mock", obey, NULL);
	gateway_close(c.gateway);
	c.conf.gateway_url = peer_nobody();
	c.gateway = gateway_open(&c.conf, why, sizeof(why));
	ask.card = &card;
	gateway_charge(c.gateway, c.arena, &ask, &p);
	ck_assert_int_eq(p.result, GATEWAY_NOT_DONE);
}
END_TEST

/* With memory for a part of the call alone the result may be UNKNOWN, or NOT_DONE when nothing was sent; no shortage
 * of ours is a decline, and PAID is PAID. */
static const struct { const char *provider, *token, *body; } rich[] = {
	{ "mock", NULL, "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"status\":\"PAID\",\"amount\":10000,\"refunded_amount\":0}" },
	{ "toss", "key:order", "{\"paymentKey\":\"key\",\"orderId\":\"order\",\"status\":\"DONE\",\"totalAmount\":10000,\"balanceAmount\":10000}" },
	{ "toss", "key", "{\"paymentKey\":\"key\",\"orderId\":\"order\",\"status\":\"DONE\",\"totalAmount\":10000,\"balanceAmount\":10000}" },
	{ "stripe", "pm_1", "{\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount_received\":10000,\"currency\":\"krw\",\"metadata\":"
	  "{\"payment_id\":\"" CASHIER_PAYMENT "\"}}" },
};

START_TEST(short_memory_is_never_a_decline)
{
	struct gateway_charge ask = cashier_charge(rich[_i].token);
	struct gateway_payment p;
	bool paid = false;

	cashier_open(&c, rich[_i].provider, obey, NULL);
	strcpy(script.body, rich[_i].body);
	ask.card = rich[_i].token == NULL ? &card : NULL;
	for (size_t cap = 16; !paid; cap += 16) {
		struct arena *small = arena_new(cap);
		int before = peer_requests(c.peer);
		ck_assert_uint_lt(cap, 65536);
		gateway_charge(c.gateway, small, &ask, &p);
		paid = p.result == GATEWAY_PAID;
		ck_assert(paid || p.result == GATEWAY_UNKNOWN || (p.result == GATEWAY_NOT_DONE && peer_requests(c.peer) == before));
		arena_free(small);
	}
}
END_TEST

START_TEST(results_have_names)
{
	for (int i = 0; i < GATEWAY__MAX; i++)
		ck_assert_ptr_nonnull(gateway_result_names[i]);
	for (int i = 0; i < GATEWAY_REFUND__MAX; i++)
		ck_assert_ptr_nonnull(gateway_refund_names[i]);
	ck_assert_ptr_null(gateway_result_names[GATEWAY__MAX]);
	ck_assert_ptr_null(gateway_refund_names[GATEWAY_REFUND__MAX]);
}
END_TEST

Suite *
gateway_suite(void)
{
	Suite *s = suite_create("gateway");
	TCase *t = tcase_create("gateway"), *peer = tcase_create("with a peer");

	tcase_add_loop_test(t, configurations_are_checked, 0, ROWS(confs));
	tcase_add_test(t, results_have_names);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(peer, NULL, end);
	tcase_add_loop_test(peer, wishes_that_can_not_be_are_not_sent, 0, ROWS(wishes));
	tcase_add_test(peer, a_refund_of_nothing_is_refused);
	tcase_add_loop_test(peer, another_amount_is_not_our_payment, 0, ROWS(amounts));
	tcase_add_loop_test(peer, short_memory_is_never_a_decline, 0, ROWS(rich));
	tcase_add_test(peer, who_is_not_there_was_asked_for_nothing);
	suite_add_tcase(s, peer);
	return s;
}
