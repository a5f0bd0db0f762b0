/* coupon: its tables, what may be offered, who gets one, when it may be used, what it takes off. */
#include "domain/coupon.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

static const struct { const char *from, *event, *to; } rules[] = {
	{ "ACTIVE", "USE", "USED" },
	{ "USED", "GIVE_BACK", "ACTIVE" },
	{ "ACTIVE", "EXPIRE", "EXPIRED" },
	{ "ACTIVE", "REVOKE", "REVOKED" },
};
static const char *const events[] = { "USE", "GIVE_BACK", "EXPIRE", "REVOKE", "", "use" };

START_TEST(every_event)
{
	for (int s = 0; s < COUPON_STATE__MAX; s++)
		for (int e = 0; e < ROWS(events); e++) {
			const struct coupon_move *m = coupon_move_find((enum coupon_state)s, events[e]);
			const char *to = NULL;
			for (int i = 0; i < ROWS(rules); i++)
				if (strcmp(rules[i].from, coupon_state_names[s]) == 0 && strcmp(rules[i].event, events[e]) == 0)
					to = rules[i].to;
			ck_assert_msg((m != NULL) == (to != NULL), "%s in %s", events[e], coupon_state_names[s]);
			if (m != NULL)
				ck_assert_str_eq(coupon_state_names[m->to], to);
		}
	ck_assert_uint_eq(coupon_moves_n, ROWS(rules));
}
END_TEST

START_TEST(names)
{
	for (int i = 0; i < COUPON_KIND__MAX; i++)
		ck_assert_int_eq(coupon_kind_parse(coupon_kind_names[i]), i);
	for (int i = 0; i < COUPON_SCOPE__MAX; i++)
		ck_assert_int_eq(coupon_scope_parse(coupon_scope_names[i]), i);
	for (int i = 0; i < COUPON_STATE__MAX; i++)
		ck_assert_int_eq(coupon_state_parse(coupon_state_names[i]), i);
	ck_assert_int_eq(coupon_kind_parse("FREE_DELIVERY"), COUPON_FREE_DELIVERY);
	ck_assert_int_eq(coupon_scope_parse("PRODUCT"), COUPON_FOR_PRODUCT);
	ck_assert_int_eq(coupon_kind_parse("fixed"), -1);
	ck_assert_int_eq(coupon_scope_parse(""), -1);
	ck_assert_int_eq(coupon_state_parse(NULL), -1);
}
END_TEST

START_TEST(picture)
{
	struct buf b = { 0 };
	char line[128];

	coupon_state_draw(&b);
	ck_assert_int_eq(strncmp(buf_str(&b), "digraph coupon {\n", 17), 0);
	for (int i = 0; i < ROWS(rules); i++) {
		snprintf(line, sizeof(line), "  %s -> %s [label=\"%s\"];\n", rules[i].from, rules[i].to, rules[i].event);
		ck_assert_msg(strstr(buf_str(&b), line) != NULL, "%s", line);
	}
	ck_assert_str_eq(buf_str(&b) + b.len - 2, "}\n");
	buf_free(&b);
}
END_TEST

/* --- what may be offered ------------------------------------------------------ */

