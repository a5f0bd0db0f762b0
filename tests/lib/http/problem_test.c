/* problem_test: every row of the error table as a problem, in both languages. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "http/fault_text.h"
#include "http/problem.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/serve.h"
#include "support/suite.h"

static struct arena *arena;
static void
plain_page(struct buf *out, const struct request *r, const struct err *e)
{
	(void)r;
	buf_printf(out, "<!doctype html>%s", err_kind(e->code)->name);
}

static const struct app app = { .name = "test", .plain_page = plain_page };
static struct request rq;
static struct reply reply;

static void
setup(void)
{
	arena = arena_new(1u << 16);
	rq = (struct request){ .arena = arena, .id = "r-1", .path = "/x", .query = "" };
}
static void
teardown(void)
{
	reply_clear(&reply);
	arena_free(arena);
}

static struct json_object *
render(const struct err *e)
{
	struct json_object *o;

	problem_render(&app, &rq, e, &reply);
	o = json_tokener_parse(buf_str(&reply.body));
	ck_assert_ptr_nonnull(o);
	return o;
}

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object *v;

	return json_object_object_get_ex(o, name, &v) ? json_object_get_string(v) : NULL;
}

START_TEST(renders_every_error)
{
	const struct err_kind *kind = err_kind((enum err_code)_i);
	const struct err *e = err_new(arena, (enum err_code)_i, "detail %d", 7);
	char type[128];

	for (int lang = LANG_KO; lang <= LANG_EN; lang++) {
		struct json_object *o;

		rq.lang = (enum lang)lang;
		o = render(e);
		ck_assert_int_eq(reply.status, kind->status);
		ck_assert_str_eq(reply.type, "application/problem+json");
		(void)snprintf(type, sizeof(type), "/problems/%s", kind->slug);
		ck_assert_str_eq(member(o, "type"), type);
		ck_assert_str_eq(member(o, "title"), kind->title);
		ck_assert_str_eq(member(o, "code"), kind->name);
		ck_assert_str_eq(member(o, "success"), "false");
		ck_assert_str_eq(member(o, "requestId"), "r-1");
		ck_assert_str_eq(member(o, "message"), lang == LANG_KO ? kind->message_ko : kind->message_en);
		ck_assert_int_eq(atoi(member(o, "status")), kind->status);
		/* What went wrong inside stays inside. */
		ck_assert_pstr_eq(member(o, "detail"), kind->flags & ERR_F_TELL ? "detail 7" : NULL);
		ck_assert_int_eq(strstr(buf_str(&reply.headers), "WWW-Authenticate: Bearer") != NULL, kind->status == 401);
		ck_assert_int_eq(strstr(buf_str(&reply.headers), "Retry-After: ") != NULL, (kind->flags & ERR_F_RETRY) != 0);
		json_object_put(o);
	}
}
END_TEST

START_TEST(lists_all_faults)
{
	static const struct fault faults[] = { { "/a/\"b", "required" }, { "?limit", "too_large" }, { "/c", "no such word" } };
	struct err e = { .code = ERR_INVALID_REQUEST, .faults = faults, .nfaults = ROWS(faults) };
	struct json_object *o, *list;

	rq.lang = LANG_EN;
	o = render(&e);
	ck_assert(json_object_object_get_ex(o, "errors", &list));
	ck_assert_uint_eq(json_object_array_length(list), ROWS(faults));
	for (int i = 0; i < ROWS(faults); i++) {
		struct json_object *f = json_object_array_get_idx(list, (size_t)i);

		ck_assert_str_eq(member(f, "pointer"), faults[i].pointer);
		ck_assert_str_eq(member(f, "reason"), faults[i].reason);
		ck_assert_str_ne(member(f, "message"), "");
	}
	ck_assert_str_eq(member(json_object_array_get_idx(list, 0), "message"), "This is required.");
	json_object_put(o);
}
END_TEST

