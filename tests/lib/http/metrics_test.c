/* metrics_test: counting, and the text Prometheus reads. */
#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "http/metrics.h"
#include "support/suite.h"

static const struct route routes[] = {
	{ HTTP_GET, "/a/{id}", NULL },
	{ HTTP_POST, "/b", NULL },
};

static void setup(void) { ck_assert_int_eq(metrics_start("test", routes, ROWS(routes)), 0); }
static void teardown(void) { metrics_stop(); }

static void
expect(const char *line)
{
	struct buf text = { 0 };

	metrics_write(&text);
	ck_assert_msg(strstr(buf_str(&text), line) != NULL, "no «%s» in\n%s", line, buf_str(&text));
	buf_free(&text);
}

static void
once(const struct route *route, int status, int64_t us)
{
	metrics_enter();
	metrics_leave(route, status, us);
}

START_TEST(counts_by_route_and_status)
{
	once(&routes[0], 200, 100);
	once(&routes[0], 200, 700);
	once(&routes[0], 404, 20000000);
	once(&routes[1], 201, 1000);
	once(NULL, 404, 10);
	once(&routes[1], 499, 10);
	expect("banquet_http_requests_total{program=\"test\",route=\"/a/{id}\",method=\"GET\",status=\"200\"} 2\n");
	expect("banquet_http_requests_total{program=\"test\",route=\"/a/{id}\",method=\"GET\",status=\"404\"} 1\n");
	expect("banquet_http_requests_total{program=\"test\",route=\"/b\",method=\"POST\",status=\"201\"} 1\n");
	expect("banquet_http_requests_total{program=\"test\",route=\"/b\",method=\"POST\",status=\"0\"} 1\n");
	expect("banquet_http_requests_total{program=\"test\",route=\"none\",method=\"none\",status=\"404\"} 1\n");
#define A_BUCKET "banquet_http_request_duration_seconds_bucket{program=\"test\",route=\"/a/{id}\",method=\"GET\",le="
	expect(A_BUCKET "\"0.0005\"} 1\n");
	expect(A_BUCKET "\"0.001\"} 2\n");
	expect(A_BUCKET "\"10\"} 2\n");
	expect(A_BUCKET "\"+Inf\"} 3\n");
	expect("banquet_http_request_duration_seconds_sum{program=\"test\",route=\"/a/{id}\",method=\"GET\"} 20.000800\n");
	expect("banquet_http_request_duration_seconds_count{program=\"test\",route=\"/a/{id}\",method=\"GET\"} 3\n");
	expect("banquet_http_request_duration_seconds_bucket{program=\"test\",route=\"/b\",method=\"POST\",le=\"0.001\"} 2\n");
}
END_TEST

START_TEST(tells_what_is_running)
{
	metrics_enter();
	metrics_enter();
	expect("banquet_http_requests_in_flight{program=\"test\"} 2\n");
	metrics_leave(NULL, 200, 1);
	expect("banquet_http_requests_in_flight{program=\"test\"} 1\n");
}
END_TEST

#define THREADS 12
#define TIMES 1000

static void *
count_many(void *arg)
{
	(void)arg;
	for (int i = 0; i < TIMES; i++)
		once(&routes[1], 200, i);
	return NULL;
}

START_TEST(loses_nothing_between_threads)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, count_many, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	expect("route=\"/b\",method=\"POST\",status=\"200\"} 12000\n");
	expect("banquet_http_requests_in_flight{program=\"test\"} 0\n");
}
END_TEST

START_TEST(counts_nothing_when_stopped)
{
	struct buf text = { 0 };

	metrics_stop();
	once(&routes[0], 200, 1);
	metrics_write(&text);
	ck_assert_uint_eq(text.len, 0);
}
END_TEST

/* Every line is a comment or a sample, and every metric is introduced once (text format 0.0.4). */
START_TEST(is_well_formed)
{
	struct buf text = { 0 };

	once(&routes[0], 200, 1);
	metrics_write(&text);
	for (char *line = strtok(text.p, "\n"); line != NULL; line = strtok(NULL, "\n"))
		ck_assert_msg(strncmp(line, "# HELP banquet_http_", 20) == 0 || strncmp(line, "# TYPE banquet_http_", 20) == 0 ||
		    (strncmp(line, "banquet_http_", 13) == 0 && strstr(line, "\"} ") != NULL), "%s", line);
	buf_free(&text);
}
END_TEST

Suite *
metrics_suite(void)
{
	Suite *s = suite_create("metrics");
	TCase *tc = tcase_create("metrics");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, counts_by_route_and_status);
	tcase_add_test(tc, tells_what_is_running);
	tcase_add_test(tc, loses_nothing_between_threads);
	tcase_add_test(tc, counts_nothing_when_stopped);
	tcase_add_test(tc, is_well_formed);
	suite_add_tcase(s, tc);
	return s;
}
