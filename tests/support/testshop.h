/*
 * testshop: a shop of a test's own: a migrated database with the demo
 * catalogue, stock, and a desk to order at.
 *
 * The database is made once for a program (in an unchecked fixture: it outlives
 * the processes the tests run in, and is dropped when the program ends), and
 * emptied for each test; so a test connects only after testshop_open(), and
 * the shop is its own.
 */
#ifndef TESTS_TESTSHOP_H
#define TESTS_TESTSHOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/menu.h"
#include "domain/order.h"
#include "shop/change.h"
#include "shop/place.h"
#include "support/testdb.h"

struct testshop {
	struct testdb		 t;		/* its conf is the shop's */
	struct arena		*kept;		/* lives as long as the database */
	const struct menu	*menu;		/* as in the file; the ids are those of the database */
	char			 images[64];	/* image_dir */
	struct db		*db;		/* one more connection, to look and to meddle */
	struct shop		*shop;
	struct uuid		 kim, lee, cook, cook2, courier, courier2, admin;	/* members */
};

#define TESTSHOP_STOCK 100	/* pieces of each SKU */

/* Unchecked fixture: finds the database, or makes it. */
void testshop_create(struct testshop *);
/* Checked fixture: empties it, puts stock and members there, opens the shop; and closes it. */
void testshop_open(struct testshop *);
void testshop_close(struct testshop *);
/* Fails the test when the audit finds anything. */
void testshop_books(struct testshop *);
/* Closes the shop and opens it anew, after conf was changed. */
void testshop_reopen(struct testshop *);

/* Runs statements on the connection beside the shop; printf. */
void testshop_sql(struct testshop *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The first value of the first row of a query, as a number; as text in the arena. */
int64_t testshop_number(struct testshop *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *testshop_text(struct testshop *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Sets the stock of a SKU, through the books. */
void testshop_stock(struct testshop *, const char *code, qty_t pieces);
qty_t testshop_available(struct testshop *, const char *code);
struct order_actor testshop_actor(const struct uuid *user, int role);

/* A valentine dinner in the simple style, to be delivered: takes a steak, a wine and five things more, one of each; 30,000 won. */
extern const struct order_wish testshop_dinner;
/* What is placed for a user, NULL = the guest of testshop_guest(); under a key, NULL = none.  The answer kept under
 * the key has the order's number as its JSON. */
struct placement testshop_placement(struct arena *, const struct order_wish *, const struct uuid *user, const char *key);
/* A user's key (zero = a guest's) for that wish. */
struct idem testshop_key(struct arena *, const struct order_wish *, const struct uuid *user, const char *route, const char *key);
struct hash testshop_guest(void);
/* Places it; that must succeed. */
struct uuid testshop_order(struct testshop *, const struct order_wish *, const struct uuid *user);
/* A picture of a user's, NULL = the guest's, as images_save() keeps it; its path. */
const char *testshop_image(struct testshop *, const struct uuid *user);
/* Moves it there as somebody; returns what order_move() does. */
const struct err *testshop_move(struct testshop *, const struct uuid *order, enum item_state, const struct uuid *user, int role);
/* The order as it stands in the database, with everything. */
struct order testshop_get(struct testshop *, const struct uuid *order);

#endif
