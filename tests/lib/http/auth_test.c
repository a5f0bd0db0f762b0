/* auth_test: tokens of headers, cookies and addresses; the same-origin rule. */
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "http/auth.h"
#include "http/conn.h"
#include "support/suite.h"

#define A "AAAAAAAAAAAAAAAAAAAAAA"	/* have the form of tokens */
#define B "AAAAAAAAAAAAAAAAAAAAAQ"

static struct arena *arena;
static struct conf conf = { .public_url = "" };
static struct conn_memory conn;
static struct request rq;

static void
setup(void)
{
	arena = arena_new(1u << 16);
	ck_assert(token_valid(A) && token_valid(B));
}
static void teardown(void) { arena_free(arena); }

static void
open_with(const char *a, const char *b, const char *c)
{
	const char *params[] = { "REQUEST_METHOD=POST", "HTTP_HOST=shop.example", a, b != NULL ? b : "X=", c != NULL ? c : "Y=", NULL };
	static const char *kept[6];

	memcpy(kept, params, sizeof(kept));
	conn_memory_init(&conn, kept, NULL, 0, NULL);
	ck_assert_ptr_null(request_open(&rq, arena, &conn.conn, &conf, NULL));
	if (strchr(c != NULL ? c : "", '?') != NULL)
		rq.query = strchr(c, '?') + 1;
}

static const struct {
	const char	*a, *b, *c;
	const char	*session, *guest;	/* the tokens whose hashes are expected */
	bool		 bearer, by_cookie;
} rows[] = {
	{ "X=",					NULL, NULL,			NULL, NULL, false, false },
	{ "HTTP_AUTHORIZATION=Bearer " A,	NULL, NULL,			A, NULL, true, false },
	{ "HTTP_AUTHORIZATION=bearer   " A,	NULL, NULL,			A, NULL, true, false },
	{ "HTTP_COOKIE=banquet=" A,		NULL, NULL,			A, NULL, false, true },
	{ "HTTP_COOKIE=banquet=" A,		"HTTP_AUTHORIZATION=Bearer " B, NULL, B, NULL, true, false },
	{ "HTTP_COOKIE=banquet=nonsense",	NULL, NULL,			NULL, NULL, false, false },
	{ "HTTP_COOKIE=banquet_guest=" A,	NULL, NULL,			NULL, A, false, true },
	{ "HTTP_COOKIE=banquet_guest=nonsense",	NULL, NULL,			NULL, NULL, false, false },
	{ "HTTP_X_ORDER_TOKEN=" A,		NULL, NULL,			NULL, A, false, false },
	{ "HTTP_X_ORDER_TOKEN=nonsense",	"HTTP_COOKIE=banquet_guest=" B, NULL, NULL, B, false, true },
	{ "X=",					NULL, "QUERY=?x=1&token=" A,	NULL, A, false, false },
	{ "HTTP_COOKIE=banquet_guest=" B,	NULL, "QUERY=?token=" A,	NULL, A, false, false },
	{ "HTTP_COOKIE=banquet_guest=" B,	"HTTP_X_ORDER_TOKEN=" A, NULL,	NULL, A, false, false },
	{ "HTTP_COOKIE=banquet=" A "; banquet_guest=" B, NULL, NULL,		A, B, false, true },
	{ "HTTP_COOKIE=banquet=" A,		"HTTP_X_ORDER_TOKEN=" B, NULL,	A, B, false, true },
	{ "HTTP_COOKIE=banquet_guest=" B,	"HTTP_AUTHORIZATION=Bearer " A, NULL, A, B, true, false },
};

static void
expect_hash(const struct hash *h, const char *token)
{
	struct hash want = { { 0 } };

	if (token != NULL)
		want = hash_of(token, strlen(token));
	ck_assert(hash_equal(h, &want));
}

