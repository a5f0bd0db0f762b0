/* order_state: every state against every event, and how an order follows its items whatever becomes of them. */
#include "domain/order_state.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "support/suite.h"

static const struct { const char *from, *event, *to; } rules[] = {
	{ "CREATED", "START_PAYMENT", "PENDING_PAYMENT" },
	{ "CREATED", "CANCEL", "CANCELLED" },
	{ "PENDING_PAYMENT", "DECLINE", "CREATED" },
	{ "PENDING_PAYMENT", "CANCEL", "CANCELLED" },
	{ "PENDING_PAYMENT", "PAY", "PAID" },
	{ "PAID", "CANCEL_PART", "PARTIALLY_CANCELLED" },
	{ "PAID", "REFUND", "REFUNDED" },
	{ "PAID", "COMPLETE", "COMPLETED" },
	{ "PARTIALLY_CANCELLED", "REFUND", "REFUNDED" },
	{ "PARTIALLY_CANCELLED", "COMPLETE", "COMPLETED" },
	{ "COMPLETED", "REFUND", "REFUNDED" },
};
static const char *const events[] = { "START_PAYMENT", "CANCEL", "DECLINE", "PAY", "CANCEL_PART", "REFUND", "COMPLETE", "", "pay" };

START_TEST(every_event)
{
	for (int s = 0; s < ORDER__MAX; s++)
		for (int e = 0; e < ROWS(events); e++) {
			const struct order_move *m = order_move_find((enum order_state)s, events[e]);
			const char *to = NULL;
			for (int i = 0; i < ROWS(rules); i++)
				if (strcmp(rules[i].from, order_state_names[s]) == 0 && strcmp(rules[i].event, events[e]) == 0)
					to = rules[i].to;
			ck_assert_msg((m != NULL) == (to != NULL), "%s in %s", events[e], order_state_names[s]);
			if (m != NULL) {
				ck_assert_int_eq((int)m->from, s);
				ck_assert_str_eq(order_state_names[m->to], to);
			}
		}
	ck_assert_uint_eq(order_moves_n, ROWS(rules));
}
END_TEST

START_TEST(names)
{
	static const char *const want[] = { "CREATED", "PENDING_PAYMENT", "PAID", "PARTIALLY_CANCELLED", "REFUNDED", "COMPLETED", "CANCELLED" };

	ck_assert_int_eq(ROWS(want), ORDER__MAX);
	for (int s = 0; s < ORDER__MAX; s++) {
		ck_assert_str_eq(order_state_names[s], want[s]);
		ck_assert_int_eq(order_state_parse(want[s]), s);
	}
	ck_assert_ptr_null(order_state_names[ORDER__MAX]);
	ck_assert_int_eq(order_state_parse("paid"), -1);
	ck_assert_int_eq(order_state_parse(""), -1);
	ck_assert_int_eq(order_state_parse(NULL), -1);
}
END_TEST

