/*
 * provider_test: the circuit that ends calls nobody answers, and the pieces requests are made of.
 */
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "remote/provider.h"
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

#define PAID "{\"id\":\"p1\",\"reference\":\"" CASHIER_PAYMENT "\",\"status\":\"PAID\",\"amount\":1,\"refunded_amount\":0}"

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
	strcpy(script.body, PAID);
	while (look(&p) == GATEWAY_NOT_DONE)
		ck_assert_str_eq(p.code, "circuit_open");
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_int_eq(gateway_down_for(c.gateway), 0);
}
END_TEST

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

Suite *
provider_suite(void)
{
	Suite *s = suite_create("provider");
	TCase *t = tcase_create("pieces"), *circuit = tcase_create("circuit");

	tcase_add_loop_test(t, words_may_stand_in_paths, 0, ROWS(words));
	tcase_add_test(t, forms_are_encoded);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(circuit, NULL, end);
	tcase_add_loop_test(circuit, the_circuit_opens_when_nobody_answers, 0, ROWS(deaths));
	tcase_add_test(circuit, the_circuit_closes_after_a_good_trial);
	suite_add_tcase(s, circuit);
	return s;
}
