/* goods_store: goods there and back, lists in each order page by page, what is searched. */
#include "store/goods_store.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testgoods.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

START_TEST(added)
{
	const struct goods_offer o = { "레드 와인 잔", "Red wine glass", "두 개 한 쌍\n손으로 불었습니다", NULL, "glasses", 12900, 7, 0 };
	const struct goods *g, *same, *none;

	ck_ok(goods_store_add(t.db, t.t.arena, &o, 0, "goods_glass", &t.admin));
	ck_ok(goods_store_by_sku(t.db, t.t.arena, "goods_glass", &g));
	ck_assert_str_eq(g->name, o.name);
	ck_assert_str_eq(g->name_en, o.name_en);
	ck_assert_str_eq(g->description, o.description);
	ck_assert_ptr_null(g->description_en);
	ck_assert_str_eq(g->category, "glasses");
	ck_assert_str_eq(g->sku, "goods_glass");
	ck_assert_int_eq(g->price, 12900);
	ck_assert_int_eq(g->available, 7 * QTY_ONE);
	ck_assert_uint_eq(g->seller_id, 0);
	ck_assert_int_eq(g->version, 1);
	ck_assert(g->on_sale);
	ck_assert_int_eq(g->created_at, g->updated_at);
	ck_ok(goods_store_by_id(t.db, t.t.arena, g->id, &same));
	ck_assert_str_eq(same->sku, g->sku);
	ck_ok(goods_store_by_id(t.db, t.t.arena, 1, &none));	/* a dinner */
	ck_assert_ptr_null(none);
	ck_ok(goods_store_by_sku(t.db, t.t.arena, "wine", &none));
	ck_assert_ptr_null(none);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM stock_receipts r JOIN users u ON u.user_id = r.actor_id WHERE delta = 7"), 1);
	testshop_books(&t);
}
END_TEST

