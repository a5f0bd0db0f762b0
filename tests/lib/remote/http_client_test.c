/*
 * http_client_test: against a real server in a thread: answers and what they hold, connections used
 * again, and for every way a call can go wrong, whether the request may have arrived.
 */
#include "support/suite.h"

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "remote/http_client.h"
#include "support/http_peer.h"

static struct arena *arena;
static struct peer *peer;

/* What the peer does, and the last request it saw. */
static struct peer_answer script;
static char seen_method[16], seen_target[256], seen_head[2048], seen_body[8192];
static int seen_nth;

static void
obey(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	(void)snprintf(seen_method, sizeof(seen_method), "%s", rq->method);
	(void)snprintf(seen_target, sizeof(seen_target), "%.255s", rq->target);
	(void)snprintf(seen_head, sizeof(seen_head), "%s", rq->head);
	(void)snprintf(seen_body, sizeof(seen_body), "%s", rq->body);
	seen_nth = rq->nth;
	*out = script;
}

static void
begin(void)
{
	arena = arena_new(4u << 20);
	script = (struct peer_answer){ .body = "{\"fine\":true}" };
	peer = peer_start(obey, NULL);
}

static void
end(void)
{
	http_client_close();
	peer_stop(peer);
	arena_free(arena);
}

static struct http_ask
ask_for(const char *method, const char *path)
{
	struct http_ask ask = { .method = method, .url = arena_printf(arena, "%s%s", peer_url(peer), path),
	    .connect_ms = 1000, .timeout_ms = 5000 };

	ck_assert_ptr_nonnull(ask.url);
	return ask;
}

static struct http_answer
call(const struct http_ask *ask)
{
	struct http_answer a;

	http_client_call(arena, ask, &a);
	peer_settle(peer);
	ck_assert((a.why == NULL) == (a.outcome == OUTCOME_ANSWERED));
	return a;
}

START_TEST(an_answer_is_whole)
{
	struct http_ask ask = ask_for("GET", "/a/b?c=d");

	script.status = 418;
	script.type = "application/json; charset=utf-8";
	struct http_answer a = call(&ask);
	ck_assert_int_eq(a.outcome, OUTCOME_ANSWERED);
	ck_assert_int_eq(a.status, 418);
	ck_assert_str_eq(a.body, "{\"fine\":true}");
	ck_assert_uint_eq(a.len, 13);
	ck_assert_str_eq(a.content_type, "application/json; charset=utf-8");
	ck_assert_int_ge(a.took_ms, 0);
	ck_assert_str_eq(seen_method, "GET");
	ck_assert_str_eq(seen_target, "/a/b?c=d");
	ck_assert_str_eq(seen_body, "");
}
END_TEST

START_TEST(a_request_is_sent_as_asked)
{
	struct http_ask ask = ask_for("POST", "/payments");
	char text[128];
	struct peer_request rq = { .head = seen_head };

	ask.body = "a=1&b=\0two" "3";
	ask.len = 11;
	ask.headers[0] = (struct http_header){ "Authorization", "Bearer secret" };
	ask.headers[1] = (struct http_header){ "X-None", NULL };
	ask.headers[2] = (struct http_header){ "X-Empty", "" };
	ask.headers[3] = (struct http_header){ "Content-Type", "text/plain" };
	struct http_answer a = call(&ask);
	ck_assert_int_eq(a.outcome, OUTCOME_ANSWERED);
	ck_assert_str_eq(seen_method, "POST");
	ck_assert_str_eq(peer_header(&rq, "Authorization", text, sizeof(text)), "Bearer secret");
	ck_assert_str_eq(peer_header(&rq, "Content-Type", text, sizeof(text)), "text/plain");
	ck_assert_str_eq(peer_header(&rq, "Content-Length", text, sizeof(text)), "11");
	ck_assert_str_eq(peer_header(&rq, "X-Empty", text, sizeof(text)), "");
	ck_assert_ptr_null(peer_header(&rq, "X-None", text, sizeof(text)));
	ck_assert_ptr_null(peer_header(&rq, "Expect", text, sizeof(text)));
	ck_assert_ptr_null(peer_header(&rq, "Accept-Encoding", text, sizeof(text)));
	/* The next request knows nothing of this one. */
	ask = ask_for("GET", "/");
	(void)call(&ask);
	ck_assert_ptr_null(peer_header(&rq, "Authorization", text, sizeof(text)));
	ck_assert_str_eq(seen_body, "");
	ck_assert_str_eq(seen_method, "GET");
}
END_TEST

