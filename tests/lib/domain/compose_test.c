/*
 * compose: every dinner in every style, customised in every way, against a
 * second reckoning that knows nothing of the first; what is wrong with a
 * wish, by its exact pointers; where the numbers end; and the same again.
 */
#include "domain/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "support/demo_menu.h"
#include "support/suite.h"

#define ARENA_SIZE (8u << 20)
#define LIST(a) { a, ROWS(a) }
#define BASE .dinner_code = "valentine", .quantity = 1, .delivery_address = "Seoul"

static struct arena *kept, *arena;
static const struct menu *menu;

static void
setup(void)
{
	kept = arena_new(1u << 20);
	arena = arena_new(ARENA_SIZE);
	menu = demo_menu(kept);
}

static void
teardown(void)
{
	arena_free(arena);
	arena_free(kept);
}

/* --- the second reckoning --------------------------------------------------- */

/* What the demo menu's order should take of each SKU (by index), and cost. */
struct reckoning { qty_t take[64]; won_t base, change, sides, cakes, total; };

static void
reckon_recipe(const struct variant *v, int64_t portions, struct reckoning *r)
{
	for (size_t i = 0; i < v->nrecipe; i++)
		r->take[v->recipe[i].sku - menu->skus] += v->recipe[i].quantity * portions;
}

static struct reckoning
reckon(const struct order_wish *w)
{
	struct reckoning r = { 0 }, of_dinner = { 0 };
	const struct product *p = menu_product(menu, PRODUCT_DINNER, w->dinner_code);
	const struct variant *v = menu_variant(p, order_styles[w->style]);

	reckon_recipe(v, w->quantity, &of_dinner);
	r.base = (p->price + v->price) * w->quantity;
	for (size_t i = 0; i < w->customizations.n; i++) {
		const struct pair *c = LIST_AT(w->customizations, struct pair, i);
		const struct sku *s = menu_sku(menu, c->key);
		qty_t *take = &of_dinner.take[s - menu->skus];
		int64_t more = c->value - *take / 1000;		/* a dinner of the demo menu takes whole pieces */
		r.change += more * (more > 0 ? s->unit_price : s->removal_credit);
		*take = c->value * 1000;
	}
	if (r.change < -r.base)
		r.change = -r.base;
	for (size_t i = 0; i < w->side_dishes.n; i++) {
		const struct side_dish_wish *s = LIST_AT(w->side_dishes, struct side_dish_wish, i);
		const struct product *dish = menu_side_dish(menu, s->code);
		if (s->quantity == 0)
			continue;
		if (dish->kind == PRODUCT_CAKE) {
			const char *flavor = s->flavor != NULL ? s->flavor : w->cake_customization->flavor;
			const char *size = s->size != NULL ? s->size : w->cake_customization->size;
			const struct variant *cake = menu_variant(dish, arena_printf(arena, "%s/%s", flavor, size));
			r.cakes += cake->price * s->quantity;
			reckon_recipe(cake, s->quantity, &r);
		} else {
			r.sides += dish->price * s->quantity;
			reckon_recipe(&dish->variants[0], s->quantity, &r);
		}
	}
	for (int i = 0; i < ROWS(r.take); i++)
		r.take[i] += of_dinner.take[i];
	r.total = r.base + r.change + r.sides + r.cakes;
	return r;
}

