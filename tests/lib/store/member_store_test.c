/* member_store: users there and back, sessions and their ends, failures counted. */
#include "store/member_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/user.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static struct user
somebody(void)
{
	return (struct user){ .id = uuid_new(), .email = "min-ji@banquet.test", .password_hash = "$argon2id$x", .name = "김민지",
	    .phone = "010-1234-5678", .address = "서울시 강남구", .role = ROLE_COURIER, .status = USER_ACTIVE,
	    .created_at = clock_now(), .updated_at = clock_now() + 1 };
}

static void
same(const struct user *a, const struct user *b)
{
	ck_assert_ptr_nonnull(a);
	ck_assert_int_eq(uuid_cmp(&a->id, &b->id), 0);
	ck_assert_str_eq(a->email, b->email);
	ck_assert_str_eq(a->password_hash, b->password_hash);
	ck_assert_str_eq(a->name, b->name);
	ck_assert_pstr_eq(a->phone, b->phone);
	ck_assert_pstr_eq(a->address, b->address);
	ck_assert_int_eq(a->role, b->role);
	ck_assert_int_eq(a->status, b->status);
	ck_assert_int_eq(a->created_at, b->created_at);
	ck_assert_int_eq(a->updated_at, b->updated_at);
}

static const struct user *
by_id(const struct uuid *id)
{
	const struct user *u;

	ck_ok(member_store_by_id(t.db, t.t.arena, id, &u));
	return u;
}

static const struct user *
by_email(const char *email)
{
	const struct user *u;

	ck_ok(member_store_by_email(t.db, t.t.arena, email, &u));
	return u;
}

START_TEST(there_and_back)
{
	struct user u = somebody();
	struct uuid none = uuid_new();
	bool taken = true;

	if (_i == 1)
		u.phone = u.address = NULL;
	ck_ok(member_store_add(t.db, t.t.arena, &u, &taken));
	ck_assert(!taken);
	same(by_id(&u.id), &u);
	same(by_email(u.email), &u);
	ck_assert_ptr_null(by_id(&none));
	ck_assert_ptr_null(by_email("nobody@banquet.test"));
}
END_TEST

START_TEST(every_role_and_status)
{
	struct user u = somebody();
	bool taken;

	for (u.role = 0; u.role < ROLE__MAX; u.role++)
		for (u.status = 0; u.status < USER_STATUS__MAX; u.status++) {
			u.id = uuid_new();
			u.email = arena_printf(t.t.arena, "u%d-%d@banquet.test", u.role, u.status);
			ck_ok(member_store_add(t.db, t.t.arena, &u, &taken));
			same(by_id(&u.id), &u);
		}
}
END_TEST

START_TEST(taken_address)
{
	struct user u = somebody(), v = somebody();
	bool taken;

	ck_ok(member_store_add(t.db, t.t.arena, &u, &taken));
	v.name = "another";
	ck_ok(member_store_add(t.db, t.t.arena, &v, &taken));
	ck_assert(taken);
	same(by_email(u.email), &u);
	ck_assert_ptr_null(by_id(&v.id));
	/* Other trouble is trouble. */
	v.email = NULL;
	ck_assert_ptr_nonnull(member_store_add(t.db, t.t.arena, &v, &taken));
	ck_assert(!taken);
}
END_TEST

/* An address is one string and no other: not the one without accents, in other letters, or with blanks behind. */
START_TEST(address_is_exact)
{
	static const char *const others[] = { "mìn-ji@banquet.test", "MIN-JI@banquet.test", "min-ji@banquet.test ", "mın-ji@banquet.test",
	    "min‐ji@banquet.test", "min-ji@banquet.tes", "%", "" };
	struct user u = somebody();
	bool taken;

	ck_ok(member_store_add(t.db, t.t.arena, &u, &taken));
	for (int i = 0; i < ROWS(others); i++)
		ck_assert_msg(by_email(others[i]) == NULL, "%s", others[i]);
}
END_TEST

