/*
 * aftersale: every wish in every state by everybody, whole lines and parts of them; that a line's pieces and its state never come apart; and what
 * steps give back.
 */
#include "domain/aftersale.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *a;

static void setup(void) { a = arena_new(1u << 20); }
static void teardown(void) { arena_free(a); }

static struct order_item
line(enum item_state s, int64_t quantity)
{
	return (struct order_item){ .kind = PRODUCT_GOODS, .status = s, .quantity = quantity, .unit_price = 1000, .total = 1000 * quantity };
}

/* Which event a wish is in a state, and who may wish it: B buyer, S seller, A admin. */
static const struct { enum after_wish wish; enum item_state in; const char *who, *event; enum after_effect effect; } rules[] = {
	{ AFTER_CANCEL, ITEM_PENDING_PAYMENT, "BA", "CANCEL", PIECES_CANCELLED },
	{ AFTER_CANCEL, ITEM_PENDING, "BSA", "CANCEL", PIECES_CANCELLED },
	{ AFTER_CANCEL, ITEM_PREPARING, "SA", "CANCEL", PIECES_CANCELLED },
	{ AFTER_CANCEL, ITEM_PREPARING, "B", "REQUEST_CANCEL", PIECES_ASKED },
	{ AFTER_RETURN, ITEM_DELIVERED, "BA", "REQUEST_RETURN", PIECES_ASKED },
	{ AFTER_RETURN, ITEM_CONFIRMED, "SA", "ACCEPT_RETURN", PIECES_ASKED },
	{ AFTER_EXCHANGE, ITEM_DELIVERED, "BA", "REQUEST_EXCHANGE", PIECES_ASKED },
	{ AFTER_CONFIRM, ITEM_DELIVERED, "BA", "CONFIRM", PIECES_STAY },
	{ AFTER_CONFIRM, ITEM_EXCHANGED, "BA", "CONFIRM", PIECES_STAY },
	{ AFTER_CONFIRM, ITEM_RETURN_REQUESTED, "BSA", "KEEP", PIECES_SETTLED },
	{ AFTER_CONFIRM, ITEM_EXCHANGE_REQUESTED, "BSA", "KEEP", PIECES_SETTLED },
	{ AFTER_CONFIRM, ITEM_RETURN_PROCESSING, "SA", "KEEP", PIECES_SETTLED },
};
static const struct { char letter; unsigned mover; } askers[] = { { 'B', MOVER_BUYER }, { 'S', MOVER_SELLER }, { 'A', MOVER_ADMIN }, { '-', 0 } };

START_TEST(every_wish)
{
	enum after_wish wish = (enum after_wish)(_i / ITEM__MAX);
	enum item_state in = (enum item_state)(_i % ITEM__MAX);

	for (int w = 0; w < ROWS(askers); w++) {
		struct order_item it = line(in, 3);
		struct after_step s;
		int rule = -1;
		for (int i = 0; i < ROWS(rules); i++)
			if (rules[i].wish == wish && rules[i].in == in && strchr(rules[i].who, askers[w].letter) != NULL)
				rule = i;
		const struct err *e = after_ask(a, &it, ORDER_DELIVERY, wish, 0, askers[w].mover, &s);
		if (rule < 0) {
			ck_assert_msg(err_is(e, ERR_ORDER_STATE_CONFLICT), "%d in %s by %c", wish, item_state_names[in], askers[w].letter);
			continue;
		}
		ck_assert_msg(e == NULL, "%d in %s by %c: %s", wish, item_state_names[in], askers[w].letter, refusal(a, e));
		ck_assert_str_eq(s.move->event, rules[rule].event);
		ck_assert_int_eq((int)s.effect, (int)rules[rule].effect);
		ck_assert_int_eq(s.pieces, 3);
		ck_assert(!s.move->part);
		/* What is cooked is not cancelled by the line, but kept like everything else. */
		it.kind = PRODUCT_DINNER;
		e = after_ask(a, &it, ORDER_DELIVERY, wish, 0, askers[w].mover, &s);
		ck_assert_int_eq(e == NULL, rules[rule].effect == PIECES_STAY);
		if (e != NULL)
			ck_assert_str_eq(e->detail, "goes_with_its_order");
	}
}
END_TEST

