/*
 * id_test: the form of identifiers, their order across threads, and that no two are alike.
 */
#include "support/suite.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/id.h"

static void
start(void)
{
	ck_assert_int_eq(id_start(), 0);
	ck_assert_int_eq(id_start(), 0);	/* twice does no harm */
}

START_TEST(a_uuid_is_of_version_7)
{
	char text[UUID_TEXT];
	struct uuid back;
	int64_t before = clock_now();

	for (int i = 0; i < 1000; i++) {
		struct uuid u = uuid_new();
		ck_assert_int_eq(u.b[6] >> 4, 7);
		ck_assert_int_eq(u.b[8] >> 6, 2);
		ck_assert_int_ge(uuid_time(&u), before);
		ck_assert_int_le(uuid_time(&u), clock_now() + 1000);
		ck_assert(!uuid_is_zero(&u));
		ck_assert_uint_eq(strlen(uuid_text(&u, text)), UUID_TEXT - 1);
		ck_assert(uuid_parse(text, &back));
		ck_assert_int_eq(uuid_cmp(&u, &back), 0);
	}
}
END_TEST

static const struct { const char *text; bool ok; } uuids[] = {
	{ "0190f3a2-7b1c-7def-8123-456789abcdef", true }, { "0190F3A2-7B1C-7DEF-8123-456789ABCDEF", true },
	{ "00000000-0000-0000-0000-000000000000", true }, { "ffffffff-FFFF-ffff-ffff-ffffffffffff", true },
	{ "0190f3a2-7b1c-7def-8123-456789abcde", false }, { "0190f3a2-7b1c-7def-8123-456789abcdef0", false },
	{ "0190f3a27b1c7def8123456789abcdef", false }, { "0190f3a2-7b1c-7def-8123-456789abcdeg", false },
	{ "0190f3a2-7b1c-7def-81234-56789abcdef", false }, { "0190f3a2_7b1c-7def-8123-456789abcdef", false },
	{ "{190f3a2-7b1c-7def-8123-456789abcde}", false }, { " 190f3a2-7b1c-7def-8123-456789abcdef", false },
	{ "0190f3a-27b1c-7def-8123-456789abcdef", false }, { "0190f3a2-7b1c-7def-8123-456789abcd\xc3\xa9", false },
	{ "@190f3a2-7b1c-7def-8123-456789abcdef", false }, { "`190f3a2-7b1c-7def-8123-456789abcdef", false },
	{ "\x10" "190f3a2-7b1c-7def-8123-456789abcdef", false },
	{ "", false }, { "-", false }, { NULL, false },
};

START_TEST(uuids_are_read)
{
	struct uuid u, untouched;
	char text[UUID_TEXT];

	memset(&u, 0x55, sizeof(u));
	untouched = u;
	ck_assert_msg(uuid_parse(uuids[_i].text, &u) == uuids[_i].ok, "%s", uuids[_i].text);
	if (uuids[_i].ok)
		ck_assert_int_eq(strcasecmp(uuid_text(&u, text), uuids[_i].text), 0);
	else
		ck_assert_int_eq(uuid_cmp(&u, &untouched), 0);
}
END_TEST

START_TEST(uuids_compare_as_their_texts)
{
	struct uuid a, b;
	char ta[UUID_TEXT], tb[UUID_TEXT];

	srand(1);
	for (int round = 0; round < 1000; round++) {
		for (int i = 0; i < 16; i++) {
			a.b[i] = (uint8_t)rand();
			b.b[i] = (uint8_t)(round % 2 == 0 || i > 12 ? rand() : a.b[i]);
		}
		int texts = strcmp(uuid_text(&a, ta), uuid_text(&b, tb)), bytes = uuid_cmp(&a, &b);
		ck_assert_int_eq((texts > 0) - (texts < 0), (bytes > 0) - (bytes < 0));
	}
	struct uuid zero = { { 0 } }, one = { { [15] = 1 } };
	ck_assert(uuid_is_zero(&zero) && !uuid_is_zero(&one));
	ck_assert(uuid_parse("0190f3a2-7b1c-7def-8123-456789abcdef", &a));
	ck_assert_int_eq(uuid_time(&a), INT64_C(0x0190f3a27b1c));
}
END_TEST

