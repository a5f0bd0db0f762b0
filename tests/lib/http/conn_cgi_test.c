/* conn_cgi_test: environment, standard input and output. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/conn.h"
#include "support/suite.h"

static int in[2], out[2];

static void
setup(void)
{
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
}
static void
teardown(void)
{
	close(in[0]);
	close(out[0]);
	close(out[1]);
}

/* length: CONTENT_LENGTH, sent: what lies in standard input, read: what must come of it, then: 0 or -1 */
static const struct { const char *length, *sent, *read; int then; } rows[] = {
	{ "5",	"hello",	"hello",	0 },
	{ "5",	"hello, more",	"hello",	0 },	/* the next request is not ours to read */
	{ "9",	"hello",	"hello",	-1 },
	{ "",	"hello",	"",		0 },
	{ NULL,	"hello",	"",		0 },
	{ "x",	"hello",	"",		0 },
	{ "-1",	"hello",	"",		0 },
	{ "5x",	"hello",	"",		0 },
};

START_TEST(reads_the_body)
{
	struct conn_cgi c;
	char got[32];
	size_t n = 0;
	ssize_t r;

	ck_assert_int_eq(rows[_i].length != NULL ? setenv("CONTENT_LENGTH", rows[_i].length, 1) : unsetenv("CONTENT_LENGTH"), 0);
	ck_assert_int_eq(write(in[1], rows[_i].sent, strlen(rows[_i].sent)), (ssize_t)strlen(rows[_i].sent));
	close(in[1]);
	conn_cgi_init(&c, in[0], out[1]);
	while ((r = c.conn.ops->read(&c.conn, got + n, 3)) > 0)
		n += (size_t)r;
	ck_assert_int_eq(r, rows[_i].then);
	got[n] = '\0';
	ck_assert_str_eq(got, rows[_i].read);
}
END_TEST

START_TEST(tells_parameters_and_writes)
{
	struct conn_cgi c;
	char got[8] = "";

	close(in[1]);
	ck_assert_int_eq(setenv("HTTP_ACCEPT", "a/b", 1), 0);
	ck_assert_int_eq(unsetenv("HTTP_COOKIE"), 0);
	conn_cgi_init(&c, in[0], out[1]);
	ck_assert_str_eq(c.conn.ops->param(&c.conn, "HTTP_ACCEPT"), "a/b");
	ck_assert_ptr_null(c.conn.ops->param(&c.conn, "HTTP_COOKIE"));
	ck_assert_int_eq(c.conn.ops->write(&c.conn, "answer", 6), 0);
	ck_assert_int_eq(read(out[0], got, sizeof(got)), 6);
	ck_assert_str_eq(got, "answer");
	conn_cgi_init(&c, in[0], -1);
	ck_assert_int_eq(c.conn.ops->write(&c.conn, "answer", 6), -1);
}
END_TEST

Suite *
conn_cgi_suite(void)
{
	Suite *s = suite_create("conn_cgi");
	TCase *tc = tcase_create("conn_cgi");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, reads_the_body, 0, ROWS(rows));
	tcase_add_test(tc, tells_parameters_and_writes);
	suite_add_tcase(s, tc);
	return s;
}