/* A move to a state is the table's, by those whose step it is. */
/* What may be asked is what is not refused then. */
START_TEST(may_be_asked)
{
	for (int wish = 0; wish < AFTER_WISH__MAX; wish++)
		for (int in = 0; in < ITEM__MAX; in++)
			for (int w = 0; w < ROWS(askers); w++) {
				struct order_item it = line((enum item_state)in, 3);
				struct order o = { .type = ORDER_DELIVERY, .status = ORDER_PAID, .items = &it, .nitems = 1 };
				struct after_step s;
				for (int kind = 0; kind < 2; kind++) {
					it.kind = kind == 0 ? PRODUCT_GOODS : PRODUCT_DINNER;
					ck_assert_int_eq(after_may(&o, 0, (enum after_wish)wish, askers[w].mover),
					    after_ask(a, &it, ORDER_DELIVERY, (enum after_wish)wish, 0, askers[w].mover, &s) == NULL);
				}
				/* Nothing of goods whose payment is under way. */
				it.kind = PRODUCT_GOODS;
				o.status = ORDER_PENDING_PAYMENT;
				ck_assert(!after_may(&o, 0, (enum after_wish)wish, askers[w].mover));
			}
}
END_TEST

START_TEST(every_move)
{
	enum item_state from = (enum item_state)(_i / ITEM__MAX), to = (enum item_state)(_i % ITEM__MAX);

	for (int type = 0; type < ORDER_TYPE__MAX; type++)
		for (unsigned mover = 1; mover <= MOVER_SYSTEM; mover *= 2) {
			struct order_item it = line(from, 2);
			const struct item_move *m = item_move_find(from, to, (enum order_type)type);
			struct after_step s;
			const struct err *e = after_move(a, &it, (enum order_type)type, to, mover, &s);
			if (m == NULL)
				ck_assert(err_is(e, ERR_ORDER_STATE_CONFLICT));
			else if ((m->movers & mover) == 0)
				ck_assert(err_is(e, ERR_FORBIDDEN));
			else {
				ck_assert_msg(e == NULL, "%s", refusal(a, e));
				ck_assert_ptr_eq(s.move, m);
				ck_assert_int_eq((int)s.effect, (int)after_effect_of(m->event));
				after_take(&it, &s);
				ck_assert_int_eq((int)it.status, (int)to);
			}
		}
}
END_TEST

START_TEST(effects)
{
	size_t with = 0;

	for (size_t i = 0; i < item_moves_n; i++) {
		enum after_effect e = after_effect_of(item_moves[i].event);
		with += e != PIECES_STAY;
		/* Who is no longer live has given up pieces, and parts do what the whole does. */
		ck_assert_int_eq(!item_state_live(item_moves[i].to) || item_moves[i].part, e == PIECES_CANCELLED || e == PIECES_RETURNED);
		for (int kept = 0; kept < 2; kept++)
			if (item_move_part(&item_moves[i], kept) != NULL)
				ck_assert_int_eq((int)after_effect_of(item_move_part(&item_moves[i], kept)->event), (int)e);
	}
	ck_assert_uint_gt(with, 12);
	ck_assert_int_eq((int)after_effect_of(""), PIECES_STAY);
	ck_assert_int_eq((int)after_effect_of("PREPARE"), PIECES_STAY);
	ck_assert(after_moves_orders(item_move_of(ITEM_PENDING, "PREPARE", ORDER_DELIVERY)));
	ck_assert(!after_moves_orders(item_move_of(ITEM_PENDING, "CANCEL_PART", ORDER_DELIVERY)));
	ck_assert(!after_moves_orders(item_move_of(ITEM_DELIVERED, "REQUEST_RETURN", ORDER_DELIVERY)));
}
END_TEST

/* --- parts ------------------------------------------------------------------------ */

