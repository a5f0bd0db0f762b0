/* batch: the one transaction in which orders are taken and changed. */
#include "shop/batch.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/menu.h"
#include "shop/batch_room.h"
#include "shop/batch_work.h"
#include "shop/catalog.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/slot_store.h"
#include "store/stmts.h"
#include "store/stock_store.h"

#define CLASHES_MAX 3	/* duplicate keys in a row before a batch is taken apart */

static struct { atomic_uint_fast64_t committed, repeated, unsure, taken_apart, gave_up; } counts;

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the batch");
}

/* The menu as of this transaction; tickets made with another are made anew. */
static const struct err *
bring_up_to_menu(struct work *w)
{
	const struct err *e;

	if ((e = catalog_menu_now(w->batch.shop->catalog, w->batch.db, w->batch.arena, &w->batch.menu)) != NULL)
		return e;
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		if (open_still(t) && t->op->remake != NULL && t->menu_version != w->batch.menu->version)
			t->err = t->op->remake(t, w->batch.menu);
	}
	return NULL;
}

/* Goods as they are now, for all who name them in one; those who can not be served then lock nothing. */
static const struct err *
price(struct work *w)
{
	struct batch *b = &w->batch;
	const struct err *e;

	if ((e = batch_read_offers(w)) != NULL)
		return e;
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		if (open_still(t) && t->op->prepare != NULL)
			t->err = t->op->prepare(t, b);
	}
	return NULL;
}

static void
decide(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		if (open_still(t))
			batch_keys_like_earlier(w, i);
		if (open_still(t))
			batch_names_like_earlier(w, i);
		if (!open_still(t) || (t->err = t->op->decide(t, &w->batch)) != NULL)
			continue;
		w->accepted++;
		batch_keys_seal(w, i);
	}
}

/* One try at the transaction. *settled = it is known to be committed, or there was nothing to commit. */
static const struct err *
attempt(struct work *w, bool *settled)
{
	struct batch *b = &w->batch;
	const struct err *e;

	*settled = false;
	b->now = clock_now();
	if ((e = db_begin(b->db, b->arena)) != NULL)
		return e;
	e = STMT_RUN(b->db, b->arena, STMT_BATCH_ADD, NULL, DB_U(w->id), DB_I(w->n), DB_T(b->now));
	if (e != NULL && db_last_fault(b->db) == DB_FAULT_DUPLICATE) {
		*settled = true;	/* an earlier try was committed; what it decided stands */
		return NULL;
	}
	if (e != NULL)
		return e;
	w->unsure = false;
	w->accepted = 0;
	order_rows_start(&b->rows, b->arena);
	coupon_rows_start(&b->coupon_rows, b->arena);
	wallet_rows_start(&b->wallet_rows, b->arena);
	charge_rows_start(&b->charge_rows, b->arena);
	sheet_rows_start(&b->sheet_rows, b->arena);
	b->nbegun = 0;
	if ((b->begun = ARENA_ARRAY(b->arena, struct uuid, w->n)) == NULL)
		return full(b->arena);
	if ((w->sealed = ARENA_ARRAY(b->arena, struct sealed, w->n)) == NULL)
		return full(b->arena);
	for (size_t i = 0; i < w->n; i++) {
		w->ticket[i]->err = NULL;
		w->ticket[i]->kept = NULL;
		w->ticket[i]->replayed = false;
	}
	crash_at(CRASH_BATCH_BEGUN);
	if ((e = batch_keys_answer(w)) != NULL || (e = bring_up_to_menu(w)) != NULL || (e = price(w)) != NULL ||
	    (e = batch_lock(w)) != NULL)
		return e;
	crash_at(CRASH_BATCH_LOCKED);
	if ((e = batch_names_known(w)) != NULL)
		return e;
	decide(w);
	/* What is short, or in a state that does not fit, may be the ticket's own doing under the same key. */
	if ((e = batch_keys_answer_refused(w)) != NULL)
		return e;
	crash_at(CRASH_BATCH_DECIDED);
	if (w->accepted == 0) {
		*settled = true;
		return NULL;
	}
	if ((e = batch_keys_write(w)) != NULL)
		return e;
	crash_at(CRASH_BATCH_KEYED);
	if ((e = slot_store_write(b->db, b->arena, &b->slots)) != NULL || (e = stock_store_write(b->db, b->arena, &b->stock)) != NULL)
		return e;
	if ((e = coupon_rows_write(b->db, &b->coupon_rows)) != NULL ||
	    (e = wallet_rows_write(b->db, b->arena, &b->wallet_rows, &b->wallets)) != NULL)
		return e;
	crash_at(CRASH_BATCH_TAKEN);
	if ((e = order_rows_write(b->db, &b->rows)) != NULL || (e = charge_rows_write(b->db, &b->charge_rows)) != NULL ||
	    (e = sheet_rows_write(b->db, &b->sheet_rows)) != NULL)
		return e;
	crash_at(CRASH_BATCH_WRITTEN);
	if ((e = db_commit(b->db, b->arena)) != NULL)
		return e;
	crash_at(CRASH_BATCH_COMMITTED);
	*settled = true;
	return NULL;
}

enum outcome { SETTLED, AGAIN, CLASH, UNSURE, BROKEN_BATCH };

