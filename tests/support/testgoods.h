/*
 * testgoods: sellers and goods in a test's shop, made by the shop's own use cases.
 */
#ifndef TESTS_TESTGOODS_H
#define TESTS_TESTGOODS_H

#include <stdint.h>

#include "domain/goods.h"
#include "domain/seller.h"
#include "support/testshop.h"

extern const struct seller_wish testgoods_wish;		/* of a business whose number is right */
/* A member who asked and was approved; the seller's number. */
uint32_t testgoods_seller(struct testshop *, const struct uuid *user);
/* Goods of the shop itself with so many pieces, filed under "cups". */
const struct goods *testgoods_add(struct testshop *, const char *name, won_t price, int64_t pieces);

#endif
