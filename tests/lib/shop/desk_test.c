/* desk: the queue alone, without orders: who is served when, in what company, and that nobody is lost or served twice. */
#include "shop/desk.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/suite.h"

#define THREADS_MAX 300

/* One who waits. */
struct customer {
	struct desk_ticket	 queue;		/* first, as the desk wants it */
	struct counter		*counter;
	pthread_t		 thread;
	int			 number;
	int			 served;	/* how often */
	int			 batch;		/* in which */
};

/* What the desk's batches are run by: each waits at the gate, when there is one, and is written down. */
struct counter {
	struct desk	*desk;
	pthread_mutex_t	 mutex;
	pthread_cond_t	 open;
	int		 may_pass;		/* batches that may still pass the gate; -1 = no gate */
	int		 waiting;		/* batches at the gate */
	int		 inside, inside_max;
	int		 batches;
	size_t		 size[THREADS_MAX];
	int		 order[THREADS_MAX];	/* customers as they were served */
	int		 served;
	size_t		 size_max;
};

static void
run(void *arg, struct desk_ticket **ticket, size_t n)
{
	struct counter *c = arg;

	pthread_mutex_lock(&c->mutex);
	c->inside++;
	if (c->inside > c->inside_max)
		c->inside_max = c->inside;
	if (n > c->size_max)
		c->size_max = n;
	c->waiting++;
	pthread_cond_broadcast(&c->open);
	while (c->may_pass == 0)
		pthread_cond_wait(&c->open, &c->mutex);
	c->waiting--;
	if (c->may_pass > 0)
		c->may_pass--;
	if (c->batches < THREADS_MAX)
		c->size[c->batches] = n;
	for (size_t i = 0; i < n; i++) {
		struct customer *who = (struct customer *)ticket[i];
		who->served++;
		who->batch = c->batches;
		if (c->served < THREADS_MAX)
			c->order[c->served] = who->number;
		c->served++;
	}
	c->batches++;
	c->inside--;
	pthread_cond_broadcast(&c->open);
	pthread_mutex_unlock(&c->mutex);
}

static struct counter counter;

static void
start(size_t batch, size_t leaders, int may_pass)
{
	counter = (struct counter){ .may_pass = may_pass };
	pthread_mutex_init(&counter.mutex, NULL);
	pthread_cond_init(&counter.open, NULL);
	counter.desk = desk_new(batch, leaders, run, &counter);
	ck_assert_ptr_nonnull(counter.desk);
}

static void
finish(void)
{
	desk_free(counter.desk);
	pthread_cond_destroy(&counter.open);
	pthread_mutex_destroy(&counter.mutex);
}

static void
let_pass(int batches)
{
	pthread_mutex_lock(&counter.mutex);
	counter.may_pass = batches;
	pthread_cond_broadcast(&counter.open);
	pthread_mutex_unlock(&counter.mutex);
}

/* Until that many batches stand at the gate. */
static void
wait_at_gate(int batches)
{
	pthread_mutex_lock(&counter.mutex);
	while (counter.waiting < batches)
		pthread_cond_wait(&counter.open, &counter.mutex);
	pthread_mutex_unlock(&counter.mutex);
}

static void *
hand_in(void *arg)
{
	struct customer *c = arg;

	desk_hand_in(c->counter->desk, &c->queue);
	return NULL;
}

/* Starts the thread; returns once it stands in the queue, or leads and waits at the gate: nobody has been served yet. */
static void
come(struct customer *c, int number)
{
	*c = (struct customer){ .counter = &counter, .number = number };
	ck_assert_int_eq(pthread_create(&c->thread, NULL, hand_in, c), 0);
	for (int i = 0; i < 10000; i++) {
		pthread_mutex_lock(&counter.mutex);
		size_t here = (size_t)counter.waiting + desk_counts(counter.desk).waiting;
		pthread_mutex_unlock(&counter.mutex);
		if (here == (size_t)number + 1)
			return;
		nanosleep(&(struct timespec){ 0, 500000 }, NULL);
	}
	ck_abort_msg("customer %d neither waits nor leads", number);
}

