/* goods: who may offer and change what, pages with their cursors, versions, and one offer a key. */
#include "shop/goods.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/staff.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static struct goods_actor admin(void) { return (struct goods_actor){ t.admin, ROLE_ADMIN }; }
static struct goods_actor seller(const struct uuid *id) { return (struct goods_actor){ *id, ROLE_SELLER }; }
static const struct goods_offer cup = { .name = "컵", .price = 500, .stock = 3, .category = "cups" };

static const struct err *
answer(void *arg, const struct goods *g, struct kept *kept)
{
	kept->status = 201;
	kept->json = arena_printf(arg, "%u", g->id);
	return kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

static const struct err *
offer(struct goods_actor who, const struct goods_offer *what, const char *key, const char *print, struct goods_offering *o)
{
	struct hash h = hash_of(print, strlen(print));

	*o = (struct goods_offering){ .offer = what, .actor = who, .answer = answer, .arg = t.t.arena,
	    .key = idem_make(who.user_id.b, sizeof(who.user_id.b), "/v1/products", key, &h) };
	return goods_offer(t.shop, t.t.arena, o);
}

START_TEST(offered)
{
	struct goods_offer for_kim = cup, for_nobody = cup;
	struct goods_offering o;
	uint32_t kim;

	for_kim.seller_id = kim = testgoods_seller(&t, &t.kim);
	for_nobody.seller_id = kim + 1;
	ck_ok(offer(seller(&t.kim), &cup, NULL, "", &o));
	ck_assert_uint_eq(o.goods->seller_id, kim);
	ck_assert_int_eq(goods_pieces(o.goods), 3);
	ck_assert_ptr_null(o.kept);
	ck_ok(offer(seller(&t.kim), &for_kim, NULL, "", &o));
	ck_ok(offer(admin(), &for_kim, NULL, "", &o));
	ck_assert_uint_eq(o.goods->seller_id, kim);
	ck_ok(offer(admin(), &cup, NULL, "", &o));
	ck_assert_uint_eq(o.goods->seller_id, 0);
	ck_assert(err_is(offer(seller(&t.kim), &for_nobody, NULL, "", &o), ERR_FORBIDDEN));
	ck_assert(err_is(offer(seller(&t.lee), &cup, NULL, "", &o), ERR_FORBIDDEN));
	ck_assert(err_is(offer((struct goods_actor){ t.cook, ROLE_COOK }, &cup, NULL, "", &o), ERR_FORBIDDEN));
	const struct err *e = offer(admin(), &for_nobody, NULL, "", &o);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/sellerId");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM products WHERE kind = 'GOODS'"), 4);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM skus WHERE goods"), 4);
	testshop_books(&t);
}
END_TEST

/* The same key is the same goods; another request under it is refused. */
START_TEST(offered_once)
{
	struct goods_offering first, again;

	ck_ok(offer(admin(), &cup, "k", "one", &first));
	ck_assert_ptr_nonnull(first.goods);
	ck_ok(offer(admin(), &cup, "k", "one", &again));
	ck_assert_ptr_null(again.goods);
	ck_assert_str_eq(again.kept->json, first.kept->json);
	ck_assert_int_eq(again.kept->status, 201);
	ck_assert(err_is(offer(admin(), &cup, "k", "another", &again), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM products WHERE kind = 'GOODS'"), 1);
	testshop_books(&t);
}
END_TEST

#define CROWD 8

static void *
offer_one(void *arg)
{
	struct arena *a = arena_new(1u << 20);
	struct hash h = hash_of("x", 1);
	struct goods_offering o = { .offer = &cup, .actor = admin(), .answer = answer, .arg = a,
	    .key = idem_make(t.admin.b, sizeof(t.admin.b), "/v1/products", "crowd", &h) };
	const struct err *e = goods_offer(t.shop, a, &o);
	bool good = e == NULL && o.kept != NULL;

	(void)arg;
	arena_free(a);
	return good ? &t : NULL;
}

START_TEST(offered_once_at_once)
{
	pthread_t thread[CROWD];
	void *good;

	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, offer_one, NULL), 0);
	for (int i = 0; i < CROWD; i++) {
		pthread_join(thread[i], &good);
		ck_assert_ptr_nonnull(good);
	}
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM products WHERE kind = 'GOODS'"), 1);
	testshop_books(&t);
}
END_TEST

