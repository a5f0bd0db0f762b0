/*
 * dice: chance that is the same each time.
 *
 * A seed gives one row of numbers, on any machine (splitmix64, by Sebastiano Vigna).  What must not move when something
 * else takes a throw more has dice of its own: dice_for() makes them of the seed and a name.
 */
#ifndef PAINT_DICE_H
#define PAINT_DICE_H

#include <stddef.h>
#include <stdint.h>

struct dice { uint64_t state; };

/* A seed from bytes: the same for the same. */
uint64_t dice_seed(const void *, size_t);
struct dice dice_for(uint64_t seed, const char *name);
uint64_t dice_next(struct dice *);
int dice_below(struct dice *, int n);				/* 0 … n - 1; n ≥ 1 */
double dice_between(struct dice *, double low, double high);

#endif
