/* problem_page_test: the page of an error, with and without a form. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/request.h"
#include "page/problem_page.h"
#include "support/sample.h"
#include "support/suite.h"

static const struct route route = { HTTP_POST, "/samples", NULL, .body = &sample_model, .query = &sample_query_model };
static struct arena *arena;
static struct buf out;
static struct request rq;

static void
setup(void)
{
	arena = arena_new(1u << 18);
	rq = (struct request){ .arena = arena, .id = "r<1", .path = "/samples", .query = "", .method = HTTP_POST,
	    .match.route = &route };
}
static void
teardown(void)
{
	buf_free(&out);
	arena_free(arena);
}

static const char *
page(const struct err *e)
{
	buf_reset(&out);
	problem_page(&out, &rq, e);
	ck_assert(!out.failed);
	return buf_str(&out);
}
#define HAS(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "no «%s» in\n%s", (part), (text))
#define HAS_NOT(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "«%s» in\n%s", (part), (text))

START_TEST(says_what_happened)
{
	const char *text = page(err_new(arena, ERR_ENTITY_NOT_FOUND, "no <b>order</b>"));

	HAS(text, "<html lang=\"ko\">");
	HAS(text, "<h1>대상을 찾을 수 없습니다.</h1>");
	HAS(text, "no &lt;b&gt;order&lt;/b&gt;");
	HAS(text, "r&lt;1");
	HAS(text, "/assets/banquet.css");
	HAS_NOT(text, "<form");
	rq.lang = LANG_EN;
	text = page(err_new(arena, ERR_INTERNAL_SERVER_ERROR, "secret reason"));
	HAS(text, "<html lang=\"en\">");
	HAS(text, "<h1>Something went wrong on the server.</h1>");
	HAS_NOT(text, "secret");
}
END_TEST

START_TEST(links_faults_to_fields)
{
	static const struct fault faults[] = {
		{ "/name", "required" }, { "/place/address", "too_short" }, { "/lines/1/code", "required" },
		{ "?limit", "too_large" }, { "", "duplicate_field" }, { "/nowhere/at/<all>", "invalid" },
	};
	struct err e = { .code = ERR_INVALID_REQUEST, .faults = faults, .nfaults = ROWS(faults) };
	static const char body[] = "name=&place[address]=x&lines[0][code]=a&lines[1][quantity]=2";
	const char *text;

	ck_assert_ptr_null(body_parse(arena, "application/x-www-form-urlencoded", body, strlen(body), &rq.body_tree));
	text = page(&e);
	HAS(text, "role=\"alert\"");
	HAS(text, "<li><a href=\"#f-name\">이름: 필수 항목입니다.</a></li>");
	HAS(text, "<li><a href=\"#f-place-address\">address: 너무 짧습니다 (최소 2).</a></li>");
	HAS(text, "<li><a href=\"#f-lines-1-code\">lines 2 · code: 필수 항목입니다.</a></li>");
	HAS(text, "<li>limit: 값이 너무 큽니다 (최대 100).</li>");
	HAS(text, "<li>같은 항목이 두 번 있습니다.</li>");
	HAS(text, "<li>nowhere · at · &lt;all&gt;: 올바르지 않습니다.</li>");
	HAS(text, "<form method=\"post\"");
}
END_TEST

START_TEST(lists_faults_without_a_form)
{
	rq.lang = LANG_EN;
	const char *text = page(err_fault(arena, "/name", "required"));

	HAS(text, "<li>Name: This is required.</li>");
	HAS_NOT(text, "<form");
	rq.match.route = NULL;
	HAS(page(err_fault(arena, "/name", "required")), "<li>name: This is required.</li>");
}
END_TEST

Suite *
problem_page_suite(void)
{
	Suite *s = suite_create("problem_page");
	TCase *tc = tcase_create("problem_page");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, says_what_happened);
	tcase_add_test(tc, links_faults_to_fields);
	tcase_add_test(tc, lists_faults_without_a_form);
	suite_add_tcase(s, tc);
	return s;
}
