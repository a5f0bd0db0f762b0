/* template_test: what templates make of data, what sets refuse, and where rendering stops. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buf.h"
#include "page/template.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

static const char words[] =
    "hello = 안녕하세요 | Hello\n"
    "of = {} 수량 | Quantity of {}\n"
    "[stage]\n"
    "PENDING = 접수 | Received\n";

static const char data[] =
    "{\"name\":\"Kim & <Lee>\",\"html\":\"<b>\",\"n\":3,\"zero\":0,\"q\":1.500,\"whole\":2.0,\"yes\":true,\"no\":false,\"none\":null,"
    "\"empty\":\"\",\"o\":{\"p\":{\"q\":\"deep\"},\"name\":\"inner\"},\"list\":[{\"name\":\"a\"},{\"name\":\"b\"},{}],"
    "\"words\":[\"x\",\"y\"],\"nothing\":[],\"price\":1234567,\"credit\":-5400,\"at\":\"2026-11-21T19:05:00.123+09:00\","
    "\"status\":\"PENDING\",\"other\":\"ODD\",\"flavors\":{\"vanilla\":{\"price\":1},\"tea\":{\"price\":2}},\"s\":\"0\"}";

static const struct { const char *text, *ko, *en; } renders[] = {
	{ "plain",					"plain", NULL },
	{ "",						"", NULL },
	{ "{{name}}",					"Kim &amp; &lt;Lee&gt;", NULL },
	{ "{{{html}}}{{html}}",				"<b>&lt;b&gt;", NULL },
	{ "{{ n }}{{q}}{{whole}}{{yes}}{{no}}",		"31.52truefalse", NULL },
	{ "[{{none}}{{absent}}{{o}}{{list}}{{n.x}}]",	"[]", NULL },
	{ "{{o.p.q}}",					"deep", NULL },
	{ "{{#o}}{{name}}{{n}}{{/o}}",			"inner3", NULL },
	{ "{{#list}}{{@index}}{{@number}}{{name}};{{/list}}",	"01a;12b;23Kim &amp; &lt;Lee&gt;;", NULL },
	{ "{{#list}}[{{.name}}{{#.n}}n{{/.n}}]{{/list}}{{.n}}",	"[a][b][]3", NULL },
	{ "{{#o}}{{.p.q}}{{.n}}{{/o}}",			"deep", NULL },
	{ "{{#words}}{{.}}{{/words}}",			"xy", NULL },
	{ "{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}N{{/no}}",	"yN", NULL },
	{ "{{#zero}}a{{/zero}}{{#empty}}b{{/empty}}{{#none}}c{{/none}}{{#nothing}}d{{/nothing}}{{#absent}}e{{/absent}}", "", NULL },
	{ "{{^nothing}}none{{/nothing}}{{^list}}x{{/list}}{{#s}}s{{/s}}",	"nones", NULL },
	{ "{{#is status \"PENDING\"}}p{{/is}}{{^is status \"PENDING\"}}q{{/is}}",	"p", NULL },
	{ "{{#is n \"3\"}}p{{/is}}{{#is yes \"true\"}}q{{/is}}{{#is absent none}}r{{/is}}",	"pqr", NULL },
	{ "{{#list}}{{#is @index \"1\"}}[{{name}}]{{/is}}{{/list}}",	"[b]", NULL },
	{ "{{#list}}{{#@index}}{{@index}}{{/@index}}{{/list}}",	"012", NULL },
	{ "{{#any list}}[{{#list}}{{.name}}{{/list}}]{{/any}}{{#any nothing}}x{{/any}}{{#any o}}{{name}}{{/any}}",
	  "[ab]Kim &amp; &lt;Lee&gt;", NULL },
	{ "{{#each flavors}}{{@key}}={{price}},{{/each}}",	"vanilla=1,tea=2,", NULL },
	{ "{{#each list}}x{{/each}}{{#each absent}}y{{/each}}",	"", NULL },
	{ "{{@index}}{{@key}}",				"", NULL },
	{ "{{won price}}",				"1,234,567원", "₩1,234,567" },
	{ "{{won credit}} {{change credit}} {{change price}} {{change zero}}",
	  "−5,400원 −5,400원 +1,234,567원 0원", "−₩5,400 −₩5,400 +₩1,234,567 ₩0" },
	{ "{{won name}}{{won absent}}",			"Kim &amp; &lt;Lee&gt;", NULL },
	{ "{{date at}}|{{time at}}",			"2026년 11월 21일 19:05|19:05", "21 November 2026, 19:05|19:05" },
	{ "{{date name}}",				"Kim &amp; &lt;Lee&gt;", NULL },
	{ "{{url name}}",				"Kim%20%26%20%3CLee%3E", NULL },
	{ "{{t hello}}",				"안녕하세요", "Hello" },
	{ "{{t of name}}{{t of absent}}",		"Kim &amp; &lt;Lee&gt; 수량{} 수량", "Quantity of Kim &amp; &lt;Lee&gt;Quantity of {}" },
	{ "{{label stage status}}{{label stage other}}{{label stage absent}}",	"접수ODD", "ReceivedODD" },
	{ "{{pick o \"name\"}}{{pick o other}}{{pick o absent}}{{pick n status}}",	"innerODDPENDING", NULL },
	{ "{{#list}}{{> row}}{{/list}}",		"<a><b><Kim &amp; &lt;Lee&gt;>", NULL },
	{ "a{{! a remark\n of two lines }}b",		"ab", NULL },
	{ "1\n  {{#yes}}\n2\n  {{/yes}}  \n3\n",	"1\n2\n3\n", NULL },
	{ "1\r\n{{#yes}}\r\n2\r\n{{/yes}}",		"1\r\n2\r\n", NULL },
	{ "1 {{#yes}}\n2 {{/yes}}\n",			"1 \n2 \n", NULL },
};

/* A checked set with the page under test and a partial. */
static struct templates *
set_with(const char *text)
{
	struct templates *set = templates_new();
	char why[300];

	ck_assert_ptr_nonnull(set);
	ck_assert_int_eq(templates_add_messages(set, "messages.ini", words, strlen(words), why, sizeof(why)), 0);
	ck_assert_int_eq(templates_add(set, "row", "<{{name}}>", 10, why, sizeof(why)), 0);
	ck_assert_msg(templates_add(set, "page", text, strlen(text), why, sizeof(why)) == 0, "%s", why);
	ck_assert_msg(templates_check(set, why, sizeof(why)) == 0, "%s", why);
	return set;
}

