/* conn_fcgi_test: requests over a real socket, whole, broken and strange. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/conn.h"
#include "support/fcgi_client.h"
#include "support/suite.h"

static int pair[2];	/* [0] the web server's end, [1] ours */
static struct conn *conn;

static void
setup(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert_ptr_nonnull(conn = conn_fcgi_new());
}
static void
teardown(void)
{
	conn_fcgi_free(conn);
	if (pair[0] != -1)
		close(pair[0]);
}

static void
hang_up(void)
{
	close(pair[0]);
	pair[0] = -1;
}

static const char *const params[] = { "REQUEST_METHOD=POST", "HTTP_X=", "LONG="
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", NULL };

START_TEST(carries_a_request)
{
	struct buf out = { 0 };
	char got[16] = "";

	ck_assert_int_eq(fcgi_begin(pair[0], 1, 1), 0);		/* asks to keep the connection */
	ck_assert_int_eq(fcgi_params(pair[0], params), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_PARAMS, NULL, 0), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_STDIN, "hel", 3), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_STDIN, "lo", 2), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_STDIN, NULL, 0), 0);
	ck_assert_int_eq(conn_fcgi_open(conn, pair[1]), 0);
	ck_assert_str_eq(conn->ops->param(conn, "REQUEST_METHOD"), "POST");
	ck_assert_str_eq(conn->ops->param(conn, "HTTP_X"), "");
	ck_assert_uint_eq(strlen(conn->ops->param(conn, "LONG")), 200);
	ck_assert_ptr_null(conn->ops->param(conn, "HTTP_Y"));
	ck_assert_int_eq(conn->ops->read(conn, got, 4), 4);
	ck_assert_int_eq(conn->ops->read(conn, got + 4, 4), 1);
	ck_assert_int_eq(conn->ops->read(conn, got + 5, 4), 0);
	ck_assert_str_eq(got, "hello");
	ck_assert_int_eq(conn->ops->write(conn, "answer", 6), 0);
	conn_fcgi_close(conn);
	ck_assert_int_eq(fcgi_answer(pair[0], &out), 0);
	ck_assert_str_eq(buf_str(&out), "answer");
	ck_assert_int_eq(recv(pair[0], got, 1, 0), 0);		/* one request a connection */
	buf_free(&out);
}
END_TEST

static void *
read_answer(void *arg)
{
	struct buf *out = arg;

	return fcgi_answer(pair[0], out) == 0 ? out : NULL;
}

START_TEST(carries_a_large_answer)
{
	static char large[3u << 20];
	struct buf out = { 0 };
	pthread_t reader;
	void *ok;

	memset(large, 'x', sizeof(large));
	ck_assert_int_eq(fcgi_begin(pair[0], 1, 0), 0);
	ck_assert_int_eq(fcgi_params(pair[0], params), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_PARAMS, NULL, 0), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_STDIN, NULL, 0), 0);
	ck_assert_int_eq(conn_fcgi_open(conn, pair[1]), 0);
	ck_assert_int_eq(pthread_create(&reader, NULL, read_answer, &out), 0);
	ck_assert_int_eq(conn->ops->write(conn, large, sizeof(large)), 0);
	conn_fcgi_close(conn);
	ck_assert_int_eq(pthread_join(reader, &ok), 0);
	ck_assert_ptr_nonnull(ok);
	ck_assert_uint_eq(out.len, sizeof(large));
	buf_free(&out);
}
END_TEST

/* Sends the start of something, then hangs up; the socket must be closed then, and the conn be good for another. */
static void
expect_refusal(void)
{
	int copy = fcntl(pair[1], F_DUPFD_CLOEXEC, 0);

	ck_assert_int_eq(conn_fcgi_open(conn, pair[1]), -1);
	ck_assert_int_eq(fcntl(pair[1], F_GETFD), -1);
	close(copy);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	carries_a_request_fn(0);
}

START_TEST(outlives_a_peer_that_says_nothing)
{
	hang_up();
	expect_refusal();
}
END_TEST

