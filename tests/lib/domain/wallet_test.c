/* wallet: every kind of entry on full and empty purses, charges, what is earned, and ledgers that add up whatever happens. */
#include "domain/wallet.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "support/suite.h"

static struct arena *arena;

static void
setup(void)
{
	ck_assert_int_eq(id_start(), 0);
	arena = arena_new(1u << 20);
}

static void
teardown(void)
{
	arena_free(arena);
}

/* purse: B or P; sign as in the table. */
static const struct { const char *name; enum purse purse; int sign; } kinds[] = {
	{ "CHARGE", PURSE_BALANCE, 1 }, { "PAY", PURSE_BALANCE, -1 }, { "REFUND", PURSE_BALANCE, 1 }, { "ADJUST", PURSE_BALANCE, 0 },
	{ "EARN", PURSE_POINTS, 1 }, { "SPEND_POINTS", PURSE_POINTS, -1 }, { "RETURN_POINTS", PURSE_POINTS, 1 },
	{ "REVOKE_EARNED", PURSE_POINTS, -1 }, { "ADJUST_POINTS", PURSE_POINTS, 0 },
};

START_TEST(table)
{
	ck_assert_int_eq(ROWS(kinds), WALLET_KIND__MAX);
	for (int i = 0; i < ROWS(kinds); i++) {
		ck_assert_str_eq(wallet_kinds[i].name, kinds[i].name);
		ck_assert_int_eq((int)wallet_kinds[i].purse, (int)kinds[i].purse);
		ck_assert_int_eq(wallet_kinds[i].sign, kinds[i].sign);
		ck_assert_int_eq(wallet_kind_parse(kinds[i].name), i);
	}
	ck_assert_int_eq(wallet_kind_parse("charge"), -1);
	ck_assert_int_eq(wallet_kind_parse(NULL), -1);
	ck_assert_str_eq(purse_names[PURSE_BALANCE], "BALANCE");
	ck_assert_str_eq(purse_names[PURSE_POINTS], "POINTS");
	ck_assert_ptr_null(purse_names[PURSE__MAX]);
}
END_TEST

START_TEST(every_kind)
{
	enum wallet_kind kind = (enum wallet_kind)_i;
	struct wallet w = { .user_id = { { 7 } }, .purse = { 1000, 1000 } };
	struct wallet_entry en;
	const struct uuid order = { { 9 } };
	int sign = kinds[_i].sign < 0 ? -1 : 1;

	ck_assert_ptr_null(wallet_apply(arena, &w, kind, 1000, &order, "why", 5, &en));
	ck_assert_int_eq(w.purse[kinds[_i].purse], 1000 + sign * 1000);
	ck_assert_int_eq(w.purse[!kinds[_i].purse], 1000);
	ck_assert(w.changed);
	ck_assert(!uuid_is_zero(&en.id));
	ck_assert_int_eq(uuid_cmp(&en.user_id, &w.user_id), 0);
	ck_assert_int_eq(uuid_cmp(&en.order_id, &order), 0);
	ck_assert_int_eq((int)en.kind, _i);
	ck_assert_int_eq(en.change, sign * 1000);
	ck_assert_int_eq(en.after, 1000 + sign * 1000);
	ck_assert_str_eq(en.reason, "why");
	ck_assert_int_eq(en.at, 5);

	/* What a kind does not take, and what does not fit. */
	struct wallet before = w = (struct wallet){ .purse = { 1000, 1000 } };
	ck_assert(err_is(wallet_apply(arena, &w, kind, 0, NULL, NULL, 5, &en), ERR_INTERNAL_SERVER_ERROR));
	ck_assert(err_is(wallet_apply(arena, &w, kind, INT64_MIN, NULL, NULL, 5, &en), ERR_INTERNAL_SERVER_ERROR));
	if (kinds[_i].sign != 0)
		ck_assert(err_is(wallet_apply(arena, &w, kind, -1, NULL, NULL, 5, &en), ERR_INTERNAL_SERVER_ERROR));
	if (kinds[_i].sign >= 0)
		ck_assert(err_is(wallet_apply(arena, &w, kind, INT64_MAX, NULL, NULL, 5, &en), ERR_INTERNAL_SERVER_ERROR));
	ck_assert_mem_eq(&w, &before, sizeof(w));
	ck_assert_ptr_null(wallet_apply(arena, &w, kind, 1, NULL, NULL, 5, &en));
	ck_assert(uuid_is_zero(&en.order_id));
}
END_TEST

static const struct { enum wallet_kind kind; won_t amount; enum err_code code; const char *extra; } lacks[] = {
	{ WALLET_PAY, 1001, ERR_BALANCE_NOT_ENOUGH, "\"wanted\":1001,\"available\":1000,\"short\":1" },
	{ WALLET_PAY, INT64_MAX, ERR_BALANCE_NOT_ENOUGH, "\"wanted\":9223372036854775807,\"available\":1000,\"short\":9223372036854774807" },
	{ WALLET_ADJUST, -5000, ERR_BALANCE_NOT_ENOUGH, "\"wanted\":5000,\"available\":1000,\"short\":4000" },
	{ WALLET_SPEND_POINTS, 31, ERR_POINTS_NOT_ENOUGH, "\"wanted\":31,\"available\":30,\"short\":1" },
	{ WALLET_REVOKE_EARNED, 100, ERR_POINTS_NOT_ENOUGH, "\"wanted\":100,\"available\":30,\"short\":70" },
	{ WALLET_ADJUST_POINTS, -31, ERR_POINTS_NOT_ENOUGH, "\"wanted\":31,\"available\":30,\"short\":1" },
};

