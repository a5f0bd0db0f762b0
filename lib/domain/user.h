/*
 * user: a member of the shop, or of its staff.
 */
#ifndef DOMAIN_USER_H
#define DOMAIN_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "domain/staff.h"

enum user_status { USER_ACTIVE, USER_SUSPENDED, USER_WITHDRAWN, USER_STATUS__MAX };
extern const char *const user_status_names[];	/* NULL-terminated, in the enum's order */
int user_status_parse(const char *);		/* -1 when there is none */

struct user {
	struct uuid	 id;
	const char	*email;			/* lower case */
	const char	*password_hash;
	const char	*name, *phone, *address;	/* phone, address may be NULL */
	int		 role;			/* enum role */
	int		 status;		/* enum user_status */
	int64_t		 created_at, updated_at;	/* ms */
};

/* What one registers with; phone and address may be NULL. */
struct registration { const char *email, *password, *name, *phone, *address; };

/* What is to be changed; NULL, -1 = stays as it is. */
struct member_change { const char *name, *phone, *address; int status; };

/* An address a member keeps; of a change: NULL = stays as it is.  recipient_name NULL = the member. */
struct address_wish { const char *label, *address, *recipient_name, *recipient_phone, *notes; };
struct user_address { struct uuid id; struct address_wish what; int64_t created_at; };
#define ADDRESSES_MAX 20	/* of one member */

/* Why a status may not change so; NULL = it may.  WITHDRAWN is final. */
const char *user_status_refusal(int from, int to);

/* NULL = fine, else the fault's reason: for the models. */
const char *user_email_check(const void *value);	/* const char ** */
const char *user_phone_check(const void *value);

/* Seconds a sign-in has to wait after that many failures in a row: none for the first `free_failures`, then doubling from 1 up to max. */
int64_t signin_delay(int64_t failures, int64_t free_failures, int64_t max);

/* Of those failures what is left so many seconds after the last, where each forgive_s forgives one; 0 = none is forgiven. */
int64_t signin_unforgiven(int64_t failures, int64_t elapsed_s, int64_t forgive_s);

#endif