#define I(name) ITEM_##name
static const struct { enum order_state state; enum item_state item[3]; size_t n; bool paid; const char *event; bool part; } follows[] = {
	/* Cash on delivery: nothing until it is paid or cancelled. */
	{ ORDER_PENDING_PAYMENT, { I(PENDING) }, 1, false, NULL },
	{ ORDER_PENDING_PAYMENT, { I(DELIVERED) }, 1, false, NULL },
	{ ORDER_PENDING_PAYMENT, { I(DELIVERED) }, 1, true, "PAY" },
	{ ORDER_PENDING_PAYMENT, { I(CANCELLED) }, 1, false, "CANCEL" },
	{ ORDER_PENDING_PAYMENT, { I(CANCELLED), I(PENDING) }, 2, false, NULL },
	{ ORDER_PENDING_PAYMENT, { I(CANCELLED), I(RETURNED) }, 2, false, "CANCEL" },
	{ ORDER_PENDING_PAYMENT, { I(CANCELLED) }, 1, true, "PAY" },	/* the money came first: it goes back by way of PAID */
	{ ORDER_PAID, { I(PENDING) }, 1, true, NULL },
	{ ORDER_PAID, { I(DELIVERED) }, 1, true, "COMPLETE" },
	{ ORDER_PAID, { I(PICKED_UP), I(CONFIRMED), I(EXCHANGED) }, 3, true, "COMPLETE" },
	{ ORDER_PAID, { I(DELIVERED), I(IN_DELIVERY) }, 2, true, NULL },
	{ ORDER_PAID, { I(DELIVERED), I(RETURN_REQUESTED) }, 2, true, NULL },
	{ ORDER_PAID, { I(CANCELLED), I(IN_DELIVERY) }, 2, true, "CANCEL_PART" },
	{ ORDER_PAID, { I(CANCELLED), I(DELIVERED) }, 2, true, "COMPLETE" },
	{ ORDER_PAID, { I(CANCELLED), I(RETURNED) }, 2, true, "REFUND" },
	{ ORDER_PARTIALLY_CANCELLED, { I(CANCELLED), I(IN_DELIVERY) }, 2, true, NULL },
	{ ORDER_PARTIALLY_CANCELLED, { I(CANCELLED), I(DELIVERED) }, 2, true, "COMPLETE" },
	{ ORDER_PARTIALLY_CANCELLED, { I(CANCELLED), I(CANCELLED) }, 2, true, "REFUND" },
	/* Pieces of a line count like a line. */
	{ ORDER_PAID, { I(PENDING) }, 1, true, "CANCEL_PART", true },
	{ ORDER_PAID, { I(PREPARING), I(DELIVERED) }, 2, true, "CANCEL_PART", true },
	{ ORDER_PARTIALLY_CANCELLED, { I(PENDING) }, 1, true, NULL, true },
	{ ORDER_PARTIALLY_CANCELLED, { I(DELIVERED) }, 1, true, "COMPLETE", true },
	{ ORDER_COMPLETED, { I(DELIVERED) }, 1, true, NULL, true },
	{ ORDER_PENDING_PAYMENT, { I(PENDING) }, 1, false, NULL, true },
	/* A sheet whose payment failed waits for another, or goes with its items. */
	{ ORDER_CREATED, { I(PENDING_PAYMENT) }, 1, false, NULL },
	{ ORDER_CREATED, { I(CANCELLED) }, 1, false, "CANCEL" },
	/* What has arrived can still come back: all of it, or a part. */
	{ ORDER_COMPLETED, { I(RETURNED) }, 1, true, "REFUND" },
	{ ORDER_COMPLETED, { I(RETURNED), I(CANCELLED) }, 2, true, "REFUND" },
	{ ORDER_COMPLETED, { I(RETURNED), I(CONFIRMED) }, 2, true, NULL },
	{ ORDER_COMPLETED, { I(DELIVERED), I(RETURN_REQUESTED) }, 2, true, NULL },
	{ ORDER_REFUNDED, { I(CANCELLED) }, 1, true, NULL },
	{ ORDER_CANCELLED, { I(CANCELLED) }, 1, false, NULL },
};

START_TEST(follow)
{
	const char *event = order_state_follow(follows[_i].state, follows[_i].item, follows[_i].n, follows[_i].part, follows[_i].paid);

	ck_assert_pstr_eq(event, follows[_i].event);
}
END_TEST

/* Whatever two items are in: each event due is a row of the table, and the order comes to rest. */
START_TEST(always_comes_to_rest)
{
	for (int a = 0; a < ITEM__MAX; a++)
		for (int b = 0; b < ITEM__MAX; b++)
			for (int bits = 0; bits < 4; bits++) {
				int paid = bits & 1, part = bits >> 1;
				enum item_state item[2] = { (enum item_state)a, (enum item_state)b };
				enum order_state s = (enum order_state)_i;
				const char *event;
				int steps = 0;
				while ((event = order_state_follow(s, item, 2, part != 0, paid != 0)) != NULL) {
					const struct order_move *m = order_move_find(s, event);
					ck_assert_msg(m != NULL, "%s in %s", event, order_state_names[s]);
					s = m->to;
					ck_assert_int_le(++steps, 3);
				}
			}
}
END_TEST

START_TEST(delivered_against_cash)
{
	enum item_state item = ITEM_DELIVERED;
	enum order_state s = ORDER_PENDING_PAYMENT;

	s = order_move_find(s, order_state_follow(s, &item, 1, false, true))->to;
	ck_assert_int_eq((int)s, ORDER_PAID);
	s = order_move_find(s, order_state_follow(s, &item, 1, false, true))->to;
	ck_assert_int_eq((int)s, ORDER_COMPLETED);
	ck_assert_ptr_null(order_state_follow(s, &item, 1, false, true));
}
END_TEST

START_TEST(picture)
{
	struct buf b = { 0 };
	char line[128];

	order_state_draw(&b);
	ck_assert_int_eq(strncmp(buf_str(&b), "digraph order {\n", 16), 0);
	for (int i = 0; i < ROWS(rules); i++) {
		snprintf(line, sizeof(line), "  %s -> %s [label=\"%s\"];\n", rules[i].from, rules[i].to, rules[i].event);
		ck_assert_msg(strstr(buf_str(&b), line) != NULL, "%s", line);
	}
	ck_assert_str_eq(buf_str(&b) + b.len - 2, "}\n");
	buf_free(&b);
}
END_TEST

Suite *
order_state_suite(void)
{
	Suite *s = suite_create("domain/order_state");
	TCase *c = tcase_create("order_state");

	tcase_add_test(c, every_event);
	tcase_add_test(c, names);
	tcase_add_loop_test(c, follow, 0, ROWS(follows));
	tcase_add_loop_test(c, always_comes_to_rest, 0, ORDER__MAX);
	tcase_add_test(c, delivered_against_cash);
	tcase_add_test(c, picture);
	suite_add_tcase(s, c);
	return s;
}
