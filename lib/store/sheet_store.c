/* sheet_store: rows of order_sheets and their lines. */
#include "store/sheet_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a, size_t n)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu rows of sheets", n);
}

const struct err *
sheet_store_offers(struct db *db, struct arena *a, const uint32_t *products, size_t n, struct sheet_lines *out)
{
	struct sheet_line *v;
	struct rows r;
	const struct err *e;

	if ((e = keys_run_numbers(db, a, STMT_OFFERS_BY_ID, products, n, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sheet_line, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sheet_line){ .product_id = (uint32_t)row_int(&r, i, 0), .seller_id = (uint32_t)row_int(&r, i, 1),
		    .sku_id = (uint32_t)row_int(&r, i, 2), .sku = row_str(&r, i, 3), .name = row_str(&r, i, 4), .name_en = row_str(&r, i, 5),
		    .unit_price = row_int(&r, i, 6), .on_sale = strcmp(row_str(&r, i, 7), "ON_SALE") == 0,
		    .fee = row_int(&r, i, 8), .free_from = row_int(&r, i, 9), .available = row_int(&r, i, 10) };
	*out = (struct sheet_lines){ v, r.n };
	return NULL;
}

/* A sheet is open until its order says more. */
static enum order_state
state_of(const char *word)
{
	int state = order_state_parse(word);

	if (strcmp(word, "EXPIRED") == 0)
		return ORDER_CANCELLED;
	return state < 0 ? ORDER_CREATED : (enum order_state)state;
}

/* --- what the desk locks and writes ---------------------------------------------------------- */

const struct err *
sheet_store_lock(struct db *db, struct arena *a, const struct uuid *keys, size_t n, struct sheet_locks *out)
{
	struct sheet_lock *v;
	struct rows r;
	const struct err *e = keys_run_uuids(db, a, STMT_SHEETS_LOCK, keys, n, &r);

	if (e != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sheet_lock, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sheet_lock){ row_uuid(&r, i, 0), state_of(row_str(&r, i, 1)) };
	*out = (struct sheet_locks){ v, r.n };
	return NULL;
}

void
sheet_rows_start(struct sheet_rows *r, struct arena *a)
{
	bulk_start(&r->sheets, a, STMT_SHEET_ADD, 4);
	bulk_start(&r->lines, a, STMT_SHEET_LINE_ADD, 12);
	bulk_start(&r->ends, a, STMT_SHEET_END, 3);
	r->paid = NULL;
	r->npaid = r->room = 0;
}

void
sheet_rows_add(struct sheet_rows *r, const struct sheet *s, const struct sheet_lines *lines)
{
	BULK_ADD(&r->sheets, DB_U(s->order_key), DB_U(s->user_id), DB_T(s->created_at), DB_T(s->expires_at));
	for (size_t i = 0; i < lines->n; i++) {
		const struct sheet_line *l = &lines->v[i];
		BULK_ADD(&r->lines, DB_U(s->order_key), DB_I(i), DB_I(l->product_id), DB_I(l->seller_id), DB_I(l->sku_id), DB_S(l->name),
		    DB_S(l->name_en), DB_I(l->quantity), DB_I(l->unit_price), DB_I(l->fee), DB_I(l->free_from),
		    l->cart_item_id == 0 ? DB_NULL : DB_I(l->cart_item_id));
	}
}

void
sheet_rows_paid(struct sheet_rows *r, const struct uuid *order_key, int64_t at)
{
	BULK_ADD(&r->ends, DB_S("PAID"), DB_T(at), DB_U(*order_key));
	if (r->npaid == r->room) {
		size_t room = r->room == 0 ? 64 : 2 * r->room;
		struct uuid *more = ARENA_ARRAY(r->ends.arena, struct uuid, room);
		if (more == NULL) {
			r->ends.failed = true;
			return;
		}
		for (size_t i = 0; i < r->npaid; i++)
			more[i] = r->paid[i];
		r->paid = more;
		r->room = room;
	}
	r->paid[r->npaid++] = *order_key;
}

/* What came from carts leaves them. */
static const struct err *
leave_carts(struct db *db, struct sheet_rows *r)
{
	return keys_run_uuids(db, r->ends.arena, STMT_SHEETS_LEAVE_CARTS, r->paid, r->npaid, NULL);
}

void
sheet_rows_expired(struct sheet_rows *r, const struct uuid *order_key, int64_t at)
{
	BULK_ADD(&r->ends, DB_S("EXPIRED"), DB_T(at), DB_U(*order_key));
}

const struct err *
sheet_rows_write(struct db *db, struct sheet_rows *r)
{
	struct bulk *each[] = { &r->sheets, &r->lines, &r->ends };
	const struct err *e;

	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		if ((e = bulk_run(db, each[i])) != NULL)
			return e;
	return leave_carts(db, r);
}

/* --- reading and sweeping --------------------------------------------------------------------- */

static const struct err *
read_lines(struct db *db, struct arena *a, const struct uuid *key, struct sheet_lines *out)
{
	struct sheet_line *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SHEET_LINES_OF, &r, DB_U(*key))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sheet_line, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sheet_line){ .product_id = (uint32_t)row_int(&r, i, 0), .seller_id = (uint32_t)row_int(&r, i, 1),
		    .sku_id = (uint32_t)row_int(&r, i, 2), .name = row_str(&r, i, 3), .name_en = row_str(&r, i, 4), .quantity = row_int(&r, i, 5),
		    .unit_price = row_int(&r, i, 6), .fee = row_int(&r, i, 7), .free_from = row_int(&r, i, 8), .cart_item_id = row_int(&r, i, 9) };
	*out = (struct sheet_lines){ v, r.n };
	return NULL;
}

