/* batch_room: as many arenas as leaders, lent to one at a time, empty each time. */
#include "shop/batch_room.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "support/suite.h"

START_TEST(distinct)
{
	struct batch_room *r = batch_room_new(3);
	struct arena *a[3];

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 3; i++) {
			a[i] = batch_room_lend(r);
			ck_assert_ptr_nonnull(a[i]);
			ck_assert_uint_eq(arena_used(a[i]), 0);
			ck_assert_ptr_nonnull(arena_alloc(a[i], 1u << 20));
			for (int k = 0; k < i; k++)
				ck_assert_ptr_ne(a[i], a[k]);
		}
		for (int i = 0; i < 3; i++)
			batch_room_return(r, a[i]);
	}
	batch_room_free(r);
	batch_room_free(NULL);
}
END_TEST

enum { LEADERS = 4 };
static struct batch_room *room;
static atomic_int clashes;

static void *
borrow(void *arg)
{
	(void)arg;
	for (int i = 0; i < 2000; i++) {
		struct arena *a = batch_room_lend(room);
		int *mine = ARENA_NEW(a, int);
		for (int k = 0; k < 10; k++)
			++*mine;
		atomic_fetch_add(&clashes, *mine != 10);
		batch_room_return(room, a);
	}
	return NULL;
}

START_TEST(many_leaders)
{
	pthread_t thread[LEADERS];

	room = batch_room_new(LEADERS);
	for (int i = 0; i < LEADERS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, borrow, NULL), 0);
	for (int i = 0; i < LEADERS; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(atomic_load(&clashes), 0);
	batch_room_free(room);
}
END_TEST

Suite *
batch_room_suite(void)
{
	Suite *s = suite_create("shop/batch_room");
	TCase *c = tcase_create("batch_room");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, distinct);
	tcase_add_test(c, many_leaders);
	suite_add_tcase(s, c);
	return s;
}
