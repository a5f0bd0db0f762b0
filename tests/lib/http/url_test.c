/* url_test: percent-encoding there and back. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/url.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 16); }
static void teardown(void) { arena_free(arena); }

static const struct { const char *in; bool plus; const char *out; } decoded[] = {
	{ "/api/menu/valentine",	false,	"/api/menu/valentine" },
	{ "",				false,	"" },
	{ "%41%6a%6A",			false,	"Ajj" },
	{ "a+b",			false,	"a+b" },
	{ "a+b",			true,	"a b" },
	{ "%ED%95%9C",			false,	"한" },
	{ "%2541",			false,	"%41" },	/* once, not twice */
	{ "%00",			false,	NULL },
	{ "a%0",			false,	NULL },
	{ "a%",				false,	NULL },
	{ "%zz",			false,	NULL },
	{ "%ff",			false,	NULL },
	{ "%ED%A0%80",			false,	NULL },		/* a surrogate */
	{ "%c0%af",			false,	NULL },		/* '/' in too many bytes */
};

START_TEST(decodes)
{
	const char *out = url_decode(arena, decoded[_i].in, strlen(decoded[_i].in), decoded[_i].plus);

	if (decoded[_i].out == NULL)
		ck_assert_ptr_null(out);
	else
		ck_assert_pstr_eq(out, decoded[_i].out);
}
END_TEST

static const struct { const char *query, *name, *value; } values[] = {
	{ "token=abc",			"token", "abc" },
	{ "a=1&token=a%2Bb+c&z",	"token", "a+b c" },
	{ "xtoken=1",			"token", NULL },
	{ "token",			"token", NULL },
	{ "token=",			"token", "" },
	{ "&&token=1&token=2",		"token", "1" },
	{ "token=%00",			"token", NULL },
	{ "",				"token", NULL },
};

START_TEST(finds_query_values)
{
	ck_assert_pstr_eq(url_query_value(arena, values[_i].query, values[_i].name), values[_i].value);
}
END_TEST

static const struct { const char *path, *encoded; } paths[] = {
	{ "/api/orders/",	"/api/orders/" },
	{ "/a b/한?\"<>",	"/a%20b/%ED%95%9C%3F%22%3C%3E" },
	{ "/a\r\nb%",		"/a%0D%0Ab%25" },
	{ "",			"" },
};

START_TEST(encodes_paths)
{
	struct buf out = { 0 };

	url_encode_path(&out, paths[_i].path);
	ck_assert_str_eq(buf_str(&out), paths[_i].encoded);
	ck_assert_str_eq(url_decode(arena, buf_str(&out), out.len, false), paths[_i].path);
	buf_free(&out);
}
END_TEST

static const struct { const char *text, *encoded; } single[] = {
	{ "grand", "grand" },
	{ "A-z_0.9~", "A-z_0.9~" },
	{ "a b&c=d/e+f", "a%20b%26c%3Dd%2Fe%2Bf" },
	{ "35.와인", "35.%EC%99%80%EC%9D%B8" },
	{ "", "" },
};

START_TEST(encodes_values)
{
	struct buf out = { 0 };

	url_encode_value(&out, single[_i].text);
	ck_assert_str_eq(buf_str(&out), single[_i].encoded);
	ck_assert_str_eq(url_decode(arena, buf_str(&out), out.len, true), single[_i].text);
	buf_free(&out);
}
END_TEST

Suite *
url_suite(void)
{
	Suite *s = suite_create("url");
	TCase *tc = tcase_create("url");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, decodes, 0, ROWS(decoded));
	tcase_add_loop_test(tc, finds_query_values, 0, ROWS(values));
	tcase_add_loop_test(tc, encodes_paths, 0, ROWS(paths));
	tcase_add_loop_test(tc, encodes_values, 0, ROWS(single));
	suite_add_tcase(s, tc);
	return s;
}
