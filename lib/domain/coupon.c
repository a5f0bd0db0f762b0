/* coupon: the tables of coupon.def, and the rules about giving out and using. */
#include "domain/coupon.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/text.h"

const char *const coupon_kind_names[] = {
#define COUPON_KIND(name) [COUPON_##name] = #name,
#include "domain/coupon.def"
	[COUPON_KIND__MAX] = NULL
};

const char *const coupon_scope_names[] = {
#define COUPON_SCOPE(name) [COUPON_FOR_##name] = #name,
#include "domain/coupon.def"
	[COUPON_SCOPE__MAX] = NULL
};

const char *const coupon_state_names[] = {
#define COUPON_STATE(name) [COUPON_IS_##name] = #name,
#include "domain/coupon.def"
	[COUPON_STATE__MAX] = NULL
};

const struct coupon_move coupon_moves[] = {
#define COUPON_MOVE(from, event, to) { COUPON_IS_##from, COUPON_IS_##to, #event },
#include "domain/coupon.def"
};
const size_t coupon_moves_n = sizeof(coupon_moves) / sizeof(coupon_moves[0]);

int
coupon_kind_parse(const char *name)
{
	return text_among(coupon_kind_names, name);
}

int
coupon_scope_parse(const char *name)
{
	return text_among(coupon_scope_names, name);
}

int
coupon_state_parse(const char *name)
{
	return text_among(coupon_state_names, name);
}

/* What the value of each kind may be, both ends within. */
static const struct { int64_t min, max; } values[COUPON_KIND__MAX] = {
	[COUPON_FIXED] = { 1, INT64_C(99999999) },
	[COUPON_PERCENT] = { 1, 100 },
	[COUPON_FREE_DELIVERY] = { 0, 0 },
};

static void
check_range(struct faults *f, const char *pointer, int64_t value, int64_t min, int64_t max)
{
	if (value < min)
		fault_add(f, pointer, "too_small");
	else if (value > max)
		fault_add(f, pointer, "too_large");
}

static void
check_products(const struct coupon *c, struct faults *f)
{
	if (c->scope == COUPON_FOR_ORDER) {
		if (c->nproducts > 0)
			fault_add(f, "/productIds", "not_used");
		return;
	}
	if (c->kind == COUPON_FREE_DELIVERY)
		fault_add(f, "/scope", "not_offered");
	if (c->nproducts == 0)
		fault_add(f, "/productIds", "required");
	for (size_t i = 0; i < c->nproducts; i++)
		for (size_t j = 0; j < i; j++)
			if (c->product_ids[i] == c->product_ids[j]) {
				fault_add(f, "/productIds", "duplicate_field");
				return;
			}
}

const char *
coupon_name(const struct coupon *c, bool english)
{
	return english && c->name_en != NULL ? c->name_en : c->name;
}

void
coupon_check(const struct coupon *c, struct faults *f)
{
	if (c->kind == COUPON_FREE_DELIVERY && c->value != 0)
		fault_add(f, "/value", "not_used");
	else
		check_range(f, "/value", c->value, values[c->kind].min, values[c->kind].max);
	check_products(c, f);
	check_range(f, "/minOrderAmount", c->min_order_amount, 0, INT64_MAX);
	check_range(f, "/quantity", c->quantity, 1, COUPON_QUANTITY_MAX);
	check_range(f, "/validDays", c->valid_days, 1, COUPON_VALID_DAYS_MAX);
	if (c->issue_to <= c->issue_from)
		fault_add(f, "/issueTo", "ends_before_it_begins");
}

const struct err *
coupon_claim(struct arena *a, struct coupon *c, bool has_one, int64_t now)
{
	if (has_one)
		return err_new(a, ERR_COUPON_ALREADY_ISSUED, NULL);
	if (now < c->issue_from)
		return err_new(a, ERR_COUPON_NOT_USABLE, "issue_not_begun");
	if (now >= c->issue_to)
		return err_new(a, ERR_COUPON_NOT_USABLE, "issue_over");
	if (coupon_remaining(c) == 0)
		return err_new(a, ERR_COUPON_SOLD_OUT, NULL);
	c->issued++;
	return NULL;
}

int64_t
coupon_remaining(const struct coupon *c)
{
	return c->issued < c->quantity ? c->quantity - c->issued : 0;
}

int64_t
coupon_expiry(int64_t issued_at, int64_t valid_days)
{
	struct civil c = clock_civil(issued_at, NULL);

	return clock_moment((struct civil){ c.year, c.month, c.day + (int)valid_days + 1, 0, 0, 0 });
}

const struct coupon_move *
coupon_move_find(enum coupon_state from, const char *event)
{
	for (size_t i = 0; i < coupon_moves_n; i++)
		if (coupon_moves[i].from == from && strcmp(coupon_moves[i].event, event) == 0)
			return &coupon_moves[i];
	return NULL;
}

void
coupon_state_draw(struct buf *out)
{
	buf_puts(out, "digraph coupon {\n");
	for (size_t i = 0; i < coupon_moves_n; i++)
		buf_printf(out, "  %s -> %s [label=\"%s\"];\n", coupon_state_names[coupon_moves[i].from],
		    coupon_state_names[coupon_moves[i].to], coupon_moves[i].event);
	buf_puts(out, "}\n");
}

enum coupon_state
coupon_state_now(const struct issued_coupon *c, int64_t now)
{
	return c->state == COUPON_IS_ACTIVE && now >= c->expires_at ? COUPON_IS_EXPIRED : c->state;
}

const char *
coupon_refusal(const struct issued_coupon *c, int64_t now)
{
	static const char *const words[COUPON_STATE__MAX] = {
		[COUPON_IS_USED] = "coupon_used",
		[COUPON_IS_EXPIRED] = "coupon_expired",
		[COUPON_IS_REVOKED] = "coupon_revoked",
	};

	return words[coupon_state_now(c, now)];
}

bool
coupon_for_product(const struct coupon *c, uint32_t product_id)
{
	for (size_t i = 0; c->scope == COUPON_FOR_PRODUCT && i < c->nproducts; i++)
		if (c->product_ids[i] == product_id)
			return true;
	return false;
}

won_t
coupon_saving(const struct coupon *c, won_t amount)
{
	won_t off = c->kind == COUPON_FIXED ? c->value :
	    c->kind == COUPON_PERCENT ? won_share(amount, c->value, 100) : amount;

	if (amount <= 0 || off <= 0)
		return 0;
	return off < amount ? off : amount;
}
