/* discount: lines, then product coupons, the order coupon, delivery, points. */
#include "domain/discount.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"

/* --- saying no ------------------------------------------------------------ */

struct refused { const struct issued_coupon *coupon; const char *word; };

static void
write_refused(struct buf *out, const void *arg)
{
	const struct refused *r = arg;
	struct jsonw w = { out, false };
	char id[UUID_TEXT];

	json_key(&w, "coupon");
	json_open(&w, '{');
	json_key(&w, "issuedCouponId");
	json_str(&w, uuid_text(&r->coupon->id, id));
	json_key(&w, "name");
	json_str(&w, r->coupon->coupon->name);
	json_key(&w, "reason");
	json_str(&w, r->word);
	json_close(&w, '}');
}

static const struct err *
refuse(struct arena *a, const struct issued_coupon *c, const char *word)
{
	struct err *e = err_new(a, ERR_COUPON_NOT_USABLE, "%s", word);
	struct refused *r = ARENA_NEW(a, struct refused);

	if (r != NULL) {
		*r = (struct refused){ c, word };
		e->extra = write_refused;
		e->extra_arg = r;
	}
	return e;
}

static const struct err *
too_large(struct arena *a)
{
	return err_fault(a, "/items", "too_large");
}

/* --- lines and fees, before anything is taken off --------------------------- */

static bool
line_goods(struct bill_line *l)
{
	won_t goods, change = l->customization_cost;

	if (!won_mul(l->unit_price, l->quantity, &goods) || goods < 0)
		return false;
	if (change < -goods)
		change = -goods;
	if (!won_add(goods, change, &l->goods))
		return false;
	l->product_discount = l->order_discount = l->points = 0;
	l->total = l->goods;
	l->coupon = -1;
	return true;
}

static bool
count_lines(struct bill *b)
{
	for (size_t i = 0; i < b->nlines; i++)
		if (!line_goods(&b->lines[i]) ||
		    !won_add(b->amounts.goods_total, b->lines[i].goods, &b->amounts.goods_total))
			return false;
	return true;
}

static bool
count_fees(struct bill *b)
{
	for (size_t f = 0; f < b->nfees; f++) {
		struct bill_fee *fee = &b->fees[f];
		fee->goods = fee->waived = 0;
		bool sells = false;
		for (size_t i = 0; i < b->nlines; i++)
			if (b->lines[i].seller_id == fee->seller_id) {
				fee->goods += b->lines[i].goods;	/* a part of goods_total, which fits */
				sells = true;
			}
		fee->charged = sells && fee->goods < fee->free_from ? fee->fee : 0;
		if (!won_add(b->amounts.delivery_fee, fee->charged, &b->amounts.delivery_fee))
			return false;
	}
	return true;
}

/* --- what a coupon comes to --------------------------------------------------- */

/* What a product coupon saves on a line; nothing where it is for other products. */
static won_t
line_saving(const struct coupon *c, const struct bill_line *l)
{
	return coupon_for_product(c, l->product_id) ? coupon_saving(c, l->goods) : 0;
}

/* Why a product coupon can not be used on any line. */
static const char *
product_refusal(const struct bill *b, const struct coupon *c)
{
	for (size_t i = 0; i < b->nlines; i++)
		if (coupon_for_product(c, b->lines[i].product_id))
			return b->amounts.goods_total < c->min_order_amount ? "coupon_below_minimum" : NULL;
	return "coupon_not_for_these";
}

/* The line where a product coupon saves most, the earlier one of equals, BILL_NO_LINE when it saves nothing on any; with
 * `free_only`, of the lines that have no coupon yet. */
static int
best_line(const struct bill *b, const struct coupon *c, bool free_only, won_t *saves)
{
	int best = BILL_NO_LINE;

	*saves = 0;
	for (size_t i = 0; i < b->nlines; i++) {
		won_t s = free_only && b->lines[i].coupon >= 0 ? 0 : line_saving(c, &b->lines[i]);
		if (s > *saves) {
			*saves = s;
			best = (int)i;
		}
	}
	return best;
}

/* Why an order's coupon can not be used on that much, or what it saves. */
static const char *
order_saving(const struct coupon *c, won_t goods, won_t fees, won_t *saves)
{
	if (goods < c->min_order_amount)
		return "coupon_below_minimum";
	*saves = coupon_saving(c, c->kind == COUPON_FREE_DELIVERY ? fees : goods);
	return *saves == 0 ? "coupon_saves_nothing" : NULL;
}

