/*
 * money: see money.h.
 */
#include "base/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* The amount without its sign; INT64_MIN has one too. */
static uint64_t
magnitude(int64_t a)
{
	return a < 0 ? -(uint64_t)a : (uint64_t)a;
}

bool
won_add(won_t a, won_t b, won_t *out)
{
	won_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*out = sum;
	return true;
}

bool
won_mul(won_t a, int64_t n, won_t *out)
{
	won_t product;

	if (__builtin_mul_overflow(a, n, &product))
		return false;
	*out = product;
	return true;
}

bool
qty_mul(qty_t a, int64_t n, qty_t *out)
{
	return won_mul(a, n, out);
}

won_t
won_share(won_t a, int64_t part, int64_t whole)
{
	if (whole <= 0)
		return 0;
	wide product = (wide)a * part;
	wide share = product / whole;
	if (product % whole < 0)
		share--;
	if (share > INT64_MAX)
		return INT64_MAX;
	return share < INT64_MIN ? INT64_MIN : (won_t)share;
}

/* What largest remainder compares: the part of line i's share that was rounded off. */
static int64_t
remainder_of(uint64_t total, won_t weight, int64_t all)
{
	return (int64_t)((uwide)total * (uint64_t)weight % (uint64_t)all);
}

/* Gives `left` lines one more unit each: those with the largest remainders,
 * the earlier one of equals.  Walks down that order instead of sorting, as
 * it has no memory to sort in; left < n, and n is a handful of lines. */
static void
spread_rest(uint64_t total, int64_t all, uint64_t left, won_t unit, const won_t *weight, won_t *part, size_t n)
{
	int64_t last = INT64_MAX;	/* remainder and index of the last line served */
	size_t last_i = 0;

	for (; left > 0; left--) {
		int64_t best = -1;
		size_t best_i = 0;
		for (size_t i = 0; i < n; i++) {
			int64_t r = remainder_of(total, weight[i], all);
			bool after = r < last || (r == last && i > last_i);
			if (after && r > best) {
				best = r;
				best_i = i;
			}
		}
		part[best_i] += unit;
		last = best;
		last_i = best_i;
	}
}

bool
won_split(won_t total, const won_t *weight, won_t *part, size_t n)
{
	int64_t all = 0;

	for (size_t i = 0; i < n; i++)
		if (weight[i] < 0 || __builtin_add_overflow(all, weight[i], &all))
			return false;
	if (all == 0) {
		if (total != 0)
			return false;
		for (size_t i = 0; i < n; i++)
			part[i] = 0;
		return true;
	}

	uint64_t size = magnitude(total), given = 0;
	won_t unit = total < 0 ? -1 : 1;
	for (size_t i = 0; i < n; i++) {
		uint64_t share = (uint64_t)((uwide)size * (uint64_t)weight[i] / (uint64_t)all);
		given += share;
		/* By way of unsigned, as INT64_MIN has no positive twin. */
		part[i] = (won_t)(total < 0 ? -share : share);
	}
	spread_rest(size, all, size - given, unit, weight, part, n);
	return true;
}

const char *
qty_text(qty_t q, char out[QTY_TEXT])
{
	uint64_t m = magnitude(q);

	(void)snprintf(out, QTY_TEXT, "%s%" PRIu64 ".%03u", q < 0 ? "-" : "",
	    m / (uint64_t)QTY_ONE, (unsigned)(m % (uint64_t)QTY_ONE));
	return out;
}

/* *q = *q * 10 - digit: counting downwards reaches INT64_MIN as well. */
static bool
shift_in(qty_t *q, int digit)
{
	return !__builtin_mul_overflow(*q, 10, q) && !__builtin_sub_overflow(*q, digit, q);
}

bool
qty_parse(const char *s, qty_t *out)
{
	qty_t q = 0;
	int places = 0;

	if (s == NULL)
		return false;
	bool negative = *s == '-';
	s += negative;
	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		if (!shift_in(&q, *s - '0'))
			return false;
	if (*s == '.') {
		s++;
		if (*s < '0' || *s > '9')
			return false;
		for (; *s >= '0' && *s <= '9'; s++, places++)
			if (places < 3 ? !shift_in(&q, *s - '0') : *s != '0')
				return false;
	}
	if (*s != '\0')
		return false;
	for (; places < 3; places++)
		if (!shift_in(&q, 0))
			return false;
	if (!negative && __builtin_sub_overflow(0, q, &q))
		return false;
	*out = q;
	return true;
}

const char *
won_text(won_t w, char out[WON_TEXT])
{
	char reversed[WON_TEXT];
	size_t n = 0, i = 0;
	uint64_t m = magnitude(w);

	for (int place = 0; place == 0 || m != 0; place++, m /= 10) {
		if (place != 0 && place % 3 == 0)
			reversed[n++] = ',';
		reversed[n++] = (char)('0' + m % 10);
	}
	if (w < 0)
		reversed[n++] = '-';
	while (n > 0)
		out[i++] = reversed[--n];
	out[i] = '\0';
	return out;
}
