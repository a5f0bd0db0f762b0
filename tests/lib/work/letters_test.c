/* letters: both kinds in one list in the order of their ids, page by page; each is tried again by its own means. */
#include "work/letters.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/replay.h"
#include "work/sequence.h"

static struct testshop t;
static struct uuid letter[4];		/* refund, event, refund, alert */

static void create(void) { testshop_create(&t); }

static void
refund(struct uuid *id)
{
	char a[UUID_TEXT], o[UUID_TEXT];
	struct uuid order = uuid_new();

	*id = uuid_new();
	testshop_sql(&t, "INSERT INTO compensations (compensation_id, kind, order_id, payment_id, amount, state, attempts, due_at, created_at, reason, last_error)"
	    " VALUES ('%s', 'REFUND', '%s', UUID(), 500, 'DEAD', 40, NOW(3), NOW(3), 'ORDER_CANCELLED', 'REFUSED')", uuid_text(id, a), uuid_text(&order, o));
}

static void
event(struct uuid *id, const char *type)
{
	struct uuid order = uuid_new();
	int64_t given;

	*id = uuid_new();
	ck_ok(STMT_RUN(t.db, t.t.arena, STMT_EVENT_ADD, NULL, DB_U(*id), DB_U(order), DB_I(1), DB_S(type), DB_S("{}"), DB_T(clock_now())));
	ck_ok(sequence_all(t.db, t.t.arena, &given));
	testshop_sql(&t, "INSERT INTO event_deliveries (consumer, seq, order_id, state, tries, next_at, last_error, created_at)"
	    " SELECT 'PLATFORM', seq, order_id, 'DEAD', 10, NOW(3), 'status 422', NOW(3) FROM order_events WHERE type = '%s'", type);
}

static void
setup(void)
{
	testshop_open(&t);
	refund(&letter[0]);
	event(&letter[1], "ORDER_PAID");
	refund(&letter[2]);
	event(&letter[3], "FUNNEL_ALERT");
}

static void teardown(void) { testshop_close(&t); }

START_TEST(in_order)
{
	struct uuid after = { { 0 } };
	struct letters l;

	for (int i = 0; i < 4; i++) {
		ck_ok(letters_find(t.shop, t.t.arena, &after, 1, &l));
		ck_assert_uint_eq(l.n, 1);
		ck_assert_int_eq(uuid_cmp(&l.v[0].id, &letter[i]), 0);
		ck_assert_str_eq(l.v[0].kind, i % 2 == 0 ? "REFUND" : "EVENT");
		ck_assert_int_eq(uuid_is_zero(&l.v[0].payment_id), i % 2);
		ck_assert_int_eq(uuid_is_zero(&l.v[0].order_id), i == 3);
		ck_assert_int_eq(uuid_is_zero(&l.next), i == 3);
		after = l.next;
	}
	ck_assert_str_eq(l.v[0].reason, "FUNNEL_ALERT");
	ck_assert_str_eq(l.v[0].consumer, "PLATFORM");
	ck_assert_str_eq(l.v[0].last_error, "status 422");
	ck_assert_int_eq(l.v[0].attempts, 10);
	ck_ok(letters_find(t.shop, t.t.arena, &(struct uuid){ { 0 } }, 4, &l));
	ck_assert_uint_eq(l.n, 4);
	ck_assert(uuid_is_zero(&l.next));
	ck_ok(letters_find(t.shop, t.t.arena, &letter[3], 4, &l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

START_TEST(tried_again)
{
	struct uuid nobody = uuid_new();
	const char *state;
	struct letters l;

	ck_ok(letter_retry(t.shop, t.t.arena, &letter[0], &state));
	ck_assert_str_eq(state, "OPEN");
	ck_ok(letter_retry(t.shop, t.t.arena, &letter[1], &state));
	ck_assert_str_eq(state, "DUE");
	for (int i = 0; i < 2; i++)
		ck_assert(err_is(letter_retry(t.shop, t.t.arena, &letter[i], &state), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(letter_retry(t.shop, t.t.arena, &nobody, &state), ERR_ENTITY_NOT_FOUND));
	ck_ok(letters_find(t.shop, t.t.arena, &(struct uuid){ { 0 } }, 9, &l));
	ck_assert_uint_eq(l.n, 2);
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(CONCAT_WS(' ', state, tries) ORDER BY seq) FROM event_deliveries"), "DUE 0,DEAD 10");
}
END_TEST

Suite *
letters_suite(void)
{
	Suite *s = suite_create("work/letters");
	TCase *c = tcase_create("letters");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, in_order);
	tcase_add_test(c, tried_again);
	suite_add_tcase(s, c);
	return s;
}
