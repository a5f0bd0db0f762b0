/* webhook: each provider's calls, told from anybody's; which payment they mean. */
#include "remote/webhook.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "support/suite.h"

#define SECRET "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define OURS "01234567-89ab-7def-8123-456789abcdef"
#define NOW 1700000000

static struct arena *a;

static void setup(void) { a = arena_new(1u << 16); }
static void teardown(void) { arena_free(a); }

/* How it is signed. */
enum how { WELL, BY_ANOTHER, LONG_AGO, AHEAD, NOT_AT_ALL, ANOTHER_BODY };

static struct webhook_call
call_of(const char *provider, const char *body, enum how how)
{
	static char signature[SIGN_TEXT], at_text[24], stripe[128];
	const char *secret = how == BY_ANOTHER ? "whsec_HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" : SECRET;
	int64_t at = how == LONG_AGO ? NOW - SIGN_TOLERANCE - 1 : how == AHEAD ? NOW + SIGN_TOLERANCE + 1 : NOW;
	struct webhook_call c = { .body = body, .n = strlen(body) };
	struct sign_key key;

	if (how == NOT_AT_ALL)
		return c;
	snprintf(at_text, sizeof(at_text), "%lld", (long long)at);
	if (strcmp(provider, "stripe") == 0) {
		const struct sign_part parts[] = { { at_text, strlen(at_text) }, { ".", 1 }, { body, strlen(body) } };
		unsigned char mac[SIGN_MAC];
		char hex[2 * SIGN_MAC + 1];
		sign_mac(secret, strlen(secret), parts, 3, mac);
		snprintf(stripe, sizeof(stripe), "t=%s,v1=%s", at_text, sodium_bin2hex(hex, sizeof(hex), mac, sizeof(mac)));
		c.stripe = stripe;
	} else {
		ck_assert(sign_key_parse(secret, &key));
		ck_assert(sign_webhook(&key, "msg_1", at, body, strlen(body), signature));
		c.standard = (struct sign_headers){ "msg_1", at_text, signature };
	}
	if (how == ANOTHER_BODY)
		c.n--;
	return c;
}

#define MOCK "{\"type\":\"payment.paid\",\"data\":{\"id\":\"t1\",\"reference\":\"" OURS "\",\"amount\":1}}"
#define STRIPE "{\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":\"pi_1\",\"metadata\":{\"payment_id\":\"" OURS "\"}}}}"
#define TOSS "{\"eventType\":\"PAYMENT_STATUS_CHANGED\",\"data\":{\"paymentKey\":\"key1\",\"orderId\":\"" OURS "\",\"status\":\"DONE\"}}"

static const struct { const char *provider, *body; enum how how; enum webhook_result result; bool ours; const char *named; } calls[] = {
	{ "mock", MOCK, WELL, WEBHOOK_SIGNED, true, "t1" },
	{ "mock", MOCK, BY_ANOTHER, WEBHOOK_REFUSED, false, NULL },
	{ "mock", MOCK, LONG_AGO, WEBHOOK_REFUSED, false, NULL },
	{ "mock", MOCK, AHEAD, WEBHOOK_REFUSED, false, NULL },
	{ "mock", MOCK, NOT_AT_ALL, WEBHOOK_REFUSED, false, NULL },
	{ "mock", MOCK, ANOTHER_BODY, WEBHOOK_REFUSED, false, NULL },
	{ "stripe", STRIPE, WELL, WEBHOOK_SIGNED, true, "pi_1" },
	{ "stripe", STRIPE, BY_ANOTHER, WEBHOOK_REFUSED, false, NULL },
	{ "stripe", STRIPE, LONG_AGO, WEBHOOK_REFUSED, false, NULL },
	{ "stripe", STRIPE, NOT_AT_ALL, WEBHOOK_REFUSED, false, NULL },
	{ "stripe", STRIPE, ANOTHER_BODY, WEBHOOK_REFUSED, false, NULL },
	{ "toss", TOSS, NOT_AT_ALL, WEBHOOK_UNSIGNED, true, "key1" },
	{ "paypal", MOCK, WELL, WEBHOOK_REFUSED, false, NULL },
	/* Theirs, and of no payment; or of one that has only their name. */
	{ "mock", "{}", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "mock", "[]", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "mock", "not json", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "mock", "", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "mock", "{\"data\":{\"reference\":5}}", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "mock", "{\"data\":{\"reference\":\"x\"}}", WELL, WEBHOOK_UNREADABLE, false, NULL },
	{ "stripe", "{\"data\":{\"object\":{\"id\":\"pi_1\"}}}", WELL, WEBHOOK_SIGNED, false, "pi_1" },
	{ "toss", "{\"data\":{\"paymentKey\":\"key1\",\"orderId\":\"theirs\"}}", NOT_AT_ALL, WEBHOOK_UNSIGNED, false, "key1" },
	{ "toss", "{}", NOT_AT_ALL, WEBHOOK_UNREADABLE, false, NULL },
};

START_TEST(read)
{
	const struct webhook_call c = call_of(calls[_i].provider, calls[_i].body, calls[_i].how);
	struct webhook w = { .transaction_id = "untouched" };
	struct uuid ours;

	ck_assert(uuid_parse(OURS, &ours));
	ck_assert_int_eq((int)webhook_read(a, calls[_i].provider, SECRET, &c, NOW, &w), (int)calls[_i].result);
	if (calls[_i].result == WEBHOOK_SIGNED || calls[_i].result == WEBHOOK_UNSIGNED) {
		ck_assert_int_eq(uuid_cmp(&w.payment_id, &ours) == 0, calls[_i].ours);
		ck_assert_int_eq(uuid_is_zero(&w.payment_id), !calls[_i].ours);
		ck_assert_str_eq(w.transaction_id, calls[_i].named);
	} else
		ck_assert_str_eq(w.transaction_id, "untouched");
}
END_TEST

START_TEST(without_a_secret)
{
	const struct webhook_call c = call_of("mock", MOCK, WELL);
	struct webhook w;

	ck_assert_int_eq((int)webhook_read(a, "mock", "", &c, NOW, &w), WEBHOOK_REFUSED);
	ck_assert_int_eq((int)webhook_read(a, "mock", "whsec_short", &c, NOW, &w), WEBHOOK_REFUSED);
	ck_assert(!webhook_can("mock", ""));
	ck_assert(!webhook_can("stripe", ""));
	ck_assert(webhook_can("mock", SECRET));
	ck_assert(webhook_can("stripe", SECRET));
	ck_assert(webhook_can("toss", ""));
	ck_assert(!webhook_can("paypal", SECRET));
}
END_TEST

Suite *
webhook_suite(void)
{
	Suite *s = suite_create("webhook");
	TCase *c = tcase_create("webhook");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, read, 0, ROWS(calls));
	tcase_add_test(c, without_a_secret);
	suite_add_tcase(s, c);
	return s;
}