const struct err *
sheet_store_get(struct db *db, struct arena *a, const struct uuid *key, bool *found, struct sheet *s, struct sheet_lines *lines)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SHEET_BY_KEY, &r, DB_U(*key))) != NULL)
		return e;
	if (r.n == 0) {
		*found = false;
		return NULL;
	}
	if ((e = read_lines(db, a, key, lines)) != NULL)
		return e;
	*s = (struct sheet){ .order_key = row_uuid(&r, 0, 0), .user_id = row_uuid(&r, 0, 1), .status = state_of(row_str(&r, 0, 2)),
	    .created_at = row_int(&r, 0, 3), .expires_at = row_int(&r, 0, 4) };
	*found = true;
	return NULL;
}

const struct err *
sheet_store_due(struct db *db, struct arena *a, int64_t before, int64_t limit, struct sheets_due *out)
{
	struct sheet_due *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SHEETS_DUE, &r, DB_T(before), DB_I(limit))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct sheet_due, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct sheet_due){ row_uuid(&r, i, 0), row_int(&r, i, 1), !row_null(&r, i, 2) };
	*out = (struct sheets_due){ v, r.n };
	return NULL;
}

const struct err *
sheet_store_expire(struct db *db, struct arena *a, const struct sheets_due *due)
{
	struct sheet_rows rows;

	sheet_rows_start(&rows, a);
	for (size_t i = 0; i < due->n; i++)
		sheet_rows_expired(&rows, &due->v[i].order_key, due->v[i].expires_at);
	return bulk_run(db, &rows.ends);
}

const struct err *
sheet_store_drop(struct db *db, struct arena *a, int64_t before, int64_t limit, size_t *n)
{
	struct bulk lines, sheets;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SHEETS_OLD, &r, DB_T(before), DB_I(limit))) != NULL)
		return e;
	bulk_start(&lines, a, STMT_SHEET_LINES_DROP, 1);
	bulk_start(&sheets, a, STMT_SHEET_DROP, 1);
	for (size_t i = 0; i < r.n; i++) {
		BULK_ADD(&lines, DB_U(row_uuid(&r, i, 0)));
		BULK_ADD(&sheets, DB_U(row_uuid(&r, i, 0)));
	}
	/* Lines first: a sheet without them is found and dropped the next time. */
	if ((e = bulk_run(db, &lines)) != NULL || (e = bulk_run(db, &sheets)) != NULL)
		return e;
	*n = r.n;
	return NULL;
}
