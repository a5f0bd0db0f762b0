/* etag_test: lists of entity tags against a version. */
#include "http/etag.h"
#include "support/suite.h"

static const struct { const char *header; bool strong, weak; } rows[] = {
	{ "\"7\"",			true,	true },
	{ "W/\"7\"",			false,	true },
	{ "\"6\", \"7\"",		true,	true },
	{ "W/\"7\" , \"7\"",		true,	true },
	{ "*",				true,	true },
	{ " * ",			true,	true },
	{ "*, \"7\"",			false,	false },
	{ "\"77\"",			false,	false },
	{ "\"\"",			false,	false },
	{ "7",				false,	false },
	{ "\"7",			false,	false },
	{ "W/",				false,	false },
	{ "",				false,	false },
	{ NULL,				false,	false },
	{ "\"6\" x \"7\"",		false,	false },
};

START_TEST(compares)
{
	ck_assert_int_eq(etag_match(rows[_i].header, "7", ETAG_STRONG), rows[_i].strong);
	ck_assert_int_eq(etag_match(rows[_i].header, "7", ETAG_WEAK), rows[_i].weak);
}
END_TEST

Suite *
etag_suite(void)
{
	Suite *s = suite_create("etag");
	TCase *tc = tcase_create("etag");

	tcase_add_loop_test(tc, compares, 0, ROWS(rows));
	suite_add_tcase(s, tc);
	return s;
}
