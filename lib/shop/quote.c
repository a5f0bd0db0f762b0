/* quote: composes an order that nobody places; computes a bill that nobody pays. */
#include "shop/quote.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/compose.h"
#include "domain/wallet.h"
#include "shop/catalog.h"
#include "shop/purchase.h"
#include "shop/sheets.h"
#include "shop/shop.h"
#include "store/coupon_store.h"
#include "store/wallet_store.h"

const struct err *
order_quote(struct shop *shop, struct arena *a, const struct order_wish *wish, const struct pricing **out)
{
	struct faults faults = { .arena = a };
	struct order *o = ARENA_NEW(a, struct order);
	const struct menu *menu;
	const struct err *e;

	if (o == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a quote");
	if ((e = catalog_menu(shop, a, &menu)) != NULL)
		return e;
	order_compose(menu, wish, o, &faults);
	if ((e = faults_err(&faults)) != NULL)
		return e;
	*out = &o->price;
	return NULL;
}

/* --- of a sheet ------------------------------------------------------------------ */

/* What the buyer has of what was chosen. */
static const struct err *
read_means(struct shop *shop, struct arena *a, const struct purchase *p, struct issued_coupons *coupons, struct wallet *wallet)
{
	struct uuid *ids = ARENA_ARRAY(a, struct uuid, p->ncoupons + 1);
	struct db *db;
	const struct err *e;

	if (ids == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a quote");
	for (size_t i = 0; i < p->ncoupons; i++)
		ids[i] = p->coupons[i].issued_id;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = coupon_store_issued(db, a, ids, p->ncoupons, coupons)) == NULL)
		e = wallet_store_read(db, a, &p->user_id, wallet);
	db_return(shop->pool, db);
	return e;
}

static struct issued_coupon *
held(const struct issued_coupons *coupons, const struct uuid *id, const struct uuid *user)
{
	for (size_t i = 0; i < coupons->n; i++)
		if (uuid_cmp(&coupons->v[i].id, id) == 0 && uuid_cmp(&coupons->v[i].user_id, user) == 0)
			return &coupons->v[i];
	return NULL;
}

/* As the desk chooses them (purchase.c), of what is held now. */
static const struct err *
choose(struct arena *a, const struct purchase *p, const struct issued_coupons *coupons, struct bill *bill)
{
	for (size_t i = 0; i < p->ncoupons; i++) {
		struct issued_coupon *c = held(coupons, &p->coupons[i].issued_id, &p->user_id);
		struct coupon *of;

		if (c == NULL)
			return err_new(a, ERR_COUPON_NOT_USABLE, "coupon_unknown");
		if ((of = (struct coupon *)arena_memdup(a, c->coupon, sizeof(*c->coupon))) == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a quote");
		of->name = coupon_name(of, p->english);	/* a refusal tells of it */
		c->coupon = of;
		bill->coupons[bill->ncoupons++] = (struct bill_coupon){ .issued = c, .picked = p->coupons[i].line };
	}
	bill->points = p->points;
	return NULL;
}

const struct err *
sheet_quote(struct shop *shop, struct arena *a, const struct uuid *order_key, const struct purchase *p, struct bill *out)
{
	const int64_t now = clock_now();
	struct issued_coupons coupons = { 0 };
	struct sheet_shown s;
	struct wallet wallet = { .changed = false };
	struct wallet_entry en;
	struct bill bill;
	const struct err *e;

	if ((e = sheet_find(shop, a, order_key, &p->user_id, &s)) != NULL || (e = sheet_refusal(a, &s.sheet, now)) != NULL ||
	    (e = read_means(shop, a, p, &coupons, &wallet)) != NULL)
		return e;
	if (!sheet_bill(a, &s.lines, p->ncoupons, &bill))
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a quote");
	if ((e = choose(a, p, &coupons, &bill)) != NULL || (e = discount_compute(a, &bill, now)) != NULL)
		return e;
	if (bill.points > 0 && (e = wallet_apply(a, &wallet, WALLET_SPEND_POINTS, bill.points, order_key, NULL, now, &en)) != NULL)
		return e;
	*out = bill;
	return NULL;
}
