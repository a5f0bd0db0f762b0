/*
 * sales: what was sold by day and product: a consumer of the feed, and its readers.
 *
 * Each event says how an order then stood (snapshot.h); what the order contributes is set to that, and the sums of the day are moved
 * by the difference, in the transaction that moves the consumer's cursor.  So an event that is told again changes
 * nothing, and no order waits for any of it.
 */
#ifndef WORK_SALES_H
#define WORK_SALES_H

#include <stdint.h>

#include "base/list.h"
#include "domain/sale.h"

struct arena;
struct db;
struct err;
struct job_run;
struct shop;

/* The worker's: JOB_ALONE. */
const struct err *sales_job(struct job_run *);
/* Makes the sums anew from the first event on; *n = numbers of the feed gone over.  A worker under way notices; until this is through
 * the sums are incomplete. */
const struct err *sales_rebuild(struct db *, struct arena *, int64_t *n);

/* The goods most sold over the latest days: struct sale_popular. */
struct popular { char from[CLOCK_TEXT], to[CLOCK_TEXT]; struct list products; };
const struct err *sales_popular(struct shop *, struct arena *, struct popular *);

#define SALES_DAYS_MAX	366

struct sales_ask {
	const char	*from, *to;	/* YYYY-MM-DD; NULL: SALES_DAYS days up to today */
	const char	*cursor;	/* `next` of the page before; NULL = the beginning */
	int64_t		 limit;
};
#define SALES_DAYS	7
struct sales_page {
	char		 from[CLOCK_TEXT], to[CLOCK_TEXT];
	int64_t		 quantity;	/* of all days asked for, not of the page alone */
	won_t		 amount;
	struct list	 days;		/* struct sale_of_day */
	const char	*next;		/* NULL = the end */
};
/* INVALID_REQUEST at ?from, ?to, ?cursor. */
const struct err *sales_by_day(struct shop *, struct arena *, const struct sales_ask *, struct sales_page *);

#endif
