/* job: who runs, when, how many at once, and what stopping, failing and dying leave behind. */
#include "work/job.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

/* What the jobs of these tests do is told to this place and decided here. */
static struct {
	pthread_mutex_t	 lock;
	pthread_cond_t	 changed;
	int		 runs, inside, inside_most;	/* of waits() */
	int		 quick_runs;			/* of quick() */
	bool		 open;				/* waits() may end */
	int		 failures;			/* how many more times quick() fails */
	bool		 told_to_stop;			/* waits() was told so when it ended */
	const struct err *writing;			/* what writing over the lease's connection came to, after the gate */
	bool		 write;
} place = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	testshop_sql(&t, "CREATE TABLE IF NOT EXISTS job_marks (n INT); DELETE FROM job_marks");
}

static void teardown(void) { log_to(STDERR_FILENO); testshop_close(&t); }

#define UNTIL(condition) do { \
	pthread_mutex_lock(&place.lock); \
	while (!(condition)) \
		pthread_cond_wait(&place.changed, &place.lock); \
	pthread_mutex_unlock(&place.lock); \
} while (0)

static void
open_gate(void)
{
	pthread_mutex_lock(&place.lock);
	place.open = true;
	pthread_cond_broadcast(&place.changed);
	pthread_mutex_unlock(&place.lock);
}

/* A job that takes until the gate opens. */
static const struct err *
waits(struct job_run *run)
{
	pthread_mutex_lock(&place.lock);
	place.runs++;
	if (++place.inside > place.inside_most)
		place.inside_most = place.inside;
	pthread_cond_broadcast(&place.changed);
	while (!place.open)
		pthread_cond_wait(&place.changed, &place.lock);
	place.inside--;
	place.told_to_stop = job_stopping(run);
	run->done++;
	pthread_cond_broadcast(&place.changed);
	pthread_mutex_unlock(&place.lock);
	return NULL;
}

/* One over in no time, which may fail. */
static const struct err *
quick(struct job_run *run)
{
	const struct err *e = NULL;

	pthread_mutex_lock(&place.lock);
	place.quick_runs++;
	if (place.failures > 0) {
		place.failures--;
		e = err_new(run->arena, ERR_UPSTREAM_FAILED, "they are closed");
	}
	pthread_cond_broadcast(&place.changed);
	pthread_mutex_unlock(&place.lock);
	return e;
}

static int64_t at_once(const struct conf *c) { (void)c; return 5; }
static int64_t rarely(const struct conf *c) { (void)c; return 3600000; }

static void
stop(struct job_runner *r, size_t failed)
{
	job_stop(r);
	ck_assert_uint_eq(job_wait(r), failed);
	job_free(r);
}

static struct job_runner *
start(const struct job *jobs, size_t n, bool once)
{
	struct job_runner *r = job_start(t.shop, jobs, n, once);

	ck_assert_ptr_nonnull(r);
	return r;
}

static const struct job alone = { "alone", at_once, JOB_ALONE, waits };
static const struct job shared = { "shared", at_once, JOB_SHARED, waits };

/* Each as often as its row says; the first time at the start. */
START_TEST(as_often_as_it_says)
{
	const struct job jobs[] = { { "often", at_once, JOB_SHARED, quick }, { "rarely", rarely, JOB_ALONE, waits } };

	place.open = true;
	struct job_runner *r = start(jobs, 2, false);
	UNTIL(place.quick_runs >= 20 && place.runs >= 1);
	stop(r, 0);
	ck_assert_int_eq(place.runs, 1);
}
END_TEST

START_TEST(once)
{
	const struct job jobs[] = { { "a", at_once, JOB_SHARED, quick }, { "b", at_once, JOB_ALONE, quick }, { "c", at_once, JOB_ALONE, quick } };

	log_to(open("/dev/null", O_WRONLY));
	for (int failures = 0; failures <= 3; failures++) {
		place.quick_runs = 0;
		place.failures = failures;
		struct job_runner *r = start(jobs, 3, true);
		ck_assert_uint_eq(job_wait(r), (size_t)failures);
		job_free(r);
		ck_assert_int_eq(place.quick_runs, 3);
	}
	/* A table without rows is done at once. */
	struct job_runner *r = start(jobs, 0, true);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
}
END_TEST

/* One that waits for somebody holds up no other. */
START_TEST(slow_beside_quick)
{
	const struct job jobs[] = { alone, { "quick", at_once, JOB_ALONE, quick } };
	struct job_runner *r = start(jobs, 2, false);

	UNTIL(place.runs == 1 && place.quick_runs >= 50);
	ck_assert_int_eq(place.inside, 1);
	open_gate();
	stop(r, 0);
}
END_TEST

