/* receive: pieces booked at the desk, with their receipts; never below nothing, among orders or alone. */
#include "shop/receive.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/staff.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;
static const struct goods *cup;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	cup = testgoods_add(&t, "컵", 500, 10);
}

static void teardown(void) { testshop_close(&t); }

static const struct err *
answer(void *arg, const struct goods *g, struct kept *kept)
{
	kept->status = 200;
	kept->json = arena_printf(arg, "%lld", (long long)goods_pieces(g));
	return kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

static struct goods_receipt
receipt(struct arena *a, int64_t delta, const char *key)
{
	struct hash h = hash_of(&delta, sizeof(delta));

	return (struct goods_receipt){ .product_id = cup->id, .actor = { t.admin, ROLE_ADMIN }, .delta = delta, .reason = "counted",
	    .answer = answer, .arg = a, .key = idem_make(t.admin.b, sizeof(t.admin.b), "/v1/products/{productId}/stock", key, &h) };
}

static const struct { int64_t delta; int code; int64_t then; } deltas[] = {
	{ 5, -1, 15 },
	{ -10, -1, 0 },
	{ -11, ERR_STOCK_NOT_ENOUGH, 10 },
	{ GOODS_STOCK_MAX - 10, -1, GOODS_STOCK_MAX },
	{ GOODS_STOCK_MAX - 9, ERR_INVALID_REQUEST, 10 },
};

START_TEST(booked)
{
	struct goods_receipt r = receipt(t.t.arena, deltas[_i].delta, NULL);
	const struct err *e = goods_receive(t.shop, t.t.arena, &r);

	ck_assert_int_eq(e == NULL ? -1 : (int)e->code, deltas[_i].code);
	if (e == NULL)
		ck_assert_int_eq(goods_pieces(r.goods), deltas[_i].then);
	ck_assert_int_eq(testshop_available(&t, cup->sku), deltas[_i].then * QTY_ONE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts r JOIN users u ON u.user_id = r.actor_id"
	    " WHERE reason = 'counted' AND role = 'ADMIN' AND delta = %lld", (long long)deltas[_i].delta), e == NULL);
	testshop_books(&t);
}
END_TEST

START_TEST(short_is_told)
{
	struct goods_receipt r = receipt(t.t.arena, -11, NULL);
	const struct err *e = goods_receive(t.shop, t.t.arena, &r);
	struct buf b = { 0 };

	ck_assert(err_is(e, ERR_STOCK_NOT_ENOUGH));
	e->extra(&b, e->extra_arg);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"name\":\"컵\",\"wanted\":11,\"available\":10"));
	buf_free(&b);
}
END_TEST

START_TEST(once_a_key)
{
	struct goods_receipt r = receipt(t.t.arena, 5, "k"), again = receipt(t.t.arena, 5, "k"), other = receipt(t.t.arena, 6, "k");

	ck_ok(goods_receive(t.shop, t.t.arena, &r));
	ck_assert_ptr_nonnull(r.goods);
	ck_ok(goods_receive(t.shop, t.t.arena, &again));
	ck_assert_ptr_null(again.goods);
	ck_assert_str_eq(again.kept->json, "15");
	ck_assert(err_is(goods_receive(t.shop, t.t.arena, &other), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(testshop_available(&t, cup->sku), 15 * QTY_ONE);
	testshop_books(&t);
}
END_TEST

START_TEST(who_may)
{
	struct goods_receipt r = receipt(t.t.arena, 1, NULL);

	testgoods_seller(&t, &t.kim);
	r.actor = (struct goods_actor){ t.kim, ROLE_SELLER };
	ck_assert(err_is(goods_receive(t.shop, t.t.arena, &r), ERR_FORBIDDEN));
	r.actor = (struct goods_actor){ t.cook, ROLE_COOK };
	ck_assert(err_is(goods_receive(t.shop, t.t.arena, &r), ERR_FORBIDDEN));
	r = receipt(t.t.arena, 1, NULL);
	r.product_id = 1;
	ck_assert(err_is(goods_receive(t.shop, t.t.arena, &r), ERR_ENTITY_NOT_FOUND));
	testshop_sql(&t, "DELETE FROM stock WHERE sku_id = %u", cup->sku_id);
	r.product_id = cup->id;
	ck_assert(err_is(goods_receive(t.shop, t.t.arena, &r), ERR_INTERNAL_SERVER_ERROR));
}
END_TEST

#define CROWD 8
#define TIMES 10

static void *
write_off(void *arg)
{
	struct arena *a = arena_new(1u << 20);
	long done = 0;

	(void)arg;
	for (int i = 0; i < TIMES; i++) {
		struct goods_receipt r = receipt(a, -1, NULL);
		done += goods_receive(t.shop, a, &r) == NULL;
		arena_reset(a);
	}
	arena_free(a);
	return (void *)done;
}

/* Of ten pieces exactly ten go, however many want to write them off at once. */
START_TEST(at_once)
{
	pthread_t thread[CROWD];
	long done = 0;

	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, write_off, NULL), 0);
	for (int i = 0; i < CROWD; i++) {
		void *n;
		pthread_join(thread[i], &n);
		done += (long)n;
	}
	ck_assert_int_eq(done, 10);
	ck_assert_int_eq(testshop_available(&t, cup->sku), 0);
	testshop_books(&t);
}
END_TEST

Suite *
receive_suite(void)
{
	Suite *s = suite_create("shop/receive");
	TCase *c = tcase_create("receive");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, booked, 0, ROWS(deltas));
	tcase_add_test(c, short_is_told);
	tcase_add_test(c, once_a_key);
	tcase_add_test(c, who_may);
	tcase_add_test(c, at_once);
	suite_add_tcase(s, c);
	return s;
}
