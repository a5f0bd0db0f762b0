/* members: registering, signing in and being slowed down, being changed and signed out. */
#include "shop/members.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/callers.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { clock_shift(0); testshop_close(&t); }

static const struct registration minji = { "Min-Ji@Banquet.test", "correct horse", "김민지", "010-1234-5678", "서울" };

static const struct user *
enrol(const struct registration *r, int role)
{
	const struct user *u;

	ck_ok(member_register(t.shop, t.t.arena, r, role, &u));
	return u;
}

static int
try(const char *email, const char *password, const char *address, struct sign_in *s)
{
	struct sign_in none;
	const struct err *e = member_sign_in(t.shop, t.t.arena, email, password, address, s == NULL ? &none : s);

	return e == NULL ? -1 : (int)e->code;
}

static const struct user *
of(const struct sign_in *s)
{
	struct hash h = hash_of(s->token, strlen(s->token));
	const struct user *u;

	ck_ok(caller_find(t.shop, t.t.arena, &h, &u));
	return u;
}

START_TEST(registered)
{
	const struct user *u = enrol(&minji, ROLE_CUSTOMER), *got;

	ck_assert_str_eq(u->email, "min-ji@banquet.test");
	ck_assert_int_eq(u->status, USER_ACTIVE);
	ck_assert_int_eq(u->role, ROLE_CUSTOMER);
	ck_ok(member_find(t.shop, t.t.arena, &u->id, &u->id, ROLE_CUSTOMER, &got));
	ck_assert_str_eq(got->email, "min-ji@banquet.test");
	ck_assert_str_eq(got->name, "김민지");
	ck_assert_str_eq(got->phone, "010-1234-5678");
	ck_assert_str_eq(got->address, "서울");
	ck_assert_int_eq(strncmp(got->password_hash, "$argon2id$", 10), 0);
	ck_assert_ptr_null(strstr(got->password_hash, "correct"));
	struct registration bare = { "b@banquet.test", "correct horse", "b", NULL, NULL };
	u = enrol(&bare, ROLE_COOK);
	ck_ok(member_find(t.shop, t.t.arena, &u->id, &u->id, ROLE_COOK, &got));
	ck_assert_int_eq(got->role, ROLE_COOK);
	ck_assert_ptr_null(got->phone);
}
END_TEST

static const char *const taken_ways[] = { "min-ji@banquet.test", "MIN-JI@BANQUET.TEST", "Min-Ji@Banquet.test" };

START_TEST(taken)
{
	struct registration again = minji;
	const struct user *u = NULL;
	const struct err *e;

	(void)enrol(&minji, ROLE_CUSTOMER);
	again.email = taken_ways[_i];
	again.password = "another horse";
	e = member_register(t.shop, t.t.arena, &again, ROLE_ADMIN, &u);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, "/email");
	ck_assert_str_eq(e->faults[0].reason, "taken");
	ck_assert_ptr_null(u);
	ck_assert_int_eq(try("min-ji@banquet.test", "another horse", "a", NULL), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "a", NULL), -1);
}
END_TEST

static atomic_int registered_at_once;

static void *
register_once(void *arg)
{
	struct arena *a = arena_new(1u << 20);
	const struct user *u;

	(void)arg;
	atomic_fetch_add(&registered_at_once, member_register(t.shop, a, &minji, ROLE_CUSTOMER, &u) == NULL);
	arena_free(a);
	return NULL;
}

START_TEST(taken_at_once)
{
	pthread_t thread[8];

	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, register_once, NULL), 0);
	for (int i = 0; i < 8; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(atomic_load(&registered_at_once), 1);
}
END_TEST

START_TEST(in_and_out)
{
	const struct user *u = enrol(&minji, ROLE_COURIER);
	struct sign_in first, second;
	struct hash h;
	int64_t before = clock_now();

	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "127.0.0.1", &first), -1);
	ck_assert_int_eq(try("MIN-ji@banquet.test", "correct horse", "127.0.0.1", &second), -1);
	ck_assert_str_ne(first.token, second.token);
	ck_assert(token_valid(first.token));
	ck_assert_int_eq(uuid_cmp(&first.user->id, &u->id), 0);
	ck_assert_int_ge(first.expires_at, before + t.t.conf.session_hours * 3600000);
	ck_assert_int_eq(uuid_cmp(&of(&first)->id, &u->id), 0);
	ck_assert_int_eq(of(&second)->role, ROLE_COURIER);
	/* The token itself is nowhere. */
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sessions WHERE token_hash = '%s'", first.token), 0);
	h = hash_of(first.token, strlen(first.token));
	ck_ok(member_sign_out(t.shop, t.t.arena, &h));
	ck_assert_ptr_null(of(&first));
	ck_assert_ptr_nonnull(of(&second));
	ck_ok(member_sign_out(t.shop, t.t.arena, &h));
	clock_shift(t.t.conf.session_hours * 3600000 + 1000);
	ck_assert_ptr_null(of(&second));
}
END_TEST

