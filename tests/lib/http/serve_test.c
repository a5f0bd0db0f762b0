/*
 * serve_test: a real program (echo_app) over a real socket, and as CGI: many
 * requests at once, stopping, peers that misbehave, exit statuses.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/serve.h"
#include "support/fcgi_client.h"
#include "support/suite.h"

#define P(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define GET(uri, query) P("REQUEST_METHOD=GET", "REQUEST_URI=" uri, "QUERY_STRING=" query)
#define POST(length) P("REQUEST_METHOD=POST", "REQUEST_URI=/echo", "CONTENT_TYPE=application/json", "CONTENT_LENGTH=" length)

static char dir[] = "/tmp/serve_test.XXXXXX";
static char path[64];
static int listener;
static pid_t program;

/* Starts the program on the given standard input; its log goes to /dev/null.  It inherits its signals blocked, so
 * that one sent before it is ready waits for it (and does not meet the handlers of Check). */
static pid_t
start(int in, int out, const char *const *env)
{
	sigset_t stop, before;
	pid_t pid;

	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTERM);
	(void)sigaddset(&stop, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &stop, &before);
	pid = fork();
	if (pid != 0)
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
	ck_assert_int_ne(pid, -1);
	if (pid == 0) {
		char app[] = ECHO_APP;
		int null = open("/dev/null", O_RDWR);

		for (; env != NULL && *env != NULL; env++)
			(void)putenv((char *)*env);
		(void)setenv("BANQUET_CONFIG", "/dev/null", 1);
		(void)dup2(in, 0);
		(void)dup2(out != -1 ? out : null, 1);
		(void)dup2(null, 2);
		(void)execl(app, app, (char *)NULL);
		_exit(127);
	}
	return pid;
}

/* The exit status, or -1 when it is not there within ten seconds. */
static int
finish(pid_t pid)
{
	int status;

	for (int i = 0; i < 1000; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		usleep(10000);
	}
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, &status, 0);
	return -1;
}

static void
setup(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	ck_assert_ptr_nonnull(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/s", dir);
	(void)snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&sun, sizeof(sun)), 0);
	ck_assert_int_eq(listen(listener, 256), 0);
	program = start(listener, -1, P("BANQUET_THREADS=4"));
}

static void
teardown(void)
{
	if (program > 0) {
		(void)kill(program, SIGTERM);
		ck_assert_int_eq(finish(program), 0);
	}
	close(listener);
	unlink(path);
	rmdir(dir);
}

static void
expect_alive(void)
{
	struct buf out = { 0 };

	ck_assert_int_eq(fcgi_call(path, GET("/healthz", ""), NULL, 0, &out), 200);
	buf_free(&out);
}

/* A number of the answer of GET /count. */
static long
counted(const char *name)
{
	struct buf out = { 0 };
	const char *p;
	long n;

	ck_assert_int_eq(fcgi_call(path, GET("/count", ""), NULL, 0, &out), 200);
	ck_assert_ptr_nonnull(p = strstr(buf_str(&out), name));
	n = strtol(p + strlen(name), NULL, 10);
	buf_free(&out);
	return n;
}

/* --- many at once ----------------------------------------------------------- */

#define CLIENTS 16
#define EACH 50

static void *
call_many(void *arg)
{
	struct buf out = { 0 };
	char body[128], length[32];
	intptr_t good = 0;

	for (int i = 0; i < EACH; i++) {
		int n = snprintf(body, sizeof(body), "{\"text\":\"client %d call %d\"}", (int)(intptr_t)arg, i);

		(void)snprintf(length, sizeof(length), "CONTENT_LENGTH=%d", n);
		good += fcgi_call(path, P("REQUEST_METHOD=POST", "REQUEST_URI=/echo", "CONTENT_TYPE=application/json", length),
		    body, (size_t)n, &out) == 200 &&
		    memmem(buf_str(&out), out.len, body + 1, (size_t)n - 2) != NULL;
	}
	buf_free(&out);
	return (void *)good;
}

