/*
 * notice: what a member is told of an order, and in which words.
 *
 * What there is to tell follows from how an order stands and what was told before: each kind of notice has a part that only ever
 * grows (how many lines are on their way, how much was given back), and is told again only for more than the last time.  So it does
 * not matter how often, or from where on, events are read.
 * Source: notifications of the members' requirements: of orders, payments and deliveries.
 */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/event.h"

struct arena;

enum notice_kind {
#define NOTICE(kind, ...) NOTICE_##kind,
#include "domain/notice.def"
#undef NOTICE
	NOTICE__MAX
};
extern const char *const notice_kind_names[];	/* NULL-terminated, in the enum's order */
int notice_kind_parse(const char *);		/* -1 when there is none */

struct notice {
	struct uuid		 id, user_id, order_id;
	enum notice_kind	 kind;
	int64_t			 part, of;	/* of = 0: not a matter of lines */
	const char		*number;	/* the order's */
	won_t			 amount;
	int64_t			 at, read_at;	/* ms; 0 = not read */
};

/* What an event has to tell, when so far `known` of each kind was told (0 = nothing), which is brought forward; returns how many. The
 * notices have kind, part, of, number and amount. */
size_t notices_of(const struct order_event *, const struct snapshot *, int64_t known[NOTICE__MAX], struct notice out[NOTICE__MAX]);

bool notice_mailed(enum notice_kind);
const char *notice_title(enum notice_kind, bool english);
/* NULL when the arena is full. */
const char *notice_body(struct arena *, const struct notice *, bool english);

#endif