START_TEST(reads_tokens)
{
	struct auth auth;

	open_with(rows[_i].a, rows[_i].b, rows[_i].c);
	ck_assert_ptr_null(auth_read(&rq, &auth));
	expect_hash(&rq.caller.session, rows[_i].session);
	expect_hash(&rq.caller.guest, rows[_i].guest);
	ck_assert_pstr_eq(rq.caller.guest_token, rows[_i].guest);
	ck_assert_int_eq(auth.session, rows[_i].session != NULL);
	ck_assert_int_eq(auth.bearer, rows[_i].bearer);
	ck_assert_int_eq(rq.caller.by_cookie, rows[_i].by_cookie);
}
END_TEST

static const char *const bad[] = {
	"HTTP_AUTHORIZATION=Basic dTpw",
	"HTTP_AUTHORIZATION=Bearer",
	"HTTP_AUTHORIZATION=Bearer nonsense",
	"HTTP_AUTHORIZATION=Bearer" A,
	"HTTP_AUTHORIZATION=Bearer " A " " B,
};

START_TEST(refuses_other_authorization)
{
	struct auth auth;

	open_with(bad[_i], "HTTP_COOKIE=banquet=" A, NULL);
	ck_assert(err_is(auth_read(&rq, &auth), ERR_UNAUTHENTICATED));
}
END_TEST

static const struct { const char *site, *origin; bool same; } origins[] = {
	{ "HTTP_SEC_FETCH_SITE=same-origin",	NULL,					true },
	{ "HTTP_SEC_FETCH_SITE=none",		NULL,					true },
	{ "HTTP_SEC_FETCH_SITE=same-site",	"HTTP_ORIGIN=http://shop.example",	false },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	NULL,					false },
	{ "X=",					"HTTP_ORIGIN=http://shop.example",	true },
	{ "X=",					"HTTP_ORIGIN=HTTP://Shop.Example",	true },
	{ "X=",					"HTTP_ORIGIN=https://shop.example",	false },
	{ "X=",					"HTTP_ORIGIN=http://shop.example.evil",	false },
	{ "X=",					"HTTP_ORIGIN=null",			false },
	{ "X=",					NULL,					false },
};

START_TEST(tells_own_pages)
{
	open_with(origins[_i].site, origins[_i].origin, NULL);
	ck_assert_int_eq(auth_same_origin(&rq), origins[_i].same);
}
END_TEST

static const struct { const char *a, *b, *c; bool let; } senders[] = {
	{ "X=",					NULL, NULL,					true },
	{ "X=",					"HTTP_ORIGIN=http://shop.example", NULL,	true },
	{ "X=",					"HTTP_ORIGIN=http://evil.example", NULL,	false },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	NULL, NULL,					false },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	NULL, "QUERY=?token=" A,		false },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	"HTTP_X_ORDER_TOKEN=" A, NULL,		true },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	"HTTP_X_ORDER_TOKEN=nonsense", NULL,	false },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	"HTTP_AUTHORIZATION=Bearer " A, NULL,	true },
	{ "HTTP_SEC_FETCH_SITE=cross-site",	"HTTP_X_ORDER_TOKEN=" A, "HTTP_COOKIE=banquet=" B, false },
	{ "HTTP_COOKIE=banquet=" A,		NULL, NULL,					false },
	{ "HTTP_COOKIE=banquet=" A,		"HTTP_ORIGIN=http://shop.example", NULL,	true },
	{ "HTTP_COOKIE=banquet_guest=" A,	NULL, NULL,					false },
};

START_TEST(tells_forged)
{
	struct auth auth;

	open_with(senders[_i].a, senders[_i].b, senders[_i].c);
	ck_assert_ptr_null(auth_read(&rq, &auth));
	ck_assert_int_eq(auth_not_forged(&rq), senders[_i].let);
}
END_TEST

Suite *
auth_suite(void)
{
	Suite *s = suite_create("auth");
	TCase *tc = tcase_create("auth");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, reads_tokens, 0, ROWS(rows));
	tcase_add_loop_test(tc, refuses_other_authorization, 0, ROWS(bad));
	tcase_add_loop_test(tc, tells_own_pages, 0, ROWS(origins));
	tcase_add_loop_test(tc, tells_forged, 0, ROWS(senders));
	suite_add_tcase(s, tc);
	return s;
}
