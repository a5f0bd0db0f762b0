/*
 * reconcile: our payments against the payment gateway's books.
 *
 * Both sides are read whole, theirs first, and held against each other payment by payment, by our payment's id.  What is
 * being worked on is no difference: payments younger than the grace, or paid or given back within it, and those with
 * an open compensation are counted and passed over.  Where a payment is not paid here, what counts is
 * that nothing of it is left there.
 */
#ifndef WORK_RECONCILE_H
#define WORK_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

struct arena;
struct db;
struct err;
struct gateway;

enum difference_kind {
	DIFFERENCE_NONE,
#define DIFFERENCE(name, what) DIFFERENCE_##name,
#include "work/reconcile.def"
#undef DIFFERENCE
	DIFFERENCE__MAX
};
const char *difference_name(enum difference_kind);	/* "NOT_OURS" */
const char *difference_meaning(enum difference_kind);

/* A payment as one side has it. */
struct reconcile_side {
	int	 charges;	/* 0 = it is not there; here 1 */
	bool	 paid;		/* here: SUCCESS or after; there always */
	won_t	 amount, refunded;
};
/* What is different about a payment, or NONE: a pure function. */
enum difference_kind reconcile_compare(const struct reconcile_side *here, const struct reconcile_side *there);

struct difference {
	enum difference_kind	 kind;
	struct uuid		 payment_id;		/* zero: what was charged there names no payment that could be ours */
	const char		*order_number;		/* NULL = not known here */
	const char		*transaction_id;	/* theirs; NULL = not known */
	struct reconcile_side	 here, there;
};

struct reconcile_ask {
	int64_t	 from, now;	/* ms: payments begun between, less the grace */
	int64_t	 grace_ms;
	void	(*differs)(void *arg, const struct difference *);
	void	*arg;
};
struct reconcile_sum { size_t payments, entries, under_way, differences; };

/* UPSTREAM_FAILED when the gateway does not tell all there is: then nothing is known. */
const struct err *reconcile(struct db *, struct gateway *, struct arena *, const struct reconcile_ask *, struct reconcile_sum *);

#endif
