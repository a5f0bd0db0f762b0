/* image_job_store: what is written is read, in the order and by the owners it should be. */
#include "store/image_job_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

#define NOW INT64_C(1780000000000)
static const unsigned char me[PAINTER_ID] = "me", other[PAINTER_ID] = "other";

static struct painting
add(const struct image_owner *o, int64_t at, const char *source)
{
	struct painting p = { .id = uuid_new(), .owner = *o, .kind = source == NULL ? IMAGE_GENERATED : IMAGE_EDITED, .prompt = "딸기", .ratio = 8,
	    .source_id = source, .created_at = at };

	ck_ok(image_job_store_add(t.db, t.t.arena, &p));
	return p;
}

START_TEST(there_and_back)
{
	struct image_owner guest = { .guest = testshop_guest() };
	const struct painting *got;
	struct painting p = add(&guest, NOW, "0123456789abcdef0123456789abcdef");
	struct uuid none = uuid_new();

	ck_ok(image_job_store_get(t.db, t.t.arena, &p.id, &got));
	ck_assert_int_eq(uuid_cmp(&got->id, &p.id), 0);
	ck_assert(hash_equal(&got->owner.guest, &guest.guest) && uuid_is_zero(&got->owner.user_id));
	ck_assert_int_eq((int)got->kind, IMAGE_EDITED);
	ck_assert_int_eq((int)got->status, PAINTING_QUEUED);
	ck_assert_str_eq(got->prompt, "딸기");
	ck_assert_int_eq(got->ratio, 8);
	ck_assert_str_eq(got->source_id, p.source_id);
	ck_assert_int_eq(got->created_at, NOW);
	ck_assert_ptr_null(got->image_id);
	ck_ok(image_job_store_get(t.db, t.t.arena, &none, &got));
	ck_assert_ptr_null(got);
}
END_TEST

