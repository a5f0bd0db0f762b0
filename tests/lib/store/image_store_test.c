/* image_store: rows there and back, claimed by whose they are, due when their time has come. */
#include "store/image_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

/* A row of that owner's, made at that moment; the id is filled with the digit. */
static struct image
add(char digit, const struct uuid *user, bool guest, int64_t at)
{
	struct image i = { .kind = IMAGE_EDITED, .width = 640, .height = 480, .bytes = 1234, .provider = "sketch", .prompt = "딸기 케이크",
	    .created_at = at };

	memset(i.id, digit, IMAGE_ID_TEXT - 1);
	if (user != NULL)
		i.owner.user_id = *user;
	if (guest)
		i.owner.guest = testshop_guest();
	ck_ok(image_store_add(t.db, t.t.arena, &i));
	return i;
}

static const struct image *
get(const char *id)
{
	const struct image *i;

	ck_ok(image_store_get(t.db, t.t.arena, id, &i));
	return i;
}

START_TEST(there_and_back)
{
	struct image want = add('a', _i == 0 ? &t.kim : NULL, _i == 1, clock_now());
	const struct image *i = get(want.id);

	ck_assert_ptr_nonnull(i);
	ck_assert_str_eq(i->id, want.id);
	ck_assert_int_eq(uuid_cmp(&i->owner.user_id, &want.owner.user_id), 0);
	ck_assert(hash_equal(&i->owner.guest, &want.owner.guest));
	ck_assert_int_eq(i->kind, want.kind);
	ck_assert_int_eq(i->width, 640);
	ck_assert_int_eq(i->height, 480);
	ck_assert_int_eq(i->bytes, 1234);
	ck_assert_str_eq(i->provider, "sketch");
	ck_assert_str_eq(i->prompt, "딸기 케이크");
	ck_assert_int_eq(i->created_at, want.created_at);
	ck_assert_ptr_null(get("ffffffffffffffffffffffffffffffff"));
}
END_TEST

/* Who claims: 0 kim, 1 lee, 2 the guest, 3 kim in the guest's browser; of whose: 0 kim, 1 the guest. */
static const struct { int of, by; bool claimed, becomes_kims; } claims[] = {
	{ 0, 0, true, true }, { 0, 1, false, true }, { 0, 2, false, true }, { 0, 3, true, true },
	{ 1, 0, false, false }, { 1, 1, false, false }, { 1, 2, true, false }, { 1, 3, true, true },
};

START_TEST(claimed)
{
	int64_t now = clock_now();
	struct image i = add('a', claims[_i].of == 0 ? &t.kim : NULL, claims[_i].of == 1, now - 5000);
	struct image_owner by = { { { 0 } }, { { 0 } } };

	if (claims[_i].by == 0 || claims[_i].by == 3)
		by.user_id = t.kim;
	if (claims[_i].by == 1)
		by.user_id = t.lee;
	if (claims[_i].by >= 2)
		by.guest = testshop_guest();
	ck_ok(image_store_claim(t.db, t.t.arena, i.id, &by, now));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM images WHERE used_at > created_at"), claims[_i].claimed);
	ck_assert(uuid_is_zero(&get(i.id)->owner.user_id) == !claims[_i].becomes_kims);
}
END_TEST

/* Kim's, Lee's, the guest's; one the guest sent and Kim has taken. */
static const struct { int who; const char *sees; } lists[] = {
	{ 0, "521" }, { 1, "3" }, { 2, "54" },
	{ 3, "5421" },		/* Kim in the guest's browser */
	{ 4, "43" },		/* Lee there: what Kim has taken is Kim's */
};