START_TEST(a_word_of_the_details_is_the_message)
{
	for (int lang = LANG_KO; lang <= LANG_EN; lang++) {
		struct err e = { .code = ERR_UNAUTHENTICATED, .detail = "wrong_sign_in" };
		struct json_object *o;

		rq.lang = (enum lang)lang;
		o = render(&e);
		ck_assert_str_eq(member(o, "message"), detail_text("wrong_sign_in", lang == LANG_EN));
		ck_assert(!json_object_object_get_ex(o, "detail", NULL));
		json_object_put(o);
		e.code = ERR_INTERNAL_SERVER_ERROR;	/* tells nothing, not this either */
		o = render(&e);
		ck_assert_str_ne(member(o, "message"), detail_text("wrong_sign_in", lang == LANG_EN));
		json_object_put(o);
	}
}
END_TEST

static void
write_shortage(struct buf *out, const void *arg)
{
	buf_printf(out, "\"shortages\":[{\"sku\":\"%s\"}]", (const char *)arg);
}

START_TEST(carries_further_members)
{
	struct err e = { .code = ERR_STOCK_NOT_ENOUGH, .extra = write_shortage, .extra_arg = "wine", .retry_after = 7 };
	struct json_object *o = render(&e);

	ck_assert_str_eq(member(o, "shortages"), "[ { \"sku\": \"wine\" } ]");
	ck_assert_ptr_nonnull(strstr(buf_str(&reply.headers), "Retry-After: 7\r\n"));
	json_object_put(o);
	e = (struct err){ .code = ERR_METHOD_NOT_ALLOWED, .allow = "GET, HEAD" };
	json_object_put(render(&e));
	ck_assert_str_eq(buf_str(&reply.headers), "Allow: GET, HEAD\r\n");
}
END_TEST

START_TEST(forgets_what_the_reply_held)
{
	buf_puts(&reply.headers, "Set-Cookie: a=b\r\n");
	buf_puts(&reply.body, "half an ans");
	json_object_put(render(err_static(ERR_ENTITY_NOT_FOUND)));
	ck_assert_str_eq(buf_str(&reply.headers), "");
}
END_TEST

static const char *
own_page(struct request *r, const struct err *e, struct buf *out)
{
	(void)r;
	if (e->code == ERR_UNAVAILABLE) {
		buf_puts(out, "half");
		return NULL;
	}
	buf_puts(out, "<p>own</p>");
	return buf_str(out);
}

START_TEST(makes_a_page_for_browsers)
{
	static const struct app with_page = { .name = "test", .error_page = own_page, .plain_page = plain_page }, without = { .name = "test" };

	rq.wants_html = true;
	problem_render(&app, &rq, err_static(ERR_ENTITY_NOT_FOUND), &reply);
	ck_assert_int_eq(reply.status, 404);
	ck_assert_str_eq(reply.type, "text/html; charset=utf-8");
	ck_assert_str_eq(buf_str(&reply.body), "<!doctype html>ENTITY_NOT_FOUND");
	problem_render(&with_page, &rq, err_static(ERR_ENTITY_NOT_FOUND), &reply);
	ck_assert_str_eq(buf_str(&reply.body), "<p>own</p>");
	problem_render(&with_page, &rq, err_static(ERR_UNAVAILABLE), &reply);
	ck_assert_str_eq(buf_str(&reply.body), "<!doctype html>UNAVAILABLE");
	problem_render(&without, &rq, err_static(ERR_ENTITY_NOT_FOUND), &reply);
	ck_assert_str_eq(reply.type, "application/problem+json");
}
END_TEST

Suite *
problem_suite(void)
{
	Suite *s = suite_create("problem");
	TCase *tc = tcase_create("problem");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, renders_every_error, 0, ERR__MAX);
	tcase_add_test(tc, lists_all_faults);
	tcase_add_test(tc, a_word_of_the_details_is_the_message);
	tcase_add_test(tc, carries_further_members);
	tcase_add_test(tc, forgets_what_the_reply_held);
	tcase_add_test(tc, makes_a_page_for_browsers);
	suite_add_tcase(s, tc);
	return s;
}
