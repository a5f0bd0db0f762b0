/*
 * conf_test: defaults, file and environment in their order; what is refused
 * and how that is told; no secret in a message.
 */
#include "support/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/conf.h"

static char path[] = "/tmp/conf_test.XXXXXX";
static char why[512];
static struct conf conf;

static void
make_file(void)
{
	extern char **environ;

	/* No setting of whoever runs the tests may get in. */
	for (char **e = environ; *e != NULL; ) {
		char name[256];
		(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(*e, "="), *e);
		if (strncmp(name, "BANQUET_", 8) == 0 && unsetenv(name) == 0)
			e = environ;
		else
			e++;
	}
	(void)strcpy(path + strlen(path) - 6, "XXXXXX");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	(void)close(fd);
	memset(&conf, 0x55, sizeof(conf));
	strcpy(why, "untouched");
}

static void
remove_file(void)
{
	(void)unlink(path);
}

static int
load(const char *text)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	return conf_load(&conf, path, why, sizeof(why));
}

START_TEST(an_empty_file_leaves_the_table)
{
	ck_assert_int_eq(load(""), 0);
#define CONF_STR(name, def, flags, doc) ck_assert_str_eq(conf.name, def);
#define CONF_INT(name, def, min, max, unit, doc) ck_assert_int_eq(conf.name, def);
#define CONF_BOOL(name, def, doc) ck_assert(conf.name == (def));
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
	ck_assert_str_eq(why, "untouched");
	conf_free(&conf);
	ck_assert_ptr_null(conf.tz);
	conf_free(&conf);
	conf_free(NULL);
}
END_TEST

START_TEST(each_row_is_sound)
{
#define CONF_STR(name, def, flags, doc) ck_assert(*(doc) != '\0');
#define CONF_INT(name, def, min, max, unit, doc) \
	ck_assert_int_ge(def, min); \
	ck_assert_int_le(def, max); \
	ck_assert(*(doc) != '\0');
#define CONF_BOOL(name, def, doc) ck_assert(*(doc) != '\0');
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
}
END_TEST

START_TEST(the_file_is_read)
{
	ck_assert_int_eq(load(
	    "# a comment\n"
	    "; another\n"
	    "\n"
	    "db_port = 3307\n"
	    "threads=1\n"
	    "db_name: feast   ; the rest is a comment\n"
	    "tz =  Europe/Paris \n"
	    "db_socket =\n"
	    "public_url = https://shop.example/?a=b#c\r\n"
	    "desk_batch = 256"), 0);
	ck_assert_int_eq(conf.db_port, 3307);
	ck_assert_int_eq(conf.threads, 1);
	ck_assert_str_eq(conf.db_name, "feast");
	ck_assert_str_eq(conf.tz, "Europe/Paris");
	ck_assert_str_eq(conf.db_socket, "");
	ck_assert_str_eq(conf.public_url, "https://shop.example/?a=b#c");
	ck_assert_int_eq(conf.desk_batch, 256);
	ck_assert_str_eq(conf.db_user, "banquet");
	conf_free(&conf);
}
END_TEST

/* The file, and what the sentence must say after its path. */
static const struct { const char *text, *says; } refused[] = {
	{ "threads = 2\nthreds = 3\n", ":2: threds is no setting" },
	{ "threads = 0\n", ":1: threads must be a whole number from 1 to 1024, not \"0\"" },
	{ "threads = 1025\n", ":1: threads must be a whole number from 1 to 1024, not \"1025\"" },
	{ "\n\nthreads = many\n", ":3: threads must be a whole number" },
	{ "threads =\n", ":1: threads must be" },
	{ "threads = +5\n", ":1: threads must be" },
	{ "threads = 5x\n", ":1: threads must be" },
	{ "threads = 5.0\n", ":1: threads must be" },
	{ "threads = 0x10\n", ":1: threads must be" },
	{ "threads = -\n", ":1: threads must be" },
	{ "threads = 99999999999999999999\n", ":1: threads must be" },
	{ "db_timeout_ms = 1\n", ":1: db_timeout_ms must be a whole number from 100 to 600000 ms, not \"1\"" },
	{ "# x\nthreads = 1\n\nthreads = 1\n", ":4: threads is set a second time" },
	{ "tz = Asia/Seoul\n  Asia/Tokyo\n", ":2: tz is set a second time" },
	{ "[db]\ndb_port = 1\n", ":2: sections such as [db] are not known" },
	{ "threads = 1\nwhat is this\n", ":2: not a line of the form name = value" },
	{ "junk\nthreads = 0\n", ":2: threads must be" },
	{ "Threads = 1\n", ":1: Threads is no setting" },
};