START_TEST(renders_each)
{
	struct templates *set = set_with(renders[_i].text);
	struct json_object *tree = json_tokener_parse(data);

	for (int lang = LANG_KO; lang <= LANG_EN; lang++) {
		struct buf out = { 0 };
		const char *expected = lang == LANG_EN && renders[_i].en != NULL ? renders[_i].en : renders[_i].ko;

		ck_assert_ptr_null(template_render(set, "page", tree, (enum lang)lang, arena, &out));
		ck_assert_str_eq(buf_str(&out), expected);
		buf_free(&out);
	}
	json_object_put(tree);
	templates_free(set);
}
END_TEST

START_TEST(renders_without_data)
{
	struct templates *set = set_with("a{{name}}{{#list}}x{{/list}}{{.}}");
	struct buf out = { 0 };

	ck_assert_ptr_null(template_render(set, "page", NULL, LANG_KO, arena, &out));
	ck_assert_str_eq(buf_str(&out), "a");
	ck_assert_ptr_nonnull(template_render(set, "absent", NULL, LANG_KO, arena, &out));
	ck_assert_str_eq(template_message(set, "hello", LANG_EN), "Hello");
	ck_assert_str_eq(template_message(set, "absent", LANG_EN), "absent");
	buf_free(&out);
	templates_free(set);
}
END_TEST