/* Borrows what an attempt needs, tries once, and says what to make of it. */
static enum outcome
try_once(struct work *w)
{
	struct shop *shop = w->batch.shop;
	struct arena *arena = w->batch.arena = batch_room_lend(shop->room);
	enum outcome out = AGAIN;
	enum db_fault fault = DB_FAULT_BROKEN;
	bool settled = false;
	const struct err *e;

	w->batch.db = NULL;
	if ((e = db_borrow(shop->desk_pool, arena, &w->batch.db)) == NULL) {
		e = attempt(w, &settled);
		fault = db_last_fault(w->batch.db);
	}
	if (settled)
		out = SETTLED;
	else if (err_is(e, ERR_OUTCOME_UNKNOWN))
		out = UNSURE;
	else if (w->batch.db != NULL && fault == DB_FAULT_DUPLICATE)
		out = CLASH;
	else if (w->batch.db != NULL && (fault == DB_FAULT_OTHER || fault == DB_FAULT_CHECK || fault == DB_OK) &&
	    !db_broken(w->batch.db) && !err_is(e, ERR_UNAVAILABLE))
		out = BROKEN_BATCH;
	if (out != SETTLED)
		log_event(LOG_WARN, "batch_failed", LOG_I("tickets", w->n), LOG_I("outcome", out),
		    LOG_S("detail", e == NULL || e->detail == NULL ? "" : e->detail));
	db_return(shop->desk_pool, w->batch.db);	/* rolls back what was not committed */
	batch_room_return(shop->room, arena);
	return out;
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, (ms % 1000) * 1000000 }, NULL);
}

/* Every ticket is told the same. */
static void
refuse(struct work *w, enum err_code code)
{
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		struct err *e;
		if (code == ERR_OUTCOME_UNKNOWN && !open_still(t))
			continue;	/* had been refused, or answered, before the commit */
		e = err_new(t->arena, code, NULL);
		e->retry_after = 1;
		t->err = e;
	}
	counts.gave_up++;
}

/* A batch taken apart has no more time than it had whole. */
static void
serve(struct shop *shop, struct ticket **ticket, size_t n, int64_t deadline)
{
	struct work w = { .batch.shop = shop, .ticket = ticket, .n = n, .id = uuid_new() };
	long pause = 5;
	int clashes = 0;

	for (;;) {
		enum outcome out;
		if (clock_monotonic_us() > deadline) {
			refuse(&w, w.unsure ? ERR_OUTCOME_UNKNOWN : ERR_UNAVAILABLE);
			return;
		}
		out = try_once(&w);
		if (out == SETTLED) {
			counts.committed++;
			return;
		}
		w.unsure |= out == UNSURE;
		counts.unsure += out == UNSURE;
		if (!w.unsure && (out == BROKEN_BATCH || (out == CLASH && ++clashes > CLASHES_MAX))) {
			if (n == 1) {
				refuse(&w, ERR_INTERNAL_SERVER_ERROR);
				return;
			}
			counts.taken_apart++;
			for (size_t i = 0; i < n; i++)
				serve(shop, &ticket[i], 1, deadline);
			return;
		}
		counts.repeated++;
		pause_ms(pause);
		pause = pause < 250 ? pause * 2 : 250;
	}
}

void
batch_run(void *arg, struct desk_ticket **queue, size_t n)
{
	struct ticket *ticket[DESK_BATCH_MAX];
	const struct shop *shop = arg;

	for (size_t i = 0; i < n; i++)
		ticket[i] = (struct ticket *)queue[i];	/* the queue's part is its first member */
	serve(arg, ticket, n, clock_monotonic_us() + shop->conf->desk_patience_ms * 1000);
}

struct order *
batch_order(const struct batch *b, const struct uuid *id)
{
	for (size_t i = 0; i < b->orders.n; i++)
		if (uuid_cmp(&b->orders.v[i].id, id) == 0)
			return &b->orders.v[i];
	return NULL;
}

struct sheet_lock *
batch_sheet(const struct batch *b, const struct uuid *key)
{
	for (size_t i = 0; i < b->sheets.n; i++)
		if (uuid_cmp(&b->sheets.v[i].order_key, key) == 0)
			return &b->sheets.v[i];
	return NULL;
}

struct compensation *
batch_compensation(const struct batch *b, const struct uuid *id)
{
	for (size_t i = 0; i < b->compensations.n; i++)
		if (uuid_cmp(&b->compensations.v[i].id, id) == 0)
			return &b->compensations.v[i];
	return NULL;
}

struct charge *
batch_charge(const struct batch *b, const struct uuid *id)
{
	for (size_t i = 0; i < b->charges.n; i++)
		if (uuid_cmp(&b->charges.v[i].payment.id, id) == 0)
			return &b->charges.v[i];
	return NULL;
}

bool *
batch_claimant(const struct batch *b, const struct coupon_wish *wish)
{
	const struct claimants *c = &b->claimants;

	for (size_t i = 0; i < c->n; i++)
		if (c->wish[i].coupon_id == wish->coupon_id && uuid_cmp(&c->wish[i].user_id, &wish->user_id) == 0)
			return &c->has[i];
	return NULL;
}

struct batch_counts
batch_counts(void)
{
	return (struct batch_counts){ counts.committed, counts.repeated, counts.unsure, counts.taken_apart, counts.gave_up };
}
