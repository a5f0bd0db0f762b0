/* cart_store: the one row of a cart makes those who add to it wait for each other. */
#include "store/cart_store.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "db/db.h"
#include "domain/cart.h"
#include "store/goods_store.h"
#include "store/stmts.h"

const struct err *
cart_store_read(struct db *db, struct arena *a, const struct uuid *user, struct cart *out)
{
	struct cart_line *line;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_CART_ITEMS, &r, DB_U(*user))) != NULL)
		return e;
	if ((line = ARENA_ARRAY(a, struct cart_line, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a cart of %zu lines", r.n);
	for (size_t i = 0; i < r.n; i++)
		line[i] = (struct cart_line){ .id = row_int(&r, i, 0), .quantity = row_int(&r, i, 1), .goods = goods_store_row(&r, i, 2) };
	*out = (struct cart){ line, r.n };
	return NULL;
}

/* The steps inside the transaction. */
static const struct err *
add(struct db *db, struct arena *a, const struct uuid *user, int64_t product_id, int64_t quantity, enum cart_added *how, int64_t *line)
{
	int64_t now = clock_now();
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_CART_TOUCH, NULL, DB_U(*user), DB_T(now), DB_T(now))) != NULL)
		return e;
	if ((e = STMT_RUN(db, a, STMT_CART_ITEM_ADD, NULL, DB_U(*user), DB_I(product_id), DB_I(quantity), DB_T(now))) != NULL) {
		if (db_last_fault(db) != DB_FAULT_CHECK)
			return e;
		*how = CART_TOO_MANY_PIECES;
		return NULL;
	}
	if ((e = STMT_RUN(db, a, STMT_CART_COUNT, &r, DB_U(*user))) != NULL)
		return e;
	if (row_int(&r, 0, 0) > CART_LINES) {
		*how = CART_TOO_MANY_LINES;
		return NULL;
	}
	if ((e = STMT_RUN(db, a, STMT_CART_ITEM_OF, &r, DB_U(*user), DB_I(product_id))) != NULL)
		return e;
	*line = r.n == 0 ? 0 : row_int(&r, 0, 0);
	*how = CART_ADDED;
	return NULL;
}

const struct err *
cart_store_add(struct db *db, struct arena *a, const struct uuid *user, int64_t product_id, int64_t quantity,
    enum cart_added *how, int64_t *line)
{
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	if ((e = add(db, a, user, product_id, quantity, how, line)) == NULL && *how == CART_ADDED)
		return db_commit(db, a);
	db_rollback(db);
	return e;
}

/* A row set to what it held already is not changed, and is there. */
static const struct err *
still_there(struct db *db, struct arena *a, const struct uuid *user, int64_t line, bool *there)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_CART_ITEM_THERE, &r, DB_U(*user), DB_I(line));

	if (e == NULL)
		*there = r.n > 0;
	return e;
}

const struct err *
cart_store_set(struct db *db, struct arena *a, const struct uuid *user, int64_t line, int64_t quantity, bool *there)
{
	const struct err *e = STMT_RUN(db, a, STMT_CART_ITEM_SET, NULL, DB_I(quantity), DB_U(*user), DB_I(line));

	if (e != NULL)
		return e;
	*there = stmt_changed(db) == 1;
	return *there ? NULL : still_there(db, a, user, line, there);
}

const struct err *
cart_store_drop(struct db *db, struct arena *a, const struct uuid *user, int64_t line, bool *there)
{
	const struct err *e = STMT_RUN(db, a, STMT_CART_ITEM_DROP, NULL, DB_U(*user), DB_I(line));

	if (e == NULL)
		*there = stmt_changed(db) == 1;
	return e;
}