static const struct { const char *text; size_t cap; } boundless[] = {
	{ "{{> page}}", 0 },						/* a template in itself */
	{ "{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}{{#list}}"
	  "{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}{{/list}}", 0 },
	{ "{{#words}}0123456789{{/words}}", 12 },
	{ "0123456789abc", 12 },
};

START_TEST(stops_at_its_bounds)
{
	struct templates *set = set_with(boundless[_i].text);
	struct json_object *tree = json_tokener_parse(data);
	struct buf out = { .cap = boundless[_i].cap };
	const struct err *e = template_render(set, "page", tree, LANG_KO, arena, &out);

	ck_assert(err_is(e, ERR_INTERNAL_SERVER_ERROR));
	buf_free(&out);
	json_object_put(tree);
	templates_free(set);
}
END_TEST

START_TEST(checks_names)
{
	static const struct { const char *text, *why; } missing[] = {
		{ "\n\n{{> nowhere}}",		"page.html:3: no such template: nowhere" },
		{ "{{n}}\n{{t nothing}}",	"page.html:2: no such message: nothing" },
	};
	for (size_t i = 0; i < 2; i++) {
		struct templates *set = templates_new();
		char why[300];

		ck_assert_int_eq(templates_add(set, "page", missing[i].text, strlen(missing[i].text), why, sizeof(why)), 0);
		ck_assert_int_eq(templates_check(set, why, sizeof(why)), -1);
		ck_assert_str_eq(why, missing[i].why);
		ck_assert_int_eq(templates_add(set, "page", "x", 1, why, sizeof(why)), -1);
		ck_assert_str_eq(why, "page.html: is there twice");
		templates_free(set);
	}
}
END_TEST

static void
put_file(const char *dir, const char *name, const char *text)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

START_TEST(loads_a_directory)
{
	char dir[] = "/tmp/template_test.XXXXXX", pages[64], command[100], why[300];
	struct buf out = { 0 };
	struct templates *set;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(pages, sizeof(pages), "%s/templates", dir);
	ck_assert_ptr_null(templates_load(dir, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "/templates: No such file"));
	ck_assert_int_eq(mkdir(pages, 0700), 0);
	ck_assert_ptr_null(templates_load(dir, why, sizeof(why)));
	ck_assert_ptr_nonnull(strstr(why, "messages.ini: No such file"));
	put_file(dir, "messages.ini", words);
	put_file(pages, "page.html", "{{t hello}} {{> part}}");
	put_file(pages, "page.html~", "{{");
	put_file(pages, ".html", "{{");
	ck_assert_ptr_null(templates_load(dir, why, sizeof(why)));
	ck_assert_str_eq(why, "page.html:1: no such template: part");
	put_file(pages, "part.html", "{{name");
	ck_assert_ptr_null(templates_load(dir, why, sizeof(why)));
	ck_assert_str_eq(why, "part.html:1: a tag is not closed");
	put_file(pages, "part.html", "part");
	set = templates_load(dir, why, sizeof(why));
	ck_assert_msg(set != NULL, "%s", why);
	ck_assert_ptr_null(template_render(set, "page", NULL, LANG_EN, arena, &out));
	ck_assert_str_eq(buf_str(&out), "Hello part");
	ck_assert_ptr_null(templates_load("/nonexistent", why, sizeof(why)));
	buf_free(&out);
	templates_free(set);
	templates_free(NULL);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	ck_assert_int_eq(system(command), 0);
}
END_TEST

Suite *
template_suite(void)
{
	Suite *s = suite_create("template");
	TCase *tc = tcase_create("template");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, renders_each, 0, ROWS(renders));
	tcase_add_test(tc, renders_without_data);
	tcase_add_loop_test(tc, stops_at_its_bounds, 0, ROWS(boundless));
	tcase_add_test(tc, checks_names);
	tcase_add_test(tc, loads_a_directory);
	suite_add_tcase(s, tc);
	return s;
}