/* The order agrees with the second reckoning, and with itself. */
static void
check(const struct order *o, const struct order_wish *w)
{
	struct reckoning r = reckon(w);
	const struct pricing *p = &o->price;
	won_t lines = 0;
	size_t taken = 0;

	ck_assert_int_eq(p->base_price_total, r.base);
	ck_assert_int_eq(p->customization_cost, r.change);
	ck_assert_int_eq(p->side_dish_total, r.sides);
	ck_assert_int_eq(p->cake_total, r.cakes);
	ck_assert_int_eq(p->discount_total, 0);
	ck_assert_int_eq(p->delivery_fee, 0);
	ck_assert_int_eq(p->final_price, r.total);
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		ck_assert_int_ge(it->total, 0);
		ck_assert_int_eq(it->total, it->unit_price * it->quantity + it->customization_cost - it->discount);
		ck_assert_int_eq((int)it->status, ITEM_PENDING);
		lines += it->total;
	}
	ck_assert_int_eq(lines, p->final_price);
	ck_assert_int_ge(p->final_price, 0);
	for (size_t i = 0; i < menu->nskus; i++)
		taken += r.take[i] > 0;
	ck_assert_uint_eq(o->nuses, taken);
	for (size_t i = 0; i < o->nuses; i++) {
		ck_assert(i == 0 || o->uses[i - 1].sku_id < o->uses[i].sku_id);
		ck_assert_int_eq(o->uses[i].quantity, r.take[menu_sku_by_id(menu, o->uses[i].sku_id) - menu->skus]);
		ck_assert_int_eq(o->uses[i].returned, 0);
	}
}

static void
same(const struct order *a, const struct order *b)
{
	ck_assert_mem_eq(&a->price, &b->price, sizeof(a->price));
	ck_assert_uint_eq(a->nuses, b->nuses);
	for (size_t i = 0; i < a->nuses; i++) {
		ck_assert_uint_eq(a->uses[i].sku_id, b->uses[i].sku_id);
		ck_assert_int_eq(a->uses[i].quantity, b->uses[i].quantity);
	}
	ck_assert_uint_eq(a->nitems, b->nitems);
	for (size_t i = 0; i < a->nitems; i++) {
		const struct order_item *x = &a->items[i], *y = &b->items[i];
		ck_assert_uint_eq(x->product_id, y->product_id);
		ck_assert_str_eq(x->variant, y->variant);
		ck_assert_int_eq(x->quantity, y->quantity);
		ck_assert_int_eq(x->total, y->total);
		ck_assert_uint_eq(x->ncustomizations, y->ncustomizations);
		for (size_t k = 0; k < x->ncustomizations; k++) {
			ck_assert_uint_eq(x->customizations[k].sku_id, y->customizations[k].sku_id);
			ck_assert_int_eq(x->customizations[k].quantity, y->customizations[k].quantity);
			ck_assert_int_eq(x->customizations[k].base_quantity, y->customizations[k].base_quantity);
		}
	}
	ck_assert_int_eq((int)a->type, (int)b->type);
	ck_assert_pstr_eq(a->delivery_address, b->delivery_address);
	ck_assert_pstr_eq(a->notes, b->notes);
	ck_assert_ptr_eq(a->cake, b->cake);
}

static struct order
compose(const struct order_wish *w)
{
	struct faults f = { .arena = arena };
	struct order o = { 0 };

	order_compose(menu, w, &o, &f);
	ck_assert_msg(f.n == 0 && !f.failed, "%s: %s", f.n > 0 ? f.v[0].pointer : "no room", f.n > 0 ? f.v[0].reason : "");
	return o;
}

/* Composes, checks, and orders the same again. */
static void
try(const struct order_wish *w)
{
	struct order_wish again;
	struct order o = compose(w), twice;

	check(&o, w);
	ck_assert(order_again(arena, &o, &again));
	twice = compose(&again);
	same(&o, &twice);
	arena_reset(arena);
}

/* --- what there is to wish ---------------------------------------------------- */

/* Dinner and style number i, in the order of the menu. */
static bool
dinner(int i, struct order_wish *w)
{
	for (size_t p = 0; p < menu->nproducts; p++)
		for (int style = 0; menu->products[p].kind == PRODUCT_DINNER && order_styles[style] != NULL; style++)
			if (menu_variant(&menu->products[p], order_styles[style]) != NULL && i-- == 0) {
				*w = (struct order_wish){ .dinner_code = menu->products[p].code, .style = style, .quantity = 1,
				    .delivery_address = "Seoul" };
				return true;
			}
	return false;
}
#define DINNERS 14