START_TEST(changes)
{
	struct user u = somebody();
	bool taken;

	ck_ok(member_store_add(t.db, t.t.arena, &u, &taken));
	/* What is left out stays. */
	clock_shift(1000);
	ck_ok(member_store_change(t.db, t.t.arena, &u.id, "이민지", NULL, "부산", -1));
	ck_assert_int_gt(by_id(&u.id)->updated_at, u.updated_at);
	u.name = "이민지";
	u.address = "부산";
	u.updated_at = by_id(&u.id)->updated_at;
	same(by_id(&u.id), &u);
	ck_ok(member_store_change(t.db, t.t.arena, &u.id, NULL, NULL, NULL, USER_SUSPENDED));
	u.status = USER_SUSPENDED;
	u.updated_at = by_id(&u.id)->updated_at;
	same(by_id(&u.id), &u);
	clock_shift(5000);
	ck_ok(member_store_set_password(t.db, t.t.arena, &u.id, "$argon2id$y"));
	ck_ok(member_store_set_role(t.db, t.t.arena, &u.id, ROLE_ADMIN));
	const struct user *now = by_id(&u.id);
	ck_assert_str_eq(now->password_hash, "$argon2id$y");
	ck_assert_int_eq(now->role, ROLE_ADMIN);
	ck_assert_int_gt(now->updated_at, u.updated_at);
	/* Who has withdrawn does not come back by a change that was under way. */
	ck_ok(member_store_change(t.db, t.t.arena, &u.id, NULL, NULL, NULL, USER_WITHDRAWN));
	ck_ok(member_store_change(t.db, t.t.arena, &u.id, "다른 이름", NULL, NULL, USER_ACTIVE));
	ck_assert_int_eq(by_id(&u.id)->status, USER_WITHDRAWN);
	/* Of one alone. */
	ck_assert_str_eq(by_id(&t.kim)->password_hash, "x");
}
END_TEST

static struct hash
token(int i)
{
	return hash_of(&i, sizeof(i));
}

static const struct user *
of_session(int i)
{
	struct hash h = token(i);
	struct session_users found;

	ck_ok(session_store_users(t.db, t.t.arena, &h, 1, &found));
	ck_assert(found.n == 0 || hash_equal(&found.v[0].token, &h));
	return found.n == 0 ? NULL : &found.v[0].user;
}

