/*
 * breaker_test: the machine walked by tables over a clock of the test, every ticket of every state; and
 * the shared one under threads: never more than one trial at a time.
 */
#include "support/suite.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "remote/breaker.h"

static const struct breaker_rules rules = { .failures = 3, .window_ms = 1000, .open_ms = 500 };

/* One step: at that moment, G a good call, F a failed one, N nobody may call, T a trial begins (its end comes
 * later: g or f); then the state is as named. */
struct step { int64_t at; char what; enum breaker_state state; };
#define STEPS 14
#define C BREAKER_CLOSED
#define O BREAKER_OPEN
#define H BREAKER_HALF_OPEN
static const struct step walks[][STEPS] = {
	/* Three in a row open; a success in between begins anew. */
	{ { 0, 'F', C }, { 1, 'F', C }, { 2, 'F', O }, { 3, 'N', O } },
	{ { 0, 'F', C }, { 1, 'F', C }, { 2, 'G', C }, { 3, 'F', C }, { 4, 'F', C }, { 5, 'F', O } },
	/* Within the window, its edge included; spread wider they never do. */
	{ { 0, 'F', C }, { 500, 'F', C }, { 1000, 'F', O } },
	{ { 0, 'F', C }, { 500, 'F', C }, { 1001, 'F', C }, { 1500, 'F', O } },
	{ { 0, 'F', C }, { 600, 'F', C }, { 1200, 'F', C }, { 1800, 'F', C }, { 2400, 'F', C } },
	/* Open until its time is over, then one trial. */
	{ { 0, 'F', C }, { 0, 'F', C }, { 0, 'F', O }, { 499, 'N', O }, { 500, 'T', H }, { 501, 'N', H }, { 600, 'g', C }, { 601, 'G', C } },
	{ { 0, 'F', C }, { 0, 'F', C }, { 0, 'F', O }, { 500, 'T', H }, { 600, 'f', O }, { 1099, 'N', O }, { 1100, 'T', H }, { 1101, 'g', C } },
	/* Once closed again it counts from nothing. */
	{ { 0, 'F', C }, { 0, 'F', C }, { 0, 'F', O }, { 500, 'T', H }, { 501, 'g', C }, { 502, 'F', C }, { 503, 'F', C }, { 504, 'F', O } },
	/* A trial that never ends is given up for another. */
	{ { 0, 'F', C }, { 0, 'F', C }, { 0, 'F', O }, { 500, 'T', H }, { 999, 'N', H }, { 1000, 'T', H }, { 1001, 'g', C } },
};

START_TEST(walks_are_walked)
{
	struct breaker b;
	unsigned trial = 0;

	breaker_init(&b, rules);
	for (int i = 0; i < STEPS && walks[_i][i].what != '\0'; i++) {
		const struct step *s = &walks[_i][i];
		bool ends_trial = s->what == 'g' || s->what == 'f';
		unsigned ticket = ends_trial ? trial : breaker_ask(&b, s->at);
		ck_assert_msg((ticket == 0) == (s->what == 'N'), "step %d", i);
		if (s->what == 'T')
			trial = ticket;
		else if (s->what != 'N')
			breaker_tell(&b, ticket, s->at, s->what == 'G' || s->what == 'g');
		ck_assert_msg(b.state == s->state, "step %d: state %d", i, (int)b.state);
	}
}
END_TEST

START_TEST(old_tickets_are_worth_nothing)
{
	struct breaker b;

	breaker_init(&b, rules);
	unsigned slow[4];
	for (int i = 0; i < 4; i++)
		slow[i] = breaker_ask(&b, 0);
	for (int i = 0; i < 3; i++)
		breaker_tell(&b, breaker_ask(&b, 0), 0, false);
	ck_assert_int_eq(b.state, BREAKER_OPEN);
	/* A late success does not close it, a late failure does not prolong it. */
	breaker_tell(&b, slow[0], 400, true);
	breaker_tell(&b, slow[1], 400, false);
	ck_assert_int_eq(b.state, BREAKER_OPEN);
	ck_assert_int_eq(breaker_wait(&b, 400), 100);
	unsigned trial = breaker_ask(&b, 500);
	ck_assert_uint_ne(trial, 0);
	breaker_tell(&b, slow[2], 501, false);
	ck_assert_int_eq(b.state, BREAKER_HALF_OPEN);
	/* A trial that was given up does not decide for the one after it. */
	unsigned second = breaker_ask(&b, 1000);
	breaker_tell(&b, trial, 1001, false);
	ck_assert_int_eq(b.state, BREAKER_HALF_OPEN);
	breaker_tell(&b, second, 1002, true);
	ck_assert_int_eq(b.state, BREAKER_CLOSED);
	breaker_tell(&b, slow[3], 1003, false);
	breaker_tell(&b, 0, 1003, false);
	ck_assert_uint_eq(b.nfailed, 0);
}
END_TEST