START_TEST(plain)
{
	static const int64_t quantities[] = { 1, 2, 3, 10 };
	struct order_wish w;

	ck_assert(dinner(_i, &w));
	for (int q = 0; q < ROWS(quantities); q++) {
		w.quantity = quantities[q];
		struct order o = compose(&w);
		ck_assert_uint_eq(o.nitems, 1);
		ck_assert_int_eq((int)o.items[0].kind, PRODUCT_DINNER);
		ck_assert_str_eq(o.items[0].code, w.dinner_code);
		ck_assert_str_eq(o.items[0].variant, order_styles[w.style]);
		ck_assert_uint_eq(o.items[0].ncustomizations, 0);
		ck_assert_int_eq((int)o.status, ORDER_PENDING_PAYMENT);
		ck_assert_int_eq((int)o.stage, ITEM_PENDING);
		ck_assert_ptr_null(o.cake);
		try(&w);
	}
	/* As many as are written down above. */
	if (_i == DINNERS - 1)
		ck_assert(!dinner(DINNERS, &w));
}
END_TEST

/* Each ingredient of the shop, whether it is in the recipe or not: none of it, fewer, as many, more, as many as can be asked for. */
START_TEST(one_change)
{
	static const int64_t quantities[] = { 1, 2, 10 };
	static const int64_t wanted[] = { 0, 1, 2, 3, 4, 10, 40, 99 };
	struct order_wish w;

	ck_assert(dinner(_i, &w));
	for (size_t s = 0; s < menu->nskus; s++)
		for (int q = 0; q < ROWS(quantities); q++)
			for (int n = 0; n < ROWS(wanted); n++) {
				struct pair c = { menu->skus[s].code, wanted[n] };
				w.quantity = quantities[q];
				w.customizations = (struct list){ &c, 1 };
				try(&w);
			}
}
END_TEST

/* All at once: nothing but the plates taken off; everything left out; everything in plenty. */
START_TEST(all_changes)
{
	static const int64_t wanted[] = { 0, 1, 99 };
	struct pair c[64];
	struct order_wish w;

	ck_assert(dinner(_i, &w));
	for (int n = 0; n < ROWS(wanted); n++) {
		for (size_t s = 0; s < menu->nskus; s++)
			c[s] = (struct pair){ menu->skus[menu->nskus - 1 - s].code, wanted[n] };
		w.customizations = (struct list){ c, menu->nskus };
		struct order o = compose(&w);
		/* What is wanted as the recipe has it is no change; the rest stands sorted by code, once each. */
		for (size_t i = 0; i < o.items[0].ncustomizations; i++) {
			const struct customization *x = &o.items[0].customizations[i];
			ck_assert_int_ne(x->base_quantity, x->quantity);
			ck_assert(i == 0 || strcmp(x[-1].code, x->code) < 0);
			ck_assert_str_eq(x->name, menu_sku(menu, x->code)->name);
			ck_assert_str_eq(x->name_en, menu_sku(menu, x->code)->name_en);
		}
		if (wanted[n] == 0)
			ck_assert_uint_eq(o.nuses, 0);
		try(&w);
	}
}
END_TEST

/* A dinner whose parts are worth more than its price: left out, it costs nothing, and not less. */
START_TEST(credit_beyond_the_line)
{
	struct sku dear = { .id = 1, .code = "dear", .name = "d", .ingredient = true, .unit_price = 1, .removal_credit = 5000 };
	const struct sku *by_code[] = { &dear };
	struct recipe_line r = { &dear, 2000 };
	struct variant v = { .code = "simple", .recipe = &r, .nrecipe = 1 };
	struct product p = { .id = 1, .kind = PRODUCT_DINNER, .code = "x", .name = "x", .price = 9000, .on_sale = true,
	    .variants = &v, .nvariants = 1 };
	struct menu m = { .skus = &dear, .nskus = 1, .by_code = by_code, .products = &p, .nproducts = 1 };
	struct pair none = { "dear", 0 };
	struct order_wish w = { .dinner_code = "x", .quantity = 1, .order_type = ORDER_PICKUP, .customizations = { &none, 1 } };
	struct faults f = { .arena = arena };
	struct order o = { 0 };

	order_compose(&m, &w, &o, &f);
	ck_assert_uint_eq(f.n, 0);
	ck_assert_int_eq(o.items[0].customizations[0].price_change, -10000);
	ck_assert_int_eq(o.items[0].customization_cost, -9000);
	ck_assert_int_eq(o.price.customization_cost, -9000);
	ck_assert_int_eq(o.price.final_price, 0);
	ck_assert_uint_eq(o.nuses, 0);
}
END_TEST

