/* gate: no more than there is room for, ever; who waits long enough gets in, who does not is told. */
#include "image/gate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "support/suite.h"

static struct gate gate;

START_TEST(full_and_free)
{
	ck_assert_int_eq(gate_init(&gate, 2), 0);
	ck_assert(gate_enter(&gate, 1, 0));
	ck_assert(gate_enter(&gate, 1, 0));
	ck_assert(!gate_enter(&gate, 1, 0));
	ck_assert(!gate_enter(&gate, 1, 30));
	gate_leave(&gate, 1);
	ck_assert(gate_enter(&gate, 1, 0));
	gate_destroy(&gate);
}
END_TEST

/* One that takes all the room waits for all others, and keeps them out. */
START_TEST(heavy)
{
	ck_assert_int_eq(gate_init(&gate, 2), 0);
	ck_assert(gate_enter(&gate, 1, 0));
	ck_assert(!gate_enter(&gate, 2, 10));
	gate_leave(&gate, 1);
	ck_assert(gate_enter(&gate, 2, 0));
	ck_assert(!gate_enter(&gate, 1, 0));
	gate_leave(&gate, 2);
	ck_assert(!gate_enter(&gate, 3, 10));
	ck_assert(gate_enter(&gate, 1, 0));
	gate_destroy(&gate);
}
END_TEST

#define CROWD 16
static atomic_int inside, most, entered;

static void *
pass(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20; i++) {
		if (!gate_enter(&gate, 1, 20000))
			return NULL;
		int now = ++inside, seen = most;
		while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now))
			;
		nanosleep(&(struct timespec){ 0, 200000 }, NULL);
		inside--;
		entered++;
		gate_leave(&gate, 1);
	}
	return NULL;
}

START_TEST(crowd)
{
	pthread_t thread[CROWD];

	ck_assert_int_eq(gate_init(&gate, 3), 0);
	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, pass, NULL), 0);
	for (int i = 0; i < CROWD; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(entered, CROWD * 20);
	ck_assert_int_le(most, 3);
	ck_assert_int_ge(most, 2);
	gate_destroy(&gate);
}
END_TEST

Suite *
gate_suite(void)
{
	Suite *s = suite_create("image/gate");
	TCase *c = tcase_create("gate");

	tcase_add_test(c, full_and_free);
	tcase_add_test(c, heavy);
	tcase_add_test(c, crowd);
	suite_add_tcase(s, c);
	return s;
}