START_TEST(the_least_of_a_moment)
{
	struct uuid u = uuid_new(), at = uuid_least(uuid_time(&u)), next = uuid_least(uuid_time(&u) + 1);
	char text[UUID_TEXT];

	ck_assert_int_le(uuid_cmp(&at, &u), 0);
	ck_assert_int_gt(uuid_cmp(&next, &u), 0);
	ck_assert_int_eq(uuid_time(&at), uuid_time(&u));
	at = uuid_least(INT64_C(0x0190f3a27b1c));
	ck_assert_str_eq(uuid_text(&at, text), "0190f3a2-7b1c-7000-8000-000000000000");
}
END_TEST

/* Also when the clock is set back, and when there are more in a millisecond than the counter counts. */
START_TEST(uuids_grow)
{
	struct uuid last = uuid_new();
	int wrong = 0;

	for (int i = 0; i < 300000; i++) {
		if (i % 50000 == 49999)
			clock_shift(-i);
		struct uuid u = uuid_new();
		wrong += uuid_cmp(&last, &u) >= 0;
		last = u;
	}
	ck_assert_int_eq(wrong, 0);
	clock_shift(INT64_MIN);
	struct uuid early = uuid_new();
	ck_assert(uuid_cmp(&last, &early) < 0);
	clock_shift(INT64_MAX / 2);	/* past what 48 bits hold */
	struct uuid late = uuid_new(), later = uuid_new();
	ck_assert(uuid_cmp(&early, &late) < 0);
	ck_assert(uuid_cmp(&late, &later) < 0);
	ck_assert_int_eq(later.b[6] >> 4, 7);
}
END_TEST

#define THREADS 8
#define EACH 20000
static struct uuid made[THREADS][EACH];

static void *
make_many(void *arg)
{
	struct uuid *to = arg;

	for (int i = 0; i < EACH; i++)
		to[i] = uuid_new();
	return NULL;
}

static int
by_value(const void *a, const void *b)
{
	return uuid_cmp(a, b);
}

START_TEST(threads_make_growing_uuids_no_two_alike)
{
	pthread_t thread[THREADS];
	struct uuid first = uuid_new();
	int wrong = 0;

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, make_many, made[i]), 0);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(thread[i], NULL);
	struct uuid last = uuid_new();
	for (int i = 0; i < THREADS; i++) {
		ck_assert(uuid_cmp(&first, &made[i][0]) < 0);
		for (int k = 1; k < EACH; k++)
			wrong += uuid_cmp(&made[i][k - 1], &made[i][k]) >= 0;
		ck_assert(uuid_cmp(&made[i][EACH - 1], &last) < 0);
	}
	/* The time and counter alone set them apart: no two share the first 8 bytes. */
	qsort(made, THREADS * EACH, sizeof(struct uuid), by_value);
	const struct uuid *all = &made[0][0];
	for (int i = 1; i < THREADS * EACH; i++)
		wrong += memcmp(all[i - 1].b, all[i].b, 8) >= 0;
	ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(a_child_makes_others)
{
	struct uuid ours, theirs;
	int ends[2];

	(void)uuid_new();	/* the pool is filled now */
	ck_assert_int_eq(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		theirs = uuid_new();
		_exit(write(ends[1], &theirs, sizeof(theirs)) == sizeof(theirs) ? 0 : 1);
	}
	ours = uuid_new();
	ck_assert_int_eq(read(ends[0], &theirs, sizeof(theirs)), sizeof(theirs));
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_mem_ne(ours.b + 9, theirs.b + 9, 7);	/* the random bits */
	(void)close(ends[0]);
	(void)close(ends[1]);
}
END_TEST

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

START_TEST(tokens_are_new_each_time)
{
	static char token[2000][TOKEN_TEXT];

	for (int i = 0; i < ROWS(token); i++) {
		token_new(token[i]);
		ck_assert_uint_eq(strlen(token[i]), TOKEN_TEXT - 1);
		ck_assert_msg(token_valid(token[i]), "%s", token[i]);
	}
	qsort(token, ROWS(token), TOKEN_TEXT, by_text);
	for (int i = 1; i < ROWS(token); i++)
		ck_assert_str_ne(token[i - 1], token[i]);
}
END_TEST