/* The wine of the dinner and the bottle beside it are one SKU: counted once, over both. */
START_TEST(same_sku_in_dinner_and_side_dish)
{
	struct side_dish_wish sides[] = { { .code = "wine_glass", .quantity = 2 }, { .code = "wine_glass", .quantity = 1 } };
	struct pair more = { "wine", 5 };
	struct order_wish w = { .dinner_code = "valentine", .style = 2, .quantity = 3, .delivery_address = "Seoul",
	    .side_dishes = { sides, 2 } };
	static const struct { bool customised; qty_t wine, glasses; } want[] = { { false, 6000, 6000 }, { true, 8000, 6000 } };

	for (int i = 0; i < ROWS(want); i++) {
		w.customizations = (struct list){ &more, want[i].customised };
		struct order o = compose(&w);
		size_t seen = 0;
		for (size_t k = 0; k < o.nuses; k++) {
			const char *code = menu_sku_by_id(menu, o.uses[k].sku_id)->code;
			if (strcmp(code, "wine") == 0) {
				ck_assert_int_eq(o.uses[k].quantity, want[i].wine);
				seen++;
			} else if (strcmp(code, "glass_wine_glass") == 0) {
				ck_assert_int_eq(o.uses[k].quantity, want[i].glasses);
				seen++;
			}
		}
		ck_assert_uint_eq(seen, 2);
		ck_assert_uint_eq(o.nitems, 3);
		try(&w);
	}
}
END_TEST

/* Each cake, by its own flavor and size or by those of the wish. */
START_TEST(cakes)
{
	struct order_wish w;

	ck_assert(dinner(_i, &w));
	for (size_t f = 0; f < menu->nflavors; f++)
		for (size_t s = 0; s < menu->nsizes; s++)
			for (int own = 0; own < 4; own++) {
				struct cake_wish cake = { .message = "생일 축하", .flavor = menu->flavors[f].code, .size = menu->sizes[s].code };
				struct side_dish_wish side = { .code = "custom_cake", .quantity = 2,
				    .flavor = (own & 1) != 0 ? menu->flavors[(f + 1) % menu->nflavors].code : NULL,
				    .size = (own & 2) != 0 ? menu->sizes[(s + 1) % menu->nsizes].code : NULL };
				w.side_dishes = (struct list){ &side, 1 };
				w.cake_customization = &cake;
				struct order o = compose(&w);
				ck_assert_ptr_eq(o.cake, &cake);
				ck_assert_int_eq((int)o.items[1].kind, PRODUCT_CAKE);
				try(&w);
			}
}
END_TEST

static uint64_t seed;

