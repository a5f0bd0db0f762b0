/*
 * testorder: orders with something in every field, and whether two are the same.
 */
#ifndef TESTS_TESTORDER_H
#define TESTS_TESTORDER_H

#include "domain/order.h"

struct testshop;

/* An order in the shop's arena with items, customisations, uses, a cake, a card payment and history; each call makes another one. */
struct order *testorder_full(struct testshop *, const struct uuid *user);
/* A guest's with nothing that can be left out; one item. */
struct order *testorder_bare(struct testshop *);
/* Fails the test where they differ in what `parts` (enum order_part of the store) says was loaded. */
void testorder_same(const struct order *, const struct order *, unsigned parts);

#endif