START_TEST(admins)
{
	const struct uuid *ids;
	size_t n;

	ck_ok(member_store_lock_admins(t.db, t.t.arena, &ids, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(uuid_cmp(&ids[0], &t.admin), 0);
	testshop_sql(&t, "UPDATE users SET status = 'SUSPENDED' WHERE role = 'ADMIN'");
	ck_ok(member_store_lock_admins(t.db, t.t.arena, &ids, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(sessions)
{
	struct hash first = token(1), second = token(2), other = token(3);
	struct session_users found;

	ck_ok(session_store_add(t.db, t.t.arena, &first, &t.kim, clock_now() + 10000));
	ck_ok(session_store_add(t.db, t.t.arena, &second, &t.kim, clock_now() + 20000));
	ck_ok(session_store_add(t.db, t.t.arena, &other, &t.cook, clock_now() + 20000));
	ck_assert_int_eq(uuid_cmp(&of_session(1)->id, &t.kim), 0);
	ck_assert_str_eq(of_session(1)->name, "kim@banquet.test");
	ck_assert_int_eq(of_session(1)->role, ROLE_CUSTOMER);
	ck_assert_int_eq(of_session(3)->role, ROLE_COOK);
	ck_assert_ptr_null(of_session(4));
	/* Many at once, and those who are none of them. */
	ck_ok(session_store_users(t.db, t.t.arena, (struct hash[]){ other, first, token(4), second }, 4, &found));
	ck_assert_uint_eq(found.n, 3);
	/* It ends by itself, */
	clock_shift(10001);
	ck_assert_ptr_null(of_session(1));
	ck_assert_ptr_nonnull(of_session(2));
	/* when told to, */
	clock_shift(0);
	ck_ok(session_store_end(t.db, t.t.arena, &first));
	ck_assert_ptr_null(of_session(1));
	ck_assert_ptr_nonnull(of_session(2));
	ck_ok(session_store_end(t.db, t.t.arena, &first));
	/* and with all others of the same user. */
	ck_ok(session_store_add(t.db, t.t.arena, &first, &t.kim, clock_now() + 10000));
	ck_ok(session_store_end_all(t.db, t.t.arena, &t.kim));
	ck_assert_ptr_null(of_session(1));
	ck_assert_ptr_null(of_session(2));
	ck_assert_ptr_nonnull(of_session(3));
}
END_TEST

START_TEST(session_of_a_user_not_active)
{
	struct hash h = token(1);

	ck_ok(session_store_add(t.db, t.t.arena, &h, &t.kim, clock_now() + 10000));
	testshop_sql(&t, "UPDATE users SET status = '%s' WHERE email = 'kim@banquet.test'", user_status_names[_i]);
	ck_assert_int_eq(of_session(1) != NULL, _i == USER_ACTIVE);
	testshop_sql(&t, "DELETE FROM users WHERE email = 'kim@banquet.test'");
	ck_assert_ptr_null(of_session(1));
}
END_TEST

START_TEST(failures)
{
	struct hash mail = token(1), address = token(2);
	int64_t n, at, before = clock_now();

	ck_ok(signin_store_failures(t.db, t.t.arena, &mail, &n, &at));
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(at, 0);
	for (int i = 1; i <= 3; i++) {
		clock_shift(i * 1000);
		ck_ok(signin_store_failed(t.db, t.t.arena, &mail, 0));
		ck_ok(signin_store_failures(t.db, t.t.arena, &mail, &n, &at));
		ck_assert_int_eq(n, i);
		ck_assert_int_ge(at, before + i * 1000);
	}
	ck_ok(signin_store_failures(t.db, t.t.arena, &address, &n, &at));
	ck_assert_int_eq(n, 0);
	ck_ok(signin_store_failed(t.db, t.t.arena, &address, 60));
	ck_ok(signin_store_forget(t.db, t.t.arena, &mail));
	ck_ok(signin_store_failures(t.db, t.t.arena, &mail, &n, &at));
	ck_assert_int_eq(n, 0);
	ck_ok(signin_store_failures(t.db, t.t.arena, &address, &n, &at));
	ck_assert_int_eq(n, 1);
}
END_TEST

/* Each stretch of time without failure forgives one, down to none, and the new one counts. */
static const struct { int64_t after_s, forgive_s, left; } forgiven[] = {
	{ 0, 60, 6 }, { 50, 60, 6 }, { 60, 60, 5 }, { 150, 60, 4 }, { 290, 60, 2 }, { 300, 60, 1 }, { 86400, 60, 1 }, { 86400, 0, 6 },
	{ -100, 60, 6 },		/* a clock that was set back */
};

START_TEST(failures_are_forgiven)
{
	struct hash address = token(1);
	int64_t n, at;

	for (int i = 0; i < 5; i++)
		ck_ok(signin_store_failed(t.db, t.t.arena, &address, forgiven[_i].forgive_s));
	ck_ok(signin_store_failures(t.db, t.t.arena, &address, &n, &at));
	ck_assert_int_eq(n, 5);
	clock_shift(forgiven[_i].after_s * 1000 + (forgiven[_i].after_s % 60 == 0 ? 200 : 0));
	ck_ok(signin_store_failed(t.db, t.t.arena, &address, forgiven[_i].forgive_s));
	ck_ok(signin_store_failures(t.db, t.t.arena, &address, &n, &at));
	ck_assert_int_eq(n, forgiven[_i].left);
	clock_shift(0);
}
END_TEST

START_TEST(known)
{
	struct hash here = token(1), there = token(2);
	bool is;

	ck_ok(signin_store_know(t.db, t.t.arena, &here, 5000));
	ck_ok(signin_store_known(t.db, t.t.arena, &here, 4999, &is));
	ck_assert(is);
	ck_ok(signin_store_known(t.db, t.t.arena, &here, 5000, &is));
	ck_assert(!is);
	ck_ok(signin_store_known(t.db, t.t.arena, &there, 0, &is));
	ck_assert(!is);
	ck_ok(signin_store_know(t.db, t.t.arena, &here, 7000));
	ck_ok(signin_store_known(t.db, t.t.arena, &here, 5000, &is));
	ck_assert(is);
}
END_TEST

Suite *
member_store_suite(void)
{
	Suite *s = suite_create("store/member_store");
	TCase *c = tcase_create("member_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, there_and_back, 0, 2);
	tcase_add_test(c, every_role_and_status);
	tcase_add_test(c, taken_address);
	tcase_add_test(c, address_is_exact);
	tcase_add_test(c, changes);
	tcase_add_test(c, admins);
	tcase_add_test(c, sessions);
	tcase_add_loop_test(c, session_of_a_user_not_active, 0, USER_STATUS__MAX);
	tcase_add_test(c, failures);
	tcase_add_loop_test(c, failures_are_forgiven, 0, ROWS(forgiven));
	tcase_add_test(c, known);
	suite_add_tcase(s, c);
	return s;
}
