/*
 * gate: so many at a time, the others wait a while.
 *
 * A picture being decoded takes memory that no request's arena counts; the
 * gate bounds how many there are, and so the memory of the program.
 */
#ifndef IMAGE_GATE_H
#define IMAGE_GATE_H

#include <pthread.h>
#include <stdbool.h>

struct gate {
	pthread_mutex_t	lock;
	pthread_cond_t	left;
	int		room;
};

/* Room for the weight of n; -1 when the system has no lock for it. */
int gate_init(struct gate *, int n);
void gate_destroy(struct gate *);
/* False when there was no room for so many milliseconds.  A weight beyond all room never gets in; who weighs much may wait while
 * lighter ones pass. */
bool gate_enter(struct gate *, int weight, long ms);
void gate_leave(struct gate *, int weight);

#endif