START_TEST(answers_many_at_once)
{
	pthread_t clients[CLIENTS];
	intptr_t good = 0;

	for (int i = 0; i < CLIENTS; i++)
		ck_assert_int_eq(pthread_create(&clients[i], NULL, call_many, (void *)(intptr_t)i), 0);
	for (int i = 0; i < CLIENTS; i++) {
		void *n;

		ck_assert_int_eq(pthread_join(clients[i], &n), 0);
		good += (intptr_t)n;
	}
	ck_assert_int_eq(good, CLIENTS * EACH);
	ck_assert_int_eq(counted("\"calls\":"), CLIENTS * EACH);
}
END_TEST

static void *
call_slowly(void *arg)
{
	struct buf out = { 0 };
	int status;

	(void)arg;
	status = fcgi_call(path, GET("/slow", "ms=500"), NULL, 0, &out);
	buf_free(&out);
	return (void *)(intptr_t)status;
}

START_TEST(runs_as_many_as_it_has_threads)
{
	int64_t began;
	pthread_t clients[4];

	expect_alive();
	began = clock_monotonic_us();
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&clients[i], NULL, call_slowly, NULL), 0);
	for (int i = 0; i < 4; i++)
		(void)pthread_join(clients[i], NULL);
	ck_assert_int_lt(clock_monotonic_us() - began, 1500000);	/* one after the other: 2 s */
}
END_TEST

/* --- stopping ----------------------------------------------------------------- */

START_TEST(finishes_what_runs_when_stopped)
{
	pthread_t clients[4];
	struct buf out = { 0 };
	char process[32];
	int fd, status = 0;
	void *result;
	pid_t next;

	expect_alive();
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&clients[i], NULL, call_slowly, NULL), 0);
	usleep(200000);
	/* A fifth waits for a thread; it has been accepted by nobody. */
	ck_assert_int_ne(fd = fcgi_connect(path), -1);
	ck_assert_int_eq(fcgi_begin(fd, 1, 0), 0);
	ck_assert_int_eq(fcgi_params(fd, GET("/count", "")), 0);
	ck_assert_int_eq(fcgi_record(fd, FCGI_PARAMS, NULL, 0), 0);
	ck_assert_int_eq(fcgi_record(fd, FCGI_STDIN, NULL, 0), 0);
	ck_assert_int_eq(kill(program, SIGTERM), 0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(clients[i], &result), 0);
		ck_assert_int_eq((intptr_t)result, 200);
	}
	ck_assert_int_eq(finish(program), 0);
	/* The next process answers who waited. */
	program = next = start(listener, -1, P("BANQUET_THREADS=2"));
	ck_assert_int_eq(fcgi_answer(fd, &out), 0);
	(void)sscanf(buf_str(&out), "Status: %d", &status);
	ck_assert_int_eq(status, 200);
	(void)snprintf(process, sizeof(process), "\"process\":%d}", (int)next);
	ck_assert_ptr_nonnull(strstr(buf_str(&out), process));
	close(fd);
	buf_free(&out);
}
END_TEST

START_TEST(pauses_as_long_as_asked)
{
	int64_t began = clock_monotonic_us(), took;
	struct buf out = { 0 };

	ck_assert_int_eq(fcgi_call(path, GET("/pause?ms=300", "ms=300"), NULL, 0, &out), 200);
	took = clock_monotonic_us() - began;
	ck_assert(took >= 300000 && took < 3000000);
	buf_free(&out);
}
END_TEST

static void *
call_patiently(void *arg)
{
	struct buf out = { 0 };
	int status = fcgi_call(path, GET("/pause?ms=5000", "ms=5000"), NULL, 0, &out);

	(void)arg;
	buf_free(&out);
	return (void *)(intptr_t)status;
}

