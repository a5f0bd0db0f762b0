/* idempotency_test: the forms of a key, and what its fingerprint covers. */
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "http/conn.h"
#include "http/idempotency.h"
#include "http/model.h"
#include "support/suite.h"

#define FIFTY "01234567890123456789012345678901234567890123456789"
#define K255 FIFTY FIFTY FIFTY FIFTY FIFTY "01234"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 18); }
static void teardown(void) { arena_free(arena); }

static const struct { const char *sent, *key; } keys[] = {
	{ "abc",		"abc" },
	{ "\"abc\"",		"abc" },
	{ " \"abc\" ",		"abc" },
	{ "  abc",		"abc" },
	{ "\"a\\\"b\\\\c\"",	"a\"b\\c" },
	{ "a\"b",		"a\"b" },
	{ K255,			K255 },
	{ "\"" K255 "\"",	K255 },
	{ K255 "6",		NULL },
	{ "\"" K255 "6\"",	NULL },
	{ "",			NULL },
	{ "\"\"",		NULL },
	{ "\"abc",		NULL },
	{ "\"abc\"d",		NULL },
	{ "a b",		NULL },
	{ "\"a b\"",		NULL },
	{ "a, b",		NULL },
	{ "a\tb",		NULL },
	{ "a\x7f",		NULL },
	{ "열쇠",		NULL },
};

START_TEST(parses_keys)
{
	ck_assert_pstr_eq(idempotency_key_parse(arena, keys[_i].sent), keys[_i].key);
}
END_TEST

struct thing { const char *name; };
static const struct model_field thing_rows[] = { { FIELD_STR(struct thing, name), .max = 20 } };
static const struct model thing_model = MODEL(struct thing, "Thing", thing_rows);
static const struct route route = { HTTP_POST, "/things/{id}", NULL, .flags = ROUTE_IDEMPOTENT, .body = &thing_model };

/* The request as it is when the guards before have passed. */
static struct request
request_of(const char *header, const char *path, const char *type, const char *body)
{
	static struct conn_memory conn;
	static const struct conf conf = { .public_url = "" };
	static const char *params[3];
	struct request rq;

	params[0] = "REQUEST_METHOD=POST";
	params[1] = header;
	conn_memory_init(&conn, params, NULL, 0, NULL);
	ck_assert_ptr_null(request_open(&rq, arena, &conn.conn, &conf, NULL));
	rq.path = path;
	rq.match.route = &route;
	ck_assert_ptr_null(body_parse(arena, type, body, strlen(body), &rq.body_tree));
	ck_assert_ptr_null(model_read(arena, &thing_model, rq.body_tree.tree,
	    rq.body_tree.kind == BODY_JSON ? MODEL_FROM_JSON : MODEL_FROM_FORM, &rq.in));
	return rq;
}
#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

START_TEST(takes_header_or_field)
{
	struct request rq = request_of("HTTP_IDEMPOTENCY_KEY=\"k1\"", "/things/1", FORM, "name=a&idempotency_key=k2");

	ck_assert_ptr_null(idempotency_read(&rq));
	ck_assert(rq.idempotency.present);
	ck_assert_str_eq(rq.idempotency.key, "k1");
	rq = request_of("X=", "/things/1", FORM, "name=a&idempotency_key=k2");
	ck_assert_ptr_null(idempotency_read(&rq));
	ck_assert(rq.idempotency.present);
	ck_assert_str_eq(rq.idempotency.key, "k2");
	rq = request_of("X=", "/things/1", FORM, "name=a&idempotency_key=");
	ck_assert_ptr_null(idempotency_read(&rq));
	ck_assert(!rq.idempotency.present);
	rq = request_of("X=", "/things/1", JSON, "{\"name\":\"a\"}");
	ck_assert_ptr_null(idempotency_read(&rq));
	ck_assert(!rq.idempotency.present);
}
END_TEST

START_TEST(refuses_what_is_no_key)
{
	struct request rq = request_of("HTTP_IDEMPOTENCY_KEY=a b", "/things/1", JSON, "{}");
	const struct err *e = idempotency_read(&rq);

	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, 1);
	ck_assert_str_eq(e->faults[0].pointer, "Idempotency-Key");
	ck_assert_str_eq(e->faults[0].reason, "not_a_key");
	rq = request_of("X=", "/things/1", FORM, "idempotency_key=a+b");
	e = idempotency_read(&rq);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/idempotency_key");
	ck_assert(!rq.idempotency.present);
}
END_TEST

static struct hash
fingerprint_of(const char *path, const char *type, const char *body)
{
	struct request rq = request_of("HTTP_IDEMPOTENCY_KEY=k", path, type, body);

	ck_assert_ptr_null(idempotency_read(&rq));
	return rq.idempotency.fingerprint;
}

START_TEST(fingerprints_what_was_asked)
{
	struct hash first = fingerprint_of("/things/1", JSON, "{\"name\":\"a\"}");
	struct hash form = fingerprint_of("/things/1", FORM, "name=a&idempotency_key=k");
	struct hash slash = fingerprint_of("/things/1/", JSON, "{\"name\":\"a\"}");
	struct hash path = fingerprint_of("/things/2", JSON, "{\"name\":\"a\"}");
	struct hash name = fingerprint_of("/things/1", JSON, "{\"name\":\"b\"}");
	struct hash file1, file2;

	ck_assert(hash_equal(&first, &form));
	ck_assert(hash_equal(&first, &slash));
	ck_assert(!hash_equal(&first, &path));
	ck_assert(!hash_equal(&first, &name));
#define PART(bytes) "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" bytes "\r\n--b--\r\n"
	file1 = fingerprint_of("/things/1", "multipart/form-data; boundary=b", PART("one"));
	file2 = fingerprint_of("/things/1", "multipart/form-data; boundary=b", PART("two"));
	ck_assert(!hash_equal(&file1, &file2));
}
END_TEST

Suite *
idempotency_suite(void)
{
	Suite *s = suite_create("idempotency");
	TCase *tc = tcase_create("idempotency");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, parses_keys, 0, ROWS(keys));
	tcase_add_test(tc, takes_header_or_field);
	tcase_add_test(tc, refuses_what_is_no_key);
	tcase_add_test(tc, fingerprints_what_was_asked);
	suite_add_tcase(s, tc);
	return s;
}