START_TEST(a_post_may_have_no_body)
{
	struct http_ask ask = ask_for("POST", "/cancel");
	struct peer_request rq = { .head = seen_head };
	char text[128];

	ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
	ck_assert_str_eq(seen_method, "POST");
	ck_assert_str_eq(peer_header(&rq, "Content-Length", text, sizeof(text)), "0");
}
END_TEST

START_TEST(connections_are_used_again)
{
	struct http_ask get = ask_for("GET", "/"), post = ask_for("POST", "/");

	post.body = "x";
	post.len = 1;
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(call(i % 2 ? &post : &get).status, 200);
	ck_assert_int_eq(seen_nth, 10);
	ck_assert_int_eq(peer_connections(peer), 1);
	http_client_close();
	(void)call(&get);
	ck_assert_int_eq(peer_connections(peer), 2);
}
END_TEST

static void *
call_some(void *arg)
{
	struct arena *mine = arena_new(1u << 20);
	struct http_answer a;

	for (int i = 0; i < 20; i++) {
		http_client_call(mine, arg, &a);
		ck_assert_int_eq(a.status, 200);
	}
	arena_free(mine);
	return NULL;
}

/* One connection a thread, closed when the thread ends. */
START_TEST(each_thread_has_its_own)
{
	struct http_ask ask = ask_for("GET", "/");
	pthread_t t[6];

	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, call_some, &ask), 0);
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
	ck_assert_int_eq(peer_connections(peer), 6);
	ck_assert_int_eq(peer_requests(peer), 120);
}
END_TEST

/* --- what may have arrived, and what surely has not ------------------------- */

static const struct { const char *name; enum peer_trick trick; int delay_ms; const char *body; } losses[] = {
	{ "dropped", PEER_DROP, 0, "" }, { "dropped late", PEER_DROP, 100, "" }, { "silent", PEER_HANG, 0, "" },
	{ "late", PEER_ANSWER, 2000, "{}" }, { "cut", PEER_CUT, 0, "{\"status\":\"PAID\"}" },
	{ "no HTTP", PEER_RAW, 0, "what do you want?\r\n\r\n" }, { "half a head", PEER_RAW, 0, "HTTP/1.1 200 OK\r\nContent-Le" },
	{ "chunks without an end", PEER_RAW, 0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n" },
	{ "another protocol", PEER_RAW, 0, "220 mail.example ESMTP\r\n" },
};

START_TEST(lost_answers_are_unknown)
{
	struct http_ask ask = ask_for("POST", "/payments");

	ask.timeout_ms = 400;
	ask.body = "{}";
	ask.len = 2;
	script.trick = losses[_i].trick;
	script.delay_ms = losses[_i].delay_ms;
	strcpy(script.body, losses[_i].body);
	struct http_answer a = call(&ask);
	ck_assert_msg(a.outcome == OUTCOME_UNKNOWN, "%s: %d %d %s", losses[_i].name, (int)a.outcome, a.status, a.why);
	ck_assert_int_eq(a.status, 0);
	ck_assert_ptr_null(a.body);
	/* It was sent once, whatever became of it. */
	ck_assert_int_eq(peer_requests(peer), 1);
	ck_assert_int_lt(a.took_ms, 1500);
}
END_TEST

/* Closed between two requests by a server that did not say so: a GET comes again on a new connection; a POST
 * either sees that the connection is over before it is sent, or is sent once and is UNKNOWN. */
START_TEST(kept_connections_may_have_ended)
{
	for (int i = 0; i < 20; i++) {
		struct http_ask ask = ask_for(_i == 0 ? "GET" : "POST", "/");
		int before = peer_requests(peer);
		script.trick = PEER_ANSWER;
		ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
		script.trick = PEER_CLOSE;
		ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
		script.trick = PEER_ANSWER;
		enum http_outcome last = call(&ask).outcome;
		ck_assert_int_le(peer_requests(peer), before + 3);
		if (_i == 0)
			ck_assert_int_eq(last, OUTCOME_ANSWERED);
		else
			ck_assert_int_ne(last, OUTCOME_NOT_SENT);
	}
}
END_TEST

/* On a kept connection the server takes the request and drops it: libcurl would send it a second time. */
START_TEST(a_post_is_never_sent_twice)
{
	struct http_ask ask = ask_for("POST", "/payments");

	ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
	script.trick = PEER_DROP;
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_UNKNOWN);
	ck_assert_int_eq(peer_requests(peer), 2);
	/* A GET does no harm and may. */
	script.trick = PEER_ANSWER;
	ask = ask_for("GET", "/");
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
	script.trick = PEER_DROP;
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_UNKNOWN);
	ck_assert_int_eq(peer_requests(peer), 5);
}
END_TEST

