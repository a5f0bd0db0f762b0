/*
 * card: what the gateway reads from a card, and what comes of it.
 *
 * Pure functions.  No copy of a number is made; nothing but brand and last four
 * digits leaves this file.
 */
#ifndef GATEWAY_CARD_H
#define GATEWAY_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As it comes in; all of it is wiped after the request. */
struct card_shown { const char *card_number, *cardholder_name, *expiry_date, *cvc; };

/* How a call with that card is answered. */
enum card_manner {
	CARD_ANSWERS,
	CARD_FAILS,	/* 500, and nothing was charged */
	CARD_DROPS,	/* charged, and the connection is closed without a word */
	CARD_DAWDLES,	/* charged, and answered late */
};

struct card_verdict {
	const char		*brand;		/* "VISA" */
	char			 last_four[5];
	const char		*reason;	/* why it is declined; NULL = it pays */
	enum card_manner	 manner;
};

/* Checks of the model: NULL, or what is wrong with the field. */
const char *card_check_number(const void *text);	/* const char **: as many digits as its brand has, with a good check digit; a space or a dash between */
const char *card_check_expiry(const void *text);	/* MM/YY */
/* The CVC has the length its brand's have. */
bool card_check_cvc(const struct card_shown *);

/* What comes of a card that passed the checks, at a moment (ms). */
struct card_verdict card_judge(const struct card_shown *, int64_t now);

/* The test cards, for people to read. */
struct card_row { const char *number, *reason; enum card_manner manner; const char *ko, *en; };
extern const struct card_row card_rows[];
extern const size_t card_rows_n;

#endif