START_TEST(lists_and_counts)
{
	struct image_owner kim = { .user_id = t.kim }, guest = { .guest = testshop_guest() };
	struct uuid all = { { 0 } };
	struct painting first = add(&kim, NOW, NULL), second = add(&kim, NOW + 1, NULL);
	struct hash nowhere = { { 0 } };
	struct image_job_counts n;
	const struct painting *v;
	size_t count;

	(void)add(&guest, NOW - 5000, NULL);
	ck_ok(image_job_store_of(t.db, t.t.arena, &kim, &all, 10, &v, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(uuid_cmp(&v[0].id, &second.id), 0);
	ck_ok(image_job_store_of(t.db, t.t.arena, &kim, &second.id, 10, &v, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(uuid_cmp(&v[0].id, &first.id), 0);
	ck_ok(image_job_store_of(t.db, t.t.arena, &guest, &all, 10, &v, &count));
	ck_assert_uint_eq(count, 1);
	ck_ok(image_job_store_count(t.db, t.t.arena, &kim, &nowhere, NOW - 1000, &n));
	ck_assert_int_eq(n.open, 3);
	ck_assert_int_eq(n.own_open, 2);
	ck_assert_int_eq(n.own_recent, 2);
	testshop_sql(&t, "UPDATE image_jobs SET status = 'DONE'");
	ck_ok(image_job_store_count(t.db, t.t.arena, &kim, &nowhere, NOW, &n));
	ck_assert_int_eq(n.open, 0);
	ck_assert_int_eq(n.own_open, 0);
	ck_assert_int_eq(n.own_recent, 1);
	ck_assert_int_eq(n.near_open + n.near_recent, 0);
}
END_TEST

START_TEST(counted_by_address)
{
	struct hash here = hash_of("here", 4), there = hash_of("there", 5);
	struct image_owner owners[] = { { .user_id = t.kim }, { .user_id = t.lee }, { .guest = testshop_guest() } };
	struct image_job_counts n;

	for (size_t i = 0; i < 3; i++) {
		struct painting p = { .id = uuid_new(), .owner = owners[i], .address = i < 2 ? here : there, .kind = IMAGE_GENERATED, .prompt = "x", .created_at = NOW };
		ck_ok(image_job_store_add(t.db, t.t.arena, &p));
	}
	ck_ok(image_job_store_count(t.db, t.t.arena, &owners[2], &here, NOW - 1000, &n));
	ck_assert_int_eq(n.own_open, 1);
	ck_assert_int_eq(n.near_open, 2);
	ck_assert_int_eq(n.near_recent, 2);
	testshop_sql(&t, "UPDATE image_jobs SET status = 'DONE'");
	ck_ok(image_job_store_count(t.db, t.t.arena, &owners[2], &here, NOW - 1000, &n));
	ck_assert_int_eq(n.near_open, 0);
	ck_assert_int_eq(n.near_recent, 2);
	ck_ok(image_job_store_count(t.db, t.t.arena, &owners[2], &here, NOW + 1, &n));
	ck_assert_int_eq(n.near_recent, 0);
}
END_TEST

START_TEST(taken_renewed_ended)
{
	struct image_owner guest = { .guest = testshop_guest() };
	struct painting p = add(&guest, NOW, NULL);
	const struct painting *due;
	bool ours;

	ck_ok(image_job_store_due(t.db, t.t.arena, NOW, &due));
	ck_assert_int_eq(uuid_cmp(&due->id, &p.id), 0);
	ck_ok(image_job_store_take(t.db, t.t.arena, &p.id, me, NOW + 1000, NOW));
	ck_ok(image_job_store_due(t.db, t.t.arena, NOW + 500, &due));
	ck_assert_ptr_null(due);
	ck_ok(image_job_store_renew(t.db, t.t.arena, other, NOW + 9000, NOW + 800, 800));
	ck_ok(image_job_store_renew(t.db, t.t.arena, me, NOW + 2000, NOW + 800, 800));
	ck_ok(image_job_store_due(t.db, t.t.arena, NOW + 1500, &due));
	ck_assert_ptr_null(due);
	ck_ok(image_job_store_get(t.db, t.t.arena, &p.id, &due));
	ck_assert_int_eq(due->progress, 50);
	/* Its lease over, it is anybody's. */
	ck_ok(image_job_store_due(t.db, t.t.arena, NOW + 2001, &due));
	ck_assert_int_eq(due->attempts, 1);
	ck_ok(image_job_store_take(t.db, t.t.arena, &p.id, other, NOW + 5000, NOW + 2001));
	ck_ok(image_job_store_end(t.db, t.t.arena, &p.id, me, "0123456789abcdef0123456789abcdef", NULL, NOW + 3000, &ours));
	ck_assert(!ours);
	ck_ok(image_job_store_end(t.db, t.t.arena, &p.id, other, NULL, "UPSTREAM_FAILED", NOW + 3000, &ours));
	ck_assert(ours);
	ck_ok(image_job_store_get(t.db, t.t.arena, &p.id, &due));
	ck_assert_int_eq((int)due->status, PAINTING_FAILED);
	ck_assert_str_eq(due->failure, "UPSTREAM_FAILED");
	ck_assert_int_eq(due->attempts, 2);
	ck_assert_int_eq(due->finished_at, NOW + 3000);
	ck_ok(image_job_store_due(t.db, t.t.arena, NOW + 99999, &due));
	ck_assert_ptr_null(due);
}
END_TEST

START_TEST(given_up)
{
	struct image_owner guest = { .guest = testshop_guest() };
	struct painting p = add(&guest, NOW, NULL);
	const struct painting *got;

	ck_ok(image_job_store_give_up(t.db, t.t.arena, &p.id, "UPSTREAM_FAILED", NOW));
	ck_ok(image_job_store_get(t.db, t.t.arena, &p.id, &got));
	ck_assert_int_eq((int)got->status, PAINTING_FAILED);
}
END_TEST

Suite *
image_job_store_suite(void)
{
	Suite *s = suite_create("image_job_store");
	TCase *tc = tcase_create("all");

	tcase_add_unchecked_fixture(tc, create, NULL);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, there_and_back);
	tcase_add_test(tc, lists_and_counts);
	tcase_add_test(tc, counted_by_address);
	tcase_add_test(tc, taken_renewed_ended);
	tcase_add_test(tc, given_up);
	suite_add_tcase(s, tc);
	return s;
}
