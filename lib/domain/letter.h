/*
 * letter: something that was given up and waits for an admin.
 */
#ifndef DOMAIN_LETTER_H
#define DOMAIN_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"

struct letter {
	struct uuid	 id;			/* the compensation's, the event's or the e-mail's */
	const char	*kind;			/* SETTLE, REFUND (compensation.h); EVENT; EMAIL */
	struct uuid	 order_id, payment_id;	/* zero = none */
	won_t		 amount;
	int64_t		 attempts;
	const char	*reason;		/* of an event its type, of an e-mail what it tells */
	const char	*last_error, *consumer;	/* NULL = none */
	int64_t		 created_at;		/* ms */
	bool		 may_have_arrived;	/* an e-mail: nobody knows */
};
struct letters { struct letter *v; size_t n; struct uuid next; };	/* next: continue after it; zero = the end */
#define LETTER_EVENT "EVENT"
#define LETTER_EMAIL "EMAIL"

#endif
