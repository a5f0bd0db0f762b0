/* delivery: its tables against those of the items, that all fifteen states of an item are reached, and carriers. */
#include "domain/delivery.h"

#include <string.h>

#include "base/arena.h"
#include "base/fault.h"
#include "support/refusal.h"
#include "support/suite.h"

START_TEST(names)
{
	for (int s = 0; s < DELIVERY__MAX; s++)
		ck_assert_int_eq(delivery_state_parse(delivery_names[s]), s);
	ck_assert_ptr_null(delivery_names[DELIVERY__MAX]);
	ck_assert_int_eq(delivery_state_parse("SHIPPED"), -1);
	ck_assert_int_eq(delivery_state_parse(NULL), -1);
}
END_TEST

/* Every item state but those of pickup has a delivery, and setting a delivery by hand brings the item where its delivery then stands. */
START_TEST(they_can_not_come_apart)
{
	bool seen[DELIVERY__MAX] = { false };

	for (int i = 0; i < ITEM__MAX; i++) {
		int d = delivery_of((enum item_state)i);
		ck_assert_msg((d >= 0) == (i != ITEM_READY_FOR_PICKUP && i != ITEM_PICKED_UP), "%s", item_state_names[i]);
		if (d >= 0)
			seen[d] = true;
	}
	for (int d = 0; d < DELIVERY__MAX; d++) {
		int item = delivery_item((enum delivery_state)d);
		ck_assert_msg(seen[d], "nothing is ever %s", delivery_names[d]);
		ck_assert_int_eq(item < 0, d == DELIVERY_CANCELLED);
		if (item >= 0)
			ck_assert_int_eq(delivery_of((enum item_state)item), d);
	}
}
END_TEST

/* Each step of an item is one of its delivery, or leaves it where it is; none leads a delivery back, but to where it had been before a return was asked for. */
START_TEST(steps_of_items)
{
	for (size_t i = 0; i < item_moves_n; i++) {
		const struct item_move *m = &item_moves[i];
		if ((m->types & (1u << ORDER_DELIVERY)) == 0)
			continue;
		int from = delivery_of(m->from), to = delivery_of(m->to);
		ck_assert_msg(from >= 0 && to >= 0, "%s", m->event);
		/* What stays with its buyer after all was delivered. */
		ck_assert_msg(from == to || to > from || to == DELIVERY_DELIVERED, "%s: %s -> %s", m->event, delivery_names[from], delivery_names[to]);
	}
}
END_TEST

/* The fifteen states of the store's items, each reached from a paid one by the moves there are. */
START_TEST(fifteen_states)
{
	static const struct { const char *korean; enum item_state state; } all[] = {
		{ "결제완료", ITEM_PENDING }, { "배송준비중", ITEM_PREPARING }, { "출고완료", ITEM_READY_FOR_DELIVERY }, { "배송중", ITEM_IN_DELIVERY },
		{ "배송완료", ITEM_DELIVERED }, { "구매확정", ITEM_CONFIRMED },
		{ "취소요청", ITEM_CANCEL_REQUESTED }, { "취소처리중", ITEM_CANCEL_PROCESSING }, { "취소완료", ITEM_CANCELLED },
		{ "반품요청", ITEM_RETURN_REQUESTED }, { "반품처리중", ITEM_RETURN_PROCESSING }, { "반품완료", ITEM_RETURNED },
		{ "교환요청", ITEM_EXCHANGE_REQUESTED }, { "교환처리중", ITEM_EXCHANGE_PROCESSING }, { "교환완료", ITEM_EXCHANGED },
	};
	bool on[ITEM__MAX] = { [ITEM_PENDING] = true };

	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < item_moves_n; i++)
			if (on[item_moves[i].from] && !on[item_moves[i].to] && (item_moves[i].types & (1u << ORDER_DELIVERY)) != 0)
				more = on[item_moves[i].to] = true;
	}
	ck_assert_int_eq(ROWS(all), 15);
	for (int i = 0; i < ROWS(all); i++)
		ck_assert_msg(on[all[i].state], "%s %s", all[i].korean, item_state_names[all[i].state]);
}
END_TEST

static const struct { enum delivery_state is; const char *had[2], *gets[2], *faults; } carriers[] = {
	{ DELIVERY_PREPARING, { NULL, NULL }, { NULL, NULL }, "" },
	{ DELIVERY_READY, { NULL, NULL }, { "CJ", "1234-5678" }, "" },
	{ DELIVERY_IN_DELIVERY, { "CJ", "12345678" }, { "Hanjin", "AB12" }, "" },
	{ DELIVERY_IN_DELIVERY, { "CJ", "12345678" }, { NULL, NULL }, "" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { "CJ", NULL }, "INVALID_REQUEST /trackingNumber=required" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { NULL, "12345678" }, "INVALID_REQUEST /carrier=required" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { "CJ", "123" }, "INVALID_REQUEST /trackingNumber=not_a_tracking_number" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { "CJ", "12 34" }, "INVALID_REQUEST /trackingNumber=not_a_tracking_number" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { "CJ", "1234567890123456789012345678901234567890" }, "" },
	{ DELIVERY_PREPARING, { NULL, NULL }, { "CJ", "12345678901234567890123456789012345678901" }, "INVALID_REQUEST /trackingNumber=not_a_tracking_number" },
	{ DELIVERY_DELIVERED, { "CJ", "12345678" }, { "CJ", "12345678" }, "" },
	{ DELIVERY_DELIVERED, { NULL, NULL }, { NULL, NULL }, "" },
	{ DELIVERY_DELIVERED, { "CJ", "12345678" }, { "CJ", "87654321" }, "INVALID_REQUEST /trackingNumber=final" },
	{ DELIVERY_DELIVERED, { "CJ", "12345678" }, { "DHL", "12345678" }, "INVALID_REQUEST /carrier=final" },
	{ DELIVERY_CANCELLED, { NULL, NULL }, { "CJ", "12345678" }, "INVALID_REQUEST /carrier=final /trackingNumber=final" },
	{ DELIVERY_RETURNED, { "CJ", "12345678" }, { NULL, NULL }, "INVALID_REQUEST /carrier=final /trackingNumber=final" },
};

START_TEST(carrier)
{
	struct arena *a = arena_new(1u << 16);
	struct delivery d = { .state = carriers[_i].is, .carrier = carriers[_i].had[0], .tracking_number = carriers[_i].had[1] };
	struct faults f = { .arena = a };

	delivery_check(&d, carriers[_i].gets[0], carriers[_i].gets[1], &f);
	ck_assert_str_eq(refusal(a, faults_err(&f)), carriers[_i].faults);
	arena_free(a);
}
END_TEST

Suite *
delivery_suite(void)
{
	Suite *s = suite_create("domain/delivery");
	TCase *c = tcase_create("delivery");

	tcase_add_test(c, names);
	tcase_add_test(c, they_can_not_come_apart);
	tcase_add_test(c, steps_of_items);
	tcase_add_test(c, fifteen_states);
	tcase_add_loop_test(c, carrier, 0, ROWS(carriers));
	suite_add_tcase(s, c);
	return s;
}
