/* sequence: lock the feed, look without locking, number, commit. */
#include "work/sequence.h"

#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "store/event_store.h"
#include "work/job.h"

#define SEQUENCE_ARENA	(4u << 20)	/* bytes; a round takes a tenth of it */

static const struct err *
number(struct db *db, struct arena *a, int64_t *given)
{
	struct uuid *ids;
	int64_t last;
	size_t n;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL || (e = event_store_lock(db, a, &last)) != NULL ||
	    (e = event_store_waiting(db, a, SEQUENCE_MAX, &ids, &n)) != NULL)
		return e;
	if (n > 0 && (e = event_store_number(db, a, ids, n, last)) != NULL)
		return e;
	if ((e = db_commit(db, a)) != NULL)
		return e;
	*given = (int64_t)n;
	return NULL;
}

const struct err *
sequence(struct db *db, struct arena *a, int64_t *given)
{
	const struct err *e = number(db, a, given);

	if (e != NULL)
		db_rollback(db);
	return e;
}

/* A backlog is no reason to keep the database from those who wait for an answer. */
static void
leave_to_others(int64_t us)
{
	nanosleep(&(struct timespec){ us / 1000000, us % 1000000 * 1000 }, NULL);
}

const struct err *
sequence_all(struct db *db, struct arena *a, int64_t *given)
{
	struct arena *round = arena_new(SEQUENCE_ARENA);
	int64_t n = SEQUENCE_MAX, began = clock_monotonic_us();
	const struct err *e = NULL;

	if (round == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory to number events");
	*given = 0;
	while (n == SEQUENCE_MAX && (e = sequence(db, round, &n)) == NULL) {
		*given += n;
		arena_reset(round);
		if (n == SEQUENCE_MAX)
			leave_to_others(clock_monotonic_us() - began);
		began = clock_monotonic_us();
	}
	if (e != NULL)
		e = err_new(a, e->code, "%s", e->detail == NULL ? "" : e->detail);
	arena_free(round);
	return e;
}

const struct err *
sequence_job(struct job_run *run)
{
	/* Behind those who wait for an answer; on Linux this is the thread's alone. */
	(void)setpriority(PRIO_PROCESS, 0, 10);
	return sequence_all(run->lease, run->arena, &run->done);
}