START_TEST(of_somebody)
{
	struct image_owner by = { .user_id = { { 0 } } };
	int64_t now = clock_now();
	struct image taken;
	char ids[16] = "";
	const struct image *v;
	size_t n;

	if (lists[_i].who == 0 || lists[_i].who == 3)
		by.user_id = t.kim;
	if (lists[_i].who == 1 || lists[_i].who == 4)
		by.user_id = t.lee;
	if (lists[_i].who >= 2)
		by.guest = testshop_guest();
	add('1', &t.kim, false, now - 5);
	add('2', &t.kim, false, now - 2);
	add('3', &t.lee, false, now - 3);
	add('4', NULL, true, now - 1);
	taken = add('5', NULL, true, now);
	ck_ok(image_store_claim(t.db, t.t.arena, taken.id, &(struct image_owner){ t.kim, testshop_guest() }, now));
	ck_ok(image_store_of(t.db, t.t.arena, &by, &image_place_first, 10, &v, &n));
	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].id[0];
	ck_assert_str_eq(ids, lists[_i].sees);
}
END_TEST

/* Many of one millisecond: each is on one page, and only on one. */
START_TEST(page_by_page)
{
	struct image_owner kim = { .user_id = t.kim };
	struct image_place after = image_place_first;
	int64_t now = clock_now();
	const struct image *v;
	char ids[16] = "";
	size_t n, all = 0;

	for (char digit = '1'; digit <= '7'; digit++)
		add(digit, &t.kim, false, digit < '3' ? now - 1 : now);
	do {
		ck_ok(image_store_of(t.db, t.t.arena, &kim, &after, 2, &v, &n));
		for (size_t i = 0; i < n; i++)
			ids[all++] = v[i].id[0];
		if (n > 0) {
			after.created_at = v[n - 1].created_at;
			memcpy(after.id, v[n - 1].id, sizeof(after.id));
		}
	} while (n > 0);
	ck_assert_str_eq(ids, "7654321");
}
END_TEST

START_TEST(due)
{
	int64_t now = clock_now();
	struct image old = add('1', &t.kim, false, now - 10000), named = add('2', &t.kim, false, now - 9000);
	struct image_due *v;
	bool gone;
	size_t n;

	add('3', &t.kim, false, now);
	testshop_sql(&t, "INSERT INTO order_cakes (order_id, image_path) VALUES (UUID(), '%s')", image_path(t.t.arena, named.id, IMAGE_FULL));
	ck_ok(image_store_due(t.db, t.t.arena, now - 5000, 10, &v, &n));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(v[0].id, old.id);
	ck_assert(!v[0].named);
	ck_assert_str_eq(v[1].id, named.id);
	ck_assert(v[1].named);
	ck_ok(image_store_keep(t.db, t.t.arena, named.id));
	ck_ok(image_store_due(t.db, t.t.arena, now - 5000, 10, &v, &n));
	ck_assert_uint_eq(n, 1);
	/* Claimed since it was looked at: it stays. */
	ck_ok(image_store_claim(t.db, t.t.arena, old.id, &old.owner, now));
	ck_ok(image_store_drop(t.db, t.t.arena, old.id, now - 5000, &gone));
	ck_assert(!gone);
	ck_ok(image_store_drop(t.db, t.t.arena, old.id, now + 1, &gone));
	ck_assert(gone);
	ck_ok(image_store_drop(t.db, t.t.arena, named.id, now + 1, &gone));
	ck_assert(!gone);
	ck_assert_ptr_nonnull(get(named.id));
	/* Whether an order names it is looked up by the key. */
	ck_assert_str_eq(testshop_text(&t, "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()"
	    " AND index_name = 'order_cakes_image'"), "1");
}
END_TEST

START_TEST(in_a_part)
{
	struct image_row *v;
	size_t n;

	add('a', &t.kim, false, clock_now());
	add('b', &t.kim, false, clock_now());
	ck_ok(image_store_in(t.db, t.t.arena, "aa", &v, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(v[0].id[0], 'a');
	ck_assert_int_eq(v[0].bytes, 1234);
	ck_ok(image_store_in(t.db, t.t.arena, "ac", &v, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *
image_store_suite(void)
{
	Suite *s = suite_create("store/image_store");
	TCase *c = tcase_create("image_store");

	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, there_and_back, 0, 2);
	tcase_add_loop_test(c, claimed, 0, ROWS(claims));
	tcase_add_loop_test(c, of_somebody, 0, ROWS(lists));
	tcase_add_test(c, page_by_page);
	tcase_add_test(c, due);
	tcase_add_test(c, in_a_part);
	suite_add_tcase(s, c);
	return s;
}
