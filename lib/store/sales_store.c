/* sales_store: rows of sales_lines and sales_daily. */
#include "store/sales_store.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

#define AFTER_ALL_DAYS "9999-12-31"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for sales");
}

const struct err *
sales_store_of(struct db *db, struct arena *a, const struct uuid *orders, size_t n, struct sale **out, size_t *nout)
{
	struct rows r;
	struct sale *v;
	const struct err *e;

	if ((e = keys_run_uuids(db, a, STMT_SALES_OF_ORDERS, orders, n, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sale, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++) {
		v[i] = (struct sale){ .order_id = row_uuid(&r, i, 0), .product_id = (uint32_t)row_int(&r, i, 1),
		    .quantity = row_int(&r, i, 3), .amount = row_int(&r, i, 4) };
		(void)snprintf(v[i].day, sizeof(v[i].day), "%s", row_str(&r, i, 2));
	}
	*out = v;
	*nout = r.n;
	return NULL;
}

const struct err *
sales_store_put(struct db *db, struct arena *a, const struct sale *s, size_t n)
{
	struct bulk b;

	bulk_start(&b, a, STMT_SALES_LINE_PUT, 5);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, DB_U(s[i].order_id), DB_I(s[i].product_id), DB_S(s[i].day), DB_I(s[i].quantity), DB_I(s[i].amount));
	return bulk_run(db, &b);
}

const struct err *
sales_store_add(struct db *db, struct arena *a, const struct sale *s, size_t n)
{
	struct bulk b;

	bulk_start(&b, a, STMT_SALES_DAY_ADD, 4);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, DB_S(s[i].day), DB_I(s[i].product_id), DB_I(s[i].quantity), DB_I(s[i].amount));
	return bulk_run(db, &b);
}

const struct err *
sales_store_forget(struct db *db, struct arena *a)
{
	const struct err *e = stmt_run(db, a, STMT_SALES_FORGET_LINES, NULL, 0, NULL);

	return e != NULL ? e : stmt_run(db, a, STMT_SALES_FORGET_DAYS, NULL, 0, NULL);
}

const struct err *
sales_store_popular(struct db *db, struct arena *a, const char *from, const char *to, int64_t max, struct list *out)
{
	struct sale_popular *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SALES_POPULAR, &r, DB_S(from), DB_S(to), DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sale_popular, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sale_popular){ row_int(&r, i, 0), row_str(&r, i, 1), row_str(&r, i, 2), row_int(&r, i, 3), row_int(&r, i, 4) };
	*out = (struct list){ v, r.n };
	return NULL;
}

const struct err *
sales_store_days(struct db *db, struct arena *a, const char *from, const char *to, const char *after_day, int64_t after_product,
    int64_t max, struct list *out)
{
	const char *after = after_day == NULL ? AFTER_ALL_DAYS : after_day;
	struct sale_of_day *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SALES_BY_DAY, &r, DB_S(from), DB_S(to), DB_S(after), DB_S(after), DB_I(after_product), DB_I(max))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sale_of_day, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sale_of_day){ .day = row_str(&r, i, 0), .product_id = row_int(&r, i, 1), .kind = row_str(&r, i, 2),
		    .code = row_str(&r, i, 3), .name = row_str(&r, i, 4), .name_en = row_str(&r, i, 5), .seller_id = row_int(&r, i, 6),
		    .quantity = row_int(&r, i, 7), .amount = row_int(&r, i, 8) };
	*out = (struct list){ v, r.n };
	return NULL;
}

const struct err *
sales_store_sum(struct db *db, struct arena *a, const char *from, const char *to, int64_t *quantity, won_t *amount)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SALES_SUM, &r, DB_S(from), DB_S(to))) != NULL)
		return e;
	*quantity = row_int(&r, 0, 0);
	*amount = row_int(&r, 0, 1);
	return NULL;
}
