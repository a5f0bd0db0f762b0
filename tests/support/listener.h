/*
 * listener: a port at which one of a test's companies answers, in threads of the test, until it is told to stop.
 */
#ifndef SUPPORT_LISTENER_H
#define SUPPORT_LISTENER_H

#include <pthread.h>
#include <stdbool.h>

struct listener {
	int		 fd, wake[2], port;
	void		 (*taken)(void *arg, int fd);
	void		*arg;
	pthread_t	 thread;
};

/* Listens on 127.0.0.1, or everywhere, and gives each connection to the function, one after the other, in a thread of its own.  The
 * function closes the descriptor, or has it closed. */
void listener_start(struct listener *, bool everywhere, void (*taken)(void *arg, int fd), void *arg);
/* True when fd can be read; false when the listener shall stop, or the time is over (-1: it never is).  No fd (-1) is only waited for. */
bool listener_wait(const struct listener *, int fd, int ms);
/* Nobody is taken any more, and all who wait return. */
void listener_stop(struct listener *);
/* After that, when nobody waits any more. */
void listener_close(struct listener *);

/* A port on which nobody listens. */
int listener_nobody(void);

#endif