static const struct err *
ask(struct order_item *it, enum after_wish wish, int64_t pieces, unsigned mover)
{
	struct after_step s;
	const struct err *e = after_ask(a, it, ORDER_DELIVERY, wish, pieces, mover, &s);

	if (e == NULL)
		after_take(it, &s);
	return e;
}

static const struct err *
move(struct order_item *it, enum item_state to)
{
	struct after_step s;
	const struct err *e = after_move(a, it, ORDER_DELIVERY, to, MOVER_ADMIN, &s);

	if (e == NULL)
		after_take(it, &s);
	return e;
}

static void
is(const struct order_item *it, enum item_state s, int64_t cancelled, int64_t returned, int64_t requested)
{
	ck_assert_str_eq(item_state_names[it->status], item_state_names[s]);
	ck_assert_int_eq(it->cancelled_quantity, cancelled);
	ck_assert_int_eq(it->returned_quantity, returned);
	ck_assert_int_eq(it->requested_quantity, requested);
	ck_assert_int_eq(after_left(it), it->quantity - cancelled - returned);
}

/* Two at once, one in preparation with the seller's consent, one comes back, one is exchanged, the last is kept. */
START_TEST(a_line_in_pieces)
{
	struct order_item it = line(ITEM_PENDING, 6);

	ck_assert_ptr_null(ask(&it, AFTER_CANCEL, 2, MOVER_BUYER));
	is(&it, ITEM_PENDING, 2, 0, 0);
	ck_assert_str_eq(ask(&it, AFTER_CANCEL, 5, MOVER_BUYER)->detail, "pieces_not_left");
	is(&it, ITEM_PENDING, 2, 0, 0);
	ck_assert_ptr_null(move(&it, ITEM_PREPARING));
	ck_assert_ptr_null(ask(&it, AFTER_CANCEL, 1, MOVER_BUYER));
	is(&it, ITEM_CANCEL_REQUESTED, 2, 0, 1);
	ck_assert(err_is(ask(&it, AFTER_CANCEL, 1, MOVER_BUYER), ERR_ORDER_STATE_CONFLICT));
	ck_assert_ptr_null(move(&it, ITEM_CANCEL_PROCESSING));
	is(&it, ITEM_CANCEL_PROCESSING, 2, 0, 1);
	/* Asked for as what the whole would be; the others go on. */
	ck_assert_ptr_null(move(&it, ITEM_CANCELLED));
	is(&it, ITEM_PREPARING, 3, 0, 0);
	ck_assert_ptr_null(move(&it, ITEM_READY_FOR_DELIVERY));
	ck_assert_ptr_null(move(&it, ITEM_IN_DELIVERY));
	ck_assert_ptr_null(move(&it, ITEM_DELIVERED));
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 1, MOVER_BUYER));
	ck_assert_ptr_null(move(&it, ITEM_RETURN_PROCESSING));
	/* Where the others will stand is nothing to ask for. */
	ck_assert(err_is(move(&it, ITEM_DELIVERED), ERR_ORDER_STATE_CONFLICT));
	ck_assert_ptr_null(move(&it, ITEM_RETURNED));
	is(&it, ITEM_DELIVERED, 3, 1, 0);
	ck_assert_ptr_null(ask(&it, AFTER_EXCHANGE, 1, MOVER_BUYER));
	ck_assert_ptr_null(move(&it, ITEM_EXCHANGE_PROCESSING));
	is(&it, ITEM_EXCHANGE_PROCESSING, 3, 1, 1);
	ck_assert_ptr_null(move(&it, ITEM_EXCHANGED));
	is(&it, ITEM_EXCHANGED, 3, 1, 0);
	ck_assert_ptr_null(ask(&it, AFTER_CONFIRM, 0, MOVER_BUYER));
	is(&it, ITEM_CONFIRMED, 3, 1, 0);
}
END_TEST

