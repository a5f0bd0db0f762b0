/* idempotency: keys hashed, answers sealed; who has another key, or other bytes, opens nothing. */
#include "shop/idempotency.h"

#include <string.h>

#include "base/arena.h"
#include "support/suite.h"

static struct arena *arena;
static const struct hash print = { { 1, 2, 3 } };

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

/* Each differs from the first in one thing. */
static const struct { const char *caller; size_t n; const char *route, *key; } keys[] = {
	{ "kim", 3, "/api/orders/", "k-1" },
	{ "lee", 3, "/api/orders/", "k-1" },
	{ "kim", 2, "/api/orders/", "k-1" },
	{ "", 0, "/api/orders/", "k-1" },
	{ "kim", 3, "/api/orders", "k-1" },
	{ "kim", 3, "/api/orders/", "k-2" },
	{ "kim", 3, "/api/orders/", "" },
	/* Not the parts run together. */
	{ "kim/", 4, "api/orders/", "k-1" },
	{ "kim", 3, "/api/orders/k", "-1" },
};

static struct idem
make(int i)
{
	return idem_make(keys[i].caller, keys[i].n, keys[i].route, keys[i].key, &print);
}

START_TEST(keys_differ)
{
	for (int i = 0; i < ROWS(keys); i++) {
		struct idem a = make(i), again = make(i);
		ck_assert(a.present);
		ck_assert(hash_equal(&a.fingerprint, &print));
		ck_assert_mem_eq(&a, &again, sizeof(a));
		/* What the table knows of the key does not open the answer. */
		ck_assert_int_ne(memcmp(a.key.b, a.seal, sizeof(a.seal)), 0);
		for (int k = 0; k < i; k++) {
			struct idem b = make(k);
			ck_assert(!hash_equal(&a.key, &b.key));
			ck_assert_int_ne(memcmp(a.seal, b.seal, sizeof(a.seal)), 0);
		}
	}
}
END_TEST

START_TEST(no_key)
{
	struct idem k = idem_make("kim", 3, "/api/orders/", NULL, &print);

	ck_assert(!k.present);
}
END_TEST

static const struct kept answers[] = {
	{ 201, "/api/orders/1", "/orders/1", "token", "\"order\":{\"id\":1}" },
	{ 200, NULL, NULL, NULL, "" },
	{ 201, NULL, "/orders/1", NULL, "\"a\":\"한글\"" },
	{ 202, "/x", NULL, "t", "{}" },
};

START_TEST(there_and_back)
{
	struct idem k = make(0);
	size_t len;
	const void *sealed = idem_seal(arena, &k, &answers[_i], &len);

	ck_assert_ptr_nonnull(sealed);
	const struct kept *got = idem_open(arena, &k, answers[_i].status, sealed, len);
	ck_assert_ptr_nonnull(got);
	ck_assert_int_eq(got->status, answers[_i].status);
	ck_assert_pstr_eq(got->location, answers[_i].location);
	ck_assert_pstr_eq(got->page, answers[_i].page);
	ck_assert_pstr_eq(got->guest_token, answers[_i].guest_token);
	ck_assert_str_eq(got->json, answers[_i].json);
}
END_TEST

/* Sealed twice it is not the same, and what stands in it is not to be read. */
START_TEST(sealed)
{
	struct idem k = make(0);
	size_t n, m;
	const void *a = idem_seal(arena, &k, &answers[0], &n), *b = idem_seal(arena, &k, &answers[0], &m);

	ck_assert_uint_eq(n, m);
	ck_assert_int_ne(memcmp(a, b, n), 0);
	ck_assert_ptr_null(memmem(a, n, "token", 5));
	ck_assert_ptr_null(memmem(a, n, "order", 5));
}
END_TEST

START_TEST(another_key)
{
	struct idem k = make(0);
	size_t len;
	const void *bytes = idem_seal(arena, &k, &answers[0], &len);

	for (int i = 1; i < ROWS(keys); i++) {
		struct idem other = make(i);
		ck_assert_ptr_null(idem_open(arena, &other, 201, bytes, len));
	}
}
END_TEST

/* Every bit turned, every end cut off, something put on: never opened, and never read past. */
START_TEST(other_bytes)
{
	struct idem k = make(0);
	size_t len;
	const void *bytes = idem_seal(arena, &k, &answers[0], &len);
	unsigned char *copy = (unsigned char *)arena_memdup(arena, bytes, len);

	for (size_t bit = 0; bit < len * 8; bit++) {
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		ck_assert_msg(idem_open(arena, &k, 201, copy, len) == NULL, "bit %zu", bit);
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		arena_reset(arena);
		bytes = idem_seal(arena, &k, &answers[0], &len);
		copy = (unsigned char *)arena_memdup(arena, bytes, len);
	}
	for (size_t n = 0; n < len; n++) {
		/* In memory of exactly that size: a byte too far would be noticed. */
		char *cut = arena_memdup(arena, bytes, n);
		ck_assert_msg(idem_open(arena, &k, 201, cut, n) == NULL, "%zu bytes", n);
	}
	ck_assert_ptr_null(idem_open(arena, &k, 201, NULL, 0));
	char *longer = arena_alloc(arena, len + 1);
	memcpy(longer, bytes, len);
	ck_assert_ptr_null(idem_open(arena, &k, 201, longer, len + 1));
}
END_TEST

START_TEST(without_room)
{
	struct idem k = make(0);
	size_t len;
	const void *bytes = idem_seal(arena, &k, &answers[0], &len);
	int sealed_in = 0, opened_in = 0;

	for (size_t cap = 16; cap < 1024; cap += 16) {
		struct arena *small = arena_new(cap);
		size_t n;
		sealed_in += idem_seal(small, &k, &answers[0], &n) != NULL;
		arena_reset(small);
		opened_in += idem_open(small, &k, 201, bytes, len) != NULL;
		arena_free(small);
	}
	ck_assert_int_gt(sealed_in, 0);
	ck_assert_int_lt(sealed_in, 63);
	ck_assert_int_gt(opened_in, 0);
	ck_assert_int_lt(opened_in, 63);
}
END_TEST

Suite *
idempotency_suite(void)
{
	Suite *s = suite_create("shop/idempotency");
	TCase *c = tcase_create("idempotency");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, keys_differ);
	tcase_add_test(c, no_key);
	tcase_add_loop_test(c, there_and_back, 0, ROWS(answers));
	tcase_add_test(c, sealed);
	tcase_add_test(c, another_key);
	tcase_add_test(c, other_bytes);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
