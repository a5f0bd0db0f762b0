/*
 * discount, of whatever is bought with whatever coupons: figures add up, nothing is negative, a preview is what the coupon
 * then saves, and what is picked for the buyer is not far from the best.
 */
#include "domain/discount.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "support/suite.h"

static uint64_t seed;

/* xorshift64: the same numbers in each run. */
static uint64_t
any(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

#define LINES 6
#define FEES 3
#define COUPONS 5
static struct bill_line lines[LINES];
static struct bill_fee fees[FEES];
static struct bill_coupon chosen[COUPONS];
static struct issued_coupon issued[COUPONS];
static struct coupon coupon[COUPONS];
static uint32_t products[COUPONS][3];

static void
any_coupon(size_t i)
{
	struct coupon *c = &coupon[i];

	*c = (struct coupon){ .name = "any", .kind = (enum coupon_kind)any(COUPON_KIND__MAX), .product_ids = products[i], .nproducts = 3,
	    .min_order_amount = any(4) == 0 ? (won_t)any(50000) : 0 };
	c->scope = c->kind == COUPON_FREE_DELIVERY ? COUPON_FOR_ORDER : (enum coupon_scope)any(COUPON_SCOPE__MAX);
	c->value = c->kind == COUPON_FIXED ? 1 + (int64_t)any(20000) : c->kind == COUPON_PERCENT ? 1 + (int64_t)any(100) : 0;
	for (int p = 0; p < 3; p++)
		products[i][p] = (uint32_t)any(8);
	issued[i] = (struct issued_coupon){ .id = { { (uint8_t)(i + 1) } }, .coupon = c, .expires_at = 1000 };
	chosen[i] = (struct bill_coupon){ .issued = &issued[i], .picked = BILL_NO_LINE };
}

static struct bill
any_bill(void)
{
	struct bill b = { .lines = lines, .nlines = 1 + any(LINES), .fees = fees, .nfees = FEES, .coupons = chosen };

	for (size_t i = 0; i < b.nlines; i++)
		lines[i] = (struct bill_line){ .product_id = (uint32_t)any(8), .seller_id = (uint32_t)any(FEES + 1),
		    .unit_price = any(10) == 0 ? 0 : (won_t)any(30000), .quantity = 1 + (int64_t)any(5),
		    .customization_cost = any(4) == 0 ? (won_t)any(5000) - 2500 : 0 };
	for (uint32_t i = 0; i < FEES; i++)
		fees[i] = (struct bill_fee){ .seller_id = i + 1, .fee = (won_t)any(4000), .free_from = (won_t)any(60000) };
	for (size_t i = 0; i < COUPONS; i++)
		any_coupon(i);
	return b;
}

/* What must hold of any computed bill. */
static void
check(const struct bill *b)
{
	const struct amounts *m = &b->amounts;
	struct amounts sum = { 0 };

	for (size_t i = 0; i < b->nlines; i++) {
		const struct bill_line *l = &b->lines[i];
		ck_assert_int_ge(l->product_discount, 0);
		ck_assert_int_ge(l->order_discount, 0);
		ck_assert_int_ge(l->points, 0);
		ck_assert_int_ge(l->total, 0);
		ck_assert_int_eq(l->total, l->goods - l->product_discount - l->order_discount - l->points);
		ck_assert_int_eq(l->coupon >= 0, l->product_discount > 0);
		sum.goods_total += l->goods;
		sum.product_discount += l->product_discount;
		sum.order_discount += l->order_discount;
		sum.points_used += l->points;
		sum.total += l->total;
	}
	for (size_t i = 0; i < b->nfees; i++) {
		ck_assert(b->fees[i].charged == 0 || b->fees[i].charged == b->fees[i].fee);
		ck_assert(b->fees[i].charged == 0 || b->fees[i].waived == 0);
		sum.delivery_fee += b->fees[i].charged;
		sum.total += b->fees[i].charged;
	}
	ck_assert_mem_eq(&sum, m, sizeof(sum));
	ck_assert_int_eq(m->points_used, b->points);
	for (size_t i = 0; i < b->ncoupons; i++) {
		ck_assert_int_gt(b->coupons[i].saves, 0);
		if (b->coupons[i].line != BILL_NO_LINE)
			ck_assert_int_eq(b->lines[b->coupons[i].line].coupon, (int)i);
	}
}

/* Coupons are tried one by one; who is refused is left out, and the rest still adds up. Points up to what is left. */
START_TEST(adds_up)
{
	struct arena *a = arena_new(1u << 20);
	int used = 0;

	seed = UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)_i;
	for (int round = 0; round < 3000; round++, arena_reset(a)) {
		struct bill b = any_bill();
		ck_assert_ptr_null(discount_compute(a, &b, 0));
		check(&b);
		for (size_t i = 0; i < COUPONS; i++) {
			chosen[b.ncoupons] = (struct bill_coupon){ .issued = &issued[i],
			    .picked = coupon[i].scope == COUPON_FOR_PRODUCT && any(2) == 0 ? (int)any(b.nlines) : BILL_NO_LINE };
			b.ncoupons++;
			if (discount_compute(a, &b, 0) != NULL)
				b.ncoupons--;
			else
				used++;
		}
		ck_assert_ptr_null(discount_compute(a, &b, 0));
		check(&b);
		won_t left = b.amounts.total - b.amounts.delivery_fee, before = b.amounts.total;
		b.points = (won_t)any((uint64_t)left + 1);
		ck_assert_ptr_null(discount_compute(a, &b, 0));
		check(&b);
		ck_assert_int_eq(b.amounts.total, before - b.points);
		b.points = left + 1;
		ck_assert_ptr_nonnull(discount_compute(a, &b, 0));
	}
	ck_assert_int_gt(used, 3000);
	arena_free(a);
}
END_TEST

