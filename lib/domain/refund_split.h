/*
 * refund_split: what comes back when pieces of an order do.
 *
 * Each line keeps what it cost in money and in points, after every discount (discount.h).  Its pieces share that by largest remainder:
 * of 10,000 won for three, the first is worth 3,334 and the others 3,333 each.  Pieces come back in that order, so any sequence of
 * part-cancels and returns adds up to exactly what was paid, whoever asks for how many at a time, and the last piece takes the rest.
 *
 * A seller's delivery fee comes back with the last of its pieces, if all of them were cancelled before they left: who receives something
 * has been delivered to, and a returned piece was carried.  Nothing is counted anew against the limits of coupons and of free delivery:
 * what is kept goes on costing what it cost.  Coupons come back when nothing of the order was delivered and nothing is left of it.
 *
 * Money is won; a piece is a whole one.  Source: the cancel, return and refund rules of the store requirements.
 */
#ifndef DOMAIN_REFUND_SPLIT_H
#define DOMAIN_REFUND_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "domain/payment.h"

/* A line as it was paid, and what has become of its pieces. */
struct refund_line {
	uint32_t	 seller_id;
	int64_t		 quantity;		/* bought; > 0 */
	won_t		 money, points;		/* the whole line cost; >= 0 */
	int64_t		 cancelled, returned;	/* pieces: before they left, after they had come; together at most quantity */
};

/* The fee a seller was paid. */
struct refund_fee { uint32_t seller_id; won_t charged; };

/* What goes back.  money holds the fee too. */
struct refund { won_t money, points, fee; };

/* Where money goes back to. */
enum refund_way { REFUND_TO_BALANCE, REFUND_BY_GATEWAY, REFUND_BY_HAND, REFUND_WAY__MAX };
extern const char *const refund_way_names[];	/* NULL-terminated, in the enum's order */
/* The way it came: the balance, the gateway that charged the card or wallet, or cash from hand to hand.  Points go back to the points. */
enum refund_way refund_way(enum payment_method);

/* What `amount` for n pieces leaves on the first k of them: largest remainder, the earlier piece first. 0 <= k <= n, n > 0. */
won_t refund_of_pieces(won_t amount, int64_t n, int64_t k);

/* Takes `pieces` more of line i out of the order, cancelled before they left or else returned, marks them so, and says what goes back.
 * False, and nothing changed, when pieces <= 0, when there are not as many left, or when line or sum do not fit. */
bool refund_take(struct refund_line *, size_t nlines, size_t i, int64_t pieces, bool cancelled,
    const struct refund_fee *, size_t nfees, struct refund *out);

/* Nothing of the order is left and nothing of it left the house: its coupons are given back. */
bool refund_gives_coupons_back(const struct refund_line *, size_t nlines);

#endif
