/* accept_test: preferences of Accept and Accept-Language. */
#include "http/accept.h"
#include "support/suite.h"

#define BROWSER "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"

static const struct { const char *header, *type; int q; } media[] = {
	{ NULL,					"application/json",	1000 },
	{ "",					"application/json",	1000 },
	{ "application/json",			"application/json",	1000 },
	{ "Application/JSON; q=0.5",		"application/json",	500 },
	{ "application/json;charset=utf-8;q=0.125", "application/json",	125 },
	{ "text/*;q=0.3, */*;q=0.1",		"text/html",		300 },
	{ "text/*;q=0.3, */*;q=0.1",		"application/json",	100 },
	{ "*/*, application/json;q=0",		"application/json",	0 },
	{ "text/html",				"application/json",	0 },
	{ "application/jsonx",			"application/json",	0 },
	{ "app/*",				"application/json",	0 },
	{ BROWSER,				"text/html",		1000 },
	{ BROWSER,				"application/json",	800 },
	{ "application/json;q=1.5, */*;q=0.2",	"application/json",	200 },	/* no quality: passed over */
	{ "application/json;q=x",		"application/json",	0 },
	{ ",,;q=1, ,application/json",		"application/json",	1000 },
	{ "application/json;q=0.2, application/json", "application/json", 1000 },
	{ "application/json;",			"application/json",	1000 },
	{ "application/json;q=",		"application/json",	1000 },
};

START_TEST(weighs_media_types)
{
	ck_assert_int_eq(accept_media(media[_i].header, media[_i].type), media[_i].q);
}
END_TEST

static const struct { const char *header; enum lang lang; } langs[] = {
	{ NULL,				LANG_KO },
	{ "",				LANG_KO },
	{ "ko-KR,ko;q=0.9,en;q=0.8",	LANG_KO },
	{ "en",				LANG_EN },
	{ "EN-us, ko;q=0.5",		LANG_EN },
	{ "en;q=0.5, ko;q=0.5",		LANG_KO },
	{ "en;q=0.5, *;q=0.6",		LANG_KO },
	{ "ko;q=0, *",			LANG_EN },
	{ "en;q=0",			LANG_KO },
	{ "fr, de;q=0.5",		LANG_KO },
	{ "fr, en;q=0.1",		LANG_EN },
	{ "english",			LANG_KO },
	{ "*",				LANG_KO },
	{ "e",				LANG_KO },
};

START_TEST(chooses_a_language)
{
	ck_assert_int_eq(accept_lang(langs[_i].header), langs[_i].lang);
}
END_TEST

Suite *
accept_suite(void)
{
	Suite *s = suite_create("accept");
	TCase *tc = tcase_create("accept");

	tcase_add_loop_test(tc, weighs_media_types, 0, ROWS(media));
	tcase_add_loop_test(tc, chooses_a_language, 0, ROWS(langs));
	suite_add_tcase(s, tc);
	return s;
}
