/*
 * id: see id.h.
 *
 * UUIDs take their random bits from a pool each thread fills now and then, as
 * a system call for each would cost more than all the rest; secrets are drawn
 * one by one.  A pool is not inherited over fork(): parent and child would
 * otherwise make the same ids.
 */
#include "base/id.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"

#define COUNTER_BITS 12
#define TIME_MAX ((INT64_C(1) << 48) - 1)

/* Bytes not yet used are at the front, pool.left of them. */
static _Thread_local struct { uint8_t bytes[512]; size_t left; } pool;

static void
pool_forget(void)
{
	sodium_memzero(&pool, sizeof(pool));
}

static void
pool_take(void *out, size_t n)
{
	if (pool.left < n) {
		randombytes_buf(pool.bytes, sizeof(pool.bytes));
		pool.left = sizeof(pool.bytes);
	}
	pool.left -= n;
	memcpy(out, pool.bytes + pool.left, n);
	memset(pool.bytes + pool.left, 0, n);	/* what was given out is not kept */
}

static int fork_hook;

static void
start_once(void)
{
	fork_hook = pthread_atfork(NULL, NULL, pool_forget);
}

int
id_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (sodium_init() < 0)
		return -1;
	(void)pthread_once(&once, start_once);
	return fork_hook == 0 ? 0 : -1;
}

/*
 * The 60 bits that make a UUID greater than all before it: the millisecond
 * and, in rand_a, a counter (RFC 9562, 6.2, method 1).  The counter starts each millisecond
 * at random, so that it tells nothing about how many were made; running over
 * it borrows from the next millisecond.  A clock set back changes nothing.
 */
static uint64_t
next_tick(unsigned start)
{
	static _Atomic uint64_t last;
	int64_t now = clock_now();

	if (now < 0)
		now = 0;
	if (now > TIME_MAX - 1)
		now = TIME_MAX - 1;
	uint64_t fresh = (uint64_t)now << COUNTER_BITS | (start & ((1u << (COUNTER_BITS - 1)) - 1));
	uint64_t before = atomic_load_explicit(&last, memory_order_relaxed), tick;
	do
		tick = fresh > before ? fresh : before + 1;
	while (!atomic_compare_exchange_weak_explicit(&last, &before, tick,
	    memory_order_acq_rel, memory_order_relaxed));
	return tick;
}

struct uuid
uuid_new(void)
{
	struct { uint8_t tail[8]; uint16_t start; } r;
	struct uuid u;

	pool_take(&r, sizeof(r.tail) + sizeof(r.start));
	uint64_t tick = next_tick(r.start);
	uint64_t ms = tick >> COUNTER_BITS;
	for (int i = 0; i < 6; i++)
		u.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	u.b[6] = (uint8_t)(0x70 | (tick >> 8 & 0x0f));
	u.b[7] = (uint8_t)tick;
	memcpy(u.b + 8, r.tail, sizeof(r.tail));
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3f));
	return u;
}

static bool
dash_at(int i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

const char *
uuid_text(const struct uuid *u, char out[UUID_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	const uint8_t *b = u->b;

	for (int i = 0; i < UUID_TEXT - 1; b++) {
		if (dash_at(i))
			out[i++] = '-';
		out[i++] = hex[*b >> 4];
		out[i++] = hex[*b & 15];
	}
	out[UUID_TEXT - 1] = '\0';
	return out;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
uuid_parse(const char *s, struct uuid *out)
{
	struct uuid u;
	uint8_t *b = u.b;

	if (s == NULL || strnlen(s, UUID_TEXT) != UUID_TEXT - 1)
		return false;
	for (int i = 0; i < UUID_TEXT - 1; b++) {
		if (dash_at(i) && s[i++] != '-')
			return false;
		int high = hex_value(s[i++]), low = hex_value(s[i++]);
		if (high < 0 || low < 0)
			return false;
		*b = (uint8_t)(high << 4 | low);
	}
	*out = u;
	return true;
}

bool
uuid_is_zero(const struct uuid *u)
{
	static const struct uuid zero;

	return uuid_cmp(u, &zero) == 0;
}

int
uuid_cmp(const struct uuid *a, const struct uuid *b)
{
	return memcmp(a->b, b->b, sizeof(a->b));
}

struct uuid
uuid_least(int64_t ms)
{
	struct uuid u = { { 0 } };

	for (int i = 0; i < 6; i++)
		u.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	u.b[6] = 0x70;
	u.b[8] = 0x80;
	return u;
}

int64_t
uuid_time(const struct uuid *u)
{
	int64_t ms = 0;

	for (int i = 0; i < 6; i++)
		ms = ms << 8 | u->b[i];
	return ms;
}

void
token_new(char out[TOKEN_TEXT])
{
	uint8_t secret[16];

	randombytes_buf(secret, sizeof(secret));
	(void)sodium_bin2base64(out, TOKEN_TEXT, secret, sizeof(secret),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(secret, sizeof(secret));
}

bool
token_valid(const char *s)
{
	static const char alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	if (s == NULL || strnlen(s, TOKEN_TEXT) != TOKEN_TEXT - 1 ||
	    strspn(s, alphabet) != TOKEN_TEXT - 1)
		return false;
	/* 22 characters hold 132 bits: the last four are zero. */
	return strchr("AQgw", s[TOKEN_TEXT - 2]) != NULL;
}

struct hash
hash_of(const void *p, size_t n)
{
	struct hash h;

	(void)crypto_generichash(h.b, sizeof(h.b), p, n, NULL, 0);
	return h;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

void
order_number_new(int64_t now_ms, char out[ORDER_NUMBER_TEXT])
{
	static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char date[CLOCK_TEXT], *p = out;
	uint32_t bits;

	(void)clock_date(now_ms, date);
	memcpy(p, "ORD-", 4);
	p += 4;
	for (const char *d = date; *d != '\0'; d++)
		if (*d != '-')
			*p++ = *d;
	*p++ = '-';
	pool_take(&bits, sizeof(bits));
	for (int i = 0; i < 6; i++, bits >>= 5)
		*p++ = crockford[bits & 31];
	*p = '\0';
}
