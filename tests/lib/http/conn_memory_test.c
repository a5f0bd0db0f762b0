/* conn_memory_test: the transport of tests tells what it was given. */
#include <string.h>

#include "base/buf.h"
#include "http/conn.h"
#include "support/suite.h"

static const char *const params[] = { "A=1", "AB=2", "C=", "D", NULL };

START_TEST(tells_parameters)
{
	struct conn_memory c;

	conn_memory_init(&c, params, NULL, 0, NULL);
	ck_assert_str_eq(c.conn.ops->param(&c.conn, "A"), "1");
	ck_assert_str_eq(c.conn.ops->param(&c.conn, "AB"), "2");
	ck_assert_str_eq(c.conn.ops->param(&c.conn, "C"), "");
	ck_assert_ptr_null(c.conn.ops->param(&c.conn, "D"));
	ck_assert_ptr_null(c.conn.ops->param(&c.conn, "B"));
	conn_memory_init(&c, NULL, NULL, 0, NULL);
	ck_assert_ptr_null(c.conn.ops->param(&c.conn, "A"));
}
END_TEST

START_TEST(reads_in_pieces)
{
	struct conn_memory c;
	char piece[4];

	conn_memory_init(&c, params, "hello", 5, NULL);
	ck_assert_int_eq(c.conn.ops->read(&c.conn, piece, 3), 3);
	ck_assert_mem_eq(piece, "hel", 3);
	ck_assert_int_eq(c.conn.ops->read(&c.conn, piece, 3), 2);
	ck_assert_mem_eq(piece, "lo", 2);
	ck_assert_int_eq(c.conn.ops->read(&c.conn, piece, 3), 0);
}
END_TEST

START_TEST(keeps_what_is_written)
{
	struct buf out = { .cap = 8 };
	struct conn_memory c;

	conn_memory_init(&c, params, NULL, 0, &out);
	ck_assert_int_eq(c.conn.ops->write(&c.conn, "abc", 3), 0);
	ck_assert_str_eq(buf_str(&out), "abc");
	ck_assert_int_eq(c.conn.ops->write(&c.conn, "0123456789", 10), -1);
	buf_free(&out);
}
END_TEST

Suite *
conn_memory_suite(void)
{
	Suite *s = suite_create("conn_memory");
	TCase *tc = tcase_create("conn_memory");

	tcase_add_test(tc, tells_parameters);
	tcase_add_test(tc, reads_in_pieces);
	tcase_add_test(tc, keeps_what_is_written);
	suite_add_tcase(s, tc);
	return s;
}
