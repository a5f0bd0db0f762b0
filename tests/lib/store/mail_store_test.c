/* mail_store: each e-mail is claimed by one, and what became of it is that one's to say. */
#include "store/mail_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static const char *
rows(void)
{
	return testshop_text(&t, "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', state, attempts, last_error, ended_at IS NULL) ORDER BY mail_id SEPARATOR ', '), '') FROM mails");
}

static void
add(struct queued_mail *m, int n)
{
	for (int i = 0; i < n; i++)
		m[i] = (struct queued_mail){ uuid_new(), t.kim, 0, 0 };
	ck_ok(mail_store_add(t.db, t.t.arena, m, (size_t)n, 1000));
}

START_TEST(claimed_once)
{
	struct queued_mail in[2], a, b, c;
	bool found;
	struct db *other;

	add(in, 2);
	ck_ok(mail_store_add(t.db, t.t.arena, in, 2, 1000));	/* again: nothing more */
	ck_ok(db_open(&t.t.conf, stmts, STMT__MAX, t.t.arena, &other));
	ck_ok(mail_store_claim(t.db, t.t.arena, 999, 5000, &a, &found));
	ck_assert(!found);
	ck_ok(mail_store_claim(t.db, t.t.arena, 1000, 5000, &a, &found));
	ck_assert(found);
	ck_assert_int_eq(a.attempts, 1);
	ck_assert_int_eq(uuid_cmp(&a.user_id, &t.kim), 0);
	ck_ok(mail_store_claim(other, t.t.arena, 1000, 5000, &b, &found));
	ck_assert(found);
	ck_assert_int_ne(uuid_cmp(&a.id, &b.id), 0);
	ck_ok(mail_store_claim(t.db, t.t.arena, 9000, 9999, &c, &found));
	ck_assert(!found);
	db_close(other);
}
END_TEST

START_TEST(outcomes)
{
	struct queued_mail in[1], m, late;
	bool found;
	int64_t n;

	add(in, 1);
	ck_ok(mail_store_claim(t.db, t.t.arena, 1000, 5000, &m, &found));
	ck_ok(mail_store_outcome(t.db, t.t.arena, &m, MAIL_QUEUED, 3000, "try again", 2000));
	ck_assert_str_eq(rows(), "QUEUED 1 try again 1");
	ck_ok(mail_store_claim(t.db, t.t.arena, 2999, 5000, &late, &found));
	ck_assert(!found);
	ck_ok(mail_store_claim(t.db, t.t.arena, 3000, 5000, &late, &found));
	ck_assert_int_eq(late.attempts, 2);
	ck_ok(mail_store_outcome(t.db, t.t.arena, &m, MAIL_SENT, 3000, NULL, 2000));	/* the first claim is over */
	ck_assert_str_eq(rows(), "SENDING 2 try again 1");
	ck_ok(mail_store_lost(t.db, t.t.arena, 4999, &n));
	ck_assert_int_eq(n, 0);
	ck_ok(mail_store_lost(t.db, t.t.arena, 5000, &n));
	ck_assert_int_eq(n, 1);
	ck_assert_str_eq(rows(), "UNSURE 2 the worker died while it was sent 0");
	ck_ok(mail_store_outcome(t.db, t.t.arena, &late, MAIL_SENT, 3000, NULL, 6000));
	ck_assert_ptr_nonnull(strstr(rows(), "UNSURE"));
	add(in, 1);
	ck_ok(mail_store_claim(t.db, t.t.arena, 1000, 5000, &m, &found));
	ck_ok(mail_store_outcome(t.db, t.t.arena, &m, MAIL_SENT, 3000, NULL, 2000));
	ck_assert_ptr_nonnull(strstr(rows(), "SENT 1 0"));
}
END_TEST