/* Whatever does not fit is told the same. */
static const struct { const char *email, *password; } wrong[] = {
	{ "min-ji@banquet.test", "wrong horse" },
	{ "min-ji@banquet.test", "" },
	{ "min-ji@banquet.test", "correct horse " },
	{ "min-ji@banquet.test", "Correct horse" },
	{ "nobody@banquet.test", "correct horse" },
	{ "mìn-ji@banquet.test", "correct horse" },
	{ "", "" },
};

START_TEST(refused)
{
	struct sign_in s = { .expires_at = 77 };
	const struct err *e;

	(void)enrol(&minji, ROLE_CUSTOMER);
	e = member_sign_in(t.shop, t.t.arena, wrong[_i].email, wrong[_i].password, "a", &s);
	ck_assert(err_is(e, ERR_UNAUTHENTICATED));
	ck_assert_str_eq(e->detail, "wrong_sign_in");
	ck_assert_int_eq(s.expires_at, 77);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sessions"), 0);
}
END_TEST

/* Three tries are free, then the wait doubles up to its limit; even the right password waits; a success ends it.  How that is counted: signin_test. */
START_TEST(slowed_down)
{
	static const int waits[] = { 0, 0, 0, 0, 1, 2, 4, 8, 8, 8 };	/* before each try */
	int64_t shift = 0;

	(void)enrol(&minji, ROLE_CUSTOMER);
	for (int i = 0; i < ROWS(waits); i++) {
		clock_shift(shift += waits[i] * 1000 + 50);
		ck_assert_msg(try("min-ji@banquet.test", "wrong", "b", NULL) == ERR_UNAUTHENTICATED, "try %d", i);
		int wait = i + 1 < ROWS(waits) ? waits[i + 1] : 8;
		struct sign_in s;
		const struct err *e = wait == 0 ? NULL : member_sign_in(t.shop, t.t.arena, "min-ji@banquet.test", "correct horse", "b", &s);
		if (wait > 0) {
			ck_assert(err_is(e, ERR_TOO_MANY_REQUESTS));
			ck_assert_int_eq(e->retry_after, wait);
		}
	}
	/* Elsewhere the owner does not wait for the stranger's. */
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "home", NULL), -1);
	clock_shift(shift += 8050);
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "b", NULL), -1);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(try("min-ji@banquet.test", "wrong", "b", NULL), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "b", NULL), -1);
}
END_TEST

/* From one address many accounts: the address waits, whoever signs in to their own in between; others do not. */
START_TEST(slowed_down_by_address)
{
	struct registration own = minji;
	struct sign_in s;

	own.email = "eve@banquet.test";
	(void)enrol(&minji, ROLE_CUSTOMER);
	(void)enrol(&own, ROLE_CUSTOMER);
	for (int i = 0; i < 7; i++) {
		ck_assert_int_eq(try(arena_printf(t.t.arena, "u%d@banquet.test", i), "x", "6.6.6.6", NULL), ERR_UNAUTHENTICATED);
		ck_assert_int_eq(try("eve@banquet.test", "correct horse", "6.6.6.6", NULL), -1);
	}
	const struct err *e = member_sign_in(t.shop, t.t.arena, "min-ji@banquet.test", "correct horse", "6.6.6.6", &s);
	ck_assert(err_is(e, ERR_TOO_MANY_REQUESTS));
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "7.7.7.7", NULL), -1);
	/* An account called like the address is not the address. */
	ck_assert_int_eq(try("6.6.6.6", "x", "8.8.8.8", NULL), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(testshop_number(&t, "SELECT MAX(failures) FROM signin_failures"), 7);
}
END_TEST

