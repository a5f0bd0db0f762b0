/* batch: the one transaction in which orders are taken and changed. */
#include "shop/batch.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
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
#include "shop/catalog.h"
#include "shop/shop.h"
#include "shop/ticket.h"
#include "store/idempotency_store.h"
#include "store/stmts.h"
#include "store/stock_store.h"

#define CLASHES_MAX 3	/* duplicate keys in a row before a batch is taken apart */

static struct { atomic_uint_fast64_t committed, repeated, unsure, taken_apart, gave_up; } counts;

/* What an answer kept in this batch was sealed to. */
struct sealed { const void *bytes; size_t len; };

struct work {
	struct batch	 batch;
	struct ticket	**ticket;
	size_t		 n;
	struct uuid	 id;
	struct sealed	*sealed;	/* of each ticket */
	size_t		 accepted;
	bool		 unsure;	/* the last commit may have happened */
};

static bool
open_still(const struct ticket *t)
{
	return t->err == NULL && !t->replayed;
}

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the batch");
}

static bool
has_key(const struct ticket *t)
{
	return t->key.present;
}

static bool
has_key_and_is_refused(const struct ticket *t)
{
	return t->key.present && t->err != NULL;
}

/* Those of the tickets asked for whose key is known get the answer kept under it. */
static const struct err *
answer_known_keys(struct work *w, bool (*asked)(const struct ticket *))
{
	struct hash *keys = ARENA_ARRAY(w->batch.arena, struct hash, w->n);
	struct kept_answer *known;
	size_t nkeys = 0, nknown;
	const struct err *e;

	if (keys == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++)
		if (asked(w->ticket[i]))
			keys[nkeys++] = w->ticket[i]->key.key;
	if (nkeys == 0)
		return NULL;
	if ((e = idempotency_store_find(w->batch.db, w->batch.arena, keys, nkeys, &known, &nknown)) != NULL)
		return e;
	for (size_t k = 0; k < nknown; k++)
		for (size_t i = 0; i < w->n; i++) {
			struct ticket *t = w->ticket[i];
			if (asked(t) && hash_equal(&t->key.key, &known[k].key)) {
				t->err = NULL;
				ticket_answer_again(t, &known[k].fingerprint, known[k].status, known[k].sealed, known[k].len);
			}
		}
	return NULL;
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

static int
uuid_order(const void *a, const void *b)
{
	return uuid_cmp(a, b);
}

static const struct err *
lock_orders(struct work *w)
{
	struct uuid *ids = ARENA_ARRAY(w->batch.arena, struct uuid, w->n);
	size_t n = 0, distinct = 0;

	if (ids == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++)
		if (open_still(w->ticket[i]) && !uuid_is_zero(&w->ticket[i]->order_id))
			ids[n++] = w->ticket[i]->order_id;
	qsort(ids, n, sizeof(*ids), uuid_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || uuid_cmp(&ids[i], &ids[distinct - 1]) != 0)
			ids[distinct++] = ids[i];
	return order_store_get(w->batch.db, w->batch.arena, ids, distinct, true,
	    ORDER_SUMMARY | ORDER_USES, &w->batch.orders);	/* a summary, for the answer */
}

static int
number_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Every SKU that a ticket takes or may give back. */
static const struct err *
lock_stock(struct work *w)
{
	size_t room = 0, n = 0, distinct = 0;
	uint32_t *ids;

	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		const struct order *o = t->op->gives_back ? batch_order(&w->batch, &t->order_id) : NULL;
		room += t->nuses + (o == NULL ? 0 : o->nuses);
	}
	if ((ids = ARENA_ARRAY(w->batch.arena, uint32_t, room + 1)) == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		const struct ticket *t = w->ticket[i];
		const struct order *o = t->op->gives_back ? batch_order(&w->batch, &t->order_id) : NULL;
		if (!open_still(t))
			continue;
		for (size_t k = 0; k < t->nuses; k++)
			ids[n++] = t->uses[k].sku_id;
		for (size_t k = 0; o != NULL && k < o->nuses; k++)
			ids[n++] = o->uses[k].sku_id;
	}
	qsort(ids, n, sizeof(*ids), number_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || ids[i] != ids[distinct - 1])
			ids[distinct++] = ids[i];
	return stock_store_lock(w->batch.db, w->batch.arena, ids, distinct, &w->batch.stock);
}