static void
give_up(const struct queued_mail *m, enum mail_state state)
{
	struct queued_mail claimed;
	bool found;

	ck_ok(mail_store_add(t.db, t.t.arena, m, 1, 1000));
	ck_ok(mail_store_claim(t.db, t.t.arena, 1000, 5000, &claimed, &found));
	ck_assert(found);
	ck_ok(mail_store_outcome(t.db, t.t.arena, &claimed, state, 3000, "why", 2000));
}

START_TEST(given_up)
{
	struct queued_mail m[3];
	struct dead_mails dead;

	for (int i = 0; i < 3; i++) {
		m[i] = (struct queued_mail){ uuid_new(), t.kim, 0, 0 };
		give_up(&m[i], i == 0 ? MAIL_FAILED : i == 1 ? MAIL_SENT : MAIL_UNSURE);
	}
	ck_ok(mail_store_dead(t.db, t.t.arena, &(struct uuid){ { 0 } }, 9, &dead));
	ck_assert_uint_eq(dead.n, 2);
	ck_assert_int_eq(uuid_cmp(&dead.v[0].id, &m[0].id), 0);
	ck_assert_int_eq((int)dead.v[0].state, MAIL_FAILED);
	ck_assert_int_eq((int)dead.v[1].state, MAIL_UNSURE);
	ck_assert_str_eq(dead.v[1].error, "why");
	ck_assert_int_eq(dead.v[1].attempts, 1);
	ck_assert_int_eq(dead.v[1].created_at, 1000);
	ck_assert_str_eq(dead.v[1].notice, "");		/* there is no such news */
	ck_assert(uuid_is_zero(&dead.v[1].order_id));
	ck_ok(mail_store_dead(t.db, t.t.arena, &m[0].id, 9, &dead));
	ck_assert_uint_eq(dead.n, 1);
}
END_TEST

/* state, `unsure`, and whether it is queued again */
static const struct { enum mail_state state; bool unsure, queued; } retries[] = {
	{ MAIL_FAILED, false, true }, { MAIL_FAILED, true, true }, { MAIL_UNSURE, false, false }, { MAIL_UNSURE, true, true },
	{ MAIL_SENT, true, false }, { MAIL_QUEUED, true, false },
};

START_TEST(tried_again)
{
	struct queued_mail m = { uuid_new(), t.kim, 0, 0 }, nobody = { uuid_new(), t.kim, 0, 0 }, late = { m.id, t.kim, 1, 5000 }, now;
	enum mail_state is;
	bool queued, found;

	give_up(&m, retries[_i].state);
	ck_ok(mail_store_retry(t.db, t.t.arena, &m.id, retries[_i].unsure, 6000, &queued, &is));
	ck_assert_int_eq(queued, retries[_i].queued);
	ck_assert_int_eq((int)is, (int)(queued ? MAIL_QUEUED : retries[_i].state));
	ck_ok(mail_store_retry(t.db, t.t.arena, &nobody.id, true, 6000, &queued, &is));
	ck_assert(!queued);
	ck_assert_int_eq((int)is, MAIL_STATE__MAX);
	if (!retries[_i].queued)
		return;
	/* Tries as if new; who claimed it before has nothing to say of the new one. */
	ck_ok(mail_store_claim(t.db, t.t.arena, 6000, 9000, &now, &found));
	ck_assert(found);
	ck_assert_int_eq(now.attempts, 1);
	ck_ok(mail_store_outcome(t.db, t.t.arena, &late, MAIL_QUEUED, 0, "late", 6500));
	ck_assert_str_eq(rows(), "SENDING 1 why 1");
	ck_ok(mail_store_outcome(t.db, t.t.arena, &now, MAIL_SENT, 0, NULL, 6500));
	ck_assert_str_eq(rows(), "SENT 1 0");
}
END_TEST

Suite *
mail_store_suite(void)
{
	Suite *s = suite_create("store/mail_store");
	TCase *c = tcase_create("mail_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, claimed_once);
	tcase_add_test(c, outcomes);
	tcase_add_test(c, given_up);
	tcase_add_loop_test(c, tried_again, 0, ROWS(retries));
	suite_add_tcase(s, c);
	return s;
}