START_TEST(the_last_pieces_are_the_line)
{
	struct order_item it = line(ITEM_PENDING, 2);

	ck_assert_ptr_null(ask(&it, AFTER_CANCEL, 1, MOVER_BUYER));
	ck_assert_ptr_null(ask(&it, AFTER_CANCEL, 1, MOVER_BUYER));
	is(&it, ITEM_CANCELLED, 2, 0, 0);
	it = line(ITEM_DELIVERED, 2);
	it.cancelled_quantity = 1;
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 0, MOVER_BUYER));
	is(&it, ITEM_RETURN_REQUESTED, 1, 0, 1);
	ck_assert_ptr_null(move(&it, ITEM_RETURN_PROCESSING));
	ck_assert_ptr_null(move(&it, ITEM_RETURNED));
	is(&it, ITEM_RETURNED, 1, 1, 0);
	/* Thought better of, and refused. */
	it = line(ITEM_DELIVERED, 2);
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 2, MOVER_BUYER));
	ck_assert_ptr_null(ask(&it, AFTER_CONFIRM, 0, MOVER_BUYER));
	is(&it, ITEM_CONFIRMED, 0, 0, 0);
	it = line(ITEM_PREPARING, 2);
	ck_assert_ptr_null(ask(&it, AFTER_CANCEL, 1, MOVER_BUYER));
	ck_assert_ptr_null(move(&it, ITEM_READY_FOR_DELIVERY));
	is(&it, ITEM_READY_FOR_DELIVERY, 0, 0, 0);
}
END_TEST

/* What was kept stays so but for the pieces that are taken back, and its buyer has nothing more to ask. */
START_TEST(a_line_that_was_kept)
{
	struct order_item it = line(ITEM_DELIVERED, 3);

	ck_assert_ptr_null(ask(&it, AFTER_CONFIRM, 0, MOVER_BUYER));
	it.confirmed = true;
	ck_assert(err_is(ask(&it, AFTER_RETURN, 1, MOVER_BUYER), ERR_ORDER_STATE_CONFLICT));
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 1, MOVER_SELLER));
	is(&it, ITEM_RETURN_REQUESTED, 0, 0, 1);
	ck_assert_ptr_null(move(&it, ITEM_RETURN_PROCESSING));
	ck_assert_ptr_null(move(&it, ITEM_RETURNED));
	is(&it, ITEM_CONFIRMED, 0, 1, 0);
	/* Thought better of, by the buyer or the seller: kept as it was. */
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 0, MOVER_ADMIN));
	is(&it, ITEM_RETURN_REQUESTED, 0, 1, 2);
	ck_assert_ptr_null(ask(&it, AFTER_CONFIRM, 0, MOVER_BUYER));
	is(&it, ITEM_CONFIRMED, 0, 1, 0);
	ck_assert_ptr_null(ask(&it, AFTER_RETURN, 0, MOVER_SELLER));
	ck_assert_ptr_null(move(&it, ITEM_RETURN_PROCESSING));
	ck_assert_ptr_null(move(&it, ITEM_RETURNED));
	is(&it, ITEM_RETURNED, 0, 3, 0);
}
END_TEST

/* --- what goes back ------------------------------------------------------------------- */

START_TEST(refunds)
{
	struct order_item it[3] = { line(ITEM_PENDING, 3), line(ITEM_PENDING, 1), line(ITEM_DELIVERED, 1) };
	struct order_fee fee = { .seller_id = 7, .charged = 3000 };
	struct order o = { .items = it, .nitems = 3, .fees = &fee, .nfees = 1 };
	const struct item_move *m = item_move_of(ITEM_PENDING, "CANCEL", ORDER_DELIVERY);
	struct refund r;

	it[0].seller_id = it[1].seller_id = 7;
	it[0].total = 1000;
	it[0].points = 200;
	ck_assert(after_refund(&o, 0, &(struct after_step){ m, PIECES_CANCELLED, 1 }, &r));
	ck_assert(r.money == 334 && r.points == 67 && r.fee == 0);
	it[0].cancelled_quantity = 1;
	ck_assert(after_refund(&o, 0, &(struct after_step){ m, PIECES_CANCELLED, 2 }, &r));
	ck_assert(r.money == 666 && r.points == 133 && r.fee == 0);
	it[0].cancelled_quantity = 3;
	ck_assert(after_refund(&o, 1, &(struct after_step){ m, PIECES_CANCELLED, 1 }, &r));
	ck_assert(r.money == 4000 && r.fee == 3000);
	/* One that came back was carried. */
	ck_assert(after_refund(&o, 1, &(struct after_step){ m, PIECES_RETURNED, 1 }, &r));
	ck_assert(r.money == 1000 && r.fee == 0);
	ck_assert(after_refund(&o, 1, &(struct after_step){ m, PIECES_ASKED, 1 }, &r));
	ck_assert(r.money == 0 && r.points == 0 && r.fee == 0);
	ck_assert(!after_refund(&o, 0, &(struct after_step){ m, PIECES_CANCELLED, 1 }, &r));
	/* The order itself is as it was. */
	ck_assert_int_eq(it[1].cancelled_quantity, 0);
	ck_assert(!after_all_cancelled(&o));
	it[1].cancelled_quantity = it[2].cancelled_quantity = 1;
	ck_assert(after_all_cancelled(&o));
}
END_TEST

