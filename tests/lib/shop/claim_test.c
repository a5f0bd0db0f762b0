/* claim: exactly as many as there are, one each, whoever comes at once; who comes too late costs the desk nothing. */
#include "shop/claim.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/desk.h"
#include "shop/shop.h"
#include "store/coupon_store.h"
#include "support/crowd.h"
#include "support/suite.h"
#include "support/testshop.h"

#define DAY INT64_C(86400000)

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

/* A coupon given out from `from` to `to`, in ms from now. */
static uint32_t
coupon(int64_t quantity, int64_t from, int64_t to)
{
	int64_t now = clock_now();
	struct coupon c = { .name = "3,000원 할인", .name_en = "3,000 won off", .kind = COUPON_FIXED, .value = 3000, .quantity = quantity, .issue_from = now + from,
	    .issue_to = now + to, .valid_days = 7, .created_at = now };

	ck_ok(coupon_store_add(t.db, t.t.arena, &c));
	return c.id;
}

static const struct err *
answer(void *arena, const struct issued_coupon *c, struct kept *kept)
{
	char id[UUID_TEXT];

	kept->status = 201;
	kept->json = arena_printf(arena, "%s %s", c->coupon->name, uuid_text(&c->id, id));
	return kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

static struct claiming
wish(struct arena *a, uint32_t id, const struct uuid *user, const char *key)
{
	struct hash print = hash_of(&id, sizeof(id));

	return (struct claiming){ .coupon_id = id, .user_id = *user, .answer = answer, .arg = a,
	    .key = idem_make(user->b, sizeof(user->b), "/v1/coupons/{id}/claims", key, &print) };
}

static int
claim(uint32_t id, const struct uuid *user)
{
	struct claiming c = wish(t.t.arena, id, user, NULL);
	const struct err *e = claim_make(t.shop, t.t.arena, &c);

	ck_assert(e != NULL || c.issued != NULL);
	return e == NULL ? -1 : (int)e->code;
}

static int64_t
out(uint32_t id)
{
	return testshop_number(&t, "SELECT issued FROM coupons WHERE coupon_id = %u", id);
}

START_TEST(given)
{
	uint32_t id = coupon(2, -DAY, DAY);
	struct claiming c = wish(t.t.arena, id, &t.kim, NULL);
	struct issued_coupons of;

	ck_ok(claim_make(t.shop, t.t.arena, &c));
	ck_assert_str_eq(c.issued->coupon->name, "3,000원 할인");
	ck_assert_str_eq(c.issued->coupon->name_en, "3,000 won off");
	ck_assert_ptr_null(c.kept);
	ck_assert_int_eq(out(id), 1);
	ck_ok(coupon_store_of_user(t.db, t.t.arena, &t.kim, -1, 0, NULL, 10, &of));
	ck_assert_uint_eq(of.n, 1);
	ck_assert_int_eq(uuid_cmp(&of.v[0].id, &c.issued->id), 0);
	ck_assert_int_eq(of.v[0].state, COUPON_IS_ACTIVE);
	ck_assert_int_eq(of.v[0].issued_at, c.issued->issued_at);
	ck_assert_int_eq(of.v[0].expires_at, coupon_expiry(of.v[0].issued_at, 7));
	ck_assert_int_eq(claim(id, &t.kim), ERR_COUPON_ALREADY_ISSUED);
	ck_assert_int_eq(out(id), 1);
}
END_TEST

START_TEST(none_there)
{
	static const int64_t ids[] = { -1, 0, 4000000000, INT64_C(1) << 32, INT64_MAX };
	struct claiming c = wish(t.t.arena, 1, &t.kim, NULL);

	c.coupon_id = ids[_i];
	ck_assert(err_is(claim_make(t.shop, t.t.arena, &c), ERR_ENTITY_NOT_FOUND));
}
END_TEST

static const struct { int64_t from, to; const char *detail; } times[] = {
	{ DAY, 2 * DAY, "issue_not_begun" },
	{ -2 * DAY, -DAY, "issue_over" },
};

START_TEST(out_of_time)
{
	uint32_t id = coupon(2, times[_i].from, times[_i].to);
	struct claiming c = wish(t.t.arena, id, &t.kim, NULL);
	const struct err *e = claim_make(t.shop, t.t.arena, &c);

	ck_assert(err_is(e, ERR_COUPON_NOT_USABLE));
	ck_assert_str_eq(e->detail, times[_i].detail);
	ck_assert_int_eq(out(id), 0);
}
END_TEST

/* The first who finds it sold out is told by the desk; the others by a look. */
START_TEST(sold_out)
{
	uint32_t id = coupon(2, -DAY, DAY);

	ck_assert_int_eq(claim(id, &t.kim), -1);
	ck_assert_int_eq(claim(id, &t.lee), -1);
	ck_assert_int_eq(claim(id, &t.cook), ERR_COUPON_SOLD_OUT);
	uint64_t tickets = desk_counts(t.shop->desk).tickets;
	ck_assert_uint_eq(tickets, 3);
	ck_assert_int_eq(claim(id, &t.cook), ERR_COUPON_SOLD_OUT);
	ck_assert_int_eq(claim(id, &t.kim), ERR_COUPON_ALREADY_ISSUED);
	ck_assert_uint_eq(desk_counts(t.shop->desk).tickets, tickets);
	/* What a program remembers is no promise: one more is one more. */
	testshop_sql(&t, "UPDATE coupons SET quantity = 3 WHERE coupon_id = %u", id);
	ck_assert_int_eq(claim(id, &t.cook), -1);
	ck_assert_int_eq(claim(id, &t.courier), ERR_COUPON_SOLD_OUT);
	ck_assert_int_eq(out(id), 3);
}
END_TEST

START_TEST(once_a_key)
{
	uint32_t id = coupon(1, -DAY, DAY), other = coupon(1, -DAY, DAY);
	struct claiming c = wish(t.t.arena, id, &t.kim, "k"), again = c, anew = wish(t.t.arena, id, &t.kim, "l"),
	    reused = wish(t.t.arena, other, &t.kim, "k");

	ck_ok(claim_make(t.shop, t.t.arena, &c));
	ck_assert_ptr_nonnull(c.issued);
	ck_assert_int_eq(claim(id, &t.lee), ERR_COUPON_SOLD_OUT);
	/* Also after it was seen to be sold out. */
	ck_ok(claim_make(t.shop, t.t.arena, &again));
	ck_assert_ptr_null(again.issued);
	ck_assert_int_eq(again.kept->status, 201);
	ck_assert_str_eq(again.kept->json, c.kept->json);
	ck_assert(err_is(claim_make(t.shop, t.t.arena, &anew), ERR_COUPON_ALREADY_ISSUED));
	ck_assert(err_is(claim_make(t.shop, t.t.arena, &reused), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(out(id), 1);
	ck_assert_int_eq(out(other), 0);
}
END_TEST

/* --- many at once ---------------------------------------------------------------- */

struct claimer { pthread_t thread; struct shop *shop; struct uuid user; uint32_t id; const char *key; int code; char json[96]; };

static void *
run(void *arg)
{
	struct claimer *me = arg;
	struct arena *a = arena_new(1u << 20);
	struct claiming c = wish(a, me->id, &me->user, me->key);
	const struct err *e = claim_make(me->shop, a, &c);

	me->code = e == NULL ? -1 : (int)e->code;
	if (e == NULL && c.kept != NULL)
		snprintf(me->json, sizeof(me->json), "%s", c.kept->json);
	arena_free(a);
	return NULL;
}

static void
begin(struct claimer *me)
{
	ck_assert_int_eq(pthread_create(&me->thread, NULL, run, me), 0);
}

static int
count(const struct claimer *v, int n, int code)
{
	int of = 0;

	for (int i = 0; i < n; i++)
		of += v[i].code == code;
	return of;
}

static void
end(struct claimer *v, int n)
{
	for (int i = 0; i < n; i++)
		pthread_join(v[i].thread, NULL);
}

/* In one transaction: the same member over and over, and others, for two coupons. */
START_TEST(one_batch)
{
	enum { N = 40 };
	uint32_t few = coupon(5, -DAY, DAY), many = coupon(100, -DAY, DAY);
	struct claimer v[N] = { 0 };
	struct crowd_gate g;

	t.t.conf.desk_leaders = 1;
	testshop_reopen(&t);
	crowd_gate_hold(&g, t.shop);
	for (int i = 0; i < N; i++) {
		v[i] = (struct claimer){ .shop = t.shop, .user = i % 4 == 0 ? t.kim : uuid_new(), .id = i % 2 == 0 ? few : many };
		begin(&v[i]);
		crowd_until_queued(t.shop, i + 1);
	}
	crowd_gate_open(&g);
	end(v, N);
	/* Even ones want of the few: kim (0, 4, …) once, and those of 2, 6, 10, 14; then it is sold out, and kim has hers all the same. */
	ck_assert_int_eq(count(v, N, -1), 5 + N / 2);
	ck_assert_int_eq(count(v, N, ERR_COUPON_ALREADY_ISSUED), N / 4 - 1);
	ck_assert_int_eq(count(v, N, ERR_COUPON_SOLD_OUT), N / 4 - 4);
	ck_assert_int_eq(out(few), 5);
	ck_assert_int_eq(out(many), N / 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(DISTINCT issued_at) FROM issued_coupons"), 1);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM issued_coupons WHERE user_id = '%s'",
	    uuid_text(&t.kim, (char[UUID_TEXT]){ 0 })), 1);
}
END_TEST

static const struct { int64_t batch, leaders; int shops, quantity, claimers, same; } storms[] = {
	{ 64, 1, 1, 1, 64, 1 },
	{ 64, 1, 1, 1, 2, 1 },
	{ 64, 2, 1, 20, 64, 1 },
	{ 8, 4, 2, 7, 64, 1 },		/* two programs */
	{ 1, 1, 3, 3, 8, 1 },
	{ 64, 2, 2, 20, 64, 8 },	/* everybody eight times */
	{ 4, 4, 3, 64, 64, 2 },		/* there is enough for all, once each */
};

START_TEST(storm)
{
	struct shop *shops[3] = { NULL };
	struct claimer v[64] = { 0 };
	int n = storms[_i].claimers, members = n / storms[_i].same;
	int most = members < storms[_i].quantity ? members : storms[_i].quantity;
	uint32_t id;
	char why[256];

	t.t.conf.desk_batch = storms[_i].batch;
	t.t.conf.desk_leaders = storms[_i].leaders;
	testshop_reopen(&t);
	id = coupon(storms[_i].quantity, -DAY, DAY);
	shops[0] = t.shop;
	for (int i = 1; i < storms[_i].shops; i++)
		ck_assert_ptr_nonnull(shops[i] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < n; i++)
		v[i] = (struct claimer){ .shop = shops[i % storms[_i].shops], .id = id, .user = i < members ? uuid_new() : v[i % members].user };
	for (int i = 0; i < n; i++)
		begin(&v[i]);
	end(v, n);
	ck_assert_int_eq(count(v, n, -1), most);
	ck_assert_int_eq(count(v, n, -1) + count(v, n, ERR_COUPON_SOLD_OUT) + count(v, n, ERR_COUPON_ALREADY_ISSUED), n);
	ck_assert_int_eq(out(id), most);
	for (int i = 1; i < storms[_i].shops; i++)
		shop_close(shops[i]);
}
END_TEST

/* One key, many times at once, in two programs: one coupon, and everybody is told of it. */
START_TEST(one_key)
{
	enum { N = 16 };
	struct shop *shops[2] = { t.shop };
	struct claimer v[N] = { 0 };
	uint32_t id = coupon(1, -DAY, DAY);
	char why[256];

	ck_assert_ptr_nonnull(shops[1] = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < N; i++) {
		v[i] = (struct claimer){ .shop = shops[i % 2], .id = id, .user = t.kim, .key = "k" };
		begin(&v[i]);
	}
	end(v, N);
	for (int i = 0; i < N; i++) {
		ck_assert_int_eq(v[i].code, -1);
		ck_assert_str_eq(v[i].json, v[0].json);
	}
	ck_assert_int_eq(out(id), 1);
	shop_close(shops[1]);
}
END_TEST

Suite *
claim_suite(void)
{
	Suite *s = suite_create("shop/claim");
	TCase *c = tcase_create("claim");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, given);
	tcase_add_loop_test(c, none_there, 0, 5);
	tcase_add_loop_test(c, out_of_time, 0, ROWS(times));
	tcase_add_test(c, sold_out);
	tcase_add_test(c, once_a_key);
	tcase_add_test(c, one_batch);
	tcase_add_loop_test(c, storm, 0, ROWS(storms));
	tcase_add_test(c, one_key);
	suite_add_tcase(s, c);
	return s;
}