START_TEST(outlives_half_a_head)
{
	ck_assert_int_eq(fcgi_begin(pair[0], 1, 0), 0);
	ck_assert_int_eq(fcgi_params(pair[0], params), 0);	/* and no end of them */
	hang_up();
	expect_refusal();
}
END_TEST

START_TEST(outlives_half_a_record)
{
	ck_assert_int_eq(fcgi_begin(pair[0], 1, 0), 0);
	ck_assert_int_eq(send(pair[0], "\x01\x04\x00\x01\x00\xff\x00\x00" "abc", 11, 0), 11);
	hang_up();
	expect_refusal();
}
END_TEST

static const struct { const char *bytes; size_t n; } garbage[] = {
#define BYTES(s) { s, sizeof(s) - 1 }
	BYTES("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
	BYTES("\x01\x01\x00\x01\x00\x08\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00"),		/* a role there is not */
	BYTES("\x01\x01\x00\x01\x00\x08\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00"
	    "\x01\x04\x00\x01\x00\x00\x00\x00"),						/* an authorizer's request */
	BYTES("\x01\x01\x00\x01\x00\x03\x00\x00" "abc"),					/* a begin that is too short */
	BYTES("\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	    "\x01\x04\x00\x01\x00\x04\x00\x00\x7f\x7f" "ab" "\x01\x04\x00\x01\x00\x00\x00\x00"),	/* shorter than it says */
	BYTES("\x02\x01\x00\x01\x00\x08\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"),		/* version 2 */
	BYTES("\x00"),
};

START_TEST(outlives_garbage)
{
	ck_assert_int_eq(send(pair[0], garbage[_i].bytes, garbage[_i].n, 0), (ssize_t)garbage[_i].n);
	hang_up();
	expect_refusal();
}
END_TEST

START_TEST(tells_when_the_body_breaks_off)
{
	char got[8];

	ck_assert_int_eq(fcgi_begin(pair[0], 1, 0), 0);
	ck_assert_int_eq(fcgi_params(pair[0], params), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_PARAMS, NULL, 0), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_STDIN, "abc", 3), 0);
	ck_assert_int_eq(conn_fcgi_open(conn, pair[1]), 0);
	hang_up();
	ck_assert_int_eq(conn->ops->read(conn, got, 3), 3);
	ck_assert_int_eq(conn->ops->read(conn, got, 3), -1);
	ck_assert_int_eq(conn->ops->write(conn, "nobody hears it", 15), 0);
	conn_fcgi_close(conn);
}
END_TEST

START_TEST(limits_its_patience)
{
	struct timeval in = { 0 }, out = { 0 };
	socklen_t n = sizeof(in);

	ck_assert_int_eq(fcgi_begin(pair[0], 1, 0), 0);
	ck_assert_int_eq(fcgi_params(pair[0], params), 0);
	ck_assert_int_eq(fcgi_record(pair[0], FCGI_PARAMS, NULL, 0), 0);
	ck_assert_int_eq(conn_fcgi_open(conn, pair[1]), 0);
	ck_assert_int_eq(getsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &in, &n), 0);
	ck_assert_int_eq(getsockopt(pair[1], SOL_SOCKET, SO_SNDTIMEO, &out, &n), 0);
	ck_assert_int_eq(in.tv_sec, CONN_PATIENCE);
	ck_assert_int_eq(out.tv_sec, CONN_PATIENCE);
	conn_fcgi_close(conn);
}
END_TEST

Suite *
conn_fcgi_suite(void)
{
	Suite *s = suite_create("conn_fcgi");
	TCase *tc = tcase_create("conn_fcgi");

	tcase_set_timeout(tc, 30);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, carries_a_request);
	tcase_add_test(tc, carries_a_large_answer);
	tcase_add_test(tc, outlives_a_peer_that_says_nothing);
	tcase_add_test(tc, outlives_half_a_head);
	tcase_add_test(tc, outlives_half_a_record);
	tcase_add_loop_test(tc, outlives_garbage, 0, ROWS(garbage));
	tcase_add_test(tc, tells_when_the_body_breaks_off);
	tcase_add_test(tc, limits_its_patience);
	suite_add_tcase(s, tc);
	return s;
}
