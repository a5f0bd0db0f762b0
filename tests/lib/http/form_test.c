/* form_test: names that nest, values that decode, and what contradicts itself. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/body.h"
#include "http/form.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

static const char *
outcome(const char *text, size_t n)
{
	struct form f;

	ck_assert_ptr_null(form_begin(&f, arena));
	const char *said = refusal(arena, form_parse(&f, text, n));
	form_end(&f);
	return *said == '\0' ? json_object_to_json_string_ext(f.tree, JSON_C_TO_STRING_PLAIN) : said;
}

static const struct { const char *in, *out; } rows[] = {
	{ "", "{}" },
	{ "&&", "{}" },
	{ "=x", "{}" },
	{ "a=1&b=2", "{\"a\":\"1\",\"b\":\"2\"}" },
	{ "a", "{\"a\":\"\"}" },
	{ "a=", "{\"a\":\"\"}" },
	{ "a=b=c", "{\"a\":\"b=c\"}" },
	{ "&a=1&&b=2&", "{\"a\":\"1\",\"b\":\"2\"}" },
	/* decoding */
	{ "a=x+y%20z%2B", "{\"a\":\"x y z+\"}" },
	{ "%61%5b%62%5D=%EA%B0%80", "{\"a\":{\"b\":\"가\"}}" },
	{ "a=100%&b=%zz&c=%4", "{\"a\":\"100%\",\"b\":\"%zz\",\"c\":\"%4\"}" },
	{ "a=%00x", "{\"a\":\"\\u0000x\"}" },		/* the model refuses it, with its name */
	/* nesting */
	{ "a[b]=1&a[c]=2", "{\"a\":{\"b\":\"1\",\"c\":\"2\"}}" },
	{ "a.b=1&a[c]=2&a.d.e=3", "{\"a\":{\"b\":\"1\",\"c\":\"2\",\"d\":{\"e\":\"3\"}}}" },
	{ "a[]=1&a[]=2", "{\"a\":[\"1\",\"2\"]}" },
	{ "a[1]=y&a[0]=x", "{\"a\":[\"x\",\"y\"]}" },
	{ "a[5][x]=1&a[2][x]=2&a[5][y]=3", "{\"a\":[{\"x\":\"2\"},{\"x\":\"1\",\"y\":\"3\"}]}" },
	{ "a[99]=1&a[0007]=0", "{\"a\":[\"0\",\"1\"]}" },
	{ "a[3]=1&a[]=2", "{\"a\":[\"1\",\"2\"]}" },
	{ "a[0].b[2]=x&a[0].b[1]=w", "{\"a\":[{\"b\":[\"w\",\"x\"]}]}" },
	{ "a[][x]=1&a[][x]=2", "{\"a\":[{\"x\":\"1\"},{\"x\":\"2\"}]}" },
	{ "a[b][c][d][e][f][g][h]=1", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":\"1\"}}}}}}}}" },
	{ "a[1x]=1", "{\"a\":{\"1x\":\"1\"}}" },
	{ "0=1", "{\"0\":\"1\"}" },
	{ "__proto__[x]=1", "{\"__proto__\":{\"x\":\"1\"}}" },
	/* names that are not made like that are plain keys */
	{ "a[=1", "{\"a[\":\"1\"}" },
	{ "a[b=1", "{\"a[b\":\"1\"}" },
	{ "a]=1", "{\"a]\":\"1\"}" },
	{ "[a]=1", "{\"[a]\":\"1\"}" },
	{ ".a=1", "{\".a\":\"1\"}" },
	{ "a.=1", "{\"a.\":\"1\"}" },
	{ "a..b=1", "{\"a..b\":\"1\"}" },
	{ "a[b]c=1", "{\"a[b]c\":\"1\"}" },
	{ "a[b[c]]=1", "{\"a[b[c]]\":\"1\"}" },
	/* contradictions */
	{ "a=1&a=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[b]=1&a.b=2", "INVALID_REQUEST /a/b=duplicate_field" },
	{ "a=1&a[b]=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[b]=1&a=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[]=1&a=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[0]=1&a[b]=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[b]=1&a[0]=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "a[0]=1&a[0]=2", "INVALID_REQUEST /a/0=duplicate_field" },
	{ "a[0]=1&a[0][b]=2", "INVALID_REQUEST /a/0=duplicate_field" },
	/* limits */
	{ "a[b][c][d][e][f][g][h][i]=1", "INVALID_REQUEST /a/b/c/d/e/f/g/h=too_deep" },
	{ "a.b.c.d.e.f.g.h.i.j.k.l.m=1", "INVALID_REQUEST /a/b/c/d/e/f/g/h=too_deep" },
	{ "a[100]=1", "INVALID_REQUEST /a=too_many" },
	{ "a[4294967296]=1", "INVALID_REQUEST /a=too_many" },
	{ "a[99999999999999999999999999]=1", "INVALID_REQUEST /a=too_many" },
	{ "a[99]=1&a[]=2", "INVALID_REQUEST /a=too_many" },
	/* bytes that are no text */
	{ "a%ff=1", "INVALID_REQUEST =not_text" },
	{ "a%00b=1", "INVALID_REQUEST =not_text" },
	{ "a[b]=%ff", "INVALID_REQUEST /a/b=not_text" },
	{ "a=\xc0\xaf", "INVALID_REQUEST /a=not_text" },
};

START_TEST(names_and_values)
{
	ck_assert_str_eq(outcome(rows[_i].in, strlen(rows[_i].in)), rows[_i].out);
}
END_TEST

START_TEST(too_many)
{
	struct buf b = { 0 };

	for (int i = 0; i < BODY_FIELDS; i++)
		buf_printf(&b, "&k%d=1", i);
	ck_assert_int_eq(outcome(b.p, b.len)[0], '{');
	buf_puts(&b, "&one=more");
	ck_assert_str_eq(outcome(b.p, b.len), "INVALID_REQUEST =too_many_fields");
	buf_reset(&b);
	for (int i = 0; i < BODY_ENTRIES; i++)
		buf_puts(&b, "&a[]=1");
	ck_assert_int_eq(outcome(b.p, b.len)[0], '{');
	buf_puts(&b, "&a[]=1");
	ck_assert_str_eq(outcome(b.p, b.len), "INVALID_REQUEST /a=too_many");
	buf_free(&b);
}
END_TEST

START_TEST(long_names_are_passed_over)
{
	char text[600];

	memset(text, 'n', sizeof(text));
	memcpy(text + 300, "=1&a=2", 6);
	ck_assert_str_eq(outcome(text, 306), "{\"a\":\"2\"}");
}
END_TEST

START_TEST(full_arena)
{
	struct form f;

	ck_assert_ptr_null(form_begin(&f, arena));
	while (arena_alloc(arena, 16) != NULL)
		;
	ck_assert(err_is(form_parse(&f, "a=1", 3), ERR_UNAVAILABLE));
	ck_assert(err_is(form_begin(&f, arena), ERR_UNAVAILABLE));
}
END_TEST

Suite *
form_suite(void)
{
	Suite *s = suite_create("form");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, names_and_values, 0, ROWS(rows));
	tcase_add_test(c, too_many);
	tcase_add_test(c, long_names_are_passed_over);
	tcase_add_test(c, full_arena);
	suite_add_tcase(s, c);
	return s;
}
