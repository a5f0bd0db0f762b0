/*
 * member_api: what registering, signing in and changing may hold, and that a
 * user's answer holds no password.
 */
#include "api/member_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/models.h"
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

#define NAMED "\"name\":\"김\""

static const struct { const struct model *model; const char *json, *pointer, *reason; } refused[] = {
	{ &user_request_model, "{\"password\":\"12345678\"," NAMED "}", "/email", "required" },
	{ &user_request_model, "{\"email\":\"nobody\",\"password\":\"12345678\"," NAMED "}", "/email", "not_an_email" },
	{ &user_request_model, "{\"email\":\"a@b.kr\",\"password\":\"1234567\"," NAMED "}", "/password", "too_short" },
	{ &user_request_model, "{\"email\":\"a@b.kr\",\"password\":\"12345678\"}", "/name", "required" },
	{ &user_request_model, "{\"email\":\"a@b.kr\",\"password\":\"12345678\"," NAMED ",\"phone\":\"call me\"}", "/phone", "not_a_phone" },
	{ &user_request_model, "{\"email\":\"a@b.kr\",\"password\":\"12345678\"," NAMED ",\"role\":\"ADMIN\"}", "/role", "unknown_field" },
	{ &session_request_model, "{\"email\":\"a@b.kr\"}", "/password", "required" },
	{ &user_change_model, "{\"status\":\"DEAD\"}", "/status", "not_a_choice" },
	{ &user_change_model, "{\"email\":\"a@b.kr\"}", "/email", "unknown_field" },
};

START_TEST(one_fault)
{
	const void *out;
	const struct err *e = read_json(arena, refused[_i].model, refused[_i].json, &out);

	ck_assert_msg(e != NULL, "%s was let through", refused[_i].json);
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, refused[_i].pointer);
	ck_assert_str_eq(e->faults[0].reason, refused[_i].reason);
}
END_TEST

START_TEST(a_change_of_nothing)
{
	const void *out;
	const struct member_change *c;

	ck_assert_ptr_null(read_json(arena, &user_change_model, "{}", &out));
	c = out;
	ck_assert_ptr_null(c->name);
	ck_assert_ptr_null(c->phone);
	ck_assert_ptr_null(c->address);
	ck_assert_int_eq(c->status, -1);
}
END_TEST

START_TEST(a_user_shown)
{
	const struct user u = { .id = { { 1 } }, .email = "a@b.kr", .password_hash = "$argon2id$secret", .name = "김",
	    .role = ROLE_COOK, .status = USER_SUSPENDED, .created_at = 1000 };
	struct user_view v = user_view(&u);
	struct buf b = { 0 };

	model_write(&b, &user_model, &v);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"role\":\"COOK\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"status\":\"SUSPENDED\""));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"phone\":null"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"userId\":\"01000000-"));
	ck_assert_ptr_null(strstr(buf_str(&b), "argon2"));
	buf_free(&b);
}
END_TEST

/* A password is no part of what a request is known by, and is wiped. */
START_TEST(passwords_are_secret)
{
	const void *one, *other;
	struct hash a, b;

	ck_assert_ptr_null(read_json(arena, &session_request_model, "{\"email\":\"a@b.kr\",\"password\":\"one\"}", &one));
	ck_assert_ptr_null(read_json(arena, &session_request_model, "{\"email\":\"a@b.kr\",\"password\":\"other\"}", &other));
	a = model_fingerprint(&session_request_model, one);
	b = model_fingerprint(&session_request_model, other);
	ck_assert(hash_equal(&a, &b));
}
END_TEST

Suite *
member_api_suite(void)
{
	Suite *s = suite_create("member_api");
	TCase *c = tcase_create("members");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, one_fault, 0, ROWS(refused));
	tcase_add_test(c, a_change_of_nothing);
	tcase_add_test(c, a_user_shown);
	tcase_add_test(c, passwords_are_secret);
	suite_add_tcase(s, c);
	return s;
}