START_TEST(mistakes_are_told)
{
	ck_assert_int_eq(load(refused[_i].text), -1);
	ck_assert_msg(strncmp(why, path, strlen(path)) == 0, "%s", why);
	ck_assert_msg(strncmp(why + strlen(path), refused[_i].says, strlen(refused[_i].says)) == 0, "%s", why);
	ck_assert_ptr_null(conf.tz);
}
END_TEST

START_TEST(a_line_too_long_is_told)
{
	char text[2100] = "\ntz = ";

	memset(text + 6, 'x', 2000);
	strcpy(text + 2006, "\nthreads = 1\n");
	ck_assert_int_eq(load(text), -1);
	ck_assert_ptr_nonnull(strstr(why, ":2: the line is longer than "));
}
END_TEST

START_TEST(a_long_reason_is_cut)
{
	char text[300] = "";
	char small[24];

	memset(text, 'n', 150);
	strcpy(text + 150, " = 1\n");
	(void)load(text);
	ck_assert_int_eq(conf_load(&conf, path, small, sizeof(small)), -1);
	ck_assert_uint_eq(strlen(small), sizeof(small) - 1);
}
END_TEST

static const struct { mode_t mode; const char *password; bool ok; } modes[] = {
	{ 0600, "hunter2", true }, { 0640, "hunter2", true }, { 0660, "hunter2", true },
	{ 0644, "hunter2", false }, { 0604, "hunter2", false }, { 0602, "hunter2", false },
	{ 0644, "", true }, { 0666, "", true },
};

START_TEST(a_secret_is_kept_from_others)
{
	char text[100];

	(void)snprintf(text, sizeof(text), "threads = 3\ndb_password = %s\n", modes[_i].password);
	ck_assert_int_eq(chmod(path, modes[_i].mode), 0);
	ck_assert_int_eq(load(text), modes[_i].ok ? 0 : -1);
	if (modes[_i].ok) {
		ck_assert_str_eq(conf.db_password, modes[_i].password);
		conf_free(&conf);
	} else {
		ck_assert_ptr_nonnull(strstr(why, ":2: sets a secret"));
		ck_assert_ptr_null(strstr(why, "hunter2"));
	}
}
END_TEST

static const char *const with_secret[] = {
	"db_password = hunter2\ndb_password = hunter2\n", "db_pasword = hunter2\n", "db_password = hunter2\nthreads = x\n",
	"[hunter]\ndb_password = hunter2\n", "db_password hunter2\n", "db_password = x\n hunter2\n",
};

START_TEST(a_secret_is_never_told)
{
	ck_assert_int_eq(load(with_secret[_i]), -1);
	ck_assert_msg(strstr(why, "hunter2") == NULL, "%s", why);
}
END_TEST

START_TEST(the_environment_comes_last)
{
	ck_assert_int_eq(setenv("BANQUET_THREADS", "9", 1), 0);
	ck_assert_int_eq(setenv("BANQUET_DB_PASSWORD", "from outside ; with a semicolon", 1), 0);
	ck_assert_int_eq(setenv("BANQUET_PASSWORD_MEMORY_KIB", "8192", 1), 0);
	ck_assert_int_eq(setenv("BANQUET_DB_SOCKET", "", 1), 0);
	ck_assert_int_eq(setenv("BANQUET_NOT_A_SETTING", "x", 1), 0);
	ck_assert_int_eq(setenv("HTTP_BANQUET_TZ", "x", 1), 0);
	ck_assert_int_eq(setenv("HTTP_TZ", "x", 1), 0);
	ck_assert_int_eq(setenv("TZ", "x", 1), 0);
	ck_assert_int_eq(load("threads = 3\ndb_name = feast\n"), 0);
	ck_assert_int_eq(conf.threads, 9);
	ck_assert_str_eq(conf.db_password, "from outside ; with a semicolon");
	ck_assert_int_eq(conf.password_memory_kib, 8192);
	ck_assert_str_eq(conf.db_socket, "");
	ck_assert_str_eq(conf.db_name, "feast");
	ck_assert_str_eq(conf.tz, "Asia/Seoul");
	/* A copy of its own: the environment may change. */
	ck_assert_int_eq(setenv("BANQUET_DB_PASSWORD", "changed", 1), 0);
	ck_assert_str_eq(conf.db_password, "from outside ; with a semicolon");
	conf_free(&conf);

	ck_assert_int_eq(setenv("BANQUET_THREADS", "0", 1), 0);
	ck_assert_int_eq(load(""), -1);
	ck_assert_str_eq(why, "BANQUET_THREADS must be a whole number from 1 to 1024, not \"0\"");
}
END_TEST