static const char *const nowhere[] = {
	"http://name.that.is.never.there.invalid/", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "not a url",
	"", "http://", "http://127.0.0.1:99999/", "smtp://127.0.0.1/",
};

START_TEST(what_can_not_be_reached_was_not_sent)
{
	struct http_ask ask = ask_for("POST", "/");

	ask.url = nowhere[_i];
	ask.timeout_ms = 3000;
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
	ask.method = "GET";
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
}
END_TEST

START_TEST(a_refused_connection_was_not_sent)
{
	struct http_ask ask = ask_for("POST", "/");

	ask.url = peer_nobody();
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
	/* One of the environment's proxies would be asked for it. */
	(void)setenv("http_proxy", peer_url(peer), 1);
	(void)setenv("ALL_PROXY", peer_url(peer), 1);
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
	ck_assert_int_eq(peer_requests(peer), 0);
}
END_TEST

START_TEST(redirects_are_answers)
{
	struct http_ask ask = ask_for("GET", "/");

	script.status = 302;
	script.headers = "Location: /elsewhere\r\n";
	ck_assert_int_eq(call(&ask).status, 302);
	ck_assert_int_eq(peer_requests(peer), 1);
}
END_TEST

static const struct { size_t cap, len; bool fits; } sizes[] = {
	{ 1000, 999, true }, { 1000, 1000, true }, { 1000, 1001, false }, { 1, 60000, false }, { 0, 60000, true },
};

START_TEST(answers_have_a_size)
{
	struct http_ask ask = ask_for("GET", "/");

	ask.cap = sizes[_i].cap;
	memset(script.body, 'x', sizes[_i].len);
	script.body[sizes[_i].len] = '\0';
	struct http_answer a = call(&ask);
	ck_assert_int_eq(a.outcome, sizes[_i].fits ? OUTCOME_ANSWERED : OUTCOME_UNKNOWN);
	if (sizes[_i].fits)
		ck_assert_uint_eq(a.len, sizes[_i].len);
	else
		ck_assert_str_eq(a.why, "the answer is too large");
}
END_TEST

START_TEST(a_full_arena_makes_it_unknown)
{
	struct arena *small = arena_new(64);
	struct http_ask ask = ask_for("GET", "/");
	struct http_answer a;

	memset(script.body, 'x', 1000);
	http_client_call(small, &ask, &a);
	ck_assert_int_eq(a.outcome, OUTCOME_UNKNOWN);
	ck_assert_str_eq(a.why, "no memory for the answer");
	ck_assert_int_eq(a.status, 200);
	arena_free(small);
}
END_TEST

START_TEST(a_header_can_not_begin_another)
{
	struct http_ask ask = ask_for("GET", "/");

	ask.headers[0] = (struct http_header){ "X-Key", "a\r\nX-Other: b" };
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
	ck_assert_int_eq(peer_requests(peer), 0);
}
END_TEST

/* --- TLS -------------------------------------------------------------------------- */

static const struct { const char *name; bool trusted, https; enum http_outcome is; } servers[] = {
	{ "localhost", true, true, OUTCOME_ANSWERED },
	{ "localhost", false, true, OUTCOME_NOT_SENT },		/* nobody we know has signed it */
	{ "shop.example", true, true, OUTCOME_NOT_SENT },	/* somebody else's */
	{ "localhost", true, false, OUTCOME_UNKNOWN },		/* plain HTTP to a TLS port */
};

START_TEST(tls_is_verified)
{
	struct peer *safe = peer_start_tls(obey, NULL, servers[_i].name);
	struct http_ask ask = ask_for("POST", "/");

	ask.url = arena_printf(arena, "%s%s/", servers[_i].https ? "https" : "http", peer_url(safe) + strlen("https"));
	ask.ca_file = servers[_i].trusted ? peer_certificate(safe) : "";
	ask.body = "{}";
	ask.len = 2;
	struct http_answer a = call(&ask);
	ck_assert_msg(a.outcome == servers[_i].is, "%s", a.why);
	ck_assert_int_eq(peer_requests(safe), servers[_i].is == OUTCOME_ANSWERED ? 1 : 0);
	peer_stop(safe);
}
END_TEST