/* An earlier ticket of this batch with the same key was accepted: its answer is this one's. */
static void
answer_like_earlier(struct work *w, size_t i)
{
	struct ticket *t = w->ticket[i];

	for (size_t k = 0; k < i && open_still(t); k++) {
		const struct ticket *first = w->ticket[k];
		/* One whose answer could not be kept is no example: its batch will not be written. */
		if (first->key.present && open_still(first) && w->sealed[k].bytes != NULL && hash_equal(&first->key.key, &t->key.key))
			ticket_answer_again(t, &first->key.fingerprint, first->kept->status,
			    w->sealed[k].bytes, w->sealed[k].len);
	}
}

static void
decide(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		if (open_still(t) && t->key.present)
			answer_like_earlier(w, i);
		if (!open_still(t))
			continue;
		if ((t->err = t->op->decide(t, &w->batch)) != NULL)
			continue;
		w->accepted++;
		if (t->key.present)
			w->sealed[i].bytes = ticket_keep_answer(t, w->batch.arena, &w->sealed[i].len);
	}
}

static int
key_order(const void *a, const void *b)
{
	const struct ticket *x = *(struct ticket *const *)a, *y = *(struct ticket *const *)b;

	return memcmp(x->key.key.b, y->key.key.b, sizeof(x->key.key.b));
}

/* The keys of accepted tickets with their answers, sorted: two batches that insert the same keys can not lock each other out. */
static const struct err *
write_keys(struct work *w)
{
	struct ticket **keyed = ARENA_ARRAY(w->batch.arena, struct ticket *, w->n);
	struct bulk b;
	size_t n = 0;

	if (keyed == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		if (!open_still(t) || !t->key.present)
			continue;
		if (w->sealed[i].bytes == NULL)
			return full(w->batch.arena);
		t->sealed = w->sealed[i].bytes;
		t->sealed_len = w->sealed[i].len;
		keyed[n++] = t;
	}
	qsort(keyed, n, sizeof(*keyed), key_order);
	bulk_start(&b, w->batch.arena, STMT_IDEMPOTENCY_ADD, 5);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&b, db_b(keyed[i]->key.key.b, sizeof(struct hash)), db_b(keyed[i]->key.fingerprint.b, sizeof(struct hash)),
		    DB_I(keyed[i]->kept->status), db_b(keyed[i]->sealed, keyed[i]->sealed_len), DB_T(w->batch.now));
	return bulk_run(w->batch.db, &b);
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
	if ((w->sealed = ARENA_ARRAY(b->arena, struct sealed, w->n)) == NULL)
		return full(b->arena);
	for (size_t i = 0; i < w->n; i++) {
		w->ticket[i]->err = NULL;
		w->ticket[i]->kept = NULL;
		w->ticket[i]->replayed = false;
	}
	crash_at(CRASH_BATCH_BEGUN);
	if ((e = answer_known_keys(w, has_key)) != NULL || (e = bring_up_to_menu(w)) != NULL ||
	    (e = lock_orders(w)) != NULL || (e = lock_stock(w)) != NULL)
		return e;
	crash_at(CRASH_BATCH_LOCKED);
	decide(w);
	/* While this one waited for its locks another program may have taken an order under the same key: what
	 * is short, or in a state that does not fit, is then the ticket's own doing. */
	if ((e = answer_known_keys(w, has_key_and_is_refused)) != NULL)
		return e;
	crash_at(CRASH_BATCH_DECIDED);
	if (w->accepted == 0) {
		*settled = true;
		return NULL;
	}
	if ((e = write_keys(w)) != NULL)
		return e;
	crash_at(CRASH_BATCH_KEYED);
	if ((e = stock_store_write(b->db, b->arena, &b->stock)) != NULL)
		return e;
	crash_at(CRASH_BATCH_TAKEN);
	if ((e = order_rows_write(b->db, &b->rows)) != NULL)
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

struct batch_counts
batch_counts(void)
{
	return (struct batch_counts){ counts.committed, counts.repeated, counts.unsure, counts.taken_apart, counts.gave_up };
}