/* What is shown before paying is what one coupon alone takes off, and it is shown exactly when it would be taken. */
START_TEST(preview_holds)
{
	struct arena *a = arena_new(1u << 20);

	seed = UINT64_C(0xd1b54a32d192ed03);
	for (int round = 0; round < 5000; round++, arena_reset(a)) {
		struct bill b = any_bill();
		ck_assert_ptr_null(discount_compute(a, &b, 0));
		won_t without = b.amounts.total, saves = 0;
		int line = BILL_NO_LINE;
		const char *why = discount_preview(&b, &issued[0], 0, &saves, &line);
		b.ncoupons = 1;
		const struct err *e = discount_compute(a, &b, 0);
		ck_assert_pstr_eq(e == NULL ? NULL : e->detail, why);
		if (why != NULL)
			continue;
		ck_assert_int_eq(without - b.amounts.total, saves);
		ck_assert_int_eq(chosen[0].line, line);
		for (size_t i = 0; line != BILL_NO_LINE && i < b.nlines; i++)
			ck_assert_int_le(coupon_for_product(&coupon[0], lines[i].product_id) ? coupon_saving(&coupon[0], lines[i].goods) : 0, saves);
	}
	arena_free(a);
}
END_TEST

/* The most that coupons `i` and on could save on lines not in `taken`, by trying all. */
static won_t
best_of_all(const struct bill *b, size_t i, unsigned taken)
{
	if (i == b->ncoupons)
		return 0;
	won_t best = best_of_all(b, i + 1, taken);
	for (size_t l = 0; l < b->nlines; l++) {
		if ((taken & (1u << l)) != 0 || !coupon_for_product(&coupon[i], lines[l].product_id))
			continue;
		won_t s = coupon_saving(&coupon[i], lines[l].goods) + best_of_all(b, i + 1, taken | (1u << l));
		if (s > best)
			best = s;
	}
	return best;
}

/* Several unpicked coupons together save at least half of the best there could be (as taking the most first does), and mostly all of it. */
START_TEST(unpicked_are_placed_well)
{
	struct arena *a = arena_new(1u << 20);
	int placed = 0, best = 0;

	seed = UINT64_C(0xa0761d6478bd642f);
	for (int round = 0; round < 5000; round++, arena_reset(a)) {
		struct bill b = any_bill();
		for (size_t i = 0; i < 3; i++) {
			coupon[i].scope = COUPON_FOR_PRODUCT;
			coupon[i].kind = i == 0 ? COUPON_PERCENT : COUPON_FIXED;
			coupon[i].value = i == 0 ? 1 + (int64_t)any(90) : 1 + (int64_t)any(20000);
			coupon[i].min_order_amount = 0;
		}
		b.ncoupons = 3;
		if (discount_compute(a, &b, 0) != NULL)
			continue;
		check(&b);
		won_t most = best_of_all(&b, 0, 0);
		ck_assert_int_le(b.amounts.product_discount, most);
		ck_assert_int_ge(b.amounts.product_discount * 2, most);
		placed++;
		best += b.amounts.product_discount == most;
	}
	ck_assert_int_gt(placed, 500);
	ck_assert_int_gt(best * 10, placed * 8);
	arena_free(a);
}
END_TEST

Suite *
discount_property_suite(void)
{
	Suite *s = suite_create("domain/discount: whatever is bought");
	TCase *c = tcase_create("property");

	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, adds_up, 0, 4);
	tcase_add_test(c, preview_holds);
	tcase_add_test(c, unpicked_are_placed_well);
	suite_add_tcase(s, c);
	return s;
}
