/* refund_split: pieces by table, fees, ways back, and any sequence of part-cancels and returns adding up to what was paid. */
#include "domain/refund_split.h"

#include <string.h>

#include "support/suite.h"

static uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t
any(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

START_TEST(ways)
{
	static const struct { enum payment_method by; const char *way; } want[] = {
		{ PAY_CARD, "GATEWAY" }, { PAY_NAVER, "GATEWAY" }, { PAY_KAKAO, "GATEWAY" },
		{ PAY_BALANCE, "BALANCE" }, { PAY_ON_DELIVERY, "BY_HAND" },
	};

	ck_assert_int_eq(ROWS(want), PAY__MAX);
	for (int i = 0; i < ROWS(want); i++)
		ck_assert_str_eq(refund_way_names[refund_way(want[i].by)], want[i].way);
	ck_assert_ptr_null(refund_way_names[REFUND_WAY__MAX]);
}
END_TEST

static const struct { won_t amount; int64_t n, k; won_t is; } pieces[] = {
	{ 10000, 3, 0, 0 }, { 10000, 3, 1, 3334 }, { 10000, 3, 2, 6667 }, { 10000, 3, 3, 10000 },
	{ 11, 4, 1, 3 }, { 11, 4, 2, 6 }, { 11, 4, 3, 9 }, { 11, 4, 4, 11 },
	{ 0, 5, 3, 0 }, { 2, 5, 1, 1 }, { 2, 5, 2, 2 }, { 2, 5, 5, 2 }, { 7, 1, 1, 7 },
	{ INT64_MAX, 2, 1, INT64_MAX / 2 + 1 }, { INT64_MAX, INT64_MAX, INT64_MAX - 1, INT64_MAX - 1 },
};

START_TEST(of_pieces)
{
	ck_assert_int_eq(refund_of_pieces(pieces[_i].amount, pieces[_i].n, pieces[_i].k), pieces[_i].is);
}
END_TEST

/* It is largest remainder: what won_split() gives to pieces of equal weight, added up. */
START_TEST(pieces_are_split_as_lines_are)
{
	for (int round = 0; round < 2000; round++) {
		won_t weight[20], part[20], sum = 0, amount = (won_t)any(1000000);
		size_t n = 1 + any(20);
		for (size_t i = 0; i < n; i++)
			weight[i] = 1;
		ck_assert(won_split(amount, weight, part, n));
		for (size_t i = 0; i < n; i++) {
			ck_assert_int_eq(refund_of_pieces(amount, (int64_t)n, (int64_t)i), sum);
			sum += part[i];
		}
		ck_assert_int_eq(refund_of_pieces(amount, (int64_t)n, (int64_t)n), amount);
	}
}
END_TEST

START_TEST(fee_comes_back_with_the_last_piece)
{
	struct refund_line l[] = {
		{ .seller_id = 1, .quantity = 2, .money = 1001, .points = 3 },
		{ .seller_id = 1, .quantity = 1, .money = 500 },
		{ .seller_id = 2, .quantity = 1, .money = 900 },
		{ .seller_id = 0, .quantity = 1, .money = 77 },
	};
	static const struct refund_fee fees[] = { { 1, 3000 }, { 2, 2500 } };
	struct refund r;

	ck_assert(refund_take(l, 4, 0, 1, true, fees, 2, &r));
	ck_assert_int_eq(r.money, 501);
	ck_assert_int_eq(r.points, 2);
	ck_assert_int_eq(r.fee, 0);
	ck_assert(refund_take(l, 4, 1, 1, true, fees, 2, &r));
	ck_assert_int_eq(r.fee, 0);
	ck_assert(refund_take(l, 4, 0, 1, true, fees, 2, &r));
	ck_assert_int_eq(r.money, 3500);
	ck_assert_int_eq(r.points, 1);
	ck_assert_int_eq(r.fee, 3000);
	/* The other seller's was delivered: the fee was earned. */
	ck_assert(!refund_gives_coupons_back(l, 4));
	ck_assert(refund_take(l, 4, 2, 1, false, fees, 2, &r));
	ck_assert_int_eq(r.money, 900);
	ck_assert_int_eq(r.fee, 0);
	/* The shop itself asks no fee. */
	ck_assert(refund_take(l, 4, 3, 1, true, fees, 2, &r));
	ck_assert_int_eq(r.money, 77);
	ck_assert(!refund_gives_coupons_back(l, 4));
	l[2].cancelled = 1;
	l[2].returned = 0;
	ck_assert(refund_gives_coupons_back(l, 4));
	ck_assert(!refund_gives_coupons_back(l, 0));
}
END_TEST

/* A returned piece, and a seller's fee is never given back, however the others go. */
START_TEST(one_returned_piece_keeps_the_fee)
{
	struct refund_line l[] = { { .seller_id = 1, .quantity = 3, .money = 300 } };
	static const struct refund_fee fee = { 1, 3000 };
	struct refund r;

	ck_assert(refund_take(l, 1, 0, 1, false, &fee, 1, &r));
	ck_assert(refund_take(l, 1, 0, 2, true, &fee, 1, &r));
	ck_assert_int_eq(r.fee, 0);
	ck_assert_int_eq(r.money, 200);
}
END_TEST

static const struct { size_t i; int64_t pieces; won_t money, fee; } no[] = {
	{ 2, 1, 10, 0 }, { SIZE_MAX, 1, 10, 0 },	/* no such line */
	{ 0, 0, 10, 0 }, { 0, -1, 10, 0 },		/* nothing */
	{ 0, 3, 10, 0 }, { 0, INT64_MAX, 10, 0 },	/* more than are left */
	{ 0, 2, INT64_MAX, 1 },				/* more than won_t holds */
};

START_TEST(refused_and_unchanged)
{
	struct refund_line l[] = { { .seller_id = 1, .quantity = 5, .money = no[_i].money, .cancelled = 3 },
	    { .seller_id = 1, .quantity = 1, .cancelled = 1 } }, before[2];
	struct refund_fee fee = { 1, no[_i].fee };
	struct refund r = { 7, 7, 7 };

	if (no[_i].fee != 0) {	/* all of INT64_MAX with the last pieces */
		l[0].quantity = 2;
		l[0].cancelled = 0;
	}
	memcpy(before, l, sizeof(l));
	ck_assert(!refund_take(l, 2, no[_i].i, no[_i].pieces, true, &fee, 1, &r));
	ck_assert_mem_eq(before, l, sizeof(l));
	ck_assert_int_eq(r.money, 7);
	ck_assert_int_eq(r.fee, 7);
}
END_TEST

#define LINES 6
#define SELLERS 3

/* Random orders, taken apart piece by piece in random order, cancelled or returned: at every moment no more came back than was paid,
 * and in the end exactly what was paid, but for the fees of sellers of whom a piece had come. */
START_TEST(any_sequence_adds_up)
{
	for (int round = 0; round < 3000; round++) {
		struct refund_line l[LINES];
		struct refund_fee fee[SELLERS];
		size_t n = 1 + any(LINES);
		won_t paid = 0, points = 0, fees_kept = 0, back = 0, points_back = 0, fees_back = 0;
		int64_t left = 0;
		bool sold[SELLERS + 1] = { false }, came[SELLERS + 1] = { false };
		int returns = (int)any(3);		/* never, sometimes, often */

		for (size_t i = 0; i < n; i++) {
			l[i] = (struct refund_line){ .seller_id = (uint32_t)any(SELLERS + 1), .quantity = 1 + (int64_t)any(7),
			    .money = (won_t)any(100000), .points = any(2) == 0 ? 0 : (won_t)any(3000) };
			paid += l[i].money;
			points += l[i].points;
			left += l[i].quantity;
			sold[l[i].seller_id] = true;
		}
		for (uint32_t s = 0; s < SELLERS; s++) {
			fee[s] = (struct refund_fee){ s + 1, sold[s + 1] && any(2) == 0 ? (won_t)any(5000) : 0 };
			paid += fee[s].charged;
		}
		while (left > 0) {
			struct refund r;
			size_t i = any(n);
			int64_t there = l[i].quantity - l[i].cancelled - l[i].returned;
			if (there == 0)
				continue;
			int64_t k = 1 + (int64_t)any((uint64_t)there);
			bool cancelled = any(3) >= (uint64_t)returns;
			ck_assert(refund_take(l, n, i, k, cancelled, fee, SELLERS, &r));
			ck_assert_int_ge(r.money, r.fee);
			ck_assert_int_ge(r.points, 0);
			ck_assert_int_ge(r.fee, 0);
			came[l[i].seller_id] |= !cancelled;
			back += r.money;
			points_back += r.points;
			fees_back += r.fee;
			left -= k;
			ck_assert_int_le(back, paid);
			ck_assert_int_le(points_back, points);
		}
		for (uint32_t s = 0; s < SELLERS; s++)
			if (came[s + 1])
				fees_kept += fee[s].charged;
		ck_assert_int_eq(back, paid - fees_kept);
		ck_assert_int_eq(points_back, points);
		ck_assert_int_le(fees_back, back);
		ck_assert(!refund_take(l, n, any(n), 1, true, fee, SELLERS, &(struct refund){ 0 }));
		bool anything_came = false;
		for (int s = 0; s <= SELLERS; s++)
			anything_came |= came[s];
		ck_assert(refund_gives_coupons_back(l, n) == !anything_came);
	}
}
END_TEST

Suite *
refund_split_suite(void)
{
	Suite *s = suite_create("domain/refund_split");
	TCase *c = tcase_create("refund_split");

	tcase_add_test(c, ways);
	tcase_add_loop_test(c, of_pieces, 0, ROWS(pieces));
	tcase_add_test(c, pieces_are_split_as_lines_are);
	tcase_add_test(c, fee_comes_back_with_the_last_piece);
	tcase_add_test(c, one_returned_piece_keeps_the_fee);
	tcase_add_loop_test(c, refused_and_unchanged, 0, ROWS(no));
	tcase_add_test(c, any_sequence_adds_up);
	suite_add_tcase(s, c);
	return s;
}
