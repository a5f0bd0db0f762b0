/* addresses: who may, how many, and many at once. */
#include "shop/addresses.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static const struct address_wish seoul = { .address = "서울" };

static const struct { const struct uuid *by; int role, code; } callers[] = {
	{ &t.kim, ROLE_CUSTOMER, -1 }, { &t.admin, ROLE_ADMIN, -1 }, { &t.lee, ROLE_CUSTOMER, ERR_ENTITY_NOT_FOUND },
	{ &t.cook, ROLE_COOK, ERR_ENTITY_NOT_FOUND },
};

START_TEST(who_may)
{
	const struct address_owner kim = { t.kim, t.kim, ROLE_CUSTOMER }, o = { t.kim, *callers[_i].by, callers[_i].role };
	struct addresses got;
	struct uuid id, new;
	const struct err *e[4];

	ck_ok(address_add(t.shop, t.t.arena, &kim, &seoul, &id, &got));
	ck_assert_uint_eq(got.n, 1);
	e[0] = addresses_of(t.shop, t.t.arena, &o, &got);
	e[1] = address_add(t.shop, t.t.arena, &o, &seoul, &new, &got);
	e[2] = address_change(t.shop, t.t.arena, &o, &id, &seoul, &got);
	e[3] = address_drop(t.shop, t.t.arena, &o, &id, &got);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(e[i] == NULL ? -1 : (int)e[i]->code, callers[_i].code);
	ck_ok(addresses_of(t.shop, t.t.arena, &kim, &got));
	ck_assert_uint_eq(got.n, 1);
}
END_TEST

START_TEST(not_there)
{
	const struct address_owner kim = { t.kim, t.kim, ROLE_CUSTOMER };
	struct addresses got;
	struct uuid id = uuid_new();

	ck_assert(err_is(address_change(t.shop, t.t.arena, &kim, &id, &seoul, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(address_drop(t.shop, t.t.arena, &kim, &id, &got), ERR_ENTITY_NOT_FOUND));
}
END_TEST

static void *
add(void *arg)
{
	const struct address_owner kim = { t.kim, t.kim, ROLE_CUSTOMER };
	struct arena *a = arena_new(1u << 18);
	struct addresses got;
	struct uuid id;
	const struct err *e = address_add(t.shop, a, &kim, &seoul, &id, &got);

	*(int *)arg = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

/* More than there may be, at once: exactly so many are kept. */
START_TEST(at_once)
{
	pthread_t thread[ADDRESSES_MAX + 12];
	int code[ADDRESSES_MAX + 12], kept = 0;

	for (int i = 0; i < ADDRESSES_MAX + 12; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, add, &code[i]), 0);
	for (int i = 0; i < ADDRESSES_MAX + 12; i++) {
		pthread_join(thread[i], NULL);
		ck_assert(code[i] == -1 || code[i] == ERR_INVALID_REQUEST);
		kept += code[i] == -1;
	}
	ck_assert_int_eq(kept, ADDRESSES_MAX);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM user_addresses"), ADDRESSES_MAX);
}
END_TEST

Suite *
addresses_suite(void)
{
	Suite *s = suite_create("shop/addresses");
	TCase *c = tcase_create("addresses");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, who_may, 0, ROWS(callers));
	tcase_add_test(c, not_there);
	tcase_add_test(c, at_once);
	suite_add_tcase(s, c);
	return s;
}