START_TEST(alone)
{
	struct customer c = { .number = 7 };

	start(64, 2, -1);
	desk_hand_in(counter.desk, &c.queue);
	ck_assert_int_eq(c.served, 1);
	ck_assert_int_eq(counter.batches, 1);
	ck_assert_uint_eq(counter.size[0], 1);
	struct desk_counts n = desk_counts(counter.desk);
	ck_assert_uint_eq(n.batches, 1);
	ck_assert_uint_eq(n.tickets, 1);
	ck_assert_uint_eq(n.by_size[0], 1);
	ck_assert_uint_eq(n.waiting, 0);
	/* And again: the lead was given up. */
	c = (struct customer){ .number = 8 };
	desk_hand_in(counter.desk, &c.queue);
	ck_assert_int_eq(c.served, 1);
	ck_assert_uint_eq(desk_counts(counter.desk).batches, 2);
	finish();
	desk_free(NULL);
}
END_TEST

/* Those who come while a batch is under way are the next ones, in the order they came. */
static const struct { size_t batch, leaders; int customers; size_t sizes[8]; } queues[] = {
	{ 64, 1, 1, { 1 } },
	{ 64, 1, 10, { 1, 9 } },
	{ 4, 1, 10, { 1, 4, 4, 1 } },
	{ 1, 1, 5, { 1, 1, 1, 1, 1 } },
	{ 3, 2, 9, { 1, 1, 3, 3, 1 } },
	{ 256, 4, 20, { 1, 1, 1, 1, 16 } },
	{ 2, 16, 8, { 1, 1, 1, 1, 1, 1, 1, 1 } },
};

static int
size_order(const void *a, const void *b)
{
	return (*(const size_t *)a > *(const size_t *)b) - (*(const size_t *)a < *(const size_t *)b);
}

START_TEST(in_the_order_they_came)
{
	size_t want[8];
	int n = queues[_i].customers, batches = 0;
	int leading = n < (int)queues[_i].leaders ? n : (int)queues[_i].leaders;
	struct customer c[32];

	start(queues[_i].batch, queues[_i].leaders, 0);
	for (int i = 0; i < n; i++)
		come(&c[i], i);
	wait_at_gate(leading);
	ck_assert_int_eq(counter.waiting, leading);
	/* One batch at a time. */
	while (batches < 8 && queues[_i].sizes[batches] != 0)
		batches++;
	for (int i = 0; i < batches; i++) {
		let_pass(1);
		pthread_mutex_lock(&counter.mutex);
		while (counter.batches <= i)
			pthread_cond_wait(&counter.open, &counter.mutex);
		pthread_mutex_unlock(&counter.mutex);
		if (i + leading < batches)
			wait_at_gate(leading);
	}
	for (int i = 0; i < n; i++)
		pthread_join(c[i].thread, NULL);
	ck_assert_int_eq(counter.batches, batches);
	memcpy(want, queues[_i].sizes, sizeof(want));
	if (leading > 1) {	/* which of those at the gate passes first is open */
		qsort(want, (size_t)batches, sizeof(want[0]), size_order);
		qsort(counter.size, (size_t)batches, sizeof(counter.size[0]), size_order);
	}
	for (int i = 0; i < batches; i++)
		ck_assert_uint_eq(counter.size[i], want[i]);
	ck_assert_int_eq(counter.served, n);
	if (leading == 1)
		for (int i = 0; i < n; i++)
			ck_assert_int_eq(counter.order[i], i);
	/* With several leaders batches may overtake each other; within one the order stands. */
	for (int i = 1; i < n; i++)
		if (c[counter.order[i]].batch == c[counter.order[i - 1]].batch)
			ck_assert_int_eq(counter.order[i], counter.order[i - 1] + 1);
	ck_assert_int_le(counter.inside_max, (int)queues[_i].leaders);
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(c[i].served, 1);
	finish();
}
END_TEST

