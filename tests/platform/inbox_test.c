/* inbox: what came is kept once, told apart from what came again or late, and forgotten in turn. */
#include "platform/inbox.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct inbox *box;
static struct arena *arena;

static void
setup(void)
{
	box = inbox_new();
	arena = arena_new(4u << 20);
	ck_assert_ptr_nonnull(box);
}

static void
teardown(void)
{
	inbox_free(box);
	arena_free(arena);
}

static bool
take(const char *id, const char *subject, int sequence)
{
	char text[24];
	bool again;

	(void)snprintf(text, sizeof(text), "%020d", sequence);
	ck_assert(inbox_take(box, &(struct arrival){ .id = id, .type = "t", .subject = subject, .sequence = text, .time = "now",
	    .status = "PAID", .final_price = 7, .data = "{}", .at = sequence }, &again));
	return again;
}

START_TEST(kept_once)
{
	struct inbox_counts counts;
	struct arrival *v;

	ck_assert_uint_eq(inbox_latest(box, arena, 10, &v, &counts), 0);
	ck_assert(!take("a", "o1", 1));
	ck_assert(!take("b", "o2", 2));
	ck_assert(take("a", "o1", 1));
	inbox_refuse(box);
	ck_assert_uint_eq(inbox_latest(box, arena, 10, &v, &counts), 2);
	ck_assert_str_eq(v[0].id, "b");
	ck_assert_str_eq(v[1].id, "a");
	ck_assert_int_eq(v[1].times, 2);
	ck_assert_int_eq(v[1].final_price, 7);
	ck_assert_str_eq(v[1].status, "PAID");
	ck_assert_ptr_null(v[1].order_number);
	ck_assert_int_eq(counts.received, 2);
	ck_assert_int_eq(counts.repeated, 1);
	ck_assert_int_eq(counts.refused, 1);
	ck_assert_int_eq(counts.late, 0);
	ck_assert_uint_eq(inbox_latest(box, arena, 1, &v, &counts), 1);
}
END_TEST

START_TEST(late)
{
	struct inbox_counts counts;
	struct arrival *v;

	take("a", "o1", 5);
	take("b", "o2", 3);	/* another order's: fine */
	take("c", "o1", 4);
	take("c", "o1", 4);	/* again is not late once more */
	inbox_latest(box, arena, 1, &v, &counts);
	ck_assert_int_eq(counts.late, 1);
}
END_TEST

START_TEST(forgotten_in_turn)
{
	struct inbox_counts counts;
	struct arrival *v;
	char id[16];

	for (int i = 0; i <= INBOX_MAX; i++) {
		(void)snprintf(id, sizeof(id), "e%d", i);
		ck_assert(!take(id, id, i));
	}
	ck_assert_uint_eq(inbox_latest(box, arena, INBOX_MAX + 1, &v, &counts), INBOX_MAX);
	ck_assert_int_eq(counts.received, INBOX_MAX + 1);
	ck_assert(!take("e0", "e0", 0));
	ck_assert(take("e2", "e2", 2));
}
END_TEST

static void *
taker(void *arg)
{
	char id[16];
	bool again;

	(void)arg;
	for (int i = 0; i < 200; i++) {
		(void)snprintf(id, sizeof(id), "e%d", i);
		inbox_take(box, &(struct arrival){ .id = id, .type = "t", .subject = id, .sequence = "1", .time = "now", .data = "{}" }, &again);
	}
	return NULL;
}

START_TEST(many_at_once)
{
	struct inbox_counts counts;
	struct arrival *v;
	pthread_t thread[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, taker, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	inbox_latest(box, arena, 1, &v, &counts);
	ck_assert_int_eq(counts.received, 200);
	ck_assert_int_eq(counts.repeated, 600);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct inbox_counts counts;
	struct arrival *v;

	take("a", "o1", 1);
	ck_assert_uint_eq(inbox_latest(box, small, 10, &v, &counts), 0);
	arena_free(small);
	inbox_free(NULL);
}
END_TEST

Suite *
inbox_suite(void)
{
	Suite *s = suite_create("platform/inbox");
	TCase *c = tcase_create("inbox");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, kept_once);
	tcase_add_test(c, late);
	tcase_add_test(c, forgotten_in_turn);
	tcase_add_test(c, many_at_once);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
