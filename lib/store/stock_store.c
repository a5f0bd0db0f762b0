/* stock_store: rows of stock to a book and back. */
#include "store/stock_store.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/stock.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a, size_t n)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu rows of stock", n);
}

static const struct err *
to_book(struct arena *a, const struct rows *r, struct stock_book *out)
{
	struct stock_row *row = ARENA_ARRAY(a, struct stock_row, r->n + 1);

	if (row == NULL)
		return full(a, r->n);
	for (size_t i = 0; i < r->n; i++)
		row[i] = (struct stock_row){ .sku_id = (uint32_t)row_int(r, i, 0), .available = row_int(r, i, 1) };
	*out = (struct stock_book){ row, r->n };
	return NULL;
}

const struct err *
stock_store_lock(struct db *db, struct arena *a, const uint32_t *sku_ids, size_t n, struct stock_book *out)
{
	struct rows r;
	const struct err *e = keys_run_numbers(db, a, STMT_STOCK_LOCK, sku_ids, n, &r);

	return e != NULL ? e : to_book(a, &r, out);
}

/* [[7,-1.500],…]: what each figure changes by. */
static const char *
changes_of(struct arena *a, const struct stock_book *book)
{
	struct buf b = { 0 };
	char more[QTY_TEXT];
	const char *text;

	for (size_t i = 0; i < book->n; i++)
		if (book->row[i].change != 0)
			buf_printf(&b, "%c[%u,%s]", b.len == 0 ? '[' : ',', book->row[i].sku_id, qty_text(book->row[i].change, more));
	buf_putc(&b, ']');
	text = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

const struct err *
stock_store_write(struct db *db, struct arena *a, const struct stock_book *book)
{
	const char *changes;
	bool any = false;

	for (size_t i = 0; i < book->n && !any; i++)
		any = book->row[i].change != 0;
	if (!any)
		return NULL;
	if ((changes = changes_of(a, book)) == NULL)
		return full(a, book->n);
	return STMT_RUN(db, a, STMT_STOCK_CHANGE, NULL, DB_S(changes));
}

const struct err *
stock_store_read(struct db *db, struct arena *a, struct stock_book *out)
{
	struct rows r;
	const struct err *e;

	if ((e = stmt_run(db, a, STMT_STOCK_OF_MENU, NULL, 0, &r)) != NULL)
		return e;
	return to_book(a, &r, out);
}

const struct err *
stock_store_receive(struct db *db, struct arena *a, const char *code, qty_t delta, const char *reason)
{
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	if ((e = STMT_RUN(db, a, STMT_STOCK_OPEN, NULL, DB_S(code))) != NULL ||
	    (e = STMT_RUN(db, a, STMT_STOCK_RECEIVE, NULL, DB_Q(delta), DB_S(code))) != NULL) {
		if (db_last_fault(db) == DB_FAULT_CHECK)
			e = err_new(a, ERR_STOCK_NOT_ENOUGH, "fewer pieces of %s are there than are to be written off", code);
		goto fail;
	}
	if (stmt_changed(db) != 1) {
		e = err_new(a, ERR_ENTITY_NOT_FOUND, "there is no SKU %s", code);
		goto fail;
	}
	if ((e = STMT_RUN(db, a, STMT_STOCK_RECEIPT_ADD, NULL, DB_U(uuid_new()), DB_Q(delta), DB_S(reason),
	    DB_NULL, DB_T(clock_now()), DB_S(code))) != NULL)
		goto fail;
	return db_commit(db, a);
fail:
	db_rollback(db);
	return e;
}
