/*
 * floor: what the database alone does with one order at a time.
 *
 * A bare client writes the very rows that an order through the desk writes,
 * statement by statement, prepared, one transaction an order, on many
 * connections: no HTTP, no parsing, no prices.  What a careful program without a
 * desk could reach at the best.
 *
 *   floor SOCKET DATABASE CONNECTIONS SECONDS one|spread each|grouped|goods [LINES]
 *
 * `each`: dinners, a statement a row.  `grouped`: the order's stock rows are locked with one statement, its
 * takes inserted with one.  `goods`: an order of LINES goods paid from a member's balance.  Prints orders per second
 * and the median and 99th percentile of an order's time in milliseconds.
 */
#include "bench/floor.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SAMPLES_MAX	(1 << 20)

struct floor_run floor_run;
static const struct floor_kind *kind;
static atomic_ullong done, repeated;
static atomic_size_t nsamples;
static float samples[SAMPLES_MAX];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
floor_die(const char *what, MYSQL *c)
{
	fprintf(stderr, "floor: %s: %s\n", what, c == NULL ? "" : mysql_error(c));
	exit(EXIT_FAILURE);
}

MYSQL *
floor_connect(void)
{
	MYSQL *c = mysql_init(NULL);

	if (mysql_real_connect(c, NULL, "banquet", "", floor_run.database, 0, floor_run.socket, 0) == NULL)
		floor_die("connecting", c);
	if (mysql_query(c, "SET autocommit=0, time_zone='+00:00'") ||
	    mysql_query(c, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"))
		floor_die("settings", c);
	return c;
}

MYSQL_STMT *
floor_prepare(MYSQL *c, const char *sql)
{
	MYSQL_STMT *s = mysql_stmt_init(c);

	if (mysql_stmt_prepare(s, sql, strlen(sql))) {
		fprintf(stderr, "floor: %s\n", mysql_stmt_error(s));
		floor_die("preparing", c);
	}
	return s;
}

void
floor_bytes(MYSQL_BIND *b, void *p, unsigned long n)
{
	b->buffer_type = MYSQL_TYPE_BLOB;
	b->buffer = p;
	b->buffer_length = n;
}

void
floor_text(MYSQL_BIND *b, char *text)
{
	floor_bytes(b, text, (unsigned long)strlen(text));
	b->buffer_type = MYSQL_TYPE_STRING;
}

void
floor_number(MYSQL_BIND *b, long long *v)
{
	b->buffer_type = MYSQL_TYPE_LONGLONG;
	b->buffer = v;
}

bool
floor_execute(MYSQL_STMT *s, MYSQL_BIND *b)
{
	return mysql_stmt_bind_param(s, b) == 0 && mysql_stmt_execute(s) == 0;
}

void
floor_uuid(unsigned char u[16])
{
	struct timespec t;
	uint64_t ms;

	clock_gettime(CLOCK_REALTIME, &t);
	ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
	randombytes_buf(u, 16);
	for (int i = 0; i < 6; i++)
		u[i] = (unsigned char)(ms >> (40 - 8 * i));
	u[6] = (unsigned char)(0x70 | (u[6] & 0x0f));
	u[8] = (unsigned char)(0x80 | (u[8] & 0x3f));
}

void
floor_order_number(char text[20], const unsigned char id[16])
{
	unsigned r;

	randombytes_buf(&r, sizeof(r));
	snprintf(text, 20, "FLR-%014llx", ((unsigned long long)id[5] << 32 | r) & 0xffffffffffffffULL);
}

static void *
work(void *arg)
{
	unsigned n = (unsigned)(uintptr_t)arg;
	MYSQL *c = floor_connect();
	void *client = kind->open(c);

	for (;; n++) {
		double start = now();
		if (start >= floor_run.until)
			break;
		while (!kind->order(client, n)) {
			mysql_rollback(c);
			if (atomic_fetch_add(&repeated, 1) > 1000000 || mysql_errno(c) == 2006)
				floor_die("orders fail", c);
		}
		atomic_fetch_add(&done, 1);
		size_t at = atomic_fetch_add(&nsamples, 1);
		if (at < SAMPLES_MAX)
			samples[at] = (float)((now() - start) * 1000);
	}
	mysql_close(c);
	return NULL;
}

static int
ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	pthread_t thread[256];
	int n, seconds;
	double start, took;
	size_t kept;

	if (argc < 7 || argc > 8 || (argc == 8 && (atoi(argv[7]) < 1 || atoi(argv[7]) > 10)) || (n = atoi(argv[3])) < 1 || n > 256 || (seconds = atoi(argv[4])) < 1 || seconds > 600) {
		fprintf(stderr, "usage: floor SOCKET DATABASE CONNECTIONS SECONDS one|spread each|grouped|goods [LINES]\n");
		return 64;
	}
	floor_run.socket = argv[1];
	floor_run.database = argv[2];
	floor_run.spread = strcmp(argv[5], "spread") == 0;
	floor_run.grouped = strcmp(argv[6], "grouped") == 0;
	floor_run.lines = argc == 8 ? atoi(argv[7]) : 1;
	kind = strcmp(argv[6], "goods") == 0 ? &floor_goods : &floor_dinners;
	if (sodium_init() == -1 || mysql_library_init(0, NULL, NULL))
		return EXIT_FAILURE;
	kind->read();
	start = now();
	floor_run.until = start + seconds;
	for (int i = 0; i < n; i++)
		pthread_create(&thread[i], NULL, work, (void *)(uintptr_t)i);
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	took = now() - start;
	kept = nsamples < SAMPLES_MAX ? nsamples : SAMPLES_MAX;
	if (kept == 0)
		floor_die("no order got through", NULL);
	qsort(samples, kept, sizeof(samples[0]), ascending);
	printf("%.0f %.2f %.2f\n", (double)done / took, (double)samples[kept / 2], (double)samples[kept * 99 / 100]);
	fprintf(stderr, "floor: %llu orders, %llu repeated\n", (unsigned long long)done, (unsigned long long)repeated);
	return EXIT_SUCCESS;
}