static const uint32_t two[] = { 1, 2 }, twice[] = { 1, 2, 1 };
#define GOOD .kind = COUPON_FIXED, .value = 5000, .quantity = 10, .issue_from = 100, .issue_to = 200, .valid_days = 7
#define PRODUCTS(p) .product_ids = (p), .nproducts = ROWS(p)
/* faults: "POINTER=REASON" each, as refusal() tells them. */
static const struct { struct coupon c; const char *faults; } offers[] = {
	{ { GOOD }, "" },
	{ { GOOD, .scope = COUPON_FOR_PRODUCT, PRODUCTS(two) }, "" },
	{ { GOOD, .min_order_amount = INT64_MAX }, "" },
	{ { .kind = COUPON_FIXED, .value = 99999999, .quantity = COUPON_QUANTITY_MAX, .issue_to = 1, .valid_days = COUPON_VALID_DAYS_MAX }, "" },
	{ { .kind = COUPON_PERCENT, .value = 1, .quantity = 1, .issue_to = 1, .valid_days = 1 }, "" },
	{ { .kind = COUPON_PERCENT, .value = 100, .quantity = 1, .issue_to = 1, .valid_days = 1 }, "" },
	{ { .kind = COUPON_FREE_DELIVERY, .quantity = 1, .issue_to = 1, .valid_days = 1 }, "" },
	{ { .kind = COUPON_FIXED, .value = 0, .quantity = 1, .issue_to = 1, .valid_days = 1 }, " /value=too_small" },
	{ { .kind = COUPON_FIXED, .value = 100000000, .quantity = 1, .issue_to = 1, .valid_days = 1 }, " /value=too_large" },
	{ { .kind = COUPON_PERCENT, .value = 0, .quantity = 1, .issue_to = 1, .valid_days = 1 }, " /value=too_small" },
	{ { .kind = COUPON_PERCENT, .value = 101, .quantity = 1, .issue_to = 1, .valid_days = 1 }, " /value=too_large" },
	{ { .kind = COUPON_FREE_DELIVERY, .value = 1, .quantity = 1, .issue_to = 1, .valid_days = 1 }, " /value=not_used" },
	{ { .kind = COUPON_FREE_DELIVERY, .scope = COUPON_FOR_PRODUCT, .quantity = 1, .issue_to = 1, .valid_days = 1, PRODUCTS(two) },
	    " /scope=not_offered" },
	{ { GOOD, PRODUCTS(two) }, " /productIds=not_used" },
	{ { GOOD, .scope = COUPON_FOR_PRODUCT }, " /productIds=required" },
	{ { GOOD, .scope = COUPON_FOR_PRODUCT, PRODUCTS(twice) }, " /productIds=duplicate_field" },
	{ { GOOD, .min_order_amount = -1 }, " /minOrderAmount=too_small" },
	{ { .kind = COUPON_PERCENT, .value = 101, .quantity = 0, .issue_from = 5, .issue_to = 5, .valid_days = 0 },
	    " /value=too_large /quantity=too_small /validDays=too_small /issueTo=ends_before_it_begins" },
	{ { .kind = COUPON_PERCENT, .value = 10, .quantity = COUPON_QUANTITY_MAX + 1, .issue_from = 5, .issue_to = 4,
	    .valid_days = COUPON_VALID_DAYS_MAX + 1 },
	    " /quantity=too_large /validDays=too_large /issueTo=ends_before_it_begins" },
};

START_TEST(offered)
{
	struct faults f = { .arena = arena };

	coupon_check(&offers[_i].c, &f);
	ck_assert_str_eq(refusal(arena, faults_err(&f)),
	    *offers[_i].faults == '\0' ? "" : arena_printf(arena, "INVALID_REQUEST%s", offers[_i].faults));
}
END_TEST

/* --- giving them out ------------------------------------------------------------ */

static const struct { bool has_one; int64_t now, issued; int code; const char *detail; } claims[] = {
	{ false, 100, 0, -1, NULL },
	{ false, 199, 9, -1, NULL },
	{ false, 99, 0, ERR_COUPON_NOT_USABLE, "issue_not_begun" },
	{ false, 200, 0, ERR_COUPON_NOT_USABLE, "issue_over" },
	{ false, 150, 10, ERR_COUPON_SOLD_OUT, NULL },
	{ false, 150, 11, ERR_COUPON_SOLD_OUT, NULL },
	/* Who has one is told so, whatever else is in the way. */
	{ true, 150, 5, ERR_COUPON_ALREADY_ISSUED, NULL },
	{ true, 150, 10, ERR_COUPON_ALREADY_ISSUED, NULL },
	{ true, 300, 10, ERR_COUPON_ALREADY_ISSUED, NULL },
};

START_TEST(claim)
{
	struct coupon c = { GOOD, .issued = claims[_i].issued };
	const struct err *e = coupon_claim(arena, &c, claims[_i].has_one, claims[_i].now);

	ck_assert_int_eq(e == NULL ? -1 : (int)e->code, claims[_i].code);
	ck_assert_int_eq(c.issued, claims[_i].issued + (e == NULL));
	if (e != NULL)
		ck_assert_pstr_eq(e->detail, claims[_i].detail);
}
END_TEST

START_TEST(exactly_as_many_as_there_are)
{
	struct coupon c = { GOOD };
	int got = 0;

	c.quantity = 1000;
	for (int i = 0; i < 10000; i++) {
		ck_assert_int_eq(coupon_remaining(&c), 1000 - got);
		got += coupon_claim(arena, &c, false, 150) == NULL;
	}
	ck_assert_int_eq(got, 1000);
	ck_assert_int_eq(c.issued, 1000);
	c.issued = 1001;
	ck_assert_int_eq(coupon_remaining(&c), 0);
}
END_TEST

START_TEST(lasts_to_the_end_of_its_last_day)
{
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	int64_t evening = clock_moment((struct civil){ 2026, 11, 21, 23, 59, 59 });
	int64_t morning = clock_moment((struct civil){ 2026, 11, 21, 0, 0, 0 });

	ck_assert_int_eq(coupon_expiry(evening, 7), clock_moment((struct civil){ 2026, 11, 29, 0, 0, 0 }));
	ck_assert_int_eq(coupon_expiry(morning, 7), coupon_expiry(evening, 7));
	ck_assert_int_eq(coupon_expiry(evening, 1), clock_moment((struct civil){ 2026, 11, 23, 0, 0, 0 }));
	ck_assert_int_eq(coupon_expiry(evening, 365), clock_moment((struct civil){ 2027, 11, 22, 0, 0, 0 }));
}
END_TEST