/* Who pauses is woken to finish, all of them. */
START_TEST(a_pause_ends_with_the_program)
{
	pthread_t clients[3];
	int64_t began;
	void *status;

	expect_alive();
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(pthread_create(&clients[i], NULL, call_patiently, NULL), 0);
	usleep(300000);
	began = clock_monotonic_us();
	ck_assert_int_eq(kill(program, SIGTERM), 0);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(pthread_join(clients[i], &status), 0);
		ck_assert_int_eq((intptr_t)status, 200);
	}
	ck_assert_int_eq(finish(program), 0);
	ck_assert(clock_monotonic_us() - began < 3000000);
	program = start(listener, -1, P("BANQUET_THREADS=4"));
}
END_TEST

/* Stops and starts while clients call: not one call may be lost. */
START_TEST(loses_nothing_over_restarts)
{
	pthread_t clients[4];
	intptr_t good = 0;
	void *n;

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&clients[i], NULL, call_many, (void *)(intptr_t)i), 0);
	for (int i = 0; i < 5; i++) {
		usleep(5000);
		ck_assert_int_eq(kill(program, i % 2 == 0 ? SIGTERM : SIGINT), 0);
		ck_assert_int_eq(finish(program), 0);
		program = start(listener, -1, P("BANQUET_THREADS=4"));
	}
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(clients[i], &n), 0);
		good += (intptr_t)n;
	}
	ck_assert_int_eq(good, 4 * EACH);
}
END_TEST

/* --- peers that misbehave ------------------------------------------------------ */

START_TEST(outlives_peers_that_leave)
{
	for (int i = 0; i < 12; i++) {
		int fd = fcgi_connect(path);

		ck_assert_int_ne(fd, -1);
		if (i % 4 > 0)
			(void)fcgi_begin(fd, 1, 0);
		if (i % 4 > 1)
			(void)fcgi_params(fd, POST("30"));
		if (i % 4 > 2) {
			(void)fcgi_record(fd, FCGI_PARAMS, NULL, 0);
			(void)fcgi_record(fd, FCGI_STDIN, "{\"text\":\"half of", 15);
		}
		close(fd);
	}
	expect_alive();
	ck_assert_int_eq(counted("\"calls\":"), 0);	/* half a request is none */
}
END_TEST

START_TEST(outlives_peers_that_do_not_read)
{
	for (int i = 0; i < 8; i++) {
		int fd = fcgi_connect(path);

		(void)fcgi_begin(fd, 1, 0);
		(void)fcgi_params(fd, GET("/big", ""));
		(void)fcgi_record(fd, FCGI_PARAMS, NULL, 0);
		(void)fcgi_record(fd, FCGI_STDIN, NULL, 0);
		close(fd);
	}
	expect_alive();
}
END_TEST

START_TEST(outlives_garbage)
{
	unsigned seed = 7;

	for (int i = 0; i < 100; i++) {
		int fd = fcgi_connect(path);
		char bytes[200];

		ck_assert_int_ne(fd, -1);
		for (size_t j = 0; j < sizeof(bytes); j++)
			bytes[j] = (char)rand_r(&seed);
		if (i % 2 == 0) {
			bytes[0] = 1;		/* the version, */
			bytes[1] = (char)(i % 12);	/* and a type there is */
		}
		(void)send(fd, bytes, sizeof(bytes), MSG_NOSIGNAL);
		close(fd);
	}
	expect_alive();
}
END_TEST

#define LIMIT 65536	/* body_limit's default */

