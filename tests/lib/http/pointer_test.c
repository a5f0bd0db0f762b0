/* pointer_test: places in a tree as RFC 6901 writes them. */
#include <string.h>

#include "base/arena.h"
#include "http/pointer.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(4096); }
static void teardown(void) { arena_free(arena); }

START_TEST(chains)
{
	struct pointer lines = { NULL, "side_dishes", 0 }, entry = { &lines, NULL, 12 }, code = { &entry, "code", 0 };

	ck_assert_str_eq(pointer_text(arena, NULL), "");
	ck_assert_str_eq(pointer_text(arena, &lines), "/side_dishes");
	ck_assert_str_eq(pointer_text(arena, &entry), "/side_dishes/12");
	ck_assert_str_eq(pointer_text(arena, &code), "/side_dishes/12/code");
	entry.index = (size_t)-1;
	ck_assert_str_eq(pointer_text(arena, &code), "/side_dishes/18446744073709551615/code");
}
END_TEST

static const struct { const char *key, *text; } keys[] = {
	{ "", "/" },			/* RFC 6901 5: the member whose name is empty */
	{ "a/b", "/a~1b" },
	{ "m~n", "/m~0n" },
	{ "~1", "/~01" },
	{ "배달", "/배달" },
	{ "0123456789012345678901234567890123456789012345678901234567890123",
	  "/0123456789012345678901234567890123456789012345678901234567890123" },
	{ "01234567890123456789012345678901234567890123456789012345678901234",
	  "/0123456789012345678901234567890123456789012345678901234567890123" },
	/* The 64th byte lies in the middle of a character: it is left out whole. */
	{ "가나다라마바사아자차카타파하가나다라마바사아", "/가나다라마바사아자차카타파하가나다라마바사" },
};

START_TEST(keys_are_escaped_and_cut)
{
	ck_assert_str_eq(pointer_text(arena, &(struct pointer){ NULL, keys[_i].key, 0 }), keys[_i].text);
}
END_TEST

START_TEST(full_arena)
{
	struct pointer p = { NULL, "name", 0 };

	while (arena_alloc(arena, 16) != NULL)
		;
	ck_assert_ptr_null(pointer_text(arena, &p));
}
END_TEST

Suite *
pointer_suite(void)
{
	Suite *s = suite_create("pointer");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, chains);
	tcase_add_loop_test(c, keys_are_escaped_and_cut, 0, ROWS(keys));
	tcase_add_test(c, full_arena);
	suite_add_tcase(s, c);
	return s;
}
