/*
 * log_test: the form of a line, levels, and that lines of many threads stay whole.
 */
#include "support/suite.h"

#include <errno.h>
#include <json-c/json.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

static int file = -1;

/* An unnamed file the log writes to; reads come from its beginning. */
static void
catch_lines(void)
{
	char name[] = "/tmp/log_test.XXXXXX";

	file = mkstemp(name);
	ck_assert_int_ge(file, 0);
	(void)unlink(name);
	log_to(file);
	log_start("orders", LOG_INFO);
}

static void
let_go(void)
{
	log_to(STDERR_FILENO);
	(void)close(file);
}

/* All that was written; the caller frees it. */
static char *
caught(void)
{
	off_t size = lseek(file, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(pread(file, text, (size_t)size, 0), size);
	return text;
}

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object *v;

	return json_object_object_get_ex(o, name, &v) ? json_object_get_string(v) : NULL;
}

START_TEST(a_line_has_its_form)
{
	/* 2026-11-21T10:00:00Z, give or take the time this takes. */
	clock_shift(INT64_C(1795255200000) - clock_now());
	errno = EDOM;
	log_event(LOG_INFO, "started");
	log_request("0190");
	log_event(LOG_WARN, "slow", LOG_I("ms", -12), LOG_S("why", "\"x\"\n"), LOG_S("who", NULL));
	log_request(NULL);
	log_event(LOG_ERROR, "failed", LOG_S("code", "UNAVAILABLE"));
	ck_assert_int_eq(errno, EDOM);

	static const char *const wanted[] = {
		"\",\"level\":\"info\",\"program\":\"orders\",\"event\":\"started\"}",
		"\",\"level\":\"warn\",\"program\":\"orders\",\"event\":\"slow\",\"request_id\":\"0190\",\"ms\":-12,\"why\":\"\\\"x\\\"\\n\",\"who\":null}",
		"\",\"level\":\"error\",\"program\":\"orders\",\"event\":\"failed\",\"code\":\"UNAVAILABLE\"}",
	};
	static const char at[] = "{\"at\":\"2026-11-21T10:00:0";
	char *text = caught(), *rest = text;
	for (int i = 0; i < ROWS(wanted); i++) {
		char *line = strsep(&rest, "\n");
		ck_assert_msg(strncmp(line, at, sizeof(at) - 1) == 0, "%s", line);
		ck_assert_str_eq(line + sizeof("{\"at\":\"2026-11-21T10:00:00.000Z") - 1, wanted[i]);
	}
	ck_assert_str_eq(rest, "");
	free(text);
}
END_TEST

static const struct { enum log_level least; int lines; } levels[] = {
	{ LOG_DEBUG, 4 }, { LOG_INFO, 3 }, { LOG_WARN, 2 }, { LOG_ERROR, 1 },
};

START_TEST(lesser_levels_are_not_written)
{
	int lines = 0;

	log_start("a program with a name longer than there is room for", levels[_i].least);
	for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
		log_event((enum log_level)level, "x");
	char *text = caught();
	for (char *p = text; (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	ck_assert_int_eq(lines, levels[_i].lines);
	free(text);
}
END_TEST

static const struct { const char *word; bool known; enum log_level level; } words[] = {
	{ "debug", true, LOG_DEBUG }, { "info", true, LOG_INFO }, { "warn", true, LOG_WARN }, { "error", true, LOG_ERROR },
	{ "", false, LOG_WARN }, { "INFO", false, LOG_WARN }, { "infos", false, LOG_WARN }, { NULL, false, LOG_WARN },
};

START_TEST(levels_are_read)
{
	enum log_level level = LOG_WARN;

	ck_assert(log_level_parse(words[_i].word, &level) == words[_i].known);
	ck_assert_int_eq(level, words[_i].level);
}
END_TEST

START_TEST(a_line_too_long_says_so)
{
	char *big = malloc(100000);

	memset(big, 'x', 99999);
	big[99999] = '\0';
	log_event(LOG_INFO, "dump", LOG_S("all", big));
	free(big);
	char *text = caught();
	ck_assert_uint_lt(strlen(text), 300);
	struct json_object *o = json_tokener_parse(text);
	ck_assert_str_eq(member(o, "event"), "dump");
	ck_assert_str_eq(member(o, "truncated"), "true");
	json_object_put(o);
	free(text);
}
END_TEST

START_TEST(a_closed_descriptor_does_no_harm)
{
	log_to(-1);
	errno = 0;
	log_event(LOG_INFO, "x");
	ck_assert_int_eq(errno, 0);
}
END_TEST

#define THREADS 8
#define LINES 500

static void *
write_lines(void *arg)
{
	const char *id = arg;

	log_request(id);
	for (int i = 0; i < LINES; i++)
		log_event(LOG_INFO, "line", LOG_S("same", id), LOG_I("i", i), LOG_S("pad", "................................"));
	return NULL;
}

START_TEST(threads_write_whole_lines_under_their_own_request)
{
	static char ids[THREADS][8];
	pthread_t thread[THREADS];
	int lines = 0, next[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++) {
		ids[i][0] = (char)('a' + i);
		ck_assert_int_eq(pthread_create(&thread[i], NULL, write_lines, ids[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(thread[i], NULL);

	char *text = caught(), *rest = text, *line;
	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		struct json_object *o = json_tokener_parse(line);
		ck_assert_msg(o != NULL, "%s", line);
		const char *id = member(o, "request_id");
		ck_assert_str_eq(id, member(o, "same"));
		ck_assert_int_eq(atoi(member(o, "i")), next[id[0] - 'a']++);
		json_object_put(o);
		lines++;
	}
	ck_assert_int_eq(lines, THREADS * LINES);
	free(text);
}
END_TEST

Suite *
log_suite(void)
{
	Suite *s = suite_create("log");
	TCase *t = tcase_create("log");

	tcase_add_checked_fixture(t, catch_lines, let_go);
	tcase_add_test(t, a_line_has_its_form);
	tcase_add_loop_test(t, lesser_levels_are_not_written, 0, ROWS(levels));
	tcase_add_loop_test(t, levels_are_read, 0, ROWS(words));
	tcase_add_test(t, a_line_too_long_says_so);
	tcase_add_test(t, a_closed_descriptor_does_no_harm);
	tcase_add_test(t, threads_write_whole_lines_under_their_own_request);
	suite_add_tcase(s, t);
	return s;
}
