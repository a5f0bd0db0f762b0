/* sheet_sweep: see sheet_sweep.h. */
#include "work/sheet_sweep.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/step.h"
#include "shop/ticket.h"
#include "work/job.h"

#define AT_A_TIME 500
#define HOUR_MS INT64_C(3600000)
#define LATE_MS 5000		/* beyond the desk's patience: what was decided in time has been committed by then, or never will be */

/* An order whose payment failed, and whose time to be paid anew is over. */
static const struct err *
decide(struct ticket *t, struct batch *b)
{
	const struct step_by by = { .actor = ACTOR_SYSTEM, .reason = "SHEET_EXPIRED" };
	struct order *o = batch_order(b, &t->order_id);

	if (o == NULL || o->status != ORDER_CREATED || b->now < o->payable_until)
		return NULL;	/* it is being paid, or was */
	o->version++;
	step_items(b, o, ITEM_CANCELLED, &by);
	step_follow(b, o, &by);
	order_rows_change(&b->rows, o, false);
	sheet_rows_expired(&b->sheet_rows, &o->id, o->payable_until);
	return NULL;
}

static const struct ticket_op give_up_op = { .name = "give_up", .decide = decide };

static const struct err *
give_up(struct shop *shop, struct arena *a, const struct uuid *order_key)
{
	struct ticket t = { .op = &give_up_op, .arena = a, .order_id = *order_key, .sheet_key = *order_key };

	return ticket_serve(shop, &t);
}

/* Those of which nothing is left but the sheet; the others' keys stay in *due. */
static const struct err *
expire(struct shop *shop, struct arena *a, int64_t now, struct sheets_due *due, size_t *done)
{
	struct sheets_due alone = { ARENA_ARRAY(a, struct sheet_due, AT_A_TIME), 0 };
	size_t left = 0;
	struct db *db;
	const struct err *e;

	if (alone.v == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room to sweep sheets");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = sheet_store_due(db, a, now - shop->conf->desk_patience_ms - LATE_MS, AT_A_TIME, due)) == NULL) {
		for (size_t i = 0; i < due->n; i++)
			if (due->v[i].has_order)
				due->v[left++] = due->v[i];
			else
				alone.v[alone.n++] = due->v[i];
		due->n = left;
		e = sheet_store_expire(db, a, &alone);
	}
	db_return(shop->pool, db);
	if (e == NULL)
		*done += alone.n;
	return e;
}

static const struct err *
drop(struct shop *shop, struct arena *a, int64_t now, size_t *n)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = sheet_store_drop(db, a, now - shop->conf->sheet_keep_h * HOUR_MS, AT_A_TIME, n);
	db_return(shop->pool, db);
	return e;
}

const struct err *
sheet_sweep_job(struct job_run *run)
{
	const int64_t now = clock_now();
	struct sheets_due due = { 0 };
	size_t n;
	const struct err *e;

	do {
		n = 0;
		if ((e = expire(run->shop, run->arena, now, &due, &n)) != NULL)
			return e;
		for (size_t i = 0; i < due.n && !job_stopping(run); i++)
			if ((e = give_up(run->shop, run->arena, &due.v[i].order_key)) != NULL)
				return e;
		run->done += (int64_t)(n + due.n);
	} while (n + due.n == AT_A_TIME && !job_stopping(run));
	do {
		if ((e = drop(run->shop, run->arena, now, &n)) != NULL)
			return e;
		run->done += (int64_t)n;
	} while (n == AT_A_TIME && !job_stopping(run));
	return NULL;
}