START_TEST(not_enough)
{
	struct wallet w = { .purse = { 1000, 30 } }, before = w;
	struct wallet_entry en = { .after = 77 };
	struct buf b = { 0 };
	struct arena *small = arena_new(1);
	const struct err *e = wallet_apply(arena, &w, lacks[_i].kind, lacks[_i].amount, NULL, NULL, 5, &en);

	ck_assert(err_is(e, lacks[_i].code));
	e->extra(&b, e->extra_arg);
	ck_assert_str_eq(buf_str(&b), lacks[_i].extra);
	ck_assert_mem_eq(&w, &before, sizeof(w));
	ck_assert_int_eq(en.after, 77);
	buf_free(&b);
	/* Short memory costs the figures, not the refusal. */
	(void)arena_alloc(small, 1);
	e = wallet_apply(small, &w, lacks[_i].kind, lacks[_i].amount, NULL, NULL, 5, &en);
	ck_assert(err_is(e, lacks[_i].code));
	ck_assert_ptr_null(e->extra);
	arena_free(small);
}
END_TEST

/* Whatever is tried, in any order: no purse below 0, each the sum of its entries, each entry telling what was there after it. */
START_TEST(ledgers_add_up)
{
	uint64_t seed = UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)_i;
	struct wallet w = { .user_id = { { 1 } } };
	won_t sum[PURSE__MAX] = { 0 };
	int refused = 0;

	for (int round = 0; round < 20000; round++) {
		struct wallet_entry en;
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		enum wallet_kind kind = (enum wallet_kind)(seed % WALLET_KIND__MAX);
		won_t amount = (won_t)(seed >> 40) % 100000 - (wallet_kinds[kind].sign == 0 ? 50000 : 0);
		if (wallet_apply(arena, &w, kind, amount, NULL, NULL, round, &en) != NULL) {
			refused++;
			arena_reset(arena);
		} else {
			enum purse p = wallet_kinds[kind].purse;
			sum[p] += en.change;
			ck_assert_int_eq(en.after, sum[p]);
		}
		for (int p = 0; p < PURSE__MAX; p++) {
			ck_assert_int_eq(w.purse[p], sum[p]);
			ck_assert_int_ge(w.purse[p], 0);
		}
	}
	ck_assert_int_gt(refused, 0);
}
END_TEST

START_TEST(found_in_the_book)
{
	struct wallet row[5];
	struct wallet_book b = { row, 0 };
	struct uuid id = { { 0 } };

	ck_assert_ptr_null(wallet_find(&b, &id));
	b.n = 5;
	for (uint8_t i = 0; i < 5; i++)
		row[i] = (struct wallet){ .user_id = { { (uint8_t)(2 * i + 1) } } };
	for (uint8_t i = 0; i < 12; i++) {
		id.b[0] = i;
		ck_assert_ptr_eq(wallet_find(&b, &id), i % 2 == 1 && i < 10 ? &row[i / 2] : NULL);
	}
}
END_TEST

static const struct { int64_t amount; const char *why; } charges[] = {
	{ 100, NULL }, { 99999900, NULL }, { 10000, NULL }, { 0, "too_small" }, { -100, "too_small" }, { INT64_MIN, "too_small" },
	{ 100000000, "too_large" }, { INT64_MAX, "too_large" }, { 99999999, "not_in_hundreds" }, { 1, "not_in_hundreds" }, { 150, "not_in_hundreds" },
};

START_TEST(charge)
{
	ck_assert_pstr_eq(wallet_charge_check(&charges[_i].amount), charges[_i].why);
}
END_TEST

START_TEST(earned)
{
	ck_assert_int_eq(wallet_earned(10000, 100), 100);
	ck_assert_int_eq(wallet_earned(10099, 100), 100);
	ck_assert_int_eq(wallet_earned(99, 100), 0);
	ck_assert_int_eq(wallet_earned(100, 250), 2);
	ck_assert_int_eq(wallet_earned(0, 100), 0);
	ck_assert_int_eq(wallet_earned(-500, 100), 0);
	ck_assert_int_eq(wallet_earned(500, 0), 0);
	ck_assert_int_eq(wallet_earned(INT64_MAX, 10000), INT64_MAX);
	struct wallet w = { .purse = { 5000, 40 } };
	ck_assert_int_eq(wallet_revocable(&w, 39), 39);
	ck_assert_int_eq(wallet_revocable(&w, 40), 40);
	ck_assert_int_eq(wallet_revocable(&w, 41), 40);
}
END_TEST

Suite *
wallet_suite(void)
{
	Suite *s = suite_create("domain/wallet");
	TCase *c = tcase_create("wallet");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, table);
	tcase_add_loop_test(c, every_kind, 0, ROWS(kinds));
	tcase_add_loop_test(c, not_enough, 0, ROWS(lacks));
	tcase_add_loop_test(c, ledgers_add_up, 0, 3);
	tcase_add_test(c, found_in_the_book);
	tcase_add_loop_test(c, charge, 0, ROWS(charges));
	tcase_add_test(c, earned);
	suite_add_tcase(s, c);
	return s;
}
