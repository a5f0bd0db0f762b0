/*
 * shortage: STOCK_NOT_ENOUGH, with what is short and by how much.
 */
#ifndef SHOP_SHORTAGE_H
#define SHOP_SHORTAGE_H

#include <stddef.h>

#include "base/err.h"

struct arena;
struct shortage;

/* An error that tells the shortages, which have their codes and names by now and live as long as the arena. */
const struct err *shortage_err(struct arena *, const struct shortage *, size_t n) __attribute__((returns_nonnull));

#endif
