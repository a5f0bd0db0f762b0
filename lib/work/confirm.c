/* confirm: a ticket for each order, with those of its lines whose time is over. */
#include "work/confirm.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/batch.h"
#include "shop/earn.h"
#include "shop/shop.h"
#include "shop/step.h"
#include "shop/ticket.h"
#include "store/order_store.h"
#include "work/job.h"

#define AT_A_TIME 50
#define ROUNDS 40	/* in one run: what is left then waits for the next */
#define DAY_MS INT64_C(86400000)

static const struct step_by by_shop = { .actor = ACTOR_SYSTEM };

struct confirming {
	struct ticket		 ticket;
	const struct arrival	*line;		/* of one order */
	size_t			 n, done;
};

/* False when the line does not wait for that any more. */
static bool
confirm(struct ticket *t, struct batch *b, struct order *o, int64_t index)
{
	struct order_item *it;
	struct after_step s;

	if (index < 0 || (size_t)index >= o->nitems)
		return false;
	it = &o->items[index];
	if (after_ask(t->arena, it, o->type, AFTER_CONFIRM, 0, MOVER_SYSTEM, &s) != NULL)
		return false;
	step_line(b, o, (size_t)index, &s, &by_shop);
	earn_confirmed(b, o, it, it->quantity - after_left(it));
	return true;
}

/* What came in place of another since it was read, or lost a part, has a later time of its own. */
static bool
changed_since(const struct order *o, const struct arrival *v)
{
	const struct order_item *it;

	if (o == NULL || v->index < 0 || (size_t)v->index >= o->nitems)
		return false;
	it = &o->items[v->index];
	return (int)it->status != v->status || it->returned_quantity != v->returned;
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct confirming *c = (struct confirming *)t;
	struct order *o = batch_order(b, &t->order_id);

	c->done = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (changed_since(o, &c->line[i]))
			continue;	/* the next run reads it anew */
		c->done += o != NULL && confirm(t, b, o, c->line[i].index);
		order_rows_arrival_past(&b->rows, &c->line[i]);
	}
	if (c->done > 0) {
		o->version++;
		step_follow(b, o, &by_shop);
		order_rows_change(&b->rows, o, false);
	}
	return NULL;
}

static const struct ticket_op confirm_op = { .name = "confirm-by-time", .decide = decide, .buyers_wallet = true };

static const struct err *
find(struct job_run *run, int64_t until, struct arrivals *due)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(run->shop->pool, run->arena, &db)) != NULL)
		return e;
	e = order_store_arrivals(db, run->arena, until, AT_A_TIME, due);
	db_return(run->shop->pool, db);
	return e;
}

/* Lines of one order, from the first on. */
static size_t
of_one_order(const struct arrival *v, size_t n)
{
	size_t k = 1;

	while (k < n && uuid_cmp(&v[k].order_id, &v[0].order_id) == 0)
		k++;
	return k;
}

const struct err *
confirm_job(struct job_run *run)
{
	const int64_t days = run->shop->conf->confirm_days, until = clock_now() - days * DAY_MS;
	struct arrivals due = { NULL, AT_A_TIME };
	const struct err *e;

	for (int round = 0; days > 0 && round < ROUNDS && due.n == AT_A_TIME && !job_stopping(run); round++) {
		if ((e = find(run, until, &due)) != NULL)
			return e;
		for (size_t i = 0, n; i < due.n && !job_stopping(run); i += n) {
			struct confirming c = { .ticket = { .op = &confirm_op, .arena = run->arena, .order_id = due.v[i].order_id }, .line = &due.v[i] };
			c.n = n = of_one_order(&due.v[i], due.n - i);
			if ((e = ticket_serve(run->shop, &c.ticket)) != NULL)
				return e;
			run->done += (int64_t)c.done;
		}
	}
	return NULL;
}
