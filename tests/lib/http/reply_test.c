/* reply_test: what goes out, byte for byte where it matters. */
#include <string.h>

#include "http/conn.h"
#include "http/reply.h"
#include "http/request.h"
#include "support/suite.h"

static struct buf out;
static struct conn_memory conn;
static struct request rq;
static struct reply reply;

static void
setup(void)
{
	conn_memory_init(&conn, NULL, NULL, 0, &out);
	rq = (struct request){ .conn = &conn.conn, .id = "r-1" };
}
static void
teardown(void)
{
	reply_clear(&reply);
	buf_free(&out);
}

START_TEST(writes_it_whole)
{
	reply.status = 201;
	reply.type = "application/json";
	buf_puts(&reply.body, "{}");
	reply_header(&reply.headers, "Location", "/a");
	ck_assert_int_eq(reply_send(&rq, &reply), 0);
	ck_assert_str_eq(buf_str(&out),
	    "Status: 201 Created\r\n"
	    "Content-Type: application/json\r\n"
	    "Content-Length: 2\r\n"
	    "X-Request-Id: r-1\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Cache-Control: no-store\r\n"
	    "Vary: Accept, Accept-Language, Cookie\r\n"
	    "Location: /a\r\n"
	    "\r\n"
	    "{}");
}
END_TEST

START_TEST(keeps_the_body_of_head_back)
{
	reply.status = 200;
	buf_puts(&reply.body, "12345");
	rq.head = true;
	ck_assert_int_eq(reply_send(&rq, &reply), 0);
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "Content-Length: 5\r\n"));
	ck_assert_str_eq(strstr(buf_str(&out), "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

static const int bodiless[] = { 204, 304 };

START_TEST(says_nothing_of_no_body)
{
	reply.status = bodiless[_i];
	reply.type = "application/json";
	buf_puts(&reply.body, "{}");
	ck_assert_int_eq(reply_send(&rq, &reply), 0);
	ck_assert_ptr_null(strstr(buf_str(&out), "\r\nContent-"));
	ck_assert_str_eq(strstr(buf_str(&out), "\r\n\r\n"), "\r\n\r\n");
}
END_TEST

START_TEST(respects_caching_of_the_handler)
{
	reply.status = 200;
	reply_header(&reply.headers, "cache-control", "public, max-age=60");
	ck_assert_int_eq(reply_send(&rq, &reply), 0);
	ck_assert_ptr_null(strstr(buf_str(&out), "no-store"));
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "\r\nVary: Accept, Accept-Language\r\n"));
	reply_header(&reply.headers, "Vary", "Accept-Language");
	buf_reset(&out);
	ck_assert_int_eq(reply_send(&rq, &reply), 0);
	ck_assert_ptr_null(strstr(buf_str(&out), "Vary: Accept, "));
}
END_TEST

START_TEST(lets_no_line_be_smuggled_in)
{
	reply_header(&reply.headers, "Location", "/a\r\nSet-Cookie: x=1\n\x7f");
	ck_assert_str_eq(buf_str(&reply.headers), "Location: /aSet-Cookie: x=1\r\n");
}
END_TEST

START_TEST(sends_nothing_of_half_an_answer)
{
	reply.status = 200;
	reply.body.cap = 4;
	buf_puts(&reply.body, "12345");
	ck_assert(reply.body.failed);
	ck_assert_int_eq(reply_send(&rq, &reply), -1);
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

Suite *
reply_suite(void)
{
	Suite *s = suite_create("reply");
	TCase *tc = tcase_create("reply");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, writes_it_whole);
	tcase_add_test(tc, keeps_the_body_of_head_back);
	tcase_add_loop_test(tc, says_nothing_of_no_body, 0, ROWS(bodiless));
	tcase_add_test(tc, respects_caching_of_the_handler);
	tcase_add_test(tc, lets_no_line_be_smuggled_in);
	tcase_add_test(tc, sends_nothing_of_half_an_answer);
	suite_add_tcase(s, tc);
	return s;
}
