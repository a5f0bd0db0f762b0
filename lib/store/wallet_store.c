/* wallet_store: rows of wallets to a book and back, and the ledger. */
#include "store/wallet_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a, size_t n)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu rows of wallets", n);
}

const struct err *
wallet_store_lock(struct db *db, struct arena *a, const struct uuid *ids, size_t n, struct wallet_book *out)
{
	struct rows r;
	struct wallet *row;
	const struct err *e;

	if ((e = keys_run_uuids(db, a, STMT_WALLETS_LOCK, ids, n, &r)) != NULL)
		return e;
	/* Once a member's life. */
	if (r.n < n && ((e = keys_run_uuids(db, a, STMT_WALLETS_OPEN, ids, n, NULL)) != NULL ||
	    (e = keys_run_uuids(db, a, STMT_WALLETS_LOCK, ids, n, &r)) != NULL))
		return e;
	if ((row = ARENA_ARRAY(a, struct wallet, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++)
		row[i] = (struct wallet){ .user_id = row_uuid(&r, i, 0),
		    .purse = { [PURSE_BALANCE] = row_int(&r, i, 1), [PURSE_POINTS] = row_int(&r, i, 2) } };
	*out = (struct wallet_book){ row, r.n };
	return NULL;
}

void
wallet_rows_start(struct wallet_rows *r, struct arena *a)
{
	bulk_start(&r->entries, a, STMT_WALLET_ENTRY_ADD, 8);
}

void
wallet_rows_add(struct wallet_rows *r, const struct wallet_entry *en)
{
	BULK_ADD(&r->entries, DB_U(en->user_id), DB_U(en->id), DB_S(wallet_kinds[en->kind].name), DB_I(en->change), DB_I(en->after),
	    db_u_or_null(&en->order_id), DB_S(en->reason), DB_T(en->at));
}

/* [["…",1000,0],…]: what balance and points become. */
static const char *
changes_of(struct arena *a, const struct wallet_book *book)
{
	struct buf b = { 0 };
	char id[UUID_TEXT];
	const char *text;

	for (size_t i = 0; i < book->n; i++) {
		const struct wallet *w = &book->row[i];
		if (w->changed)
			buf_printf(&b, "%c[\"%s\",%" PRId64 ",%" PRId64 "]", b.len == 0 ? '[' : ',', uuid_text(&w->user_id, id),
			    w->purse[PURSE_BALANCE], w->purse[PURSE_POINTS]);
	}
	buf_putc(&b, ']');
	text = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

const struct err *
wallet_rows_write(struct db *db, struct arena *a, struct wallet_rows *r, const struct wallet_book *book)
{
	const char *changes;
	bool any = false;
	const struct err *e;

	for (size_t i = 0; i < book->n && !any; i++)
		any = book->row[i].changed;
	if (any) {
		if ((changes = changes_of(a, book)) == NULL)
			return full(a, book->n);
		if ((e = STMT_RUN(db, a, STMT_WALLETS_CHANGE, NULL, DB_S(changes))) != NULL)
			return e;
	}
	return bulk_run(db, &r->entries);
}

const struct err *
wallet_store_read(struct db *db, struct arena *a, const struct uuid *user_id, struct wallet *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_WALLET_OF, &r, DB_U(*user_id))) != NULL)
		return e;
	*out = (struct wallet){ .user_id = *user_id };
	if (r.n > 0) {
		out->purse[PURSE_BALANCE] = row_int(&r, 0, 1);
		out->purse[PURSE_POINTS] = row_int(&r, 0, 2);
	}
	return NULL;
}

const struct err *
wallet_store_entries(struct db *db, struct arena *a, const struct uuid *user_id, const struct uuid *before, int64_t limit,
    struct wallet_entries *out)
{
	struct uuid last;
	struct rows r;
	struct wallet_entry *v;
	const struct err *e;

	memset(&last, 0xff, sizeof(last));
	if ((e = STMT_RUN(db, a, STMT_WALLET_ENTRIES_OF, &r, DB_U(*user_id), DB_U(before != NULL ? *before : last), DB_I(limit))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct wallet_entry, r.n + 1)) == NULL)
		return full(a, r.n);
	for (size_t i = 0; i < r.n; i++) {
		int kind = wallet_kind_parse(row_str(&r, i, 2));
		if (kind < 0)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "there is no ledger entry %s", row_str(&r, i, 2));
		v[i] = (struct wallet_entry){ .user_id = row_uuid(&r, i, 0), .id = row_uuid(&r, i, 1), .kind = (enum wallet_kind)kind,
		    .change = row_int(&r, i, 3), .after = row_int(&r, i, 4), .order_id = row_uuid(&r, i, 5),
		    .reason = row_str(&r, i, 6), .at = row_int(&r, i, 7) };
	}
	*out = (struct wallet_entries){ v, r.n };
	return NULL;
}

const struct err *
wallet_store_book(struct db *db, struct arena *a, const struct uuid *user_id, enum wallet_kind kind, won_t amount, const char *reason)
{
	struct wallet_book book;
	struct wallet_rows rows;
	struct wallet_entry en;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL)
		return e;
	wallet_rows_start(&rows, a);
	if ((e = wallet_store_lock(db, a, user_id, 1, &book)) != NULL ||
	    (e = wallet_apply(a, &book.row[0], kind, amount, NULL, reason, clock_now(), &en)) != NULL)
		goto fail;
	wallet_rows_add(&rows, &en);
	if ((e = wallet_rows_write(db, a, &rows, &book)) != NULL)
		goto fail;
	return db_commit(db, a);
fail:
	db_rollback(db);
	return e;
}
