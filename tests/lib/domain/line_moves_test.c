/* line_moves: what is offered of a line is what is not refused, in every state, to everybody; and what it would give back. */
#include "domain/line_moves.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 20); }
static void teardown(void) { arena_free(a); }

static struct order_item
line(enum item_state s, int64_t quantity)
{
	return (struct order_item){ .kind = PRODUCT_GOODS, .status = s, .quantity = quantity, .unit_price = 1000, .total = 1000 * quantity };
}

/* Every state, by everybody: each way is offered exactly when it would be gone. */
START_TEST(offered_is_granted)
{
	const struct item_move *offered[64];
	enum item_state in = (enum item_state)_i;

	ck_assert_uint_le(item_moves_n, (size_t)ROWS(offered));
	for (int type = 0; type < ORDER_TYPE__MAX; type++)
		for (unsigned mover = 1; mover <= MOVER_SYSTEM; mover *= 2) {
			struct order_item it = line(in, 3);
			struct order o = { .type = (enum order_type)type, .status = ORDER_PAID, .items = &it, .nitems = 1 };
			struct after_step s;
			size_t n = line_moves(&o, 0, mover, offered);
			for (int to = 0; to < ITEM__MAX; to++) {
				bool granted = after_move(a, &it, o.type, (enum item_state)to, mover, &s) == NULL, shown = false;
				for (size_t k = 0; k < n; k++)
					shown |= offered[k]->to == (enum item_state)to;
				ck_assert_msg(granted == shown, "%s -> %s by %u", item_state_names[in], item_state_names[to], mover);
			}
			o.status = ORDER_PENDING_PAYMENT;
			ck_assert_uint_eq(line_moves(&o, 0, mover, offered), 0);
			/* What is cooked is neither cancelled nor returned by the line. */
			it.kind = PRODUCT_DINNER;
			o.status = ORDER_PAID;
			n = line_moves(&o, 0, mover, offered);
			for (size_t k = 0; k < n; k++)
				ck_assert_int_eq((int)after_effect_of(offered[k]->event), PIECES_STAY);
		}
	arena_reset(a);
}
END_TEST

START_TEST(nobody)
{
	const struct item_move *offered[64];
	struct order_item it = line(ITEM_PENDING, 1);
	struct order o = { .status = ORDER_PAID, .items = &it, .nitems = 1 };

	ck_assert_uint_eq(line_moves(&o, 0, 0, offered), 0);
	ck_assert_uint_eq(line_moves(&o, 0, MOVER_SELLER, offered), 2);
	ck_assert_str_eq(offered[0]->event, "PREPARE");
	ck_assert_str_eq(offered[1]->event, "CANCEL");
}
END_TEST

/* What of a line of three (3,000 won, 300 points, 2,500 to deliver it) comes back in each state; asked: pieces that a request is about. */
static const struct { enum item_state in; int64_t asked; bool some; won_t money, points, fee; } gives[] = {
	{ ITEM_PENDING, 0, true, 5500, 300, 2500 },
	{ ITEM_PREPARING, 0, true, 5500, 300, 2500 },
	{ ITEM_READY_FOR_DELIVERY, 0, false, 0, 0, 0 },
	{ ITEM_IN_DELIVERY, 0, false, 0, 0, 0 },
	{ ITEM_DELIVERED, 0, false, 0, 0, 0 },
	{ ITEM_CANCEL_REQUESTED, 1, true, 1000, 100, 0 },
	{ ITEM_CANCEL_REQUESTED, 3, true, 5500, 300, 2500 },
	{ ITEM_CANCEL_PROCESSING, 2, true, 2000, 200, 0 },
	{ ITEM_RETURN_REQUESTED, 1, true, 1000, 100, 0 },
	{ ITEM_RETURN_REQUESTED, 3, true, 3000, 300, 0 },	/* it was carried */
	{ ITEM_RETURN_PROCESSING, 2, true, 2000, 200, 0 },
	{ ITEM_EXCHANGE_REQUESTED, 2, false, 0, 0, 0 },
	{ ITEM_EXCHANGE_PROCESSING, 2, false, 0, 0, 0 },
};

START_TEST(given_back)
{
	struct order_item it = line(gives[_i].in, 3);
	struct order_fee fee = { .charged = 2500 };
	struct order o = { .type = ORDER_DELIVERY, .status = ORDER_PAID, .items = &it, .nitems = 1, .fees = &fee, .nfees = 1 };
	struct refund r;

	it.points = 300;
	it.requested_quantity = gives[_i].asked;
	ck_assert_int_eq(line_gives_back(&o, 0, &r), gives[_i].some);
	ck_assert_int_eq(r.money, gives[_i].money);
	ck_assert_int_eq(r.points, gives[_i].points);
	ck_assert_int_eq(r.fee, gives[_i].fee);
	o.status = ORDER_PENDING_PAYMENT;
	ck_assert(!line_gives_back(&o, 0, &r));
	o.status = ORDER_PAID;
	it.kind = PRODUCT_DINNER;
	ck_assert(!line_gives_back(&o, 0, &r));
}
END_TEST

Suite *
line_moves_suite(void)
{
	Suite *s = suite_create("domain/line_moves");
	TCase *c = tcase_create("line_moves");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, offered_is_granted, 0, ITEM__MAX);
	tcase_add_test(c, nobody);
	tcase_add_loop_test(c, given_back, 0, ROWS(gives));
	suite_add_tcase(s, c);
	return s;
}
