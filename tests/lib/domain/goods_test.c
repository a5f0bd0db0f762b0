/* goods: what state they show, where a list goes on, and what is searched. */
#include "domain/goods.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 16); }
static void teardown(void) { arena_free(a); }

static const struct { bool on_sale; qty_t available; enum goods_status status; int64_t pieces; } states[] = {
	{ true, 5000, GOODS_ON_SALE, 5 },
	{ true, 1000, GOODS_ON_SALE, 1 },
	{ true, 999, GOODS_SOLD_OUT, 0 },
	{ true, 0, GOODS_SOLD_OUT, 0 },
	{ false, 0, GOODS_DISCONTINUED, 0 },
	{ false, 5500, GOODS_DISCONTINUED, 5 },
};

START_TEST(status)
{
	struct goods g = { .on_sale = states[_i].on_sale, .available = states[_i].available };

	ck_assert_int_eq((int)goods_status(&g), (int)states[_i].status);
	ck_assert_int_eq(goods_pieces(&g), states[_i].pieces);
}
END_TEST

START_TEST(words)
{
	ck_assert_str_eq(goods_status_names[GOODS_ON_SALE], "ON_SALE");
	ck_assert_str_eq(goods_status_names[GOODS_SOLD_OUT], "SOLD_OUT");
	ck_assert_str_eq(goods_status_names[GOODS_DISCONTINUED], "DISCONTINUED");
	ck_assert_ptr_null(goods_status_names[GOODS_STATUS__MAX]);
	ck_assert_str_eq(goods_sale_names[GOODS_SALE_ON], "ON_SALE");
	ck_assert_str_eq(goods_sale_names[GOODS_SALE_ENDED], "DISCONTINUED");
	ck_assert_ptr_null(goods_sale_names[GOODS_SALE__MAX]);
	ck_assert_str_eq(goods_sort_names[GOODS_NEWEST], "newest");
	ck_assert_str_eq(goods_sort_names[GOODS_PRICE_ASC], "price_asc");
	ck_assert_str_eq(goods_sort_names[GOODS_PRICE_DESC], "price_desc");
	ck_assert_str_eq(goods_sort_names[GOODS_BY_NAME], "name");
	ck_assert_ptr_null(goods_sort_names[GOODS_SORT__MAX]);
}
END_TEST

/* What a list's end is written as is read as the same place. */
START_TEST(place_and_back)
{
	struct goods g = { .id = 4294967295u, .price = GOODS_PRICE_MAX, .name = "1.5리터 물병. 큰 것" };
	struct goods_place p;

	ck_assert(goods_place_parse((enum goods_sort)_i, goods_place_text(a, (enum goods_sort)_i, &g), &p));
	ck_assert(p.set);
	ck_assert_int_eq(p.id, g.id);
	if (_i == GOODS_PRICE_ASC || _i == GOODS_PRICE_DESC)
		ck_assert_int_eq(p.price, g.price);
	ck_assert_pstr_eq(p.name, _i == GOODS_BY_NAME ? g.name : NULL);
	ck_assert(goods_place_parse((enum goods_sort)_i, NULL, &p));
	ck_assert(!p.set);
}
END_TEST

static const struct { enum goods_sort sort; const char *text; } bad_places[] = {
	{ GOODS_NEWEST, "" },
	{ GOODS_NEWEST, "x" },
	{ GOODS_NEWEST, "-1" },
	{ GOODS_NEWEST, "7 " },
	{ GOODS_NEWEST, "7.100" },
	{ GOODS_NEWEST, "4294967296" },
	{ GOODS_NEWEST, "1234567890123456789" },
	{ GOODS_PRICE_ASC, "7" },
	{ GOODS_PRICE_ASC, "7." },
	{ GOODS_PRICE_ASC, "7.-1" },
	{ GOODS_PRICE_DESC, "7.100x" },
	{ GOODS_PRICE_DESC, ".100" },
	{ GOODS_BY_NAME, "7" },
	{ GOODS_BY_NAME, "7." },
	{ GOODS_BY_NAME, "7,컵" },
};

START_TEST(no_place)
{
	struct goods_place p = { .id = 77 };

	ck_assert(!goods_place_parse(bad_places[_i].sort, bad_places[_i].text, &p));
	ck_assert_int_eq(p.id, 77);
}
END_TEST

static const struct { const char *words, *pattern; } searches[] = {
	{ "와인", "%와인%" },
	{ "레드  와인 ", "%레드%와인%" },
	{ " 잔", "%잔%" },
	{ "100% cotton", "%100\\%%cotton%" },
	{ "a_b\\c", "%a\\_b\\\\c%" },
	{ "%", "%\\%%" },
	{ "", NULL },
	{ "   ", NULL },
	{ NULL, NULL },
};

START_TEST(pattern)
{
	ck_assert_pstr_eq(goods_pattern(a, searches[_i].words), searches[_i].pattern);
}
END_TEST

START_TEST(without_room)
{
	struct arena *small = arena_new(64);
	struct goods g = { .id = 1, .name = "long enough not to fit into so little room, whatever an arena keeps for itself of it" };

	ck_assert_ptr_null(goods_pattern(small, g.name));
	ck_assert_ptr_null(goods_place_text(small, GOODS_BY_NAME, &g));
	arena_free(small);
}
END_TEST

Suite *
goods_suite(void)
{
	Suite *s = suite_create("domain/goods");
	TCase *c = tcase_create("goods");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, status, 0, ROWS(states));
	tcase_add_test(c, words);
	tcase_add_loop_test(c, place_and_back, 0, GOODS_SORT__MAX);
	tcase_add_loop_test(c, no_place, 0, ROWS(bad_places));
	tcase_add_loop_test(c, pattern, 0, ROWS(searches));
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