START_TEST(by_numbers)
{
	const struct goods *a = testgoods_add(&t, "a", 1, 1), *b = testgoods_add(&t, "b", 2, 0);
	uint32_t ids[] = { 1, a->id, b->id, 4000000000u };
	struct goods_list l;

	ck_ok(goods_store_get(t.db, t.t.arena, ids, 4, &l));
	ck_assert_uint_eq(l.n, 2);
	ck_assert_uint_eq(l.v[0].id, a->id);
	ck_assert_uint_eq(l.v[1].id, b->id);
	ck_ok(goods_store_get(t.db, t.t.arena, ids, 0, &l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

/* The order of each list by the rows' first letters; two have the price of another. */
static const char *const orders[] = {
	[GOODS_NEWEST] = "gfedcba", [GOODS_PRICE_ASC] = "cebfadg", [GOODS_PRICE_DESC] = "gdafbec", [GOODS_BY_NAME] = "abcdefg",
};

START_TEST(pages)
{
	static const struct { const char *name; won_t price; } rows[] = {
		{ "a", 300 }, { "b", 200 }, { "c", 100 }, { "d", 300 }, { "e", 100 }, { "f", 200 }, { "g", 400 } };
	enum goods_sort sort = (enum goods_sort)(_i / 4);
	struct goods_query q = { .sort = sort, .limit = 1 + _i % 4 };
	char seen[16] = "";
	struct goods_list l;

	for (int i = 0; i < ROWS(rows); i++)
		testgoods_add(&t, rows[i].name, rows[i].price, i);
	do {
		ck_ok(goods_store_list(t.db, t.t.arena, &q, &l));
		ck_assert_uint_le(l.n, (size_t)q.limit);
		for (size_t i = 0; i < l.n; i++)
			strcat(seen, l.v[i].name);
		if (l.n > 0)
			ck_assert(goods_place_parse(sort, goods_place_text(t.t.arena, sort, &l.v[l.n - 1]), &q.after));
	} while (l.n > 0);
	ck_assert_str_eq(seen, orders[sort]);
}
END_TEST

static const struct { const char *category, *words; const char *found; } searches[] = {
	{ NULL, NULL, "레드 와인 잔|100% 린넨|Plate|" },
	{ NULL, "와인", "레드 와인 잔|" },
	{ NULL, "레드 잔", "레드 와인 잔|" },
	{ NULL, "잔 레드", "" },
	{ NULL, "GLASS", "레드 와인 잔|" },
	{ NULL, "plate", "Plate|" },
	{ NULL, "%", "100% 린넨|" },
	{ NULL, "_", "" },
	{ NULL, "접시", "" },			/* no longer sold */
	{ "glasses", NULL, "레드 와인 잔|" },
	{ "glasses", "린넨", "" },
	{ "GLASSES", "와인", "레드 와인 잔|" },
	{ "cups", NULL, "Plate|" },
	{ "", NULL, "" },
};

START_TEST(searched)
{
	const struct goods_offer offers[] = { { .name = "레드 와인 잔", .name_en = "Red wine glass", .category = "glasses" },
	    { .name = "100% 린넨", .category = "linen" }, { .name = "Plate", .category = "cups" }, { .name = "접시", .category = "gone" } };
	struct list words;
	char found[256] = "";
	struct goods_list l;

	for (int i = 0; i < ROWS(offers); i++)
		ck_ok(goods_store_add(t.db, t.t.arena, &offers[i], 0, arena_printf(t.t.arena, "sku_%d", i), NULL));
	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE name = '접시'");
	for (int sort = 0; sort < GOODS_SORT__MAX; sort++) {
		ck_ok(goods_store_list(t.db, t.t.arena, &(struct goods_query){ .category = searches[_i].category, .sort = (enum goods_sort)sort,
		    .pattern = goods_pattern(t.t.arena, searches[_i].words), .limit = 10 }, &l));
		if (sort == GOODS_PRICE_ASC) {	/* all cost the same: as they were added */
			for (size_t i = 0; i < l.n; i++)
				snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s|", l.v[i].name);
			ck_assert_str_eq(found, searches[_i].found);
		}
	}
	ck_ok(goods_store_categories(t.db, t.t.arena, &words));
	ck_assert_uint_eq(words.n, 3);
	ck_assert_str_eq(*LIST_AT(words, const char *, 0), "cups");
	ck_assert_str_eq(*LIST_AT(words, const char *, 2), "linen");
}
END_TEST

/* Every list is found in its index alone, whatever is searched: no row is read but those shown. */
START_TEST(lists_read_no_rows)
{
	static const int lists[] = { STMT_GOODS_NEWEST, STMT_GOODS_PRICE_ASC, STMT_GOODS_PRICE_DESC, STMT_GOODS_BY_NAME };

	for (int i = 0; i < ROWS(lists); i++) {
		const char *sql = stmts[lists[i]].sql, *from = strchr(sql, '('), *to = strstr(sql, ") found");
		char *inner = arena_memdup(t.t.arena, from + 1, (size_t)(to - from - 1));
		for (char *p = strchr(inner, '?'); p != NULL; p = strchr(p, '?'))
			*p = '1';
		ck_assert_ptr_nonnull(strstr(testshop_text(&t, "EXPLAIN FORMAT=JSON %s", inner), "\"using_index\": true"));
		ck_assert_ptr_null(strstr(testshop_text(&t, "EXPLAIN FORMAT=JSON %s", inner), "filesort"));
	}
}
END_TEST

START_TEST(changed)
{
	const struct goods *g = testgoods_add(&t, "컵", 500, 3), *now;
	bool done;

	ck_ok(goods_store_change(t.db, t.t.arena, g->id, &(struct goods_change){ .name = "머그", .price = -1, .sale = -1 }, 1, &done));
	ck_assert(done);
	ck_ok(goods_store_change(t.db, t.t.arena, g->id, &(struct goods_change){ .name = "잔", .price = 600, .sale = -1 }, 1, &done));
	ck_assert(!done);
	ck_ok(goods_store_change(t.db, t.t.arena, g->id, &(struct goods_change){ .price = 0, .sale = GOODS_SALE_ENDED }, -1, &done));
	ck_assert(done);
	ck_ok(goods_store_by_id(t.db, t.t.arena, g->id, &now));
	ck_assert_str_eq(now->name, "머그");
	ck_assert_str_eq(now->category, "cups");
	ck_assert_int_eq(now->price, 0);
	ck_assert_int_eq(now->version, 3);
	ck_assert(!now->on_sale);
	ck_assert_int_eq(testshop_number(&t, "SELECT name = '머그' FROM skus WHERE code = '%s'", g->sku), 1);
	ck_ok(goods_store_change(t.db, t.t.arena, 1, &(struct goods_change){ .price = 1, .sale = -1 }, -1, &done));
	ck_assert(!done);	/* a dinner is not changed this way */
}
END_TEST

START_TEST(ended)
{
	uint32_t seller = testgoods_seller(&t, &t.kim);
	const struct goods_offer o = { .name = "컵", .category = "cups", .price = 1 };
	const struct goods *theirs, *ours = testgoods_add(&t, "b", 1, 1);

	ck_ok(goods_store_add(t.db, t.t.arena, &o, seller, "sku_kim", NULL));
	ck_ok(goods_store_end(t.db, t.t.arena, seller));
	ck_ok(goods_store_by_sku(t.db, t.t.arena, "sku_kim", &theirs));
	ck_assert(!theirs->on_sale);
	ck_assert_int_eq(theirs->version, 2);
	ck_assert_uint_eq(theirs->seller_id, seller);
	ck_ok(goods_store_by_id(t.db, t.t.arena, ours->id, &ours));
	ck_assert(ours->on_sale);
}
END_TEST

Suite *
goods_store_suite(void)
{
	Suite *s = suite_create("store/goods_store");
	TCase *c = tcase_create("goods_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, added);
	tcase_add_test(c, by_numbers);
	tcase_add_loop_test(c, pages, 0, 4 * GOODS_SORT__MAX);
	tcase_add_loop_test(c, searched, 0, ROWS(searches));
	tcase_add_test(c, lists_read_no_rows);
	tcase_add_test(c, changed);
	tcase_add_test(c, ended);
	suite_add_tcase(s, c);
	return s;
}
