/*
 * stripe_webhook_test: headers in every order and disorder, times at the edge, other secrets and bodies.
 */
#include "support/suite.h"

#include <string.h>

#include "remote/stripe_webhook.h"

#define SECRET "whsec_test_secret"
#define BODY "{\"id\":\"evt_1\"}"
#define AT 1614265330
#define MAC "e135cdbed3dda004bf8a2fb350f2541d299393c770e0b9e6e319dc595e9072aa"
#define NONE "0000000000000000000000000000000000000000000000000000000000000000"

static const struct { const char *header; int64_t now; enum sign_verdict is; } hooks[] = {
	{ "t=1614265330,v1=" MAC, AT, SIGN_GOOD }, { "v1=" MAC ",t=1614265330", AT, SIGN_GOOD },
	{ "t=1614265330,v1=" NONE ",v1=" MAC ",v0=" NONE, AT, SIGN_GOOD }, { "t=1614265330,v0=x,,v1=" MAC, AT, SIGN_GOOD },
	{ "t=1614265330,v1=" MAC, AT + 300, SIGN_GOOD }, { "t=1614265330,v1=" MAC, AT + 301, SIGN_TOO_OLD }, { "t=1614265330,v1=" MAC, AT - 301, SIGN_TOO_NEW },
	{ NULL, AT, SIGN_MISSING }, { "", AT, SIGN_MALFORMED }, { "v1=" MAC, AT, SIGN_MALFORMED }, { "t=,v1=" MAC, AT, SIGN_MALFORMED },
	{ "t=x,v1=" MAC, AT, SIGN_MALFORMED }, { "t=1614265330", AT, SIGN_WRONG }, { "t=1614265330,v1=", AT, SIGN_WRONG },
	{ "t=1614265330,v0=" MAC, AT, SIGN_WRONG }, { "t=1614265331,v1=" MAC, AT, SIGN_WRONG }, { "t=1614265330,v1=" NONE, AT, SIGN_WRONG },
	{ "t=1614265330,v1=" MAC "00", AT, SIGN_WRONG }, { "t=1614265330,v1=e135cdbed3", AT, SIGN_WRONG }, { "t=1614265330,v1=" MAC "x", AT, SIGN_WRONG },
};

START_TEST(webhooks_are_verified)
{
	ck_assert_int_eq(stripe_webhook_verify(SECRET, hooks[_i].header, BODY, strlen(BODY), hooks[_i].now, SIGN_TOLERANCE), hooks[_i].is);
	if (hooks[_i].is == SIGN_GOOD) {
		ck_assert_int_eq(stripe_webhook_verify("whsec_other", hooks[_i].header, BODY, strlen(BODY), hooks[_i].now, SIGN_TOLERANCE), SIGN_WRONG);
		ck_assert_int_eq(stripe_webhook_verify(SECRET, hooks[_i].header, BODY " ", strlen(BODY) + 1, hooks[_i].now, SIGN_TOLERANCE), SIGN_WRONG);
		ck_assert_int_eq(stripe_webhook_verify(SECRET, hooks[_i].header, NULL, 0, hooks[_i].now, SIGN_TOLERANCE), SIGN_WRONG);
	}
}
END_TEST

Suite *
stripe_webhook_suite(void)
{
	Suite *s = suite_create("stripe_webhook");
	TCase *t = tcase_create("stripe_webhook");

	tcase_add_loop_test(t, webhooks_are_verified, 0, ROWS(hooks));
	suite_add_tcase(s, t);
	return s;
}
