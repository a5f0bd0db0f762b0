/* sheet: time and prices of orders that are not paid yet. */
#include "domain/sheet.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"

int64_t
sheet_expiry(int64_t created_at, int64_t ttl_minutes)
{
	return created_at + ttl_minutes * 60 * 1000;
}

bool
sheet_expired(const struct sheet *s, int64_t now)
{
	return s->status == ORDER_CREATED && now >= s->expires_at;
}

const struct err *
sheet_refusal(struct arena *a, const struct sheet *s, int64_t now)
{
	if (s->status == ORDER_PENDING_PAYMENT)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "sheet_being_paid");
	if (s->status == ORDER_CANCELLED)
		return err_new(a, ERR_ORDER_SHEET_EXPIRED, NULL);
	if (s->status != ORDER_CREATED)
		return err_new(a, ERR_ORDER_STATE_CONFLICT, "sheet_paid");
	if (sheet_expired(s, now))
		return err_new(a, ERR_ORDER_SHEET_EXPIRED, NULL);
	return NULL;
}

/* --- its bill ---------------------------------------------------------------- */

/* Puts the line's seller among the fees, sorted, once. */
static void
add_fee(struct bill *b, const struct sheet_line *l)
{
	size_t at = 0;

	if (l->seller_id == 0 || l->fee == 0)
		return;
	while (at < b->nfees && b->fees[at].seller_id < l->seller_id)
		at++;
	if (at < b->nfees && b->fees[at].seller_id == l->seller_id)
		return;
	for (size_t i = b->nfees++; i > at; i--)
		b->fees[i] = b->fees[i - 1];
	b->fees[at] = (struct bill_fee){ .seller_id = l->seller_id, .fee = l->fee, .free_from = l->free_from };
}

bool
sheet_bill(struct arena *a, const struct sheet_lines *lines, size_t ncoupons, struct bill *out)
{
	struct bill b = { .lines = ARENA_ARRAY(a, struct bill_line, lines->n + 1), .nlines = lines->n,
	    .fees = ARENA_ARRAY(a, struct bill_fee, lines->n + 1), .coupons = ARENA_ARRAY(a, struct bill_coupon, ncoupons + 1) };

	if (b.lines == NULL || b.fees == NULL || b.coupons == NULL)
		return false;
	for (size_t i = 0; i < lines->n; i++) {
		const struct sheet_line *l = &lines->v[i];
		b.lines[i] = (struct bill_line){ .product_id = l->product_id, .seller_id = l->seller_id, .unit_price = l->unit_price,
		    .quantity = l->quantity };
		add_fee(&b, l);
	}
	*out = b;
	return true;
}

/* --- prices ------------------------------------------------------------------ */

/* What a line costs before discounts, by the piece and for what was changed about it. */
static bool
same_price(const struct bill_line *a, const struct bill_line *b)
{
	return a->unit_price == b->unit_price && a->customization_cost == b->customization_cost;
}

/* What a seller asks for delivering, whoever pays it. */
static won_t
fee_of(const struct bill *b, uint32_t seller_id)
{
	for (size_t i = 0; i < b->nfees; i++)
		if (b->fees[i].seller_id == seller_id)
			return b->fees[i].charged + b->fees[i].waived;
	return 0;
}

static bool
same_fees(const struct bill *a, const struct bill *b)
{
	for (size_t i = 0; i < a->nfees; i++)
		if (fee_of(a, a->fees[i].seller_id) != fee_of(b, a->fees[i].seller_id))
			return false;
	return true;
}

struct changed { const struct bill *then, *today; };

static void
write_amounts(struct jsonw *w, const struct amounts *m)
{
	const struct { const char *name; won_t won; } each[] = {
		{ "goodsTotal", m->goods_total }, { "productDiscount", m->product_discount },
		{ "orderDiscount", m->order_discount }, { "pointsUsed", m->points_used },
		{ "deliveryFee", m->delivery_fee }, { "total", m->total },
	};

	json_open(w, '{');
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		json_key(w, each[i].name);
		json_int(w, each[i].won);
	}
	json_close(w, '}');
}

static void
write_changed(struct buf *out, const void *arg)
{
	const struct changed *c = arg;
	struct jsonw w = { out, false };

	json_key(&w, "total");
	json_int(&w, c->today->amounts.total);
	json_key(&w, "amounts");
	write_amounts(&w, &c->today->amounts);
	json_key(&w, "items");
	json_open(&w, '[');
	for (size_t i = 0; i < c->today->nlines; i++) {
		if (same_price(&c->then->lines[i], &c->today->lines[i]))
			continue;
		json_open(&w, '{');
		json_key(&w, "itemIndex");
		json_int(&w, (int64_t)i);
		json_key(&w, "unitPrice");
		json_int(&w, c->today->lines[i].unit_price);
		json_key(&w, "was");
		json_int(&w, c->then->lines[i].unit_price);
		json_close(&w, '}');
	}
	json_close(&w, ']');
}

const struct err *
sheet_price(struct arena *a, const struct bill *then, const struct bill *today)
{
	bool same = same_fees(then, today) && same_fees(today, then);

	for (size_t i = 0; i < today->nlines; i++)
		same = same && same_price(&then->lines[i], &today->lines[i]);
	if (same)
		return NULL;
	struct err *e = err_new(a, ERR_PRICE_CHANGED, NULL);
	struct changed *c = ARENA_NEW(a, struct changed);
	if (c != NULL) {
		*c = (struct changed){ then, today };
		e->extra = write_changed;
		e->extra_arg = c;
	}
	return e;
}

/* --- the funnel ----------------------------------------------------------------- */

int64_t
funnel_unpaid(const struct funnel *f)
{
	return won_share(10000, f->expired, f->paid + f->expired);
}

bool
funnel_alert(const struct funnel *f, int64_t limit, int64_t least)
{
	return f->paid + f->expired >= least && funnel_unpaid(f) > limit;
}
