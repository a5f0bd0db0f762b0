/*
 * coupon: what a coupon is, who may still have one, and whether one may be used.
 *
 * A coupon is offered in a quantity, first come, first served, one a member; what a member then holds
 * is an issued coupon with a life of its own (coupon.def).  What it takes off an order is discount.h's.
 * Money is won, moments are ms.  The words that say why not are those of details.def and faults.def.
 * Source: the coupons of the store requirements.
 */
#ifndef DOMAIN_COUPON_H
#define DOMAIN_COUPON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

struct arena;
struct buf;
struct err;
struct faults;

enum coupon_kind {
#define COUPON_KIND(name) COUPON_##name,
#include "domain/coupon.def"
	COUPON_KIND__MAX
};
enum coupon_scope {
#define COUPON_SCOPE(name) COUPON_FOR_##name,
#include "domain/coupon.def"
	COUPON_SCOPE__MAX
};
enum coupon_state {
#define COUPON_STATE(name) COUPON_IS_##name,
#include "domain/coupon.def"
	COUPON_STATE__MAX
};
/* Names as in the database and the API; NULL-terminated, in the enums' order. */
extern const char *const coupon_kind_names[], *const coupon_scope_names[], *const coupon_state_names[];
/* -1 when there is none of that name. */
int coupon_kind_parse(const char *);
int coupon_scope_parse(const char *);
int coupon_state_parse(const char *);

struct coupon {
	uint32_t	 id;
	const char	*name, *name_en;	/* name_en may be NULL */
	const char	*description, *description_en;	/* each may be NULL */
	enum coupon_kind kind;
	enum coupon_scope scope;
	int64_t		 value;			/* FIXED: won; PERCENT: 1 to 100; FREE_DELIVERY: 0 */
	won_t		 min_order_amount;	/* 0 = none */
	const uint32_t	*product_ids;		/* of scope PRODUCT */
	size_t		 nproducts;
	int64_t		 quantity, issued;
	int64_t		 issue_from, issue_to;	/* from is within, to is not */
	int64_t		 valid_days;
	int64_t		 created_at;
};

struct issued_coupon {
	struct uuid		 id, user_id;
	const struct coupon	*coupon;
	enum coupon_state	 state;
	struct uuid		 order_id;	/* of the order it is used by; zero = none */
	int64_t			 issued_at, expires_at, used_at;	/* expires_at is not within; used_at 0 = not */
};

/* What it is called: in English where that was asked for, and given. */
const char *coupon_name(const struct coupon *, bool english);

#define COUPON_VALID_DAYS_MAX 3650
#define COUPON_QUANTITY_MAX INT64_C(100000000)

/* What is wrong with a coupon that is to be offered, as faults of the API's coupon request: too_small and too_large (a percentage past
 * 100, an amount of 100,000,000 won or more), not_offered (free delivery of single products), required (the products of a coupon for products),
 * not_used (products of one for orders, a value of free delivery), duplicate_field, ends_before_it_begins. */
void coupon_check(const struct coupon *, struct faults *);

/* --- giving them out ------------------------------------------------------ */

/* Whether somebody may have one now, `has_one` telling whether they ever had.  NULL = yes, and then it counts as issued.
 * COUPON_ALREADY_ISSUED; COUPON_SOLD_OUT; COUPON_NOT_USABLE: issue_not_begun, issue_over. */
const struct err *coupon_claim(struct arena *, struct coupon *, bool has_one, int64_t now);
/* How many there are left; never negative. */
int64_t coupon_remaining(const struct coupon *);
/* When one issued now expires: at the end of its last day in the shop's zone, the day of issue not counted. */
int64_t coupon_expiry(int64_t issued_at, int64_t valid_days);

/* --- its life -------------------------------------------------------------- */

struct coupon_move { enum coupon_state from, to; const char *event; };
extern const struct coupon_move coupon_moves[];
extern const size_t coupon_moves_n;
/* The row of an event in a state, NULL when it can not happen there: the only way from state to state. */
const struct coupon_move *coupon_move_find(enum coupon_state from, const char *event);
void coupon_state_draw(struct buf *);		/* Graphviz */

/* What it is to its member now: ACTIVE past its time is EXPIRED, also before anybody has written that down. */
enum coupon_state coupon_state_now(const struct issued_coupon *, int64_t now);
/* Why it can not be used whatever is bought: coupon_used, coupon_expired, coupon_revoked; NULL = it can. */
const char *coupon_refusal(const struct issued_coupon *, int64_t now);

/* --- what it is for -------------------------------------------------------- */

/* A line of that product can have it. */
bool coupon_for_product(const struct coupon *, uint32_t product_id);
/* What it takes off that much; never more than there is, never negative.  Free delivery is asked with the fee. */
won_t coupon_saving(const struct coupon *, won_t amount);

#endif
