/* fault_say_test: sentences of faults with the limits of their rows. */
#include "base/arena.h"
#include "http/fault_say.h"
#include "http/fault_text.h"
#include "http/request.h"
#include "http/route.h"
#include "support/sample.h"
#include "support/suite.h"

static const struct route route = { .method = HTTP_POST, .path = "/x", .query = &sample_query_model, .body = &sample_model };
static struct request rq;

static void
setup(void)
{
	rq = (struct request){ .arena = arena_new(1u << 16), .lang = LANG_EN, .match.route = &route };
}

static void
teardown(void)
{
	arena_free(rq.arena);
}

static const struct { struct fault fault; const char *said; } rows[] = {
	{ { "/quantity", "too_large" }, "The value is too large (at most 10)." },
	{ { "/quantity", "too_small" }, "The value is too small (at least 1)." },
	{ { "/name", "too_long" }, "This is too long (at most 10)." },
	{ { "/place/address", "too_short" }, "This is too short (at least 2)." },
	{ { "/lines", "too_many" }, "There are too many entries (at most 3)." },
	{ { "/lines/7/quantity", "too_large" }, "The value is too large (at most 10)." },
	{ { "/tags/1", "too_long" }, "This is too long (at most 5)." },
	{ { "/tags", "too_many" }, "There are too many entries (at most 4)." },
	{ { "/products/0", "too_small" }, "The value is too small (at least 1)." },
	{ { "/extras/wine", "too_large" }, "The value is too large (at most 99)." },
	{ { "/extras/wine", "too_small" }, "The value is too small (at least 0)." },
	{ { "?limit", "too_large" }, "The value is too large (at most 100)." },
	/* Of the body as a whole. */
	{ { "", "too_many_fields" }, "There are too many fields (at most 512)." },
	{ { "", "too_many_files" }, "There are too many files (at most 16)." },
	/* No limit to tell. */
	{ { "/lines", "too_few" }, "There are too few entries." },
	{ { "/any", "too_large" }, "The value is too large." },
	{ { "/weight", "too_large" }, "The value is too large." },
	{ { "/quantity", "required" }, "This is required." },
	{ { "/quantity", "too_long" }, "This is too long." },
	{ { "/nowhere", "too_large" }, "The value is too large." },
	{ { "", "too_many" }, "There are too many entries." },
	{ { "Some-Header", "not_a_key" }, "This is not an idempotency key." },
	{ { "/quantity", "no_such_word" }, "This is not valid." },
};

START_TEST(limits_are_told)
{
	ck_assert_str_eq(fault_say(&rq, &rows[_i].fault), rows[_i].said);
}
END_TEST

START_TEST(in_korean_and_without_a_route)
{
	struct fault f = { "/quantity", "too_large" };

	rq.lang = LANG_KO;
	ck_assert_str_eq(fault_say(&rq, &f), "값이 너무 큽니다 (최대 10).");
	f.reason = "too_small";
	ck_assert_str_eq(fault_say(&rq, &f), "값이 너무 작습니다 (최소 1).");
	rq.match.route = NULL;
	ck_assert_str_eq(fault_say(&rq, &f), fault_text("too_small", false));
}
END_TEST

Suite *
fault_say_suite(void)
{
	Suite *s = suite_create("fault_say");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, limits_are_told, 0, ROWS(rows));
	tcase_add_test(c, in_korean_and_without_a_route);
	suite_add_tcase(s, c);
	return s;
}