START_TEST(refuses_what_is_too_large)
{
	static char body[3 * LIMIT];
	struct buf out = { 0 };

	memset(body, 'x', sizeof(body));
	/* Said in advance, and found out: either way it is answered, and nothing is left in the connection. */
	ck_assert_int_eq(fcgi_call(path, POST("196608"), body, sizeof(body), &out), 413);
	ck_assert_int_eq(fcgi_call(path, P("REQUEST_METHOD=POST", "REQUEST_URI=/echo", "CONTENT_TYPE=application/json"),
	    body, sizeof(body), &out), 413);
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "PAYLOAD_TOO_LARGE"));
	ck_assert_int_eq(fcgi_call(path, GET("/count", ""), body, sizeof(body), &out), 200);
	ck_assert_int_eq(counted("\"calls\":"), 0);
	buf_free(&out);
}
END_TEST

START_TEST(sends_large_answers_whole)
{
	struct buf out = { 0 };
	const char *body;

	ck_assert_int_eq(fcgi_call(path, GET("/big", ""), NULL, 0, &out), 200);
	ck_assert_ptr_nonnull(body = strstr(buf_str(&out), "\r\n\r\n"));
	ck_assert_uint_eq(strspn(body + 4, "x"), 1u << 20);
	ck_assert_uint_eq(strlen(body + 4), 1u << 20);
	buf_free(&out);
}
END_TEST

/* --- CGI, and by hand ------------------------------------------------------------ */

START_TEST(answers_as_cgi)
{
	static const char body[] = "{\"text\":\"plain\",\"n\":5}";
	char text[4096];
	int in[2], out[2];
	ssize_t n, all = 0;
	pid_t pid;

	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	ck_assert_int_eq(write(in[1], body, sizeof(body) - 1), (ssize_t)sizeof(body) - 1);	/* and the end stays open */
	pid = start(in[0], out[1], POST("22"));
	close(out[1]);
	while ((n = read(out[0], text + all, sizeof(text) - 1 - (size_t)all)) > 0)
		all += n;
	text[all] = '\0';
	ck_assert_int_eq(finish(pid), 0);
	ck_assert_int_eq(strncmp(text, "Status: 200 OK\r\n", 16), 0);
	ck_assert_str_eq(strstr(text, "\r\n\r\n") + 4, "{\"success\":true,\"text\":\"plain\",\"n\":5}");
	close(in[0]);
	close(in[1]);
	close(out[0]);
}
END_TEST

static const struct { const char *env; bool listening; int status; } exits[] = {
	{ "X=",				false,	64 },		/* by hand */
	{ "REQUEST_METHOD=GET",		false,	0 },
	{ "BANQUET_THREADS=none",	true,	78 },
	{ "BANQUET_TZ=Asia/Nowhere",	true,	78 },
	{ "BANQUET_LOG_LEVEL=loud",	true,	78 },
	{ "BANQUET_DB_NAME=nowhere",	true,	78 },		/* what start() says */
};

START_TEST(leaves_with_a_telling_status)
{
	int null = open("/dev/null", O_RDWR);

	ck_assert_int_eq(finish(start(exits[_i].listening ? listener : null, -1, P(exits[_i].env))), exits[_i].status);
	close(null);
}
END_TEST

Suite *
serve_suite(void)
{
	Suite *s = suite_create("serve");
	TCase *tc = tcase_create("serve");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, answers_many_at_once);
	tcase_add_test(tc, runs_as_many_as_it_has_threads);
	tcase_add_test(tc, finishes_what_runs_when_stopped);
	tcase_add_test(tc, pauses_as_long_as_asked);
	tcase_add_test(tc, a_pause_ends_with_the_program);
	tcase_add_test(tc, loses_nothing_over_restarts);
	tcase_add_test(tc, outlives_peers_that_leave);
	tcase_add_test(tc, outlives_peers_that_do_not_read);
	tcase_add_test(tc, outlives_garbage);
	tcase_add_test(tc, refuses_what_is_too_large);
	tcase_add_test(tc, sends_large_answers_whole);
	tcase_add_test(tc, answers_as_cgi);
	tcase_add_loop_test(tc, leaves_with_a_telling_status, 0, ROWS(exits));
	suite_add_tcase(s, tc);
	return s;
}
