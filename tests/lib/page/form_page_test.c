/* form_page_test: what was typed comes back in the fields, but for secrets. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "http/request.h"
#include "page/form_page.h"
#include "support/sample.h"
#include "support/suite.h"

#define FORM "application/x-www-form-urlencoded"

static struct route route;
static struct arena *arena;
static struct buf out;
static struct request rq;
static struct err e;

static void
setup(void)
{
	arena = arena_new(1u << 18);
	route = (struct route){ HTTP_POST, "/samples", NULL, .body = &sample_model };
	rq = (struct request){ .arena = arena, .id = "r", .path = "/samples", .query = "", .method = HTTP_POST,
	    .match.route = &route, .lang = LANG_EN };
	e = (struct err){ .code = ERR_INVALID_REQUEST };
	ck_assert_int_eq(id_start(), 0);
}
static void
teardown(void)
{
	buf_free(&out);
	arena_free(arena);
}

static const char *
form(const char *body)
{
	buf_reset(&out);
	ck_assert_ptr_null(body_parse(arena, FORM, body, strlen(body), &rq.body_tree));
	ck_assert(form_page_fits(&rq));
	form_page(&out, &rq, &e);
	ck_assert(!out.failed);
	return buf_str(&out);
}
#define HAS(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "no «%s» in\n%s", (part), (text))
#define HAS_NOT(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "«%s» in\n%s", (part), (text))

/* What is sent, and what must (or, with !, must not) stand in the form. */
static const struct { const char *sent, *part; } rows[] = {
	{ "name=Kim",			"<label for=\"f-name\">Name (required)</label>" },
	{ "name=Kim",			"id=\"f-name\" name=\"name\" required value=\"Kim\"" },
	{ "name=%22%3E%3Cscript%3E",	"value=\"&quot;&gt;&lt;script&gt;\"" },
	{ "name[a]=1",			"id=\"f-name\" name=\"name\" required>" },	/* an object where text belongs */
	{ "quantity=many",		"inputmode=\"numeric\" id=\"f-quantity\" name=\"quantity\" value=\"many\"" },
	{ "gift=on",			"<option value=\"true\" selected>Yes</option>" },
	{ "gift=off",			"<option value=\"false\" selected>No</option>" },
	{ "style=grand",		"<option value=\"grand\" selected>grand</option>" },
	{ "style=ugly",			"!selected" },
	{ "card=4242424242424242",	"!4242" },
	{ "card=4242424242424242",	"<input type=\"password\" autocomplete=\"off\" id=\"f-card\" name=\"card\">" },
	{ "status=x",			"!f-status" },
	{ "ready=x",			"!f-ready" },
	{ "place[address]=Seoul",	"<fieldset tabindex=\"-1\" id=\"f-place\">" },
	{ "place[address]=Seoul",	"id=\"f-place-address\" name=\"place[address]\" required value=\"Seoul\"" },
	{ "place[notes]=a%0Ab%3C",	"name=\"place[notes]\">\na\nb&lt;</textarea>" },
	{ "name=x",			"!f-place" },
	{ "lines[0][code]=a&lines[1][code]=b", "id=\"f-lines-1-code\" name=\"lines[1][code]\" required value=\"b\"" },
	{ "lines[0][code]=a",		"<legend>lines 1</legend>" },
	{ "name=x",			"!f-lines" },
	{ "tags[]=red&tags[]=blue",	"id=\"f-tags-1\" name=\"tags[]\" value=\"blue\"" },
	{ "products[]=7",		"inputmode=\"numeric\" id=\"f-products-0\" name=\"products[]\" value=\"7\"" },
	{ "extras[wine]=2",		"id=\"f-extras-wine\" name=\"extras[wine]\" value=\"2\"" },
	{ "extras[wine]=2",		"<label for=\"f-extras-wine\">wine</label>" },
	{ "user_id=nobody",		"id=\"f-user_id\" name=\"user_id\" value=\"nobody\"" },
	{ "name=x",			"<form method=\"post\" action=\"/samples\" novalidate>" },
	{ "name=x",			"!idempotency_key" },
	{ "name=x",			"!type=\"file\"" },
	{ "",				"id=\"f-name\"" },
};