START_TEST(the_wait_is_told)
{
	struct breaker b;

	breaker_init(&b, rules);
	ck_assert_int_eq(breaker_wait(&b, 0), 0);
	for (int i = 0; i < 3; i++)
		breaker_tell(&b, breaker_ask(&b, 100), 100, false);
	ck_assert_int_eq(breaker_wait(&b, 100), 500);
	ck_assert_int_eq(breaker_wait(&b, 599), 1);
	ck_assert_int_eq(breaker_wait(&b, 600), 0);
	ck_assert_int_eq(breaker_wait(&b, 9999), 0);
}
END_TEST

static const struct { int asked, is; } limits[] = {
	{ 0, 1 }, { -4, 1 }, { 1, 1 }, { BREAKER_FAILURES, BREAKER_FAILURES }, { BREAKER_FAILURES + 1, BREAKER_FAILURES },
};

START_TEST(failures_are_as_many_as_asked)
{
	struct breaker b;
	int n = 0;

	breaker_init(&b, (struct breaker_rules){ limits[_i].asked, 1000, 500 });
	for (unsigned ticket; (ticket = breaker_ask(&b, 0)) != 0; n++)
		breaker_tell(&b, ticket, 0, false);
	ck_assert_int_eq(n, limits[_i].is);
}
END_TEST

START_TEST(the_era_is_never_0)
{
	struct breaker b;

	breaker_init(&b, (struct breaker_rules){ 1, 1000, 0 });
	b.era = 0u - 1u;
	breaker_tell(&b, breaker_ask(&b, 0), 0, false);
	ck_assert_int_eq(b.state, BREAKER_OPEN);
	ck_assert_uint_eq(b.era, 1);
	ck_assert_uint_ne(breaker_ask(&b, 1), 0);
}
END_TEST

static struct guard shared;
static _Atomic int trials, inside, refused;

static void *
hammer(void *arg)
{
	(void)arg;
	for (int i = 0; i < 2000; i++) {
		unsigned ticket = guard_enter(&shared);
		if (ticket == 0) {
			atomic_fetch_add(&refused, 1);
			continue;
		}
		if (guard_state(&shared) == BREAKER_HALF_OPEN) {
			ck_assert_int_eq(atomic_fetch_add(&inside, 1), 0);
			atomic_fetch_add(&trials, 1);
			atomic_fetch_sub(&inside, 1);
		}
		(void)guard_leave(&shared, ticket, false);
	}
	return NULL;
}

/* An hour's opening: the first failure opens, and of all that comes nobody gets through. */
START_TEST(threads_share_one)
{
	pthread_t t[8];

	guard_init(&shared, (struct breaker_rules){ 1, 1000, 3600000 });
	ck_assert_int_eq(guard_wait_ms(&shared), 0);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, hammer, NULL), 0);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
	ck_assert_int_eq(guard_state(&shared), BREAKER_OPEN);
	ck_assert_int_ge(refused, 8 * 2000 - 8);
	ck_assert_int_eq(trials, 0);
	ck_assert_int_gt(guard_wait_ms(&shared), 3590000);
	guard_destroy(&shared);
}
END_TEST

START_TEST(a_change_is_told_once)
{
	struct guard g;

	guard_init(&g, (struct breaker_rules){ 2, 1000, 0 });
	ck_assert(!guard_leave(&g, guard_enter(&g), false));
	ck_assert(guard_leave(&g, guard_enter(&g), false));
	/* Open for no time at all: the next is the trial. */
	unsigned trial = guard_enter(&g);
	ck_assert_int_eq(guard_state(&g), BREAKER_HALF_OPEN);
	ck_assert(guard_leave(&g, trial, true));
	ck_assert(!guard_leave(&g, trial, true));
	ck_assert(!guard_leave(&g, guard_enter(&g), true));
	guard_destroy(&g);
}
END_TEST

Suite *
breaker_suite(void)
{
	Suite *s = suite_create("breaker");
	TCase *t = tcase_create("breaker");

	tcase_add_loop_test(t, walks_are_walked, 0, ROWS(walks));
	tcase_add_test(t, old_tickets_are_worth_nothing);
	tcase_add_test(t, the_wait_is_told);
	tcase_add_loop_test(t, failures_are_as_many_as_asked, 0, ROWS(limits));
	tcase_add_test(t, the_era_is_never_0);
	tcase_add_test(t, threads_share_one);
	tcase_add_test(t, a_change_is_told_once);
	suite_add_tcase(s, t);
	return s;
}