static const struct { const char *text; bool valid; } tokens[] = {
	{ "AAAAAAAAAAAAAAAAAAAAAA", true }, { "abcdefghijKLMNOP-_019Q", true }, { "_____________________w", true },
	{ "AAAAAAAAAAAAAAAAAAAAAB", false },	/* more than 128 bits */
	{ "AAAAAAAAAAAAAAAAAAAAA", false }, { "AAAAAAAAAAAAAAAAAAAAAAA", false },
	{ "AAAAAAAAAA+AAAAAAAAAAA", false }, { "AAAAAAAAAA/AAAAAAAAAAA", false }, { "AAAAAAAAAAAAAAAAAAAA==", false },
	{ "AAAAAAAAAA AAAAAAAAAAA", false }, { "", false }, { NULL, false },
};

START_TEST(tokens_are_known_by_their_form)
{
	ck_assert_msg(token_valid(tokens[_i].text) == tokens[_i].valid, "%s", tokens[_i].text);
}
END_TEST

/* BLAKE2b-256, as `b2sum -l 256` prints it. */
static const struct { const char *text; uint8_t first[4], last[4]; } hashes[] = {
	{ "", { 0x0e, 0x57, 0x51, 0xc0 }, { 0xf1, 0x2f, 0xe3, 0xa8 } },
	{ "abc", { 0xbd, 0xdd, 0x81, 0x3c }, { 0x68, 0xd5, 0x23, 0x19 } },
};

START_TEST(hashes_are_blake2b)
{
	struct hash h = hash_of(hashes[_i].text, strlen(hashes[_i].text)), other = h;

	ck_assert_mem_eq(h.b, hashes[_i].first, 4);
	ck_assert_mem_eq(h.b + 28, hashes[_i].last, 4);
	ck_assert(hash_equal(&h, &other));
	for (int i = 0; i < 256; i++) {
		other = h;
		other.b[i / 8] ^= (uint8_t)(1 << i % 8);
		ck_assert(!hash_equal(&h, &other));
	}
}
END_TEST

START_TEST(order_numbers_carry_the_shops_day)
{
	static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	const int64_t evening = INT64_C(1795273199999);		/* 2026-11-21T23:59:59.999+09:00 */
	static char number[2000][ORDER_NUMBER_TEXT];
	bool seen[32] = { false };

	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
	order_number_new(evening, number[0]);
	ck_assert_int_eq(strncmp(number[0], "ORD-20261121-", 13), 0);
	order_number_new(evening + 1, number[0]);
	ck_assert_int_eq(strncmp(number[0], "ORD-20261122-", 13), 0);
	for (int i = 0; i < ROWS(number); i++) {
		order_number_new(evening, number[i]);
		ck_assert_uint_eq(strlen(number[i]), ORDER_NUMBER_TEXT - 1);
		ck_assert_uint_eq(strspn(number[i] + 13, crockford), 6);
		for (int k = 13; k < 19; k++)
			seen[strchr(crockford, number[i][k]) - crockford] = true;
	}
	for (int i = 0; i < 32; i++)
		ck_assert(seen[i]);
	/* Among 2,000 of 2^30 two are alike once in 500 runs; three pairs never are. */
	int alike = 0;
	qsort(number, ROWS(number), ORDER_NUMBER_TEXT, by_text);
	for (int i = 1; i < ROWS(number); i++)
		alike += strcmp(number[i - 1], number[i]) == 0;
	ck_assert_int_lt(alike, 3);
}
END_TEST

Suite *
id_suite(void)
{
	Suite *s = suite_create("id");
	TCase *t = tcase_create("id");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_test(t, a_uuid_is_of_version_7);
	tcase_add_loop_test(t, uuids_are_read, 0, ROWS(uuids));
	tcase_add_test(t, uuids_compare_as_their_texts);
	tcase_add_test(t, uuids_grow);
	tcase_add_test(t, threads_make_growing_uuids_no_two_alike);
	tcase_add_test(t, a_child_makes_others);
	tcase_add_test(t, tokens_are_new_each_time);
	tcase_add_loop_test(t, tokens_are_known_by_their_form, 0, ROWS(tokens));
	tcase_add_loop_test(t, hashes_are_blake2b, 0, ROWS(hashes));
	tcase_add_test(t, order_numbers_carry_the_shops_day);
	tcase_add_test(t, the_least_of_a_moment);
	suite_add_tcase(s, t);
	return s;
}
