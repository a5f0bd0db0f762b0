/*
 * coupon_api: what the coupon endpoints are asked and answer.
 */
#ifndef API_COUPON_API_H
#define API_COUPON_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/coupon.h"
#include "http/model.h"

struct arena;

struct coupon_request {
	const char	*name, *name_en, *description, *description_en;
	int		 kind, scope;		/* enum coupon_kind, enum coupon_scope */
	int64_t		 value;
	struct list	 product_ids;		/* int64_t */
	int64_t		 min_order_amount, quantity;
	int64_t		 issue_from, issue_to;	/* from 0 = at once */
	int64_t		 valid_days;
};
extern const struct model coupon_request_model;
/* The coupon that is asked for; false when the arena is full. */
bool coupon_of_request(struct arena *, const struct coupon_request *, struct coupon *);

struct coupon_list_query { int64_t limit, cursor; };
struct holdings_query { int status; int64_t limit; struct uuid cursor; };
extern const struct model coupon_list_query_model, holdings_query_model;

struct coupon_view {
	int64_t		 coupon_id;
	const char	*name, *description, *kind;
	int64_t		 value;
	const char	*scope;
	struct list	 product_ids;		/* int64_t */
	int64_t		 min_order_amount, quantity, remaining;
	int64_t		 issue_from, issue_to, valid_days;
};
extern const struct model coupon_model;

struct issued_view {
	struct uuid	 issued_coupon_id;
	int64_t		 coupon_id;
	const char	*name, *kind;
	int64_t		 value;
	const char	*scope;
	int64_t		 min_order_amount;
	const char	*status;
	int64_t		 issued_at, expires_at;
	struct uuid	 order_key;		/* zero = not used */
};
extern const struct model issued_model;

struct coupon_list_answer { struct list coupons; const char *next_cursor; };	/* struct coupon_view */
struct holdings_answer { struct list coupons; struct uuid next_cursor; };	/* struct issued_view */
extern const struct model coupon_list_model, holdings_model;

/* False when the arena is full. */
bool coupon_view(struct arena *, const struct coupon *, bool english, struct coupon_view *);
bool coupon_list_view(struct arena *, const struct coupon *, size_t n, const char *next, bool english, struct coupon_list_answer *);
/* As it is now: one whose time is over is EXPIRED. */
struct issued_view issued_view(const struct issued_coupon *, int64_t now, bool english);
bool holdings_view(struct arena *, const struct issued_coupon *, size_t n, const struct uuid *next, int64_t now, bool english,
    struct holdings_answer *);

#endif
