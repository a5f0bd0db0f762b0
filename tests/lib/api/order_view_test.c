/*
 * order_view: an order composed from the demo menu, as its buyer, a guest
 * without its token and the staff see it.
 */
#include "api/order_answer.h"

#include <string.h>

#include "base/arena.h"
#include "domain/compose.h"
#include "support/demo_menu.h"
#include "support/suite.h"

static struct arena *arena;
static struct order *order;
static const struct uuid kim = { { 1 } }, cook = { { 2 } }, admin = { { 3 } };

static void
setup(void)
{
	static const struct pair changes[] = { { "wine", 0 }, { "premium_steak", 3 } };
	static const struct side_dish_wish sides[] = { { "salad", 2, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_2" } };
	static const struct cake_wish cake = { .message = "축하" };
	const struct order_wish wish = { .dinner_code = "valentine", .style = 1, .quantity = 2, .delivery_address = "어딘가",
	    .customizations = { changes, 2 }, .side_dishes = { sides, 2 }, .cake_customization = &cake };
	struct faults f;

	arena = arena_new(8u << 20);
	f = (struct faults){ .arena = arena };
	order = ARENA_NEW(arena, struct order);
	order_compose(demo_menu(arena), &wish, order, &f);
	ck_assert_uint_eq(f.n, 0);
	order->user_id = kim;
	order->id = (struct uuid){ { 9 } };
	strcpy(order->number, "ORD-20261121-7K3M9Q");
	order->payment = (struct payment){ .id = { { 8 } }, .method = PAY_ON_DELIVERY, .amount = order->price.final_price };
	order->cook_id = cook;
	order->version = 1;
}

static void
teardown(void)
{
	arena_free(arena);
}

static const struct order_view *
seen_by(const struct uuid *who, int role)
{
	const struct order_actor actor = { .user_id = *who, .role = role };
	const struct order_view *v = order_view(arena, order, &actor, false);

	ck_assert_ptr_nonnull(v);
	return v;
}

START_TEST(to_its_buyer)
{
	const struct order_view *v = seen_by(&kim, ROLE_CUSTOMER);

	ck_assert_str_eq(v->menu_code, "valentine");
	ck_assert_str_eq(v->style, "grand");
	ck_assert_int_eq(v->quantity, 2);
	ck_assert_int_eq(v->unit_price, 35000);
	ck_assert_int_eq(v->total_price, order->price.final_price);
	ck_assert_str_eq(v->status, "PENDING");
	ck_assert_str_eq(v->order_status, "PENDING_PAYMENT");
	ck_assert_str_eq(v->payment_status, "PENDING");
	ck_assert_uint_eq(v->items.n, 3);
	ck_assert_uint_eq(v->side_dishes.n, 2);
	ck_assert_str_eq(LIST_AT(v->side_dishes, struct side_dish_view, 1)->flavor, "vanilla");
	ck_assert_str_eq(LIST_AT(v->side_dishes, struct side_dish_view, 1)->size, "size_2");
	ck_assert_ptr_null(LIST_AT(v->side_dishes, struct side_dish_view, 0)->flavor);
	ck_assert_uint_eq(v->customizations.n, 2);
	ck_assert(v->can_cancel);
	ck_assert_uint_eq(v->next_statuses.n, 0);
	ck_assert(uuid_is_zero(&v->cook_id));	/* who cooks is the kitchen's affair */
}
END_TEST

START_TEST(to_a_cook)
{
	const struct order_view *v = seen_by(&cook, ROLE_COOK);

	ck_assert_uint_eq(v->next_statuses.n, 1);
	ck_assert_str_eq(*LIST_AT(v->next_statuses, const char *, 0), "PREPARING");
	ck_assert(v->can_cancel);
	ck_assert_int_eq(uuid_cmp(&v->cook_id, &cook), 0);
}
END_TEST

START_TEST(to_a_courier_nothing_is_to_do_yet)
{
	static const struct uuid courier = { { 4 } };
	const struct order_view *v = seen_by(&courier, ROLE_COURIER);

	ck_assert_uint_eq(v->next_statuses.n, 0);
	ck_assert(!v->can_cancel);
}
END_TEST

/* Goods are cancelled once they are paid, and all of them or none. */
START_TEST(goods_are_cancelled)
{
	for (size_t i = 0; i < order->nitems; i++)
		order->items[i].kind = PRODUCT_GOODS;
	ck_assert(!seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
	/* What could not be paid is given up. */
	order->status = ORDER_CREATED;
	ck_assert(seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
	order->status = ORDER_PAID;
	ck_assert(seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
	order->items[1].status = ITEM_CANCEL_REQUESTED;
	ck_assert(seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
	order->items[1].status = ITEM_IN_DELIVERY;
	ck_assert(!seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
}
END_TEST

START_TEST(in_preparation)
{
	for (size_t i = 0; i < order->nitems; i++)
		order->items[i].status = ITEM_PREPARING;
	order->stage = ITEM_PREPARING;
	ck_assert(!seen_by(&kim, ROLE_CUSTOMER)->can_cancel);
	ck_assert(seen_by(&admin, ROLE_ADMIN)->can_cancel);
	ck_assert_str_eq(*LIST_AT(seen_by(&cook, ROLE_COOK)->next_statuses, const char *, 0), "READY_FOR_DELIVERY");
}
END_TEST

/* An order goes along as a whole: what another seller has to send is no step of the kitchen's, and lines that stand apart are moved one by one. */
START_TEST(anothers_goods)
{
	for (size_t i = 0; i < order->nitems; i++)
		order->items[i].kind = PRODUCT_GOODS;
	order->status = ORDER_PAID;
	ck_assert_uint_eq(seen_by(&cook, ROLE_COOK)->next_statuses.n, 1);
	order->items[1].seller_id = 7;
	ck_assert_uint_eq(seen_by(&cook, ROLE_COOK)->next_statuses.n, 0);
	ck_assert_uint_eq(seen_by(&admin, ROLE_ADMIN)->next_statuses.n, 1);
	order->items[1].status = ITEM_PREPARING;
	ck_assert_uint_eq(seen_by(&admin, ROLE_ADMIN)->next_statuses.n, 0);
	order->items[1].status = ITEM_CANCELLED;
	ck_assert_uint_eq(seen_by(&cook, ROLE_COOK)->next_statuses.n, 1);
}
END_TEST

START_TEST(in_english)
{
	const struct order_actor actor = { .user_id = kim };
	const struct order_view *v = order_view(arena, order, &actor, true);

	ck_assert_str_eq(v->menu_name, "Valentine dinner");
	ck_assert_str_eq(LIST_AT(v->side_dishes, struct side_dish_view, 0)->name, "Salad");
}
END_TEST

START_TEST(what_was_changed)
{
	struct list changes;
	const struct change_view *steak = NULL, *wine = NULL;

	ck_assert(order_changes(arena, order, false, &changes));
	ck_assert_uint_eq(changes.n, 2);
	for (size_t i = 0; i < changes.n; i++) {
		const struct change_view *c = LIST_AT(changes, struct change_view, i);
		*(strcmp(c->ingredient_code, "wine") == 0 ? &wine : &steak) = c;
	}
	ck_assert_str_eq(steak->change_type, "INCREASE");
	ck_assert_int_eq(steak->quantity_change, QTY_ONE);
	ck_assert_int_eq(steak->price_change, 18000);
	ck_assert_str_eq(wine->change_type, "DECREASE");
	ck_assert_int_eq(wine->base_quantity, 2 * QTY_ONE);
	ck_assert_int_eq(wine->price_change, -9000);
}
END_TEST

START_TEST(a_full_arena_is_told)
{
	struct arena *small = arena_new(64);
	const struct order_actor actor = { .user_id = kim };
	struct list changes;

	ck_assert_ptr_null(order_view(small, order, &actor, false));
	ck_assert(!order_changes(small, order, false, &changes));
	arena_free(small);
}
END_TEST

Suite *
order_view_suite(void)
{
	Suite *s = suite_create("order_view");
	TCase *c = tcase_create("views");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, to_its_buyer);
	tcase_add_test(c, to_a_cook);
	tcase_add_test(c, to_a_courier_nothing_is_to_do_yet);
	tcase_add_test(c, goods_are_cancelled);
	tcase_add_test(c, in_preparation);
	tcase_add_test(c, anothers_goods);
	tcase_add_test(c, in_english);
	tcase_add_test(c, what_was_changed);
	tcase_add_test(c, a_full_arena_is_told);
	suite_add_tcase(s, c);
	return s;
}