/* Two workers side by side: one has the lease, and both run what they share. */
START_TEST(two_workers)
{
	struct job_runner *r[2];
	const struct job *job = _i == 0 ? &alone : &shared;
	const struct job jobs[] = { *job, { "other", at_once, JOB_SHARED, quick } };

	r[0] = start(jobs, 2, false);
	r[1] = start(jobs, 2, false);
	/* Long enough for both to have tried many times. */
	UNTIL(place.runs >= (_i == 0 ? 1 : 2) && place.quick_runs >= 100);
	ck_assert_int_eq(place.inside, _i == 0 ? 1 : 2);
	open_gate();
	UNTIL(place.runs >= 50);
	stop(r[0], 0);
	stop(r[1], 0);
	if (_i == 0)
		ck_assert_int_eq(place.inside_most, 1);
}
END_TEST

/* Whoever finds the lease taken has nothing to do, and that is no failure. */
START_TEST(once_beside_another)
{
	struct job_runner *first = start(&alone, 1, false), *second;

	UNTIL(place.inside == 1);
	second = start(&alone, 1, true);
	ck_assert_uint_eq(job_wait(second), 0);
	job_free(second);
	ck_assert_int_eq(place.runs, 1);
	open_gate();
	stop(first, 0);
	/* It was given back. */
	second = start(&alone, 1, true);
	ck_assert_uint_eq(job_wait(second), 0);
	job_free(second);
	ck_assert_int_ge(place.runs, 2);
}
END_TEST

/* Leases of one name in two databases are two. */
START_TEST(another_shop)
{
	struct job_runner *r = start(&alone, 1, false);
	struct conf conf = t.t.conf;
	struct arena *a = arena_new(1u << 16);
	struct db *db;
	struct rows rows;

	UNTIL(place.inside == 1);
	conf.db_name = "information_schema";
	ck_ok(db_open(&conf, stmts, STMT__MAX, a, &db));
	ck_ok(STMT_RUN(db, a, STMT_LEASE_TAKE, &rows, DB_S("alone")));
	ck_assert_int_eq(row_int(&rows, 0, 0), 1);
	db_close(db);
	ck_ok(STMT_RUN(t.db, a, STMT_LEASE_TAKE, &rows, DB_S("alone")));
	ck_assert_int_eq(row_int(&rows, 0, 0), 0);
	arena_free(a);
	open_gate();
	stop(r, 0);
}
END_TEST

/* The holder's connection dies under it: another takes over at once, and the first can write nothing over it any more. */
static const struct err *
waits_and_writes(struct job_run *run)
{
	struct rows r;
	const struct err *e;
	bool first;

	pthread_mutex_lock(&place.lock);
	first = place.runs++ == 0;
	pthread_cond_broadcast(&place.changed);
	while (first && !place.open)
		pthread_cond_wait(&place.changed, &place.lock);
	pthread_mutex_unlock(&place.lock);
	e = STMT_RUN(run->lease, run->arena, STMT_LEASE_TAKE, &r, DB_S("second lease"));
	pthread_mutex_lock(&place.lock);
	if (first) {
		place.writing = e == NULL ? NULL : err_static(e->code);
		place.write = true;
	}
	pthread_cond_broadcast(&place.changed);
	pthread_mutex_unlock(&place.lock);
	return e;
}

START_TEST(holder_dies)
{
	const struct job job = { "dies", at_once, JOB_ALONE, waits_and_writes };
	struct job_runner *r[2];

	log_to(open("/dev/null", O_WRONLY));
	r[0] = start(&job, 1, false);
	UNTIL(place.runs == 1);
	r[1] = start(&job, 1, false);
	testshop_sql(&t, "SELECT IS_USED_LOCK(CONCAT('banquet_job_', MD5(DATABASE()), '_dies')) INTO @who; KILL @who");
	UNTIL(place.runs >= 10);
	ck_assert(!place.write);
	open_gate();
	UNTIL(place.write);
	ck_assert_ptr_nonnull(place.writing);
	ck_assert_int_eq(place.writing->code, ERR_UNAVAILABLE);
	/* The one that lost it goes on with a new connection. */
	stop(r[1], 0);
	pthread_mutex_lock(&place.lock);
	int before = place.runs;
	pthread_mutex_unlock(&place.lock);
	UNTIL(place.runs > before + 2);
	stop(r[0], 0);
}
END_TEST

/* A connection that broke between two runs is no failure. */
START_TEST(idle_lease_breaks)
{
	const struct job job = { "idle", at_once, JOB_ALONE, quick };
	struct job_runner *r = start(&job, 1, false);

	UNTIL(place.quick_runs >= 3);
	for (int i = 0; i < 5; i++) {
		int before = place.quick_runs;
		testshop_sql(&t, "BEGIN NOT ATOMIC DECLARE who BIGINT; FOR one IN (SELECT id FROM information_schema.processlist"
		    " WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command = 'Sleep') DO SET who = one.id;"
		    " BEGIN DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; KILL who; END; END FOR; END");
		UNTIL(place.quick_runs > before + 2);
	}
	stop(r, 0);
}
END_TEST

