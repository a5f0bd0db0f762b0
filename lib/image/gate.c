/* gate: a counter, and those who wait for it. */
#include "image/gate.h"

#include <time.h>

int
gate_init(struct gate *g, int n)
{
	pthread_condattr_t attr;
	int failed;

	g->room = n;
	if (pthread_condattr_init(&attr) != 0)
		return -1;
	failed = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 || pthread_mutex_init(&g->lock, NULL) != 0;
	if (!failed && pthread_cond_init(&g->left, &attr) != 0) {
		pthread_mutex_destroy(&g->lock);
		failed = 1;
	}
	pthread_condattr_destroy(&attr);
	return failed ? -1 : 0;
}

void
gate_destroy(struct gate *g)
{
	pthread_cond_destroy(&g->left);
	pthread_mutex_destroy(&g->lock);
}

bool
gate_enter(struct gate *g, int weight, long ms)
{
	struct timespec until;
	bool in;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000)
		until.tv_sec++, until.tv_nsec -= 1000000000;
	pthread_mutex_lock(&g->lock);
	while (g->room < weight && pthread_cond_timedwait(&g->left, &g->lock, &until) == 0)
		;
	in = g->room >= weight;
	if (in)
		g->room -= weight;
	pthread_mutex_unlock(&g->lock);
	return in;
}

void
gate_leave(struct gate *g, int weight)
{
	pthread_mutex_lock(&g->lock);
	g->room += weight;
	pthread_cond_broadcast(&g->left);
	pthread_mutex_unlock(&g->lock);
}