START_TEST(tls_to_a_plain_port_was_not_sent)
{
	struct http_ask ask = ask_for("POST", "/");

	ask.url = arena_printf(arena, "https%s/", peer_url(peer) + strlen("http"));
	/* The peer waits for a line that never ends; so does the client, for as long as connecting may take. */
	ask.connect_ms = 300;
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_NOT_SENT);
}
END_TEST

/* A secret over TLS passes a buffer of the handle: the handle goes, and with it the connection. */
START_TEST(secrets_leave_no_handle_behind)
{
	struct peer *safe = peer_start_tls(obey, NULL, "localhost");
	struct http_ask ask = ask_for("POST", "/");

	ask.url = peer_url(safe);
	ask.ca_file = peer_certificate(safe);
	ask.body = "{}";
	ask.len = 2;
	(void)call(&ask);
	(void)call(&ask);
	ck_assert_int_eq(peer_connections(safe), 1);
	ask.secret = true;
	(void)call(&ask);
	ck_assert_int_eq(peer_connections(safe), 1);
	(void)call(&ask);
	ck_assert_int_eq(peer_connections(safe), 2);
	peer_stop(safe);
}
END_TEST

/* --- nothing is left in memory ------------------------------------------------------ */

#if defined(__clang__) || defined(__GNUC__)
#define RAW __attribute__((no_sanitize("address", "thread", "undefined")))
#endif

/* How often the needle is in memory that can be written; it is kept xored, so that it does not find itself.
 * What is larger than 256 MiB is a sanitizer's own. */
RAW static int
times_in_memory(const char *needle_xored, size_t n)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	int times = 0;

	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long from, to;
		char mode[8];
		if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w' || strstr(line, "[v") != NULL ||
		    to - from > 256ul << 20)
			continue;
		for (const char *p = (const char *)from; p + n <= (const char *)to; p++) {
			size_t i = 0;
			while (i < n && p[i] == (char)(needle_xored[i] ^ 0x55))
				i++;
			times += i == n;
		}
	}
	(void)fclose(maps);
	return times;
}

/* The peer keeps nothing: what is found in memory then is the client's. */
static void
forget(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	explicit_bzero((char *)(uintptr_t)rq->body, rq->len);
	strcpy(out->body, "{}");
}

START_TEST(what_was_secret_is_gone)
{
	struct peer *quiet = peer_start(forget, NULL);
	struct http_ask ask = ask_for("POST", "/");
	char xored[33], *body = malloc(64);

	for (int i = 0; i < 32; i++)
		xored[i] = (char)(("0123456789abcdefghijklmnopqrstuv"[i] + 1) ^ 0x55);
	memcpy(body, "card=", 5);
	for (int i = 0; i < 32; i++)
		body[5 + i] = (char)(xored[i] ^ 0x55);
	ask.url = peer_url(quiet);
	ask.body = body;
	ask.len = 37;
	ask.secret = true;
	ck_assert_int_eq(times_in_memory(xored, 32), 1);
	ck_assert_int_eq(call(&ask).outcome, OUTCOME_ANSWERED);
	peer_stop(quiet);
	explicit_bzero(body, 64);
	ck_assert_int_eq(times_in_memory(xored, 32), 0);
	free(body);
}
END_TEST

Suite *
http_client_suite(void)
{
	Suite *s = suite_create("http_client");
	TCase *t = tcase_create("http_client");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, an_answer_is_whole);
	tcase_add_test(t, a_request_is_sent_as_asked);
	tcase_add_test(t, a_post_may_have_no_body);
	tcase_add_test(t, connections_are_used_again);
	tcase_add_test(t, each_thread_has_its_own);
	tcase_add_loop_test(t, lost_answers_are_unknown, 0, ROWS(losses));
	tcase_add_loop_test(t, kept_connections_may_have_ended, 0, 2);
	tcase_add_test(t, a_post_is_never_sent_twice);
	tcase_add_loop_test(t, what_can_not_be_reached_was_not_sent, 0, ROWS(nowhere));
	tcase_add_test(t, a_refused_connection_was_not_sent);
	tcase_add_test(t, redirects_are_answers);
	tcase_add_loop_test(t, answers_have_a_size, 0, ROWS(sizes));
	tcase_add_test(t, a_full_arena_makes_it_unknown);
	tcase_add_test(t, a_header_can_not_begin_another);
	tcase_add_loop_test(t, tls_is_verified, 0, ROWS(servers));
	tcase_add_test(t, tls_to_a_plain_port_was_not_sent);
	tcase_add_test(t, secrets_leave_no_handle_behind);
	tcase_add_test(t, what_was_secret_is_gone);
	suite_add_tcase(s, t);
	return s;
}
