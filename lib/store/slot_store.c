/* slot_store: rows of slots to a book and back. */
#include "store/slot_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a, size_t n)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu slots", n);
}

static const struct err *
to_book(struct arena *a, const struct rows *r, struct slot_book *out)
{
	struct slot_row *row = ARENA_ARRAY(a, struct slot_row, r->n + 1);

	if (row == NULL)
		return full(a, r->n);
	for (size_t i = 0; i < r->n; i++)
		row[i] = (struct slot_row){ .slot = row_int(r, i, 0), .capacity = row_int(r, i, 1), .taken = row_int(r, i, 2) };
	*out = (struct slot_book){ row, r->n };
	return NULL;
}

const struct err *
slot_store_lock(struct db *db, struct arena *a, const int64_t *slots, size_t n, struct slot_book *out)
{
	struct rows r;
	const struct err *e;

	if ((e = keys_run_slots(db, a, STMT_SLOT_LOCK, slots, n, &r)) != NULL)
		return e;
	/* Once a slot's life.  One whose hours are offered no more still has none after that, and is full. */
	if (r.n < n && ((e = keys_run_slots(db, a, STMT_SLOT_OPEN, slots, n, NULL)) != NULL ||
	    (e = keys_run_slots(db, a, STMT_SLOT_LOCK, slots, n, &r)) != NULL))
		return e;
	return to_book(a, &r, out);
}

const struct err *
slot_store_write(struct db *db, struct arena *a, const struct slot_book *book)
{
	struct bulk b;

	bulk_start(&b, a, STMT_SLOT_CHANGE, 2);
	for (size_t i = 0; i < book->n; i++)
		if (book->row[i].change != 0)
			BULK_ADD(&b, DB_I(book->row[i].change), DB_I(book->row[i].slot));
	return bulk_run(db, &b);
}

const struct err *
slot_store_of_day(struct db *db, struct arena *a, int64_t day, struct slot_book *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_SLOTS_BETWEEN, &r, DB_I(day * 100000000), DB_I(day * 100000000 + 99999999))) != NULL)
		return e;
	return to_book(a, &r, out);
}