START_TEST(keeps_what_was_typed)
{
	if (rows[_i].part[0] == '!')
		HAS_NOT(form(rows[_i].sent), rows[_i].part + 1);
	else
		HAS(form(rows[_i].sent), rows[_i].part);
}
END_TEST

START_TEST(marks_what_is_wrong)
{
	static const struct fault faults[] = {
		{ "/name", "too_long" }, { "/place", "required" }, { "/lines", "too_few" }, { "/extras/a~1b", "too_large" },
	};
	const char *text;

	e.faults = faults;
	e.nfaults = ROWS(faults);
	text = form("name=Kim&extras[a%2Fb]=500");
	HAS(text, "required aria-invalid=\"true\" aria-describedby=\"f-name-error\" value=\"Kim\"");
	HAS(text, "<p class=\"field-error\" id=\"f-name-error\">This is too long (at most 10).</p>");
	HAS(text, "<p class=\"field-error\" id=\"f-place-error\">This is required.</p>");	/* and is shown, though not sent */
	HAS(text, "name=\"place[address]\"");
	HAS(text, "name=\"lines[0][code]\"");
	HAS(text, "name=\"extras[a/b]\" aria-invalid=\"true\"");
	HAS_NOT(text, "f-quantity-error");
}
END_TEST

START_TEST(posts_to_where_it_was_posted)
{
	rq.path = "/a b/\"x";
	rq.query = "token=1&y=\"2\"";
	HAS(form("name=x"), "action=\"/a%20b/%22x?token=1&amp;y=&quot;2&quot;\"");
}
END_TEST

START_TEST(takes_files_again)
{
	route.flags = ROUTE_UPLOAD;
	HAS(form("name=x"), "enctype=\"multipart/form-data\"");
	HAS(buf_str(&out), "<input type=\"file\" id=\"f-file\" name=\"file\">");
}
END_TEST

/* Sent again after a refusal it is another request; after an unsure end it must be the same one. */
static const struct { enum err_code code; bool same; } keys[] = {
	{ ERR_INVALID_REQUEST, false },
	{ ERR_STOCK_NOT_ENOUGH, false },
	{ ERR_IDEMPOTENCY_KEY_REUSED, false },
	{ ERR_IDEMPOTENCY_IN_FLIGHT, true },
	{ ERR_INTERNAL_SERVER_ERROR, true },
	{ ERR_OUTCOME_UNKNOWN, true },
	{ ERR_UPSTREAM_TIMEOUT, true },
};

START_TEST(keeps_or_renews_the_key)
{
	const char *value;
	struct uuid fresh;
	char text[UUID_TEXT] = "";

	route.flags = ROUTE_IDEMPOTENT;
	rq.idempotency.key = "the-key";
	e.code = keys[_i].code;
	value = strstr(form("name=x"), "name=\"idempotency_key\" value=\"");
	ck_assert_ptr_nonnull(value);
	value += strlen("name=\"idempotency_key\" value=\"");
	if (keys[_i].same)
		ck_assert_int_eq(strncmp(value, "the-key\"", 8), 0);
	else {
		memcpy(text, value, UUID_TEXT - 1);
		ck_assert(uuid_parse(text, &fresh));
	}
}
END_TEST

START_TEST(fits_forms_only)
{
	struct request none = rq;

	ck_assert(!form_page_fits(&none));		/* nothing was read */
	none.body_tree.kind = BODY_JSON;
	ck_assert(!form_page_fits(&none));
	none.body_tree.kind = BODY_MULTIPART;
	ck_assert(form_page_fits(&none));
	route.body = NULL;
	ck_assert(!form_page_fits(&none));
	none.match.route = NULL;
	ck_assert(!form_page_fits(&none));
}
END_TEST

Suite *
form_page_suite(void)
{
	Suite *s = suite_create("form_page");
	TCase *tc = tcase_create("form_page");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, keeps_what_was_typed, 0, ROWS(rows));
	tcase_add_test(tc, marks_what_is_wrong);
	tcase_add_test(tc, posts_to_where_it_was_posted);
	tcase_add_test(tc, takes_files_again);
	tcase_add_loop_test(tc, keeps_or_renews_the_key, 0, ROWS(keys));
	tcase_add_test(tc, fits_forms_only);
	suite_add_tcase(s, tc);
	return s;
}
