/* ticket: an answer kept, and given again to the same request alone. */
#include "shop/ticket.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct arena *arena, *batch;
static const struct hash print = { { 1 } }, other_print = { { 2 } };
static bool wordless;

static void
setup(void)
{
	ck_assert_int_eq(id_start(), 0);
	arena = arena_new(1u << 20);
	batch = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
	arena_free(batch);
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	if (wordless)
		return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "no words");
	*kept = (struct kept){ .status = 201, .location = "/x", .guest_token = "token", .json = "\"a\":1" };
	return NULL;
}

static struct ticket
make(const struct hash *fingerprint)
{
	return (struct ticket){ .arena = arena, .key = idem_make("kim", 3, "/r", "k", fingerprint), .answer = answer };
}

START_TEST(kept_and_given_again)
{
	struct ticket t = make(&print), again = make(&print);
	size_t len;
	const void *sealed = ticket_keep_answer(&t, batch, &len);

	ck_assert_ptr_nonnull(sealed);
	ck_assert_int_eq(t.kept->status, 201);
	ck_assert(!t.replayed);
	ticket_answer_again(&again, &print, 201, sealed, len);
	ck_assert_ptr_null(again.err);
	ck_assert(again.replayed);
	ck_assert_int_eq(again.kept->status, 201);
	ck_assert_str_eq(again.kept->json, "\"a\":1");
	ck_assert_str_eq(again.kept->location, "/x");
	ck_assert_ptr_null(again.kept->page);
	ck_assert_str_eq(again.kept->guest_token, "token");
	/* It is the waiter's own: the batch may go. */
	arena_reset(batch);
	ck_assert_str_eq(again.kept->guest_token, "token");
}
END_TEST

/* What stands under the key, and what the request is told. */
static const struct { const struct hash *print; int status; bool spoilt; int code; } known[] = {
	{ &print, 201, false, -1 },
	{ &other_print, 201, false, ERR_IDEMPOTENCY_KEY_REUSED },
	{ &print, 0, false, ERR_IDEMPOTENCY_IN_FLIGHT },
	{ &other_print, 0, false, ERR_IDEMPOTENCY_KEY_REUSED },
	{ &print, 201, true, ERR_INTERNAL_SERVER_ERROR },
};

START_TEST(told)
{
	struct ticket t = make(&print), again = make(&print);
	size_t len;
	const void *kept = ticket_keep_answer(&t, batch, &len);
	unsigned char *sealed = (unsigned char *)arena_memdup(arena, kept, len);

	sealed[len - 1] ^= known[_i].spoilt;
	ticket_answer_again(&again, known[_i].print, known[_i].status, known[_i].status == 0 ? NULL : sealed, known[_i].status == 0 ? 0 : len);
	ck_assert_int_eq(again.err == NULL ? -1 : (int)again.err->code, known[_i].code);
	ck_assert_int_eq(again.replayed, known[_i].code == -1);
	ck_assert_int_eq(again.err != NULL && again.err->retry_after > 0, known[_i].code == ERR_IDEMPOTENCY_IN_FLIGHT);
}
END_TEST

START_TEST(can_not_be_kept)
{
	struct ticket t = make(&print);
	struct arena *small = arena_new(16);
	size_t len;

	ck_assert_ptr_null(ticket_keep_answer(&t, small, &len));	/* no room in the batch */
	wordless = true;
	ck_assert_ptr_null(ticket_keep_answer(&t, batch, &len));
	wordless = false;
	arena_reset(small);
	ck_assert_ptr_nonnull(arena_alloc(small, 16));
	t.arena = small;
	ck_assert_ptr_null(ticket_keep_answer(&t, batch, &len));	/* none with the waiter */
	ck_assert_ptr_null(t.kept);
	arena_free(small);
}
END_TEST

Suite *
ticket_suite(void)
{
	Suite *s = suite_create("shop/ticket");
	TCase *c = tcase_create("ticket");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, kept_and_given_again);
	tcase_add_loop_test(c, told, 0, ROWS(known));
	tcase_add_test(c, can_not_be_kept);
	suite_add_tcase(s, c);
	return s;
}
