/*
 * breaker: see breaker.h.
 */
#include "remote/breaker.h"

#include "base/clock.h"

static void
change(struct breaker *b, enum breaker_state to, int64_t now)
{
	b->state = to;
	b->since = now;
	b->nfailed = 0;
	if (++b->era == 0)
		b->era = 1;
}

void
breaker_init(struct breaker *b, struct breaker_rules rules)
{
	if (rules.failures < 1)
		rules.failures = 1;
	if (rules.failures > BREAKER_FAILURES)
		rules.failures = BREAKER_FAILURES;
	*b = (struct breaker){ .rules = rules, .state = BREAKER_CLOSED, .era = 1 };
}

unsigned
breaker_ask(struct breaker *b, int64_t now)
{
	if (b->state == BREAKER_CLOSED)
		return b->era;
	/* A trial that never told its end is given up after as long: another may try. */
	if (now - b->since < b->rules.open_ms)
		return 0;
	change(b, BREAKER_HALF_OPEN, now);
	return b->era;
}

/* The ring's oldest entry is the failure that lies rules.failures - 1 before this one. */
static bool
is_enough(struct breaker *b, int64_t now)
{
	unsigned room = (unsigned)b->rules.failures;

	b->failed[b->nfailed++ % room] = now;
	return b->nfailed >= room && now - b->failed[b->nfailed % room] <= b->rules.window_ms;
}

void
breaker_tell(struct breaker *b, unsigned ticket, int64_t now, bool good)
{
	if (ticket == 0 || ticket != b->era)
		return;
	if (b->state == BREAKER_HALF_OPEN)
		change(b, good ? BREAKER_CLOSED : BREAKER_OPEN, now);
	else if (good)
		b->nfailed = 0;
	else if (is_enough(b, now))
		change(b, BREAKER_OPEN, now);
}

int64_t
breaker_wait(const struct breaker *b, int64_t now)
{
	int64_t left = b->since + b->rules.open_ms - now;

	return b->state == BREAKER_CLOSED || left < 0 ? 0 : left;
}

static int64_t
now_ms(void)
{
	return clock_monotonic_us() / 1000;
}

void
guard_init(struct guard *g, struct breaker_rules rules)
{
	(void)pthread_mutex_init(&g->lock, NULL);
	breaker_init(&g->breaker, rules);
}

void
guard_destroy(struct guard *g)
{
	(void)pthread_mutex_destroy(&g->lock);
}

unsigned
guard_enter(struct guard *g)
{
	pthread_mutex_lock(&g->lock);
	unsigned ticket = breaker_ask(&g->breaker, now_ms());
	pthread_mutex_unlock(&g->lock);
	return ticket;
}

bool
guard_leave(struct guard *g, unsigned ticket, bool good)
{
	pthread_mutex_lock(&g->lock);
	unsigned before = g->breaker.era;
	breaker_tell(&g->breaker, ticket, now_ms(), good);
	bool changed = g->breaker.era != before;
	pthread_mutex_unlock(&g->lock);
	return changed;
}

int64_t
guard_wait_ms(struct guard *g)
{
	pthread_mutex_lock(&g->lock);
	int64_t wait = breaker_wait(&g->breaker, now_ms());
	pthread_mutex_unlock(&g->lock);
	return wait;
}

enum breaker_state
guard_state(struct guard *g)
{
	pthread_mutex_lock(&g->lock);
	enum breaker_state state = g->breaker.state;
	pthread_mutex_unlock(&g->lock);
	return state;
}
