/* letters: all kinds in one list in the order of their ids, page by page; each is tried again by its own means. */
#include "work/letters.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/mail_store.h"
#include "store/notice_store.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/replay.h"
#include "work/sequence.h"

static struct testshop t;
static struct uuid letter[6];		/* refund, event, e-mail, refund, alert, e-mail that may have arrived */
#define LETTERS 6

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
email(struct uuid *id, enum mail_state state)
{
	struct notice n = { .id = uuid_new(), .user_id = t.kim, .order_id = uuid_new(), .kind = NOTICE_PAYMENT_DONE, .part = 1,
	    .number = "ORD-20261121-7K3M9Q", .amount = 30000, .at = clock_now() };
	char text[UUID_TEXT];

	*id = n.id;
	ck_ok(notice_store_add(t.db, t.t.arena, &n, 1));
	ck_ok(mail_store_add(t.db, t.t.arena, &(struct queued_mail){ n.id, t.kim, 0, 0 }, 1, clock_now()));
	testshop_sql(&t, "UPDATE mails SET state = '%s', attempts = 3, last_error = 'closed', ended_at = NOW(3) WHERE mail_id = '%s'",
	    mail_state_names[state], uuid_text(id, text));
}

static void
setup(void)
{
	testshop_open(&t);
	refund(&letter[0]);
	event(&letter[1], "ORDER_PAID");
	email(&letter[2], MAIL_FAILED);
	refund(&letter[3]);
	event(&letter[4], "FUNNEL_ALERT");
	email(&letter[5], MAIL_UNSURE);
}

static void teardown(void) { testshop_close(&t); }

START_TEST(in_order)
{
	static const char *const kinds[LETTERS] = { "REFUND", "EVENT", "EMAIL", "REFUND", "EVENT", "EMAIL" };
	struct uuid after = { { 0 } };
	struct letters l;

	for (int i = 0; i < LETTERS; i++) {
		ck_ok(letters_find(t.shop, t.t.arena, &after, 1, &l));
		ck_assert_uint_eq(l.n, 1);
		ck_assert_int_eq(uuid_cmp(&l.v[0].id, &letter[i]), 0);
		ck_assert_str_eq(l.v[0].kind, kinds[i]);
		ck_assert_int_eq(uuid_is_zero(&l.v[0].payment_id), strcmp(kinds[i], "REFUND") != 0);
		ck_assert_int_eq(uuid_is_zero(&l.v[0].order_id), i == 4);
		ck_assert_int_eq(uuid_is_zero(&l.next), i == LETTERS - 1);
		ck_assert_int_eq(l.v[0].may_have_arrived, i == 5);
		after = l.next;
	}
	ck_assert_str_eq(l.v[0].reason, "PAYMENT_DONE");
	ck_assert_str_eq(l.v[0].last_error, "closed");
	ck_assert_ptr_null(l.v[0].consumer);
	ck_assert_int_eq(l.v[0].attempts, 3);
	ck_ok(letters_find(t.shop, t.t.arena, &letter[3], 1, &l));
	ck_assert_str_eq(l.v[0].reason, "FUNNEL_ALERT");
	ck_assert_str_eq(l.v[0].consumer, "PLATFORM");
	ck_assert_str_eq(l.v[0].last_error, "status 422");
	ck_assert_int_eq(l.v[0].attempts, 10);
	ck_ok(letters_find(t.shop, t.t.arena, &(struct uuid){ { 0 } }, LETTERS, &l));
	ck_assert_uint_eq(l.n, LETTERS);
	ck_assert(uuid_is_zero(&l.next));
	for (int i = 0; i < LETTERS; i++)
		ck_assert_int_eq(uuid_cmp(&l.v[i].id, &letter[i]), 0);
	ck_ok(letters_find(t.shop, t.t.arena, &letter[LETTERS - 1], 4, &l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

START_TEST(tried_again)
{
	struct uuid nobody = uuid_new();
	const char *state;
	struct letters l;

	static const char *const states[] = { "OPEN", "DUE", "QUEUED" };

	for (int i = 0; i < 3; i++) {
		ck_ok(letter_retry(t.shop, t.t.arena, &letter[i], false, &state));
		ck_assert_str_eq(state, states[i]);
	}
	for (int i = 0; i < 3; i++)
		ck_assert(err_is(letter_retry(t.shop, t.t.arena, &letter[i], true, &state), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(letter_retry(t.shop, t.t.arena, &nobody, true, &state), ERR_ENTITY_NOT_FOUND));
	ck_ok(letters_find(t.shop, t.t.arena, &(struct uuid){ { 0 } }, 9, &l));
	ck_assert_uint_eq(l.n, 3);
	ck_assert_str_eq(testshop_text(&t, "SELECT GROUP_CONCAT(CONCAT_WS(' ', state, tries) ORDER BY seq) FROM event_deliveries"), "DUE 0,DEAD 10");
}
END_TEST

/* What may have arrived is sent again by whoever says so, and once for each time it is said. */
START_TEST(perhaps_twice)
{
	const char *state = "none";
	const struct err *e = letter_retry(t.shop, t.t.arena, &letter[5], false, &state);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/mayArriveTwice");
	ck_assert_str_eq(e->faults[0].reason, "may_arrive_twice");
	ck_assert_str_eq(state, "none");
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails WHERE state = 'QUEUED'"), 0);
	ck_ok(letter_retry(t.shop, t.t.arena, &letter[5], true, &state));
	ck_assert_str_eq(state, "QUEUED");
	ck_assert(err_is(letter_retry(t.shop, t.t.arena, &letter[5], true, &state), ERR_ENTITY_NOT_FOUND));
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM mails WHERE state = 'QUEUED' AND attempts = 0 AND ended_at IS NULL"), 1);
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
	tcase_add_test(c, perhaps_twice);
	suite_add_tcase(s, c);
	return s;
}
