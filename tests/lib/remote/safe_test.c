/* safe: what is on this machine, and what only looks so. */
#include "remote/safe.h"

#include "support/suite.h"

static const struct { const char *url; bool safe; } urls[] = {
	{ "https://pay.example", true }, { "https://pay.example:8443/v1", true }, { "https://", false },
	{ "http://127.0.0.1", true }, { "http://127.0.0.1:8090", true }, { "http://127.0.0.1/x", true }, { "http://127.0.0.1:8090/x", true },
	{ "http://localhost", true }, { "http://localhost:1/", true }, { "http://[::1]:8090", true },
	{ "http://pay.example", false }, { "http://127.0.0.1.pay.example", false }, { "http://localhost.pay.example/", false },
	{ "http://127.0.0.10", false }, { "http://127.0.0.1:x@pay.example/", false }, { "http://127.0.0.1:1@pay.example/", false },
	{ "http://localhost@pay.example/", false }, { "http://127.0.0.1?", false }, { "HTTP://127.0.0.1", false },
	{ "ftp://127.0.0.1", false }, { "127.0.0.1", false }, { "http:127.0.0.1", false }, { "", false },
};

START_TEST(addresses)
{
	ck_assert_int_eq(safe_url(urls[_i].url), urls[_i].safe);
}
END_TEST

START_TEST(schemes)
{
	ck_assert(safe_local("smtp://127.0.0.1:25", "smtp"));
	ck_assert(!safe_local("smtps://127.0.0.1", "smtp"));
	ck_assert(!safe_local("http://127.0.0.1", "smtp"));
	ck_assert(!safe_local("https://127.0.0.1", "http"));
}
END_TEST

Suite *
safe_suite(void)
{
	Suite *s = suite_create("remote/safe");
	TCase *c = tcase_create("safe");

	tcase_add_loop_test(c, addresses, 0, ROWS(urls));
	tcase_add_test(c, schemes);
	suite_add_tcase(s, c);
	return s;
}
