/* ticket: an answer kept and given again: to the same request under the same key, and to nobody else. */
#include "shop/ticket.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"

static struct arena *mine, *batch;

static void
setup(void)
{
	ck_assert_int_eq(id_start(), 0);
	mine = arena_new(1u << 20);
	batch = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(batch);
	arena_free(mine);
}

static const struct err *
made(struct ticket *t, struct kept *kept)
{
	(void)t;
	*kept = (struct kept){ .status = 201, .location = "/api/orders/1", .json = "\"order\":{}", .guest_token = "abc" };
	return NULL;
}

static const struct err *
unmade(struct ticket *t, struct kept *kept)
{
	(void)kept;
	return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "no room");
}

static struct ticket
ticket(const char *key, const char *request)
{
	const struct hash fingerprint = hash_of(request, strlen(request));

	return (struct ticket){ .arena = mine, .key = idem_make("kim", 3, "/api/orders", key, &fingerprint), .answer = made };
}

START_TEST(kept_and_given_again)
{
	struct ticket first = ticket("k", "one"), again = ticket("k", "one");
	size_t len;
	const void *sealed = ticket_keep_answer(&first, batch, &len);

	ck_assert_ptr_nonnull(sealed);
	ck_assert_ptr_null(memmem(sealed, len, "order", 5));	/* nobody reads it who has the table alone */
	ticket_answer_again(&again, &first.key.fingerprint, first.kept->status, sealed, len);
	ck_assert_ptr_null(again.err);
	ck_assert(again.replayed);
	arena_reset(batch);	/* the answer is the ticket's own */
	ck_assert_int_eq(again.kept->status, 201);
	ck_assert_str_eq(again.kept->location, "/api/orders/1");
	ck_assert_str_eq(again.kept->json, "\"order\":{}");
	ck_assert_str_eq(again.kept->guest_token, "abc");
	ck_assert_ptr_null(again.kept->page);
}
END_TEST

START_TEST(another_request)
{
	struct ticket first = ticket("k", "one"), other = ticket("k", "two");
	size_t len;
	const void *sealed = ticket_keep_answer(&first, batch, &len);

	ticket_answer_again(&other, &first.key.fingerprint, 201, sealed, len);
	ck_assert(err_is(other.err, ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert(!other.replayed);
	ck_assert_ptr_null(other.kept);
}
END_TEST

START_TEST(still_in_flight)
{
	struct ticket t = ticket("k", "one");

	ticket_answer_again(&t, &t.key.fingerprint, 0, NULL, 0);
	ck_assert(err_is(t.err, ERR_IDEMPOTENCY_IN_FLIGHT));
	ck_assert_int_eq(t.err->retry_after, 1);
}
END_TEST

START_TEST(sealed_with_another_key)
{
	struct ticket first = ticket("k", "one"), thief = ticket("q", "one");
	size_t len;
	const void *sealed = ticket_keep_answer(&first, batch, &len);

	ticket_answer_again(&thief, &thief.key.fingerprint, 201, sealed, len);
	ck_assert(err_is(thief.err, ERR_INTERNAL_SERVER_ERROR));
	ck_assert(!thief.replayed);
}
END_TEST

START_TEST(an_answer_that_can_not_be_made)
{
	struct ticket t = ticket("k", "one");
	size_t len;

	t.answer = unmade;
	ck_assert_ptr_null(ticket_keep_answer(&t, batch, &len));
}
END_TEST

Suite *
ticket_suite(void)
{
	Suite *s = suite_create("shop/ticket");
	TCase *c = tcase_create("ticket");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, kept_and_given_again);
	tcase_add_test(c, another_request);
	tcase_add_test(c, still_in_flight);
	tcase_add_test(c, sealed_with_another_key);
	tcase_add_test(c, an_answer_that_can_not_be_made);
	suite_add_tcase(s, c);
	return s;
}
