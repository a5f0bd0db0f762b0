/*
 * crowd: see crowd.h.
 */
#include "support/crowd.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/change.h"
#include "shop/desk.h"
#include "shop/shop.h"
#include "support/testshop.h"

static struct shop *held;	/* whose desk stands still */

static void *
order(void *arg)
{
	struct crowd_one *me = arg;
	const struct crowd *c = me->crowd;
	struct arena *a = arena_new(2u << 20);
	struct placement p = testshop_placement(a, &c->wish[me->number % c->nwishes], c->user, c->key);
	const struct err *e = order_create(me->shop, a, &p);

	me->code = e == NULL ? -1 : (int)e->code;
	me->retry_after = e == NULL ? 0 : e->retry_after;
	me->made = e == NULL && p.order != NULL;
	if (e == NULL && p.kept != NULL) {
		me->status = p.kept->status;
		snprintf(me->json, sizeof(me->json), "%s", p.kept->json);
	}
	arena_free(a);
	return NULL;
}

void
crowd_until_queued(struct shop *s, int n)
{
	for (int i = 0; i < 10000; i++) {
		if (desk_counts(s->desk).waiting >= (size_t)n)
			return;
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	}
	ck_abort_msg("%d do not come to the desk", n);
}

void
crowd_begin(struct crowd *c, struct shop *const *shops, int nshops)
{
	for (int i = 0; i < c->n; i++) {
		bool queues = nshops == 1 && shops[0] == held;
		int before = queues ? (int)desk_counts(held->desk).waiting : 0;
		c->one[i] = (struct crowd_one){ .crowd = c, .shop = shops[i % nshops], .number = i };
		ck_assert_int_eq(pthread_create(&c->one[i].thread, NULL, order, &c->one[i]), 0);
		if (queues)
			crowd_until_queued(held, before + 1);
	}
}

void
crowd_end(struct crowd *c)
{
	for (int i = 0; i < c->n; i++)
		pthread_join(c->one[i].thread, NULL);
}

void
crowd_place(struct crowd *c, struct shop *const *shops, int nshops)
{
	crowd_begin(c, shops, nshops);
	crowd_end(c);
}

static void *
serve(void *arg)
{
	struct crowd_gate *g = arg;

	ticket_serve(g->shop, &g->ticket);
	return NULL;
}

static const struct err *
wait_for_gate(struct ticket *k, struct batch *b)
{
	struct crowd_gate *g = k->arg;

	(void)b;
	pthread_mutex_lock(&g->mutex);
	g->inside = true;
	pthread_cond_broadcast(&g->changed);
	while (!g->open)
		pthread_cond_wait(&g->changed, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
	return err_new(k->arena, ERR_FORBIDDEN, "this one only held the desk");
}

void
crowd_gate_hold(struct crowd_gate *g, struct shop *s)
{
	static const struct ticket_op op = { .name = "gate", .decide = wait_for_gate };

	*g = (struct crowd_gate){ .ticket = { .op = &op, .arena = arena_new(1u << 20), .arg = g }, .shop = s };
	pthread_mutex_init(&g->mutex, NULL);
	pthread_cond_init(&g->changed, NULL);
	ck_assert_int_eq(pthread_create(&g->thread, NULL, serve, g), 0);
	pthread_mutex_lock(&g->mutex);
	while (!g->inside)
		pthread_cond_wait(&g->changed, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
	held = s;
}

void
crowd_gate_open(struct crowd_gate *g)
{
	held = NULL;
	pthread_mutex_lock(&g->mutex);
	g->open = true;
	pthread_cond_broadcast(&g->changed);
	pthread_mutex_unlock(&g->mutex);
	pthread_join(g->thread, NULL);
	arena_free(g->ticket.arena);
	pthread_cond_destroy(&g->changed);
	pthread_mutex_destroy(&g->mutex);
}

static void *
cancel(void *arg)
{
	struct crowd_cancel *me = arg;
	struct arena *a = arena_new(1u << 20);
	struct order_change c = { .order_id = me->order, .actor = testshop_actor(me->user, ROLE_CUSTOMER), .to = ITEM_CANCELLED,
	    .again_is_error = true };
	const struct err *e = order_move(me->shop, a, &c);

	me->code = e == NULL ? -1 : (int)e->code;
	arena_free(a);
	return NULL;
}

void
crowd_cancel_begin(struct crowd_cancel *c, struct shop *s)
{
	c->shop = s;
	ck_assert_int_eq(pthread_create(&c->thread, NULL, cancel, c), 0);
}

void
crowd_cancel_end(struct crowd_cancel *c)
{
	pthread_join(c->thread, NULL);
}