/* A job under way ends as it would have, knows that it should not begin more, and is not begun again. */
START_TEST(stop_during_a_job)
{
	const struct job jobs[] = { alone, { "rarely", rarely, JOB_SHARED, quick } };
	struct job_runner *r = start(jobs, 2, false);
	int64_t begun;

	UNTIL(place.inside == 1 && place.quick_runs == 1);
	begun = clock_monotonic_us();
	job_stop(r);
	ck_assert_int_eq(place.inside, 1);
	open_gate();
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	ck_assert(place.told_to_stop);
	ck_assert_int_eq(place.runs, 1);
	ck_assert_int_eq(place.inside, 0);
	ck_assert_int_lt(clock_monotonic_us() - begun, 5000000);
}
END_TEST

/* What the log says of it, whole; the caller frees it. */
static char *
logged(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(pread(fd, text, (size_t)size, 0), size);
	return text;
}

/* Logged with its reason, tried again, and forgotten when it went well. */
START_TEST(failing)
{
	const struct job jobs[] = { { "fails", at_once, JOB_ALONE, quick }, alone };
	char name[] = "/tmp/job_test.XXXXXX", *text;
	int fd = mkstemp(name), n = 0;

	ck_assert_int_ge(fd, 0);
	(void)unlink(name);
	log_start("test", LOG_INFO);
	log_to(fd);
	place.open = true;
	place.failures = 3;
	struct job_runner *r = start(jobs, 2, false);
	UNTIL(place.quick_runs >= 6 && place.runs >= 2);
	stop(r, 0);
	text = logged(fd);
	for (const char *at = text; (at = strstr(at, "\"event\":\"job_failed\"")) != NULL; at++) {
		ck_assert_ptr_nonnull(strstr(at, "\"job\":\"fails\",\"code\":\"UPSTREAM_FAILED\",\"detail\":\"they are closed\""));
		n++;
	}
	ck_assert_int_eq(n, 3);
	/* What did something says so, what did nothing does not. */
	ck_assert_ptr_nonnull(strstr(text, "\"job\":\"alone\",\"done\":1"));
	ck_assert_ptr_null(strstr(text, "\"job\":\"fails\",\"done\":0,\"us\""));
	free(text);
	close(fd);
}
END_TEST

/* Without a database those that need a lease fail and are tried again; when it is back they run. */
START_TEST(without_a_database)
{
	const struct job jobs[] = { { "lease", at_once, JOB_ALONE, quick }, { "free", at_once, JOB_SHARED, waits } };
	const char *socket = t.t.conf.db_socket;
	int fd = open("/dev/null", O_WRONLY);

	log_to(fd);
	place.open = true;
	t.t.conf.db_socket = "/nowhere/db.sock";
	testshop_reopen(&t);
	struct job_runner *r = start(jobs, 2, true);
	ck_assert_uint_eq(job_wait(r), 1);
	job_free(r);
	ck_assert_int_eq(place.quick_runs, 0);
	ck_assert_int_eq(place.runs, 1);
	t.t.conf.db_socket = socket;
	testshop_reopen(&t);
	r = start(jobs, 2, true);
	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	ck_assert_int_eq(place.quick_runs, 1);
	close(fd);
}
END_TEST

/* A transaction that a job left open over its lease's connection is undone. */
static const struct err *
leaves_open(struct job_run *run)
{
	ck_ok(db_begin(run->lease, run->arena));
	ck_ok(db_script(run->lease, run->arena, "INSERT INTO job_marks VALUES (1)"));
	run->done++;
	return NULL;
}

START_TEST(left_open)
{
	const struct job job = { "open", at_once, JOB_ALONE, leaves_open };
	struct job_runner *r = start(&job, 1, true);

	ck_assert_uint_eq(job_wait(r), 0);
	job_free(r);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM job_marks"), 0);
}
END_TEST

Suite *
job_suite(void)
{
	Suite *s = suite_create("work/job");
	TCase *c = tcase_create("job");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, as_often_as_it_says);
	tcase_add_test(c, once);
	tcase_add_test(c, slow_beside_quick);
	tcase_add_loop_test(c, two_workers, 0, 2);
	tcase_add_test(c, once_beside_another);
	tcase_add_test(c, another_shop);
	tcase_add_test(c, holder_dies);
	tcase_add_test(c, idle_lease_breaks);
	tcase_add_test(c, stop_during_a_job);
	tcase_add_test(c, failing);
	tcase_add_test(c, without_a_database);
	tcase_add_test(c, left_open);
	suite_add_tcase(s, c);
	return s;
}