static const struct err *
change(struct goods_actor who, int64_t id, won_t price, const int64_t *versions, size_t n, const struct goods **g)
{
	return goods_change(t.shop, t.t.arena, &who, id, &(struct goods_change){ .price = price, .sale = -1 }, versions, n, g);
}

START_TEST(changed)
{
	const int64_t first = 1, several[] = { 7, 2 };
	struct goods_offering o;
	const struct goods *ours = testgoods_add(&t, "b", 1, 1), *g;

	testgoods_seller(&t, &t.kim);
	ck_ok(offer(seller(&t.kim), &cup, NULL, "", &o));
	ck_ok(change(seller(&t.kim), o.goods->id, 600, &first, 1, &g));
	ck_assert_int_eq(g->price, 600);
	ck_assert_int_eq(g->version, 2);
	ck_assert(err_is(change(seller(&t.kim), o.goods->id, 700, &first, 1, &g), ERR_PRECONDITION_FAILED));
	ck_ok(change(admin(), o.goods->id, 700, several, 2, &g));
	ck_ok(change(admin(), o.goods->id, 800, NULL, 0, &g));
	ck_assert_int_eq(g->version, 4);
	/* An If-Match that names no version of ours. */
	ck_assert(err_is(change(admin(), o.goods->id, 900, several, 0, &g), ERR_PRECONDITION_FAILED));
	ck_assert(err_is(change(seller(&t.kim), ours->id, 900, NULL, 0, &g), ERR_FORBIDDEN));
	ck_assert(err_is(change(admin(), 1, 900, NULL, 0, &g), ERR_ENTITY_NOT_FOUND));
	ck_ok(goods_find(t.shop, t.t.arena, o.goods->id, &g));
	ck_assert_int_eq(g->price, 800);
	ck_assert(err_is(goods_find(t.shop, t.t.arena, 1, &g), ERR_ENTITY_NOT_FOUND));
}
END_TEST

START_TEST(pages)
{
	struct goods_search s = { .sort = GOODS_PRICE_ASC, .limit = 2 };
	struct goods_page p;
	struct list words;

	for (int i = 0; i < 4; i++)
		testgoods_add(&t, "컵", 100 * (4 - i), 1);
	ck_ok(goods_find_page(t.shop, t.t.arena, &s, &p));
	ck_assert_uint_eq(p.goods.n, 2);
	ck_assert_int_eq(p.goods.v[0].price, 100);
	ck_assert_ptr_nonnull(s.cursor = p.next);
	ck_ok(goods_find_page(t.shop, t.t.arena, &s, &p));
	ck_assert_uint_eq(p.goods.n, 2);
	ck_assert_int_eq(p.goods.v[1].price, 400);
	ck_assert_ptr_null(p.next);
	s.sort = GOODS_NEWEST;
	const struct err *e = goods_find_page(t.shop, t.t.arena, &s, &p);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "?cursor");
	s = (struct goods_search){ .words = "없는 것", .limit = 2 };
	ck_ok(goods_find_page(t.shop, t.t.arena, &s, &p));
	ck_assert_uint_eq(p.goods.n, 0);
	ck_ok(goods_categories(t.shop, t.t.arena, &words));
	ck_assert_uint_eq(words.n, 1);
}
END_TEST

Suite *
goods_suite(void)
{
	Suite *s = suite_create("shop/goods");
	TCase *c = tcase_create("goods");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, offered);
	tcase_add_test(c, offered_once);
	tcase_add_test(c, offered_once_at_once);
	tcase_add_test(c, changed);
	tcase_add_test(c, pages);
	suite_add_tcase(s, c);
	return s;
}
