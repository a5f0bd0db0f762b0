/*
 * seller: a business that sells its goods in the shop.
 *
 * A member asks to become one; an admin decides.  Only an APPROVED seller sells.
 */
#ifndef DOMAIN_SELLER_H
#define DOMAIN_SELLER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

enum seller_status { SELLER_REQUESTED, SELLER_APPROVED, SELLER_REJECTED, SELLER_STATUS__MAX };
extern const char *const seller_status_names[];	/* NULL-terminated, in the enum's order */
int seller_status_parse(const char *);		/* -1 when there is none */

#define SELLER_NUMBER_TEXT	11		/* ten digits and NUL */
#define SELLER_FEE_MAX		INT64_C(1000000)	/* won */

struct seller {
	uint32_t	 id;
	struct uuid	 user_id;
	const char	*business_name, *registration_number;	/* ten digits */
	const char	*phone, *address, *category;
	int		 status;		/* enum seller_status */
	won_t		 delivery_fee;		/* once an order … */
	won_t		 free_delivery_from;	/* … unless this much is bought of the seller */
	int64_t		 created_at, updated_at;	/* ms */
};

/* What one asks with. */
struct seller_wish { const char *business_name, *registration_number, *phone, *address, *category; };

/* What is to be changed; NULL, -1 = stays as it is. */
struct seller_change {
	const char	*phone, *address, *category;
	int64_t		 delivery_fee, free_delivery_from;
	int		 status;
};

/* Whether an admin may move a seller so.  Staying is no move. */
bool seller_may_become(int from, int to);

/* NULL = fine, else the fault's reason: for the models.  A Korean business registration number: ten digits, dashes
 * allowed between; the last is a check digit over the others. */
const char *seller_number_check(const void *value);	/* const char ** */
/* The bare digits of a number that passed the check. */
void seller_number_digits(const char *number, char out[SELLER_NUMBER_TEXT]);

#endif