START_TEST(a_file_that_was_named_must_be_there)
{
	char sentence[600];

	(void)unlink(path);
	(void)snprintf(sentence, sizeof(sentence), "%s: %s", path, strerror(ENOENT));
	ck_assert_int_eq(conf_load(&conf, path, why, sizeof(why)), -1);
	ck_assert_str_eq(why, sentence);
	why[0] = '\0';
	ck_assert_int_eq(setenv("BANQUET_CONFIG", path, 1), 0);
	ck_assert_int_eq(conf_load(&conf, NULL, why, sizeof(why)), -1);
	ck_assert_str_eq(why, sentence);
	ck_assert_int_eq(conf_load(&conf, "/", why, sizeof(why)), -1);	/* a directory */

	ck_assert_int_eq(load("threads = 5\n"), 0);
	conf_free(&conf);
	ck_assert_int_eq(conf_load(&conf, NULL, why, sizeof(why)), 0);	/* by BANQUET_CONFIG */
	ck_assert_int_eq(conf.threads, 5);
	conf_free(&conf);
}
END_TEST

START_TEST(the_table_documents_itself)
{
	struct buf b = { 0 };
	int lines = 0;

	conf_document(&b);
	ck_assert(!b.failed);
	static const char *const rows[] = {
		"| setting | environment | default | values | meaning |\n|---|---|---|---|---|\n",
		"\n| `db_port` | `BANQUET_DB_PORT` | `3306` | 1–65535 | port of MariaDB when there is no socket |\n",
		"\n| `db_timeout_ms` | `BANQUET_DB_TIMEOUT_MS` | `10000` | 100–600000 ms | ",
		"\n| `db_password` | `BANQUET_DB_PASSWORD` |  | text, secret | ",
		"\n| `tz` | `BANQUET_TZ` | `Asia/Seoul` | text | ",
#define CONF_STR(name, def, flags, doc) "\n| `" #name "` | ",
#define CONF_INT(name, def, min, max, unit, doc) "\n| `" #name "` | ",
#define CONF_BOOL(name, def, doc) "\n| `" #name "` | ",
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
	};
	for (int i = 0; i < ROWS(rows); i++)
		ck_assert_msg(strstr(buf_str(&b), rows[i]) != NULL, "%s", rows[i]);
	/* Each line has the same number of columns. */
	for (char *rest = b.p, *line; (line = strsep(&rest, "\n")) != NULL && *line != '\0'; lines++) {
		int bars = 0;
		for (const char *p = line; *p != '\0'; p++)
			bars += *p == '|';
		ck_assert_msg(bars == 6, "%s", line);
	}
	ck_assert_int_eq(lines, 2 + ROWS(rows) - 5);
	buf_free(&b);
}
END_TEST

Suite *
conf_suite(void)
{
	Suite *s = suite_create("conf");
	TCase *t = tcase_create("conf");

	tcase_add_checked_fixture(t, make_file, remove_file);
	tcase_add_test(t, an_empty_file_leaves_the_table);
	tcase_add_test(t, each_row_is_sound);
	tcase_add_test(t, the_file_is_read);
	tcase_add_loop_test(t, mistakes_are_told, 0, ROWS(refused));
	tcase_add_test(t, a_line_too_long_is_told);
	tcase_add_test(t, a_long_reason_is_cut);
	tcase_add_loop_test(t, a_secret_is_kept_from_others, 0, ROWS(modes));
	tcase_add_loop_test(t, a_secret_is_never_told, 0, ROWS(with_secret));
	tcase_add_test(t, the_environment_comes_last);
	tcase_add_test(t, a_file_that_was_named_must_be_there);
	tcase_add_test(t, the_table_documents_itself);
	suite_add_tcase(s, t);
	return s;
}
