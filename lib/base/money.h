/*
 * money: won and quantities, in whole numbers.
 *
 * won_t is whole won.  qty_t is thousandths of a piece (1.5 cake bases =
 * 1500).  No floating point comes near either.  The checked operations
 * return false, and leave *out alone, when the result would not fit.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t won_t;
typedef int64_t qty_t;
#define QTY_ONE INT64_C(1000)

bool won_add(won_t a, won_t b, won_t *out);
bool won_mul(won_t a, int64_t n, won_t *out);
bool qty_mul(qty_t a, int64_t n, qty_t *out);
/* a * part / whole, rounded down (towards minus infinity), without overflow between; a result past
 * won_t is its largest or smallest value.  whole > 0, else 0. */
won_t won_share(won_t a, int64_t part, int64_t whole);
/* Splits `total` over n lines in proportion to weight[] by largest remainder
 * (ties: the earlier line); the parts sum to exactly total, which may be negative.
 * All-zero weights split nothing unless total is 0: returns false, as it does for a negative weight
 * and for weights whose sum does not fit.  `weight` and `part` must not be the same array. */
bool won_split(won_t total, const won_t *weight, won_t *part, size_t n);

#define QTY_TEXT 24
/* "1.500"; as SQL writes DECIMAL(12,3). */
const char *qty_text(qty_t, char out[QTY_TEXT]);
/* Parses "1.5", "-2", "3.000"; false when it is no such number, finer than a thousandth, or does not fit. */
bool qty_parse(const char *, qty_t *out);
#define WON_TEXT 32
/* "1,234,567" */
const char *won_text(won_t, char out[WON_TEXT]);

#endif
