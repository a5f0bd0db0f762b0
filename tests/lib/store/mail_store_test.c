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
		m[i] = (struct queued_mail){ uuid_new(), t.kim, 0 };
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
	suite_add_tcase(s, c);
	return s;
}
