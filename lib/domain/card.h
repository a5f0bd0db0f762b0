/*
 * card: what a payment card must look like before anybody is asked to charge it.
 *
 * Whoever takes a card checks it here first; nothing here keeps, logs or copies what it is
 * given.  Source: validate_card_number and mask_card_number of the PaymentService.
 */
#ifndef DOMAIN_CARD_H
#define DOMAIN_CARD_H

#include <stdbool.h>
#include <stdint.h>

enum card_brand {
#define BRAND(name, ...) CARD_##name,
#include "domain/card_brand.def"
#undef BRAND
	CARD_OTHER,		/* a good number of a brand the table does not know */
	CARD__MAX
};
extern const char *const card_brand_names[];	/* NULL-terminated, in the enum's order */

/* As it was typed: the number with spaces or dashes between digits, the expiry MM/YY. */
struct card { const char *number, *holder, *expiry, *cvc; };

/* What is wrong with each: a fault's reason; NULL = fine. */
struct card_faults { const char *number, *expiry, *cvc; };

#define CARD_MASK 20		/* "**** **** **** 1234" and NUL */

/* Digits, single spaces and dashes between them, and as many as the brand has (12 to 19); the last one
 * is the check digit of the others (Luhn). */
bool card_validate_number(const char *number);
/* By what the number begins with, good or not; CARD_OTHER when no range fits. */
enum card_brand card_brand(const char *number);
/* Its last four digits; an asterisk for each that it has not. */
const char *card_mask(const char *number, char out[CARD_MASK]);

/* MM/YY of this century: the month 1-12, the year with four digits. */
bool card_expiry_parse(const char *expiry, int *month, int *year);
/* A card is good until the end of its month, in the shop's time zone. */
bool card_expired(int month, int year, int64_t now_ms);
/* Digits, as many as the brand has; an unknown brand's may have 3 or 4. */
bool card_cvc_fits(const char *cvc, enum card_brand);

/* All of it: required, not_a_card, not_an_expiry, card_expired, not_a_cvc.  False when anything is wrong. */
bool card_check(const struct card *, int64_t now_ms, struct card_faults *);

#endif