/* One account under many names is one account: accents do not buy a guesser more tries. */
START_TEST(no_tries_by_accents)
{
	struct registration r = minji;

	r.email = "eve@banquet.test";
	(void)enrol(&r, ROLE_CUSTOMER);
	ck_assert_int_eq(try("éve@banquet.test", "correct horse", "a", NULL), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(try("eve@banquet.test ", "correct horse", "b", NULL), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(try("eve@banquet.test", "correct horse", "c", NULL), -1);
}
END_TEST

START_TEST(only_active_ones)
{
	const struct user *u = enrol(&minji, ROLE_CUSTOMER), *now;
	struct member_change c = { .status = _i };
	struct sign_in s;

	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "a", &s), -1);
	ck_ok(member_change(t.shop, t.t.arena, &u->id, &t.admin, ROLE_ADMIN, &c, &now));
	ck_assert_int_eq(now->status, _i);
	ck_assert_int_eq(of(&s) != NULL, _i == USER_ACTIVE);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM sessions"), _i == USER_ACTIVE);
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "a", NULL), _i == USER_ACTIVE ? -1 : ERR_UNAUTHENTICATED);
}
END_TEST

/* from, to, and whether it may be. */
START_TEST(status_changes)
{
	int from = _i / USER_STATUS__MAX, to = _i % USER_STATUS__MAX;
	const struct user *u = enrol(&minji, ROLE_CUSTOMER), *now;
	struct member_change c = { .status = to };
	const struct err *e;

	testshop_sql(&t, "UPDATE users SET status = '%s' WHERE email = 'min-ji@banquet.test'", user_status_names[from]);
	e = member_change(t.shop, t.t.arena, &u->id, &t.admin, ROLE_ADMIN, &c, &now);
	if (from == USER_WITHDRAWN && to != USER_WITHDRAWN) {
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, "/status");
		ck_assert_str_eq(e->faults[0].reason, "final");
	} else
		ck_ok(e);
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM users WHERE email = 'min-ji@banquet.test'"),
	    user_status_names[from == USER_WITHDRAWN ? from : to]);
}
END_TEST