/* One of n, by a seed that is the same each time. */
static size_t
dice(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

/* Wishes thrown together at random. */
START_TEST(anything)
{
	seed = 77 + (uint64_t)_i;
	for (int round = 0; round < 500; round++) {
		struct pair c[8];
		struct side_dish_wish side[20];
		struct cake_wish cake = { .flavor = "vanilla", .size = "size_2", .image_path = "/x" };
		struct order_wish w;
		size_t nc = 0, ns = 0;
		bool has_cake = false;
		ck_assert(dinner((int)dice(DINNERS), &w));
		w.quantity = 1 + (int64_t)dice(10);
		size_t first = dice(menu->nskus), many = dice(9);
		for (; nc < many; nc++)
			c[nc] = (struct pair){ menu->skus[(first + nc * 3) % menu->nskus].code, (int64_t)dice(100) };
		for (size_t n = dice(21); ns < n; ns++) {
			static const char *const codes[] = { "coffee_set", "salad", "bread_basket", "wine_glass", "custom_cake" };
			side[ns] = (struct side_dish_wish){ .code = codes[dice(5)], .quantity = (int64_t)dice(100) };
			has_cake |= strcmp(side[ns].code, "custom_cake") == 0 && side[ns].quantity > 0;
			if (dice(2) != 0)
				side[ns].flavor = menu->flavors[dice(menu->nflavors)].code;
			if (dice(2) != 0)
				side[ns].size = menu->sizes[dice(menu->nsizes)].code;
		}
		w.customizations = (struct list){ c, nc };
		w.side_dishes = (struct list){ side, ns };
		if (has_cake || strcmp(w.dinner_code, "cake") == 0)
			w.cake_customization = &cake;
		w.order_type = (int)dice(2);
		w.notes = dice(2) != 0 ? "문 앞에 두세요" : NULL;
		try(&w);
	}
}
END_TEST

/* --- whatever room there is ------------------------------------------------------ */

static const struct pair two_unknown[] = { { "wine", 2 }, { "truffle", 1 }, { "a/b~c", 3 } };
static const struct side_dish_wish strange[] = { { "salad", 1, NULL, NULL }, { "truffle", 1, NULL, NULL }, { "valentine", 1, NULL, NULL } };

/* Whatever room there is: an order that is whole, or a word that it is not; never half of one. */
START_TEST(any_room)
{
	struct pair c[] = { { "wine", 2 }, { "bacon", 1 }, { "coffee", 1 } };
	struct side_dish_wish side[] = { { "salad", 1, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_1" } };
	struct order_wish w = { BASE, .customizations = LIST(c), .side_dishes = LIST(side) }, bad = w, again;
	int whole = 0;

	bad.dinner_code = "truffle";
	bad.side_dishes = (struct list){ strange, 3 };
	bad.customizations = (struct list){ two_unknown, 3 };
	for (size_t cap = 16; cap < 16384; cap += 16) {
		struct arena *small = arena_new(cap);
		struct faults f = { .arena = small };
		struct order o = { 0 };

		order_compose(menu, &w, &o, &f);
		if (faults_err(&f) == NULL) {
			check(&o, &w);
			whole++;
			if (order_again(small, &o, &again)) {
				struct order twice_over = compose(&again);
				same(&o, &twice_over);
			}
		}
		arena_reset(small);
		f = (struct faults){ .arena = small };
		o = (struct order){ 0 };
		order_compose(menu, &bad, &o, &f);
		ck_assert_ptr_nonnull(faults_err(&f));
		arena_free(small);
		arena_reset(arena);
	}
	ck_assert_int_gt(whole, 100);
}
END_TEST

/* --- kinds of order, and the same again ------------------------------------------ */

START_TEST(pickup_has_no_address)
{
	struct order_wish w = { BASE, .notes = "n" };
	struct order o = compose(&w);

	ck_assert_str_eq(o.delivery_address, "Seoul");
	ck_assert_str_eq(o.notes, "n");
	ck_assert_int_eq((int)o.type, ORDER_DELIVERY);
	w.order_type = ORDER_PICKUP;
	o = compose(&w);
	ck_assert_ptr_null(o.delivery_address);
	ck_assert_int_eq((int)o.type, ORDER_PICKUP);
}
END_TEST

START_TEST(minutes)
{
	ck_assert_int_eq(order_minutes(ORDER_DELIVERY), 60);
	ck_assert_int_eq(order_minutes(ORDER_PICKUP), 30);
}
END_TEST

/* Today's prices: the wish again holds names, no money; what is no longer there is told. */
START_TEST(again_by_name)
{
	struct order_item items[] = {
		{ .kind = PRODUCT_DINNER, .code = "valentine", .variant = "grand", .quantity = 2, .unit_price = 1, .total = 2 },
		{ .kind = PRODUCT_SIDE_DISH, .code = "soup_of_then", .variant = "", .quantity = 1, .unit_price = 1, .total = 1 },
		{ .kind = PRODUCT_CAKE, .code = "custom_cake", .variant = "vanilla/size_1", .quantity = 1 },
		{ .kind = PRODUCT_CAKE, .code = "custom_cake", .variant = "oval", .quantity = 1 },
	};
	struct order o = { .user_id = { { 5 } }, .type = ORDER_PICKUP, .notes = "n", .items = items, .nitems = 4 }, now = { 0 };
	struct faults f = { .arena = arena };
	struct order_wish w;

	ck_assert(order_again(arena, &o, &w));
	ck_assert_str_eq(w.dinner_code, "valentine");
	ck_assert_int_eq(w.style, 1);
	ck_assert_int_eq(w.quantity, 2);
	ck_assert_int_eq(uuid_cmp(&w.user_id, &o.user_id), 0);
	ck_assert_uint_eq(w.side_dishes.n, 3);
	ck_assert_str_eq(LIST_AT(w.side_dishes, struct side_dish_wish, 1)->flavor, "vanilla");
	ck_assert_str_eq(LIST_AT(w.side_dishes, struct side_dish_wish, 1)->size, "size_1");
	ck_assert_ptr_null(LIST_AT(w.side_dishes, struct side_dish_wish, 2)->flavor);
	order_compose(menu, &w, &now, &f);
	ck_assert_uint_eq(f.n, 3);
	ck_assert_str_eq(f.v[0].pointer, "/side_dishes/0/code");
	ck_assert_str_eq(f.v[1].pointer, "/side_dishes/2/flavor");
	ck_assert_int_eq(now.items[0].unit_price, 35000);
}
END_TEST

/* A style that is no longer served is not quietly another one. */
START_TEST(again_in_a_style_of_then)
{
	struct order_item item = { .kind = PRODUCT_DINNER, .code = "valentine", .variant = "royal", .quantity = 1 };
	struct order o = { .type = ORDER_PICKUP, .items = &item, .nitems = 1 }, now = { 0 };
	struct faults f = { .arena = arena };
	struct order_wish w;

	ck_assert(order_again(arena, &o, &w));
	order_compose(menu, &w, &now, &f);
	ck_assert_uint_eq(f.n, 1);
	ck_assert_str_eq(f.v[0].pointer, "/style");
}
END_TEST

START_TEST(again_without_room)
{
	struct order_item items[] = { { .kind = PRODUCT_DINNER, .code = "valentine", .variant = "grand", .quantity = 1 },
	    { .kind = PRODUCT_CAKE, .code = "custom_cake", .variant = "vanilla/size_1", .quantity = 1 } };
	struct order o = { .items = items, .nitems = 2 };
	bool done = false;

	for (size_t cap = 16; cap < 1024; cap += 16) {
		struct arena *small = arena_new(cap);
		struct order_wish w = { .quantity = 77 };
		bool now = order_again(small, &o, &w);
		ck_assert(now || !done);
		ck_assert_int_eq(w.quantity, now ? 1 : 77);
		done = now;
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

Suite *
compose_suite(void)
{
	Suite *s = suite_create("domain/compose");
	TCase *c = tcase_create("compose");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, plain, 0, DINNERS);
	tcase_add_loop_test(c, one_change, 0, DINNERS);
	tcase_add_loop_test(c, all_changes, 0, DINNERS);
	tcase_add_test(c, credit_beyond_the_line);
	tcase_add_test(c, same_sku_in_dinner_and_side_dish);
	tcase_add_loop_test(c, cakes, 0, DINNERS);
	tcase_add_loop_test(c, anything, 0, 4);
	tcase_add_test(c, any_room);
	tcase_add_test(c, pickup_has_no_address);
	tcase_add_test(c, minutes);
	tcase_add_test(c, again_by_name);
	tcase_add_test(c, again_in_a_style_of_then);
	tcase_add_test(c, again_without_room);
	suite_add_tcase(s, c);
	return s;
}