const char *
discount_preview(const struct bill *b, const struct issued_coupon *issued, int64_t now, won_t *saves, int *line)
{
	const struct coupon *c = issued->coupon;
	const char *why = coupon_refusal(issued, now);
	won_t fees = 0, s;

	if (why != NULL)
		return why;
	if (c->scope == COUPON_FOR_ORDER) {
		for (size_t i = 0; i < b->nfees; i++)
			fees += b->fees[i].charged + b->fees[i].waived;
		if ((why = order_saving(c, b->amounts.goods_total, fees, &s)) != NULL)
			return why;
		*saves = s;
		*line = BILL_NO_LINE;
		return NULL;
	}
	if ((why = product_refusal(b, c)) != NULL)
		return why;
	int best = best_line(b, c, false, &s);
	if (best == BILL_NO_LINE)
		return "coupon_saves_nothing";
	*saves = s;
	*line = best;
	return NULL;
}

/* --- product coupons ------------------------------------------------------------ */

static void
put_on_line(struct bill *b, size_t coupon, int line, won_t saves)
{
	struct bill_line *l = &b->lines[line];

	b->coupons[coupon].line = line;
	b->coupons[coupon].saves = saves;
	l->coupon = (int)coupon;
	l->product_discount = saves;
	b->amounts.product_discount += saves;
}

/* A coupon whose buyer picked the line; NULL, or why it can not be there. */
static const char *
put_as_picked(struct bill *b, size_t i)
{
	const struct coupon *c = b->coupons[i].issued->coupon;
	int line = b->coupons[i].picked;
	won_t saves;

	if (line < 0 || (size_t)line >= b->nlines)
		return "coupon_line_unknown";
	if (!coupon_for_product(c, b->lines[line].product_id))
		return "coupon_not_for_these";
	if (b->lines[line].coupon >= 0)
		return "coupon_line_taken";
	if ((saves = line_saving(c, &b->lines[line])) == 0)
		return "coupon_saves_nothing";
	put_on_line(b, i, line, saves);
	return NULL;
}

static bool
waits_for_line(const struct bill_coupon *c)
{
	return c->issued->coupon->scope == COUPON_FOR_PRODUCT && c->line == BILL_NO_LINE;
}

/* Of the coupons nobody picked a line for, again and again the one that saves most goes where it does; the earlier one of equals. */
static void
put_where_best(struct bill *b)
{
	for (;;) {
		won_t most = 0;
		size_t coupon = 0;
		int line = BILL_NO_LINE;
		for (size_t i = 0; i < b->ncoupons; i++) {
			won_t s;
			if (!waits_for_line(&b->coupons[i]))
				continue;
			int best = best_line(b, b->coupons[i].issued->coupon, true, &s);
			if (s > most) {
				most = s;
				coupon = i;
				line = best;
			}
		}
		if (line == BILL_NO_LINE)
			return;
		put_on_line(b, coupon, line, most);
	}
}

/* Why a coupon found no line. */
static const char *
without_line(const struct bill *b, const struct coupon *c)
{
	won_t s;

	return best_line(b, c, false, &s) == BILL_NO_LINE ? "coupon_saves_nothing" : "coupon_line_taken";
}

static const struct err *
take_product_coupons(struct arena *a, struct bill *b)
{
	const char *why;

	for (size_t i = 0; i < b->ncoupons; i++) {
		const struct bill_coupon *c = &b->coupons[i];
		if (c->issued->coupon->scope != COUPON_FOR_PRODUCT)
			continue;
		if ((why = product_refusal(b, c->issued->coupon)) != NULL ||
		    (c->picked != BILL_NO_LINE && (why = put_as_picked(b, i)) != NULL))
			return refuse(a, c->issued, why);
	}
	put_where_best(b);
	for (size_t i = 0; i < b->ncoupons; i++)
		if (waits_for_line(&b->coupons[i]))
			return refuse(a, b->coupons[i].issued, without_line(b, b->coupons[i].issued->coupon));
	return NULL;
}

/* --- the order coupon, delivery, points -------------------------------------------- */

/* What is left to pay of a line's goods. */
static won_t
left_of(const struct bill_line *l)
{
	return l->goods - l->product_discount - l->order_discount - l->points;
}

