/*
 * crowd: many who order at once, each in a thread of their own, and a gate
 * that holds the desk so that they all stand in one queue.
 */
#ifndef TESTS_CROWD_H
#define TESTS_CROWD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "domain/order.h"
#include "shop/ticket.h"

struct shop;

#define CROWD_MAX 64

/* What became of one. */
struct crowd_one {
	struct crowd	*crowd;
	struct shop	*shop;
	pthread_t	 thread;
	int		 number;
	int		 code;			/* -1 = placed, or answered again; else the error's */
	int		 retry_after;
	bool		 made;			/* the order was made by this one */
	int		 status;		/* of the answer kept, when there was a key */
	char		 json[64];
};

struct crowd {
	/* In: */
	int			 n, nwishes;
	struct order_wish	 wish[4];	/* taken in turn */
	const struct uuid	*user;		/* NULL = the guest */
	const char		*key;		/* of all of them; NULL = none */
	/* Out: */
	struct crowd_one	 one[CROWD_MAX];
};

/* All order at once, at the shops in turn; returns when all were served. */
void crowd_place(struct crowd *, struct shop *const *shops, int nshops);
/* The same in two parts.  With one shop whose desk is held they stand in the queue, in their order, when begin returns. */
void crowd_begin(struct crowd *, struct shop *const *shops, int nshops);
void crowd_end(struct crowd *);

/* A ticket that waits in the desk's batch until the gate opens. */
struct crowd_gate {
	struct ticket	 ticket;
	struct shop	*shop;
	pthread_t	 thread;
	pthread_mutex_t	 mutex;
	pthread_cond_t	 changed;
	bool		 inside, open;
};
/* Serves a ticket that waits, and then is refused; returns when it waits. */
void crowd_gate_hold(struct crowd_gate *, struct shop *);
/* Opens it, and waits until the ticket was served. */
void crowd_gate_open(struct crowd_gate *);
/* Until that many have come to the held desk since it was held. */
void crowd_until_queued(struct shop *, int n);

/* One who cancels an order meanwhile. */
struct crowd_cancel { struct uuid order; const struct uuid *user; struct shop *shop; pthread_t thread; int code; };
void crowd_cancel_begin(struct crowd_cancel *, struct shop *);
void crowd_cancel_end(struct crowd_cancel *);

#endif
