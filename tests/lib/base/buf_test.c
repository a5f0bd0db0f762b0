/*
 * buf_test: growing, the cap, the sticky failure.
 */
#include "support/suite.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

START_TEST(an_empty_one_reads_as_nothing)
{
	struct buf b = { 0 };

	ck_assert_str_eq(buf_str(&b), "");
	buf_puts(&b, NULL);
	buf_puts(&b, "");
	buf_add(&b, "x", 0);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_str_eq(buf_str(&b), "");
	buf_reset(&b);
	buf_free(&b);
	buf_wipe(&b);
	buf_free(NULL);
	buf_wipe(NULL);
}
END_TEST

START_TEST(appends_in_order)
{
	struct buf b = { 0 };

	buf_puts(&b, "만찬 ");
	buf_putc(&b, '(');
	buf_printf(&b, "%d/%s", 7, "x");
	buf_add(&b, "\0)", 2);
	buf_printf(&b, "%s", "");
	ck_assert_uint_eq(b.len, 13);
	ck_assert_mem_eq(b.p, "만찬 (7/x\0)", 14);	/* with the NUL that is not counted */
	ck_assert(!b.failed);
	buf_free(&b);
	ck_assert_ptr_null(b.p);
	ck_assert_uint_eq(b.len, 0);
	buf_puts(&b, "again");
	ck_assert_str_eq(buf_str(&b), "again");
	buf_free(&b);
}
END_TEST

/* One by one, in pieces, or printed: the same bytes. */
START_TEST(every_length_comes_out_whole)
{
	char text[2000];

	for (size_t n = 0; n < sizeof(text); n += n < 600 ? 1 : 97) {
		struct buf one = { 0 }, pieces = { 0 }, printed = { 0 };
		for (size_t i = 0; i < n; i++)
			text[i] = (char)('a' + i % 26);
		text[n] = '\0';
		for (size_t i = 0; i < n; i++)
			buf_putc(&one, text[i]);
		for (size_t i = 0; i < n; i += 37)
			buf_add(&pieces, text + i, n - i < 37 ? n - i : 37);
		buf_printf(&printed, "%.*s", (int)(n / 3), text);
		buf_printf(&printed, "%s", text + n / 3);
		ck_assert_str_eq(buf_str(&one), text);
		ck_assert_str_eq(buf_str(&pieces), text);
		ck_assert_str_eq(buf_str(&printed), text);
		ck_assert_uint_eq(printed.len, n);
		buf_free(&one);
		buf_free(&pieces);
		buf_free(&printed);
	}
}
END_TEST

START_TEST(the_cap_holds)
{
	struct buf b = { .cap = 10 };

	buf_puts(&b, "12345");
	buf_puts(&b, "67890");		/* exactly the cap */
	ck_assert(!b.failed);
	ck_assert_str_eq(buf_str(&b), "1234567890");
	buf_putc(&b, 'x');
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "1234567890");

	buf_reset(&b);
	ck_assert(!b.failed);
	buf_puts(&b, "1234");
	buf_puts(&b, "5678901");	/* does not fit: none of it is there */
	buf_puts(&b, "5");		/* nor anything after it */
	buf_printf(&b, "%d", 5);
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "1234");
	buf_free(&b);
	ck_assert_uint_eq(b.cap, 10);

	buf_printf(&b, "%s", "12345678901");
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "");
	buf_free(&b);
}
END_TEST

START_TEST(printing_past_the_cap_adds_nothing)
{
	struct buf b = { .cap = 600 };

	buf_puts(&b, "ab");
	buf_printf(&b, "%0500d", 7);
	ck_assert_uint_eq(b.len, 502);
	buf_printf(&b, "%0500d", 7);
	ck_assert(b.failed);
	ck_assert_uint_eq(b.len, 502);
	ck_assert_uint_eq(strlen(b.p), 502);
	buf_free(&b);
}
END_TEST

START_TEST(without_a_cap_it_has_the_common_one)
{
	struct buf b = { 0 };
	static char block[1 << 16];

	memset(block, 'x', sizeof(block));
	while (!b.failed)
		buf_add(&b, block, sizeof(block));
	ck_assert_uint_eq(b.len, BUF_CAP);
	buf_free(&b);
	buf_add(&b, block, SIZE_MAX);
	ck_assert(b.failed);
	buf_free(&b);
}
END_TEST

START_TEST(wiping_leaves_it_usable)
{
	struct buf b = { 0 };

	buf_puts(&b, "secret");
	buf_wipe(&b);
	ck_assert_ptr_null(b.p);
	ck_assert_uint_eq(b.len, 0);
	buf_puts(&b, "next");
	ck_assert_str_eq(buf_str(&b), "next");
	buf_wipe(&b);
}
END_TEST

Suite *
buf_suite(void)
{
	Suite *s = suite_create("buf");
	TCase *t = tcase_create("buf");

	tcase_add_test(t, an_empty_one_reads_as_nothing);
	tcase_add_test(t, appends_in_order);
	tcase_add_test(t, every_length_comes_out_whole);
	tcase_add_test(t, the_cap_holds);
	tcase_add_test(t, printing_past_the_cap_adds_nothing);
	tcase_add_test(t, without_a_cap_it_has_the_common_one);
	tcase_add_test(t, wiping_leaves_it_usable);
	suite_add_tcase(s, t);
	return s;
}
