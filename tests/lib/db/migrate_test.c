/* migrate: forward once, in order; everything else is refused with a reason. */
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"
#include "db/migrate.h"
#include "support/suite.h"
#include "support/testdb.h"

static struct testdb t;
static struct db *db;
static char dir[40];
static char told[1000];

static const char *
path_of(const char *file)
{
	return arena_printf(t.arena, "%s/%s", dir, file);
}

static void
put(const char *file, const char *text)
{
	FILE *f = fopen(path_of(file), "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

static void
drop(const char *file)
{
	ck_assert_int_eq(unlink(path_of(file)), 0);
}

static void
setup(void)
{
	testdb_start(&t, "migrate");
	db = testdb_connect(&t, NULL, 0);
	snprintf(dir, sizeof(dir), "/tmp/banquet-migrate.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	put("001_members.sql", "CREATE TABLE member (id INT PRIMARY KEY);\nINSERT INTO member VALUES (1);\n");
	put("002_orders.sql", "-- orders\nCREATE TABLE orders (id INT);\n"
	    "CREATE TRIGGER orders_new AFTER INSERT ON orders FOR EACH ROW\nBEGIN\n"
	    "  INSERT INTO member VALUES (NEW.id);\n  DELETE FROM member WHERE id = 1;\nEND;\n"
	    "INSERT INTO orders VALUES (2);\n");
	put("README", "not a migration");
}

static void
teardown(void)
{
	DIR *d = opendir(dir);

	ck_assert_ptr_nonnull(d);
	for (struct dirent *f; (f = readdir(d)) != NULL;)
		if (f->d_name[0] != '.')
			drop(f->d_name);
	closedir(d);
	ck_assert_int_eq(rmdir(dir), 0);
	db_close(db);
	testdb_stop(&t);
}

static void
tell(void *arg, int number, const char *name, bool applied)
{
	size_t n = strlen(told);

	ck_assert_ptr_eq(arg, told);
	snprintf(told + n, sizeof(told) - n, "%s%d %s", applied ? "+" : "?", number, name);
}

static const struct err *
go(bool dry_run)
{
	told[0] = '\0';
	return migrate(db, t.arena, dir, dry_run, tell, told);
}

static int64_t
number(const char *sql)
{
	const struct stmt_def d = { "number", "", "i", sql };
	struct rows r;

	ck_ok(stmt_once(db, t.arena, &d, NULL, 0, &r));
	return row_int(&r, 0, 0);
}

START_TEST(forward)
{
	ck_ok(go(false));
	ck_assert_str_eq(told, "+1 members+2 orders");
	ck_assert_int_eq(number("SELECT id FROM member"), 2);
	ck_assert_int_eq(number("SELECT COUNT(*) FROM schema_migrations WHERE LENGTH(checksum) = 64"
	    " AND ABS(TIMESTAMPDIFF(SECOND, applied_at, UTC_TIMESTAMP())) < 60"), 2);
	ck_ok(go(false));
	ck_assert_str_eq(told, "");
	put("003_more.sql", "CREATE TABLE more (id INT)");
	ck_ok(go(false));
	ck_assert_str_eq(told, "+3 more");
	ck_ok(migrate(db, t.arena, dir, false, NULL, NULL));
}
END_TEST

START_TEST(dry_run)
{
	ck_ok(go(true));
	ck_assert_str_eq(told, "?1 members?2 orders");
	ck_assert_int_eq(number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"), 0);
	ck_ok(go(false));
	put("003_more.sql", "CREATE TABLE more (id INT)");
	ck_ok(go(true));
	ck_assert_str_eq(told, "?3 more");
	ck_assert_int_eq(number("SELECT COUNT(*) FROM schema_migrations"), 2);
	ck_ok(migrate(db, t.arena, dir, true, NULL, NULL));
}
END_TEST

static void
refused(const char *why)
{
	int64_t before = number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()");

	for (int dry = 0; dry < 2; dry++) {
		ck_fails(go(dry), INTERNAL_SERVER_ERROR, why);
		ck_assert_str_eq(told, "");
	}
	/* The table of records may have come into being; nothing else. */
	ck_assert_int_le(number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
	    " AND table_name <> 'schema_migrations'"), before);
}

START_TEST(refused_files)
{
	put("004_gap.sql", "CREATE TABLE gap (id INT)");
	refused("migration 003 is missing: 004_gap stands in its place");
	drop("004_gap.sql");
	put("002_again.sql", "CREATE TABLE again (id INT)");
	refused("number 002 is there twice");
	drop("002_again.sql");
	put("3_short.sql", "");
	refused("3_short.sql: migrations are named like");
	drop("3_short.sql");
	put("003_Loud-Name.sql", "");
	refused("are named like");
	drop("003_Loud-Name.sql");
	ck_assert_int_eq(mkdir(path_of("003_dir.sql"), 0700), 0);
	refused("003_dir.sql: not a file");
	ck_assert_int_eq(rmdir(path_of("003_dir.sql")), 0);
	drop("001_members.sql");
	refused("migration 001 is missing");
	ck_fails(migrate(db, t.arena, "/nonexistent", false, NULL, NULL), INTERNAL_SERVER_ERROR, "/nonexistent: No such");
}
END_TEST

START_TEST(changed_afterwards)
{
	ck_ok(go(false));
	put("001_members.sql", "CREATE TABLE member (id BIGINT PRIMARY KEY)");
	put("003_more.sql", "CREATE TABLE more (id INT)");
	refused("migration 001 (members) changed after it was applied");
}
END_TEST

START_TEST(missing_or_renamed_afterwards)
{
	ck_ok(go(false));
	put("002_renamed.sql", "x");
	drop("002_orders.sql");
	refused("migration 002 was applied as orders and is now called renamed");
	drop("002_renamed.sql");
	refused("migration 002 (orders) was applied but its file is missing");
	ck_ok(db_script(db, t.arena, "DELETE FROM schema_migrations WHERE number = 1"));
	refused("schema_migrations has 002 (orders) where 001 is expected");
}
END_TEST

START_TEST(stopped_half_way)
{
	put("003_bad.sql", "CREATE TABLE three (id INT);\nINSERT INTO three VALUES (1);\nINSERT INTO nowhere VALUES (1);\n"
	    "CREATE TABLE never (id INT);\n");
	put("004_next.sql", "CREATE TABLE next (id INT)");
	ck_fails(go(false), INTERNAL_SERVER_ERROR, "migration 003 (bad) stopped half way: statement 3:");
	ck_assert_str_eq(told, "+1 members+2 orders");
	ck_assert_int_eq(number("SELECT COUNT(*) FROM three"), 1);
	/* It stays so until someone has looked after it. */
	refused("migration 003 (bad) stopped half way: finish it");
	ck_ok(db_script(db, t.arena, "UPDATE schema_migrations SET applied_at = UTC_TIMESTAMP(3) WHERE number = 3"));
	ck_ok(go(false));
	ck_assert_str_eq(told, "+4 next");
}
END_TEST

START_TEST(failed_at_once)
{
	put("003_bad.sql", "INSERT INTO nowhere VALUES (1); CREATE TABLE three (id INT)");
	ck_fails(go(false), INTERNAL_SERVER_ERROR, "migration 003 (bad): statement 1:");
	put("003_bad.sql", "CREATE TABLE three (id INT)");
	ck_ok(go(false));
	ck_assert_str_eq(told, "+3 bad");
}
END_TEST

START_TEST(in_a_transaction)
{
	ck_ok(db_begin(db, t.arena));
	ck_fails(go(false), INTERNAL_SERVER_ERROR, "a transaction is open");
	db_rollback(db);
}
END_TEST

static void *
migrate_elsewhere(void *arg)
{
	struct arena *a = arena_new(1 << 20);
	struct db *own = NULL;
	bool ok = db_open(&t.conf, NULL, 0, a, &own) == NULL && migrate(own, a, dir, false, NULL, NULL) == NULL;

	(void)arg;
	db_close(own);
	arena_free(a);
	return ok ? db : NULL;
}

START_TEST(several_at_once)
{
	pthread_t threads[4];
	void *ok;

	put("003_slow.sql", "DO SLEEP(0.3); CREATE TABLE slow (id INT)");
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, migrate_elsewhere, NULL);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &ok);
		ck_assert_ptr_nonnull(ok);
	}
	ck_assert_int_eq(number("SELECT COUNT(*) FROM schema_migrations WHERE applied_at IS NOT NULL"), 3);
	/* The lock was given back. */
	ck_assert_int_eq(number("SELECT IS_FREE_LOCK(CONCAT('banquet_migrate_', MD5(DATABASE())))"), 1);
}
END_TEST

Suite *
migrate_suite(void)
{
	Suite *s = suite_create("db/migrate");
	TCase *c = tcase_create("migrate");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, forward);
	tcase_add_test(c, dry_run);
	tcase_add_test(c, refused_files);
	tcase_add_test(c, changed_afterwards);
	tcase_add_test(c, missing_or_renamed_afterwards);
	tcase_add_test(c, stopped_half_way);
	tcase_add_test(c, failed_at_once);
	tcase_add_test(c, in_a_transaction);
	tcase_add_test(c, several_at_once);
	suite_add_tcase(s, c);
	return s;
}
