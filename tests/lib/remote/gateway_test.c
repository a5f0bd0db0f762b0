/*
 * gateway_test: what is the same for all providers: configurations that are refused, the circuit,
 * what goes in and what comes out, and the pieces requests are made of.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "remote/provider.h"
#include "remote/reply.h"
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

/* --- the circuit ---------------------------------------------------------------- */

static enum gateway_result
look(struct gateway_payment *p)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = "p1" };

	gateway_find(c.gateway, c.arena, &ref, p);
	peer_settle(c.peer);
	return p->result;
}

static const struct { enum peer_trick trick; int status; bool counts; } deaths[] = {
	{ PEER_DROP, 0, true }, { PEER_CUT, 200, true }, { PEER_ANSWER, 502, true }, { PEER_ANSWER, 503, true }, { PEER_ANSWER, 504, true },
	{ PEER_ANSWER, 500, false }, { PEER_ANSWER, 404, false }, { PEER_ANSWER, 429, false }, { PEER_ANSWER, 200, false },
};

START_TEST(the_circuit_opens_when_nobody_answers)
{
	struct gateway_payment p;

	cashier_open(&c, "mock", obey, NULL);
	script = (struct peer_answer){ .trick = deaths[_i].trick, .status = deaths[_i].status, .body = "{\"x\":\"12345678\"}" };
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(look(&p), GATEWAY_UNKNOWN);
	int asked = peer_requests(c.peer);
	enum gateway_result next = look(&p);
	if (!deaths[_i].counts) {
		ck_assert_int_eq(next, GATEWAY_UNKNOWN);
		ck_assert_int_eq(gateway_down_for(c.gateway), 0);
		return;
	}
	ck_assert_int_eq(next, GATEWAY_NOT_DONE);
	ck_assert_str_eq(p.code, "circuit_open");
	ck_assert_int_ge(p.retry_after, 59);
	ck_assert_int_le(p.retry_after, 60);
	ck_assert_int_eq(gateway_down_for(c.gateway), p.retry_after);
	ck_assert_int_eq(peer_requests(c.peer), asked);
	/* Refunds and charges end as quickly. */
	struct gateway_refund_ask ask = cashier_refund("p1", 100);
	struct gateway_refund r;
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_NOT_DONE);
	ck_assert_int_ge(r.retry_after, 59);
	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_NOT_DONE);
}
END_TEST

START_TEST(the_circuit_closes_after_a_good_trial)
{
	char why[256];
	struct gateway_payment p;

	cashier_open(&c, "mock", obey, NULL);
	gateway_close(c.gateway);
	c.conf.gateway_breaker_failures = 1;
	c.conf.gateway_breaker_open_ms = 10;
	c.gateway = gateway_open(&c.conf, why, sizeof(why));
	script.trick = PEER_DROP;
	ck_assert_int_eq(look(&p), GATEWAY_UNKNOWN);
	script = (struct peer_answer){ .trick = PEER_ANSWER };
	(void)snprintf(script.body, sizeof(script.body), PAID, 1, 0);
	while (look(&p) == GATEWAY_NOT_DONE)
		ck_assert_str_eq(p.code, "circuit_open");
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_int_eq(gateway_down_for(c.gateway), 0);
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

/* --- pieces ------------------------------------------------------------------------ */

static const struct { const char *text; bool good; } words[] = {
	{ "pi_3MtwBwLkdIwHu7ix28a3tqPa", true }, { "a", true }, { "5zJ4xY7m0kODnyRpQWGrN2xqGlNvLrKwv1M9ENjbeoPaZdL6", true },
	{ "a-b_c=d.e", true }, { "..a", true }, { CASHIER_PAYMENT, true },
	{ NULL, false }, { "", false }, { ".", false }, { "..", false }, { "a/b", false }, { "../x", false }, { "a?b", false }, { "a%2e", false },
	{ "a b", false }, { "a\n", false }, { "a#", false }, { "가", false }, { "a:b", false }, { "a&b", false },
};

START_TEST(words_may_stand_in_paths)
{
	char longest[202];

	ck_assert(provider_is_word(words[_i].text) == words[_i].good);
	memset(longest, 'a', sizeof(longest));
	longest[201] = '\0';
	ck_assert(!provider_is_word(longest));
	longest[200] = '\0';
	ck_assert(provider_is_word(longest));
}
END_TEST

START_TEST(forms_are_encoded)
{
	struct buf form = { 0 };

	provider_form(&form, "none", NULL);
	provider_form(&form, "metadata[id]", "a b&c=d+e/%");
	provider_form_int(&form, "amount", -12);
	provider_form(&form, "name", "홍");
	provider_form(&form, "empty", "");
	ck_assert_str_eq(buf_str(&form), "metadata%5Bid%5D=a%20b%26c%3Dd%2Be%2F%25&amount=-12&name=%ED%99%8D&empty=");
	buf_free(&form);
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
	tcase_add_loop_test(t, words_may_stand_in_paths, 0, ROWS(words));
	tcase_add_test(t, forms_are_encoded);
	tcase_add_test(t, results_have_names);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(peer, NULL, end);
	tcase_add_loop_test(peer, wishes_that_can_not_be_are_not_sent, 0, ROWS(wishes));
	tcase_add_test(peer, a_refund_of_nothing_is_refused);
	tcase_add_loop_test(peer, another_amount_is_not_our_payment, 0, ROWS(amounts));
	tcase_add_loop_test(peer, the_circuit_opens_when_nobody_answers, 0, ROWS(deaths));
	tcase_add_test(peer, the_circuit_closes_after_a_good_trial);
	tcase_add_test(peer, who_is_not_there_was_asked_for_nothing);
	suite_add_tcase(s, peer);
	return s;
}
