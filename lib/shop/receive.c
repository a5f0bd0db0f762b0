/* receive: the desk's operation that books a receipt. */
#include "shop/receive.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/stock.h"
#include "shop/batch.h"
#include "shop/shop.h"
#include "shop/shortage.h"
#include "shop/ticket.h"

struct receiving {
	struct ticket		 ticket;
	struct goods_receipt	*r;
	struct goods		 goods;
	struct stock_use	 use;		/* what is locked */
};

static const struct err *
too_little(struct receiving *re, qty_t available)
{
	struct shortage *s = ARENA_NEW(re->ticket.arena, struct shortage);
	const struct goods *g = &re->goods;

	if (s == NULL)
		return err_static(ERR_STOCK_NOT_ENOUGH);
	*s = (struct shortage){ .sku_id = g->sku_id, .code = g->sku, .name = re->r->english && g->name_en != NULL ? g->name_en : g->name,
	    .wanted = -re->r->delta * QTY_ONE, .available = available };
	return shortage_err(re->ticket.arena, s, 1);
}

static const struct err *
decide(struct ticket *t, struct batch *b)
{
	struct receiving *re = (struct receiving *)t;
	const struct stock_row *row = stock_find(&b->stock, re->goods.sku_id);
	qty_t delta = re->r->delta * QTY_ONE;

	if (row == NULL)
		return err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "SKU %s has no row of stock", re->goods.sku);
	if (!stock_receive(&b->stock, re->goods.sku_id, delta, GOODS_STOCK_MAX * QTY_ONE))
		return delta < 0 ? too_little(re, row->available) : err_fault(t->arena, "/delta", "too_large");
	order_rows_receipt(&b->rows, re->goods.sku_id, delta, re->r->reason, &re->r->actor.user_id, b->now);
	re->goods.available = row->available;
	return NULL;
}

static const struct err *
answer(struct ticket *t, struct kept *kept)
{
	struct receiving *re = (struct receiving *)t;

	return re->r->answer(re->r->arg, &re->goods, kept);
}

static const struct ticket_op receive_op = { .name = "receive", .decide = decide };

const struct err *
goods_receive(struct shop *shop, struct arena *a, struct goods_receipt *r)
{
	struct receiving *re = ARENA_NEW(a, struct receiving);
	const struct goods *g;
	struct db *db;
	const struct err *e;

	if (re == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a receipt");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = goods_of(db, a, &r->actor, r->product_id, &g);
	db_return(shop->pool, db);	/* not held while waiting at the desk */
	if (e != NULL)
		return e;
	*re = (struct receiving){
		.ticket = { .op = &receive_op, .arena = a, .uses = &re->use, .nuses = 1, .key = r->key, .answer = answer },
		.r = r, .goods = *g, .use = { .sku_id = g->sku_id }
	};
	if ((e = ticket_serve(shop, &re->ticket)) != NULL)
		return e;
	r->goods = re->ticket.replayed ? NULL : &re->goods;
	r->kept = re->ticket.kept;
	return NULL;
}
