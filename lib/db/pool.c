/*
 * pool: connections shared by the threads of a program.
 *
 * The one put back last is lent first, so that few stay busy and warm.  A
 * connection that lay idle for long, or since before another one broke, or
 * whose socket has something to say unasked, is asked whether it still works:
 * a restarted MariaDB costs no request.
 * Connecting and asking happen outside the lock.
 */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/inside.h"

#define IDLE_US INT64_C(30000000)

struct db_pool {
	const struct conf	*conf;
	const struct stmt_def	*defs;
	size_t			 ndefs;
	pthread_mutex_t		 lock;
	pthread_cond_t		 put_back;
	/* Under the lock: */
	struct db		*idle;		/* newest first */
	int64_t			 open;		/* idle, lent, or being opened */
	int64_t			 broke_at;	/* us, monotonic; when one was last found broken */
};

struct db_pool *
db_pool_new(const struct conf *c, const struct stmt_def *defs, size_t n)
{
	struct db_pool *p = calloc(1, sizeof(*p));
	pthread_condattr_t attr;

	if (p == NULL)
		return NULL;
	p->conf = c;
	p->defs = defs;
	p->ndefs = n;
	p->broke_at = INT64_MIN;
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->put_back, &attr);
	pthread_condattr_destroy(&attr);
	return p;
}

void
db_pool_free(struct db_pool *p)
{
	if (p == NULL)
		return;
	while (p->idle != NULL) {
		struct db *db = p->idle;
		p->idle = db->next;
		db_close(db);
	}
	pthread_cond_destroy(&p->put_back);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static struct timespec
deadline(int64_t ms)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += (time_t)(ms / 1000);
	t.tv_nsec += (long)(ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

/* Takes an idle connection, or the right to open one (*out = NULL); false after the deadline. */
static bool
take(struct db_pool *p, struct db **out, bool *doubtful)
{
	struct timespec until = deadline(p->conf->db_timeout_ms);
	bool ok = true;

	pthread_mutex_lock(&p->lock);
	while (p->idle == NULL && p->open >= p->conf->db_connections && ok)
		ok = pthread_cond_timedwait(&p->put_back, &p->lock, &until) == 0;
	struct db *db = p->idle;
	if (db != NULL) {
		p->idle = db->next;
		*doubtful = db->idle_since <= p->broke_at || clock_monotonic_us() - db->idle_since > IDLE_US;
		ok = true;
	} else if (p->open < p->conf->db_connections) {
		p->open++;
		ok = true;
	}
	pthread_mutex_unlock(&p->lock);
	if (ok)
		*out = db;
	return ok;
}

/* One connection fewer; whoever waits may open another. */
static void
drop(struct db_pool *p, struct db *db)
{
	db_close(db);
	pthread_mutex_lock(&p->lock);
	p->open--;
	pthread_cond_signal(&p->put_back);
	pthread_mutex_unlock(&p->lock);
}

static void
note_broken(struct db_pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->broke_at = clock_monotonic_us();
	pthread_mutex_unlock(&p->lock);
	db_count_reconnect();
}

/* Nobody sends anything to who asked for nothing, but good-bye. */
static bool
hung_up(struct db *db)
{
	struct pollfd socket = { .fd = mysql_get_socket(db->my), .events = POLLIN };

	return poll(&socket, 1, 0) != 0;
}

const struct err *
db_borrow(struct db_pool *p, struct arena *a, struct db **out)
{
	struct db *db;
	bool doubtful = false;

	if (!take(p, &db, &doubtful))
		return err_new(a, ERR_UNAVAILABLE, "no database connection became free in %lld ms",
		    (long long)p->conf->db_timeout_ms);
	if (db != NULL && (doubtful || hung_up(db))) {
		db_count(0, 1);
		if (mysql_ping(db->my) != 0) {
			db_close(db);
			db = NULL;
			note_broken(p);
		}
	}
	if (db == NULL) {
		const struct err *e = db_open(p->conf, p->defs, p->ndefs, a, &db);
		if (e != NULL) {
			drop(p, NULL);
			return e;
		}
	}
	db->fault = DB_OK;
	db->changed = 0;
	*out = db;
	return NULL;
}

void
db_return(struct db_pool *p, struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	if (db->broken) {
		note_broken(p);
		drop(p, db);
		return;
	}
	db->idle_since = clock_monotonic_us();
	pthread_mutex_lock(&p->lock);
	db->next = p->idle;
	p->idle = db;
	pthread_cond_signal(&p->put_back);
	pthread_mutex_unlock(&p->lock);
}