/* Splits an amount, no more than is left of the lines together, in proportion to what is left of each; part[] has room for all.
 * A line's part is then no more than is left of it: its share is not, and only a share that was cut gets one won more. */
static void
split(const struct bill *b, won_t amount, won_t *part)
{
	won_t left[BILL_LINES_MAX];

	for (size_t i = 0; i < b->nlines; i++)
		left[i] = left_of(&b->lines[i]);
	(void)won_split(amount, left, part, b->nlines);
}

static void
waive_fees(struct bill *b)
{
	for (size_t i = 0; i < b->nfees; i++) {
		b->fees[i].waived = b->fees[i].charged;
		b->fees[i].charged = 0;
	}
	b->amounts.delivery_fee = 0;
}

static const struct err *
take_order_coupons(struct arena *a, struct bill *b)
{
	won_t goods = b->amounts.goods_total - b->amounts.product_discount, part[BILL_LINES_MAX];
	bool had[2] = { false };
	const char *why;

	for (size_t i = 0; i < b->ncoupons; i++) {
		struct bill_coupon *c = &b->coupons[i];
		bool delivery = c->issued->coupon->kind == COUPON_FREE_DELIVERY;
		if (c->issued->coupon->scope != COUPON_FOR_ORDER)
			continue;
		if (c->picked != BILL_NO_LINE)
			return refuse(a, c->issued, "coupon_line_unknown");
		if (had[delivery])
			return refuse(a, c->issued, "coupon_second");
		had[delivery] = true;
		if ((why = order_saving(c->issued->coupon, goods, b->amounts.delivery_fee, &c->saves)) != NULL)
			return refuse(a, c->issued, why);
		if (delivery) {
			waive_fees(b);
			continue;
		}
		split(b, c->saves, part);
		for (size_t l = 0; l < b->nlines; l++)
			b->lines[l].order_discount = part[l];
		b->amounts.order_discount = c->saves;
	}
	return NULL;
}

static const struct err *
take_points(struct arena *a, struct bill *b)
{
	won_t left = b->amounts.goods_total - b->amounts.product_discount - b->amounts.order_discount, part[BILL_LINES_MAX];

	if (b->points < 0)
		return err_fault(a, "/points", "too_small");
	if (b->points > left)
		return err_fault(a, "/points", "too_large");
	if (b->points == 0)
		return NULL;
	split(b, b->points, part);
	for (size_t i = 0; i < b->nlines; i++)
		b->lines[i].points = part[i];
	b->amounts.points_used = b->points;
	return NULL;
}

static bool
add_up(struct bill *b)
{
	struct amounts *m = &b->amounts;

	for (size_t i = 0; i < b->nlines; i++)
		b->lines[i].total = left_of(&b->lines[i]);
	return won_add(m->goods_total - m->product_discount - m->order_discount - m->points_used, m->delivery_fee, &m->total);
}

/* What can be said of the coupons before anything is counted: whether each may be used at all, and once. */
static const struct err *
check_coupons(struct arena *a, const struct bill *b, int64_t now)
{
	for (size_t i = 0; i < b->ncoupons; i++) {
		const struct issued_coupon *c = b->coupons[i].issued;
		const char *why = coupon_refusal(c, now);
		for (size_t j = 0; j < i; j++)
			if (uuid_cmp(&c->id, &b->coupons[j].issued->id) == 0)
				why = "coupon_used";
		if (why != NULL)
			return refuse(a, c, why);
	}
	return NULL;
}

const struct err *
discount_compute(struct arena *a, struct bill *b, int64_t now)
{
	const struct err *e;

	if (b->nlines > BILL_LINES_MAX)
		return err_fault(a, "/items", "too_many");
	b->amounts = (struct amounts){ 0 };
	for (size_t i = 0; i < b->ncoupons; i++) {
		b->coupons[i].line = BILL_NO_LINE;
		b->coupons[i].saves = 0;
	}
	if (!count_lines(b) || !count_fees(b))
		return too_large(a);
	if ((e = check_coupons(a, b, now)) != NULL ||
	    (e = take_product_coupons(a, b)) != NULL ||
	    (e = take_order_coupons(a, b)) != NULL ||
	    (e = take_points(a, b)) != NULL)
		return e;
	return add_up(b) ? NULL : too_large(a);
}