/* Whatever is asked in whatever order: pieces add up, what is requested is there, a line without pieces is not live and one with some is. */
START_TEST(any_sequence)
{
	static const unsigned who[] = { MOVER_BUYER, MOVER_SELLER, MOVER_ADMIN };
	uint64_t seed = UINT64_C(0x2545f4914f6cdd1d) + (uint64_t)_i;
	int steps = 0;

	for (int round = 0; round < 400; round++) {
		struct order_item it = line(ITEM_PENDING, 1 + round % 5);
		for (int i = 0; i < 30; i++) {
			seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
			struct order_item before = it;
			struct after_step s;
			unsigned mover = who[seed % ROWS(who)];
			const struct err *e = seed >> 8 & 1 ?
			    after_ask(a, &it, ORDER_DELIVERY, (enum after_wish)(seed >> 16 & 3), (int64_t)(seed >> 24 & 3), mover, &s) :
			    after_move(a, &it, ORDER_DELIVERY, (enum item_state)((seed >> 16) % ITEM__MAX), mover, &s);
			ck_assert_mem_eq(&before, &it, sizeof(it));
			if (e != NULL)
				continue;
			after_take(&it, &s);
			it.confirmed |= it.status == ITEM_CONFIRMED;
			ck_assert(!it.confirmed || it.status == ITEM_CONFIRMED || it.status == ITEM_RETURN_REQUESTED || it.status == ITEM_RETURN_PROCESSING ||
			    it.status == ITEM_RETURNED);
			steps++;
			ck_assert_int_ge(after_left(&it), 0);
			ck_assert_int_le(it.requested_quantity, after_left(&it));
			ck_assert_int_eq(after_left(&it) > 0, item_state_live(it.status));
			bool asked = it.status == ITEM_CANCEL_REQUESTED || it.status == ITEM_CANCEL_PROCESSING || it.status == ITEM_RETURN_REQUESTED ||
			    it.status == ITEM_RETURN_PROCESSING || it.status == ITEM_EXCHANGE_REQUESTED || it.status == ITEM_EXCHANGE_PROCESSING;
			ck_assert_int_eq(it.requested_quantity > 0, asked);
		}
		arena_reset(a);
	}
	ck_assert_int_gt(steps, 400);
}
END_TEST

Suite *
aftersale_suite(void)
{
	Suite *s = suite_create("domain/aftersale");
	TCase *c = tcase_create("aftersale");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, every_wish, 0, AFTER_WISH__MAX * ITEM__MAX);
	tcase_add_loop_test(c, every_move, 0, ITEM__MAX * ITEM__MAX);
	tcase_add_test(c, may_be_asked);
	tcase_add_test(c, effects);
	tcase_add_test(c, a_line_in_pieces);
	tcase_add_test(c, the_last_pieces_are_the_line);
	tcase_add_test(c, a_line_that_was_kept);
	tcase_add_test(c, refunds);
	tcase_add_loop_test(c, any_sequence, 0, 4);
	suite_add_tcase(s, c);
	return s;
}
