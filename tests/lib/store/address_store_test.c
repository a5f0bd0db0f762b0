/* address_store: added, changed, dropped; each member's own. */
#include "store/address_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct uuid
add(const struct uuid *user, const char *address, int64_t most, bool expected)
{
	const struct user_address ad = { .id = uuid_new(), .what = { .label = "집", .address = address }, .created_at = 1000 };
	bool added = !expected;

	ck_ok(address_store_add(t.db, t.t.arena, user, &ad, most, &added));
	ck_assert_int_eq(added, expected);
	return ad.id;
}

START_TEST(there_and_back)
{
	struct uuid first = add(&t.kim, "서울", 2, true), second = add(&t.kim, "부산", 2, true);
	const struct address_wish change = { .address = "남원", .recipient_name = "춘향" };
	struct addresses got;
	bool found;

	(void)add(&t.kim, "제주", 2, false);
	(void)add(&t.lee, "대구", 2, true);
	ck_ok(address_store_of_user(t.db, t.t.arena, &t.kim, &got));
	ck_assert_uint_eq(got.n, 2);
	ck_assert_str_eq(got.v[0].what.address, "서울");
	ck_assert_str_eq(got.v[0].what.label, "집");
	ck_assert_ptr_null(got.v[0].what.recipient_name);
	ck_assert_int_eq(got.v[0].created_at, 1000);
	for (int i = 0; i < 2; i++) {	/* again changes nothing, and it is found all the same */
		ck_ok(address_store_change(t.db, t.t.arena, &t.kim, &first, &change, &found));
		ck_assert(found);
	}
	ck_ok(address_store_change(t.db, t.t.arena, &t.lee, &first, &change, &found));
	ck_assert(!found);
	ck_ok(address_store_drop(t.db, t.t.arena, &t.lee, &second, &found));
	ck_assert(!found);
	ck_ok(address_store_drop(t.db, t.t.arena, &t.kim, &second, &found));
	ck_assert(found);
	ck_ok(address_store_drop(t.db, t.t.arena, &t.kim, &second, &found));
	ck_assert(!found);
	ck_ok(address_store_of_user(t.db, t.t.arena, &t.kim, &got));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_str_eq(got.v[0].what.address, "남원");
	ck_assert_str_eq(got.v[0].what.recipient_name, "춘향");
	ck_assert_str_eq(got.v[0].what.label, "집");
}
END_TEST

Suite *
address_store_suite(void)
{
	Suite *s = suite_create("store/address_store");
	TCase *c = tcase_create("address_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, there_and_back);
	suite_add_tcase(s, c);
	return s;
}