/* Who may see and change whom. */
START_TEST(found_and_changed_by)
{
	const struct user *u = enrol(&minji, ROLE_CUSTOMER), *got;
	struct uuid none = uuid_new();
	const struct { const struct uuid *caller; int role; bool may; } rows[] = {
		{ &u->id, ROLE_CUSTOMER, true },
		{ &t.admin, ROLE_ADMIN, true },
		{ &t.kim, ROLE_CUSTOMER, false },
		{ &t.cook, ROLE_COOK, false },
		{ &none, ROLE_CUSTOMER, false },
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct member_change c = { .name = arena_printf(t.t.arena, "name %d", i), .status = -1 }, status = { .status = USER_SUSPENDED };
		const struct err *e = member_find(t.shop, t.t.arena, &u->id, rows[i].caller, rows[i].role, &got);
		ck_assert_int_eq(e == NULL ? -1 : (int)e->code, rows[i].may ? -1 : ERR_ENTITY_NOT_FOUND);
		e = member_change(t.shop, t.t.arena, &u->id, rows[i].caller, rows[i].role, &c, &got);
		ck_assert_int_eq(e == NULL ? -1 : (int)e->code, rows[i].may ? -1 : ERR_ENTITY_NOT_FOUND);
		if (rows[i].may)
			ck_assert_str_eq(got->name, c.name);
		if (rows[i].role != ROLE_ADMIN)
			ck_assert(err_is(member_change(t.shop, t.t.arena, &u->id, rows[i].caller, rows[i].role, &status, &got), ERR_FORBIDDEN));
	}
	struct member_change c = { .name = "x", .status = -1 };
	ck_assert(err_is(member_find(t.shop, t.t.arena, &none, &t.admin, ROLE_ADMIN, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(member_change(t.shop, t.t.arena, &none, &t.admin, ROLE_ADMIN, &c, &got), ERR_ENTITY_NOT_FOUND));
}
END_TEST

START_TEST(changes_what_is_given)
{
	const struct user *u = enrol(&minji, ROLE_CUSTOMER), *now;
	struct member_change c = { .phone = "02-123-4567", .status = -1 };

	clock_shift(5000);
	ck_ok(member_change(t.shop, t.t.arena, &u->id, &u->id, ROLE_CUSTOMER, &c, &now));
	ck_ok(member_find(t.shop, t.t.arena, &u->id, &u->id, ROLE_CUSTOMER, &now));
	ck_assert_str_eq(now->phone, "02-123-4567");
	ck_assert_str_eq(now->name, "김민지");
	ck_assert_str_eq(now->address, "서울");
	ck_assert_int_gt(now->updated_at, u->updated_at);
	ck_assert_int_eq(now->created_at, u->created_at);
	ck_assert_int_eq(try("min-ji@banquet.test", "correct horse", "a", NULL), -1);
}
END_TEST

/* While an admin suspends somebody, they change their name: neither undoes the other. */
struct rename { const struct uuid *id; int code; };

static void *
change_name(void *arg)
{
	struct rename *r = arg;
	struct arena *a = arena_new(1u << 20);
	struct member_change c = { .name = "새 이름", .status = -1 };
	const struct user *u;
	const struct err *e = member_change(t.shop, a, r->id, r->id, ROLE_CUSTOMER, &c, &u);

	r->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

START_TEST(changed_by_two)
{
	struct rename r = { .id = &t.kim };
	pthread_t thread;

	testshop_sql(&t, "BEGIN; UPDATE users SET status = 'SUSPENDED' WHERE email = 'kim@banquet.test'");
	ck_assert_int_eq(pthread_create(&thread, NULL, change_name, &r), 0);
	nanosleep(&(struct timespec){ 0, 300000000 }, NULL);
	testshop_sql(&t, "COMMIT");
	pthread_join(thread, NULL);
	ck_assert_int_eq(r.code, -1);
	ck_assert_str_eq(testshop_text(&t, "SELECT status FROM users WHERE email = 'kim@banquet.test'"), "SUSPENDED");
	ck_assert_str_eq(testshop_text(&t, "SELECT name FROM users WHERE email = 'kim@banquet.test'"), "새 이름");
}
END_TEST

/* A change refused or broken off leaves no transaction and no lock behind. */
START_TEST(nothing_left_open)
{
	struct member_change c = { .status = USER_ACTIVE };
	const struct user *u;

	testshop_sql(&t, "UPDATE users SET status = 'WITHDRAWN' WHERE email = 'kim@banquet.test'");
	for (int i = 0; i < 10; i++)
		ck_assert(err_is(member_change(t.shop, t.t.arena, &t.kim, &t.admin, ROLE_ADMIN, &c, &u), ERR_INVALID_REQUEST));
	testshop_sql(&t, "SET innodb_lock_wait_timeout = 1; UPDATE users SET name = 'x' WHERE email = 'kim@banquet.test'");
}
END_TEST

/* The last admin stays one; where there is another, one may go. */
START_TEST(last_admin)
{
	const int to = _i == 0 ? USER_SUSPENDED : USER_WITHDRAWN;
	struct member_change c = { .status = to };
	const struct user *u, *second;
	struct registration r = minji;
	const struct err *e;

	e = member_change(t.shop, t.t.arena, &t.admin, &t.admin, ROLE_ADMIN, &c, &u);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/status");
	ck_assert_str_eq(e->faults[0].reason, "last_admin");
	c.status = USER_ACTIVE;
	ck_ok(member_change(t.shop, t.t.arena, &t.admin, &t.admin, ROLE_ADMIN, &c, &u));
	second = enrol(&r, ROLE_ADMIN);
	c.status = to;
	ck_ok(member_change(t.shop, t.t.arena, &t.admin, &t.admin, ROLE_ADMIN, &c, &u));
	/* Who is no admin any more changes nobody, though the request began when they were one. */
	ck_assert(err_is(member_change(t.shop, t.t.arena, &second->id, &t.admin, ROLE_ADMIN, &c, &u), ERR_UNAUTHENTICATED));
	ck_assert(err_is(member_change(t.shop, t.t.arena, &second->id, &second->id, ROLE_ADMIN, &c, &u), ERR_INVALID_REQUEST));
}
END_TEST

struct duel { struct uuid id, caller; pthread_t thread; int code; };

static void *
suspend(void *arg)
{
	struct duel *d = arg;
	struct arena *a = arena_new(1u << 20);
	struct member_change c = { .status = USER_SUSPENDED };
	const struct user *u;
	const struct err *e = member_change(t.shop, a, &d->id, &d->caller, ROLE_ADMIN, &c, &u);

	d->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

/* Eight admins who all suspend each other, or themselves, at once: one is left. */
START_TEST(admins_at_once)
{
	struct duel duel[8];
	int done = 0;

	duel[0].caller = t.admin;
	for (int i = 1; i < 8; i++) {
		struct registration r = minji;
		r.email = arena_printf(t.t.arena, "admin%d@banquet.test", i);
		duel[i].caller = enrol(&r, ROLE_ADMIN)->id;
	}
	for (int i = 0; i < 8; i++)
		duel[i].id = duel[_i == 0 ? (i + 1) % 8 : i].caller;
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&duel[i].thread, NULL, suspend, &duel[i]), 0);
	for (int i = 0; i < 8; i++) {
		pthread_join(duel[i].thread, NULL);
		ck_assert(duel[i].code == -1 || duel[i].code == ERR_UNAUTHENTICATED || duel[i].code == ERR_INVALID_REQUEST);
		done += duel[i].code == -1;
	}
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM users WHERE role = 'ADMIN' AND status = 'ACTIVE'"), 8 - done);
	ck_assert_int_ge(8 - done, 1);
	if (_i == 1)
		ck_assert_int_eq(done, 7);
}
END_TEST

START_TEST(no_database)
{
	struct hash h = { { 0 } };
	struct member_change c = { .status = -1 };
	const struct user *u;

	t.t.conf.db_name = "no_such_database";
	testshop_reopen(&t);
	ck_assert(err_is(member_register(t.shop, t.t.arena, &minji, ROLE_CUSTOMER, &u), ERR_UNAVAILABLE));
	ck_assert_int_eq(try("a@b.c", "x", "a", NULL), ERR_UNAVAILABLE);
	ck_assert(err_is(caller_find(t.shop, t.t.arena, &h, &u), ERR_UNAVAILABLE));
	ck_assert(err_is(member_sign_out(t.shop, t.t.arena, &h), ERR_UNAVAILABLE));
	ck_assert(err_is(member_change(t.shop, t.t.arena, &t.kim, &t.kim, ROLE_CUSTOMER, &c, &u), ERR_UNAVAILABLE));
	t.t.conf.db_name = t.t.name;
}
END_TEST

START_TEST(of_one_member_only)
{
	const struct { struct uuid who; int role; int code; } rows[] = {
		{ t.kim, ROLE_CUSTOMER, -1 },
		{ t.lee, ROLE_CUSTOMER, ERR_FORBIDDEN },
		{ t.cook, ROLE_COOK, ERR_FORBIDDEN },
		{ t.courier, ROLE_COURIER, ERR_FORBIDDEN },
		{ t.admin, ROLE_ADMIN, -1 },
		{ { { 0 } }, ROLE_CUSTOMER, ERR_UNAUTHENTICATED },
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct order_actor who = testshop_actor(&rows[i].who, rows[i].role);
		const struct err *e = member_only(t.t.arena, &t.kim, &who);
		ck_assert_int_eq(e == NULL ? -1 : (int)e->code, rows[i].code);
	}
}
END_TEST

Suite *
members_suite(void)
{
	Suite *s = suite_create("shop/members");
	TCase *c = tcase_create("members");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, registered);
	tcase_add_loop_test(c, taken, 0, ROWS(taken_ways));
	tcase_add_test(c, taken_at_once);
	tcase_add_test(c, in_and_out);
	tcase_add_loop_test(c, refused, 0, ROWS(wrong));
	tcase_add_test(c, slowed_down);
	tcase_add_test(c, slowed_down_by_address);
	tcase_add_test(c, no_tries_by_accents);
	tcase_add_loop_test(c, only_active_ones, 0, USER_STATUS__MAX);
	tcase_add_loop_test(c, status_changes, 0, USER_STATUS__MAX * USER_STATUS__MAX);
	tcase_add_test(c, of_one_member_only);
	tcase_add_test(c, found_and_changed_by);
	tcase_add_test(c, changes_what_is_given);
	tcase_add_test(c, changed_by_two);
	tcase_add_test(c, nothing_left_open);
	tcase_add_loop_test(c, last_admin, 0, 2);
	tcase_add_loop_test(c, admins_at_once, 0, 2);
	tcase_add_test(c, no_database);
	suite_add_tcase(s, c);
	return s;
}