/* --- its life ------------------------------------------------------------------------ */

static const struct { enum coupon_state is; int64_t now; enum coupon_state shown; const char *why; } lives[] = {
	{ COUPON_IS_ACTIVE, 999, COUPON_IS_ACTIVE, NULL },
	{ COUPON_IS_ACTIVE, 1000, COUPON_IS_EXPIRED, "coupon_expired" },
	{ COUPON_IS_USED, 999, COUPON_IS_USED, "coupon_used" },
	{ COUPON_IS_USED, 1000, COUPON_IS_USED, "coupon_used" },
	{ COUPON_IS_EXPIRED, 999, COUPON_IS_EXPIRED, "coupon_expired" },
	{ COUPON_IS_REVOKED, 999, COUPON_IS_REVOKED, "coupon_revoked" },
	{ COUPON_IS_REVOKED, 2000, COUPON_IS_REVOKED, "coupon_revoked" },
};

START_TEST(life)
{
	struct issued_coupon c = { .state = lives[_i].is, .expires_at = 1000 };

	ck_assert_int_eq((int)coupon_state_now(&c, lives[_i].now), (int)lives[_i].shown);
	ck_assert_pstr_eq(coupon_refusal(&c, lives[_i].now), lives[_i].why);
}
END_TEST

/* --- what it is for -------------------------------------------------------------------- */

START_TEST(products)
{
	struct coupon c = { .scope = COUPON_FOR_PRODUCT, PRODUCTS(two) };

	ck_assert(coupon_for_product(&c, 1));
	ck_assert(coupon_for_product(&c, 2));
	ck_assert(!coupon_for_product(&c, 3));
	c.nproducts = 0;
	ck_assert(!coupon_for_product(&c, 1));
	c = (struct coupon){ .scope = COUPON_FOR_ORDER, PRODUCTS(two) };
	ck_assert(!coupon_for_product(&c, 1));
}
END_TEST

static const struct { enum coupon_kind kind; int64_t value; won_t amount, saves; } savings[] = {
	{ COUPON_FIXED, 5000, 10000, 5000 }, { COUPON_FIXED, 5000, 5000, 5000 }, { COUPON_FIXED, 5000, 4999, 4999 },
	{ COUPON_FIXED, 5000, 0, 0 }, { COUPON_FIXED, 0, 100, 0 }, { COUPON_FIXED, -5, 100, 0 }, { COUPON_FIXED, 5000, -100, 0 },
	{ COUPON_PERCENT, 20, 10000, 2000 }, { COUPON_PERCENT, 33, 10000, 3300 }, { COUPON_PERCENT, 33, 101, 33 },
	{ COUPON_PERCENT, 1, 99, 0 }, { COUPON_PERCENT, 1, 100, 1 }, { COUPON_PERCENT, 100, 777, 777 }, { COUPON_PERCENT, 200, 777, 777 },
	{ COUPON_PERCENT, 99, INT64_MAX, INT64_C(9131138316486228048) }, { COUPON_PERCENT, -1, 1000, 0 },
	{ COUPON_FREE_DELIVERY, 0, 3000, 3000 }, { COUPON_FREE_DELIVERY, 0, 0, 0 },
};

START_TEST(saving)
{
	struct coupon c = { .kind = savings[_i].kind, .value = savings[_i].value };

	ck_assert_int_eq(coupon_saving(&c, savings[_i].amount), savings[_i].saves);
}
END_TEST

/* In English where that is asked for, and given. */
START_TEST(called)
{
	const struct coupon both = { .name = "반값", .name_en = "Half price" }, one = { .name = "반값" };

	ck_assert_str_eq(coupon_name(&both, false), "반값");
	ck_assert_str_eq(coupon_name(&both, true), "Half price");
	ck_assert_str_eq(coupon_name(&one, true), "반값");
}
END_TEST

Suite *
coupon_suite(void)
{
	Suite *s = suite_create("domain/coupon");
	TCase *c = tcase_create("coupon");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, every_event);
	tcase_add_test(c, names);
	tcase_add_test(c, picture);
	tcase_add_loop_test(c, offered, 0, ROWS(offers));
	tcase_add_loop_test(c, claim, 0, ROWS(claims));
	tcase_add_test(c, exactly_as_many_as_there_are);
	tcase_add_test(c, lasts_to_the_end_of_its_last_day);
	tcase_add_loop_test(c, life, 0, ROWS(lives));
	tcase_add_test(c, products);
	tcase_add_loop_test(c, saving, 0, ROWS(savings));
	tcase_add_test(c, called);
	suite_add_tcase(s, c);
	return s;
}