/* Which slot of the counts a batch of that size falls into. */
static const struct { int size, slot; } slots[] = {
	{ 1, 0 }, { 2, 1 }, { 3, 2 }, { 4, 2 }, { 5, 3 }, { 8, 3 }, { 9, 4 }, { 16, 4 }, { 17, 5 }, { 32, 5 },
	{ 33, 6 }, { 64, 6 }, { 65, 7 }, { 128, 7 }, { 129, 8 }, { 256, 8 },
};

START_TEST(counted_by_size)
{
	struct customer *c = calloc(THREADS_MAX, sizeof(*c));
	int n = slots[_i].size;

	start(DESK_BATCH_MAX, 1, 0);
	come(&c[0], 0);
	wait_at_gate(1);
	for (int i = 1; i <= n; i++)
		come(&c[i], i);
	let_pass(-1);
	for (int i = 0; i <= n; i++)
		pthread_join(c[i].thread, NULL);
	struct desk_counts d = desk_counts(counter.desk);
	ck_assert_uint_eq(d.batches, 2);
	ck_assert_uint_eq(d.tickets, (uint64_t)n + 1);
	for (int i = 0; i < DESK_SIZES; i++)
		ck_assert_uint_eq(d.by_size[i], (uint64_t)((i == 0) + (i == slots[_i].slot)));
	finish();
	free(c);
}
END_TEST

/* Many threads that come again and again: nobody lost, nobody served twice, never more leaders or larger batches than allowed. */
static const struct { size_t batch, leaders; int threads, visits; } crowds[] = {
	{ 64, 1, 64, 300 },
	{ 64, 2, 64, 300 },
	{ 64, 4, 64, 300 },
	{ 1, 1, 32, 200 },
	{ 1, 4, 32, 200 },
	{ 7, 2, 48, 300 },
	{ 256, 2, 128, 100 },
	{ 256, 16, 128, 100 },
};

static _Atomic int lost;

static void *
come_often(void *arg)
{
	int visits = *(const int *)arg;

	for (int i = 0; i < visits; i++) {
		/* On the stack, as in earnest: it is gone as soon as it was served. */
		struct customer c = { .counter = &counter };
		desk_hand_in(counter.desk, &c.queue);
		if (c.served != 1)
			atomic_fetch_add(&lost, 1);
		memset(&c, 0xa5, sizeof(c));
	}
	return NULL;
}

START_TEST(crowd)
{
	pthread_t thread[128];
	int visits = crowds[_i].visits, all = crowds[_i].threads * visits;
	uint64_t batches = 0;

	atomic_store(&lost, 0);
	start(crowds[_i].batch, crowds[_i].leaders, -1);
	for (int i = 0; i < crowds[_i].threads; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, come_often, &visits), 0);
	for (int i = 0; i < crowds[_i].threads; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(atomic_load(&lost), 0);
	ck_assert_int_eq(counter.served, all);
	ck_assert_int_eq(counter.inside, 0);
	ck_assert_int_le(counter.inside_max, (int)crowds[_i].leaders);
	ck_assert_uint_le(counter.size_max, crowds[_i].batch);
	struct desk_counts d = desk_counts(counter.desk);
	ck_assert_uint_eq(d.tickets, (uint64_t)all);
	ck_assert_uint_eq(d.waiting, 0);
	ck_assert_uint_eq(d.batches, (uint64_t)counter.batches);
	for (int i = 0; i < DESK_SIZES; i++)
		batches += d.by_size[i];
	ck_assert_uint_eq(batches, d.batches);
	finish();
}
END_TEST

Suite *
desk_suite(void)
{
	Suite *s = suite_create("shop/desk");
	TCase *c = tcase_create("desk");

	tcase_set_timeout(c, 120);
	tcase_add_test(c, alone);
	tcase_add_loop_test(c, in_the_order_they_came, 0, ROWS(queues));
	tcase_add_loop_test(c, counted_by_size, 0, ROWS(slots));
	tcase_add_loop_test(c, crowd, 0, ROWS(crowds));
	suite_add_tcase(s, c);
	return s;
}
