/*
 * migrate: applies sql/NNN_name.sql, once each, in order.
 *
 * First everything is compared: the files with each other, then with what
 * schema_migrations says was applied.  Only when all of it agrees is the
 * first missing migration applied.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "db/inside.h"
#include "db/migrate.h"

#define FILE_MAX	(4u << 20)	/* bytes of one migration */
#define LOCK_PATIENCE	60000		/* ms */
#define LOCK_PAUSE	200		/* ms */

/* The lock's name is the server's, so it names the database; 64 characters are the most it may have. */
#define LOCK_NAME "CONCAT('banquet_migrate_', MD5(DATABASE()))"

enum { EXISTS, APPLIED, LOCK, UNLOCK, RECORD, FINISH, FORGET };
static const struct stmt_def statements[] = {
	[EXISTS] = { "migrate_exists", "", "i", "SELECT COUNT(*) FROM information_schema.tables"
	    " WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'" },
	[APPLIED] = { "migrate_applied", "", "issi", "SELECT number, name, checksum, applied_at IS NULL"
	    " FROM schema_migrations ORDER BY number" },
	[LOCK] = { "migrate_lock", "", "i", "SELECT GET_LOCK(" LOCK_NAME ", 0)" },
	[UNLOCK] = { "migrate_unlock", "", "i", "SELECT RELEASE_LOCK(" LOCK_NAME ")" },
	[RECORD] = { "migrate_record", "iss", "", "INSERT INTO schema_migrations (number, name, checksum)"
	    " VALUES (?, ?, ?)" },
	[FINISH] = { "migrate_finish", "ti", "", "UPDATE schema_migrations SET applied_at = ? WHERE number = ?" },
	[FORGET] = { "migrate_forget", "i", "", "DELETE FROM schema_migrations WHERE number = ?" },
};

static const char create[] = "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " number INT NOT NULL PRIMARY KEY COMMENT 'that the file name begins with',"
    " name VARCHAR(200) NOT NULL COMMENT 'the rest of it',"
    " checksum CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'BLAKE2b-256 of the file, in hex',"
    " applied_at DATETIME(3) NULL COMMENT 'UTC; NULL: stopped half way')";

struct migration {
	int		 number;
	const char	*name;		/* of 003_orders.sql: orders */
	const char	*text;
	char		 checksum[2 * sizeof(struct hash) + 1];
};

static const struct err *
refuse(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *text = arena_vprintf(a, fmt, ap);
	va_end(ap);

	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "%s", text != NULL ? text : "the arena is full");
}

static const struct err *
ask(struct db *db, struct arena *a, int what, const struct db_value *v, size_t n, struct rows *rows)
{
	return stmt_once(db, a, &statements[what], v, n, rows);
}
#define ASK(db, a, what, rows, ...) \
	ask((db), (a), (what), (const struct db_value[]){ __VA_ARGS__ }, \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value), (rows))

/* NNN_name.sql, with a name of small letters, digits and underscores. */
static bool
parse_name(struct arena *a, const char *file, struct migration *m)
{
	static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (strspn(file, "0123456789") != 3 || file[3] != '_')
		return false;
	size_t n = strspn(file + 4, small);
	if (n == 0 || strcmp(file + 4 + n, ".sql") != 0)
		return false;
	m->number = (file[0] - '0') * 100 + (file[1] - '0') * 10 + (file[2] - '0');
	m->name = arena_memdup(a, file + 4, n);
	return m->name != NULL;
}

static const struct err *
read_text(struct arena *a, const char *dir, const char *file, struct migration *m)
{
	const struct err *e = NULL;
	const char *path = arena_printf(a, "%s/%s", dir, file);
	char *text = NULL;
	size_t got = 0;
	struct stat st;
	ssize_t n = 0;
	int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd == -1 || fstat(fd, &st) != 0) {
		e = refuse(a, "%s/%s: %s", dir, file, strerror(errno));
		goto done;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX) {
		e = refuse(a, "%s: not a file, or larger than %u bytes", path, FILE_MAX);
		goto done;
	}
	size_t size = (size_t)st.st_size;
	if ((text = arena_alloc(a, size + 1)) == NULL) {
		e = refuse(a, "%s: the arena is full", path);
		goto done;
	}
	while (got < size && (n = read(fd, text + got, size - got)) > 0)
		got += (size_t)n;
	if (n < 0 || got < size || memchr(text, '\0', size) != NULL) {
		e = refuse(a, "%s: %s", path, n < 0 ? strerror(errno) : "changed while read, or holds a NUL");
		goto done;
	}
	struct hash h = hash_of(text, size);
	for (size_t i = 0; i < sizeof(h.b); i++) {
		m->checksum[2 * i] = "0123456789abcdef"[h.b[i] >> 4];
		m->checksum[2 * i + 1] = "0123456789abcdef"[h.b[i] & 15];
	}
	m->text = text;
done:
	if (fd != -1)
		close(fd);
	return e;
}

static int
by_number(const void *a, const void *b)
{
	const struct migration *l = a, *r = b;

	return (l->number > r->number) - (l->number < r->number);
}

static int
is_sql(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 4 && strcmp(d->d_name + n - 4, ".sql") == 0;
}

/* All migrations of the directory, in order and without a gap. */
static const struct err *
list(struct arena *a, const char *dir, struct migration **out, size_t *count)
{
	const struct err *e = NULL;
	struct dirent **files = NULL;
	int n = scandir(dir, &files, is_sql, alphasort);

	if (n < 0)
		return refuse(a, "%s: %s", dir, strerror(errno));
	struct migration *m = ARENA_ARRAY(a, struct migration, (size_t)n + 1);
	if (m == NULL)
		e = refuse(a, "%s: the arena is full", dir);
	for (int i = 0; i < n && e == NULL; i++)
		if (!parse_name(a, files[i]->d_name, &m[i]))
			e = refuse(a, "%s/%s: migrations are named like 001_members.sql", dir, files[i]->d_name);
		else
			e = read_text(a, dir, files[i]->d_name, &m[i]);
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
	if (e != NULL)
		return e;
	qsort(m, (size_t)n, sizeof(*m), by_number);
	for (int i = 0; i < n; i++)
		if (i > 0 && m[i].number == m[i - 1].number)
			return refuse(a, "number %03d is there twice: %s and %s",
			    m[i].number, m[i - 1].name, m[i].name);
		else if (m[i].number != i + 1)
			return refuse(a, "migration %03d is missing: %03d_%s stands in its place",
			    i + 1, m[i].number, m[i].name);
	*out = m;
	*count = (size_t)n;
	return NULL;
}

/* Compares what was applied with the files; *done = how many need not be applied any more. */
static const struct err *
compare(struct db *db, struct arena *a, const struct migration *m, size_t n, size_t *done)
{
	struct rows rows;
	const struct err *e = ask(db, a, APPLIED, NULL, 0, &rows);

	if (e != NULL)
		return e;
	for (size_t i = 0; i < rows.n; i++) {
		int64_t number = row_int(&rows, i, 0);
		const char *name = row_str(&rows, i, 1);

		if (number != (int64_t)i + 1)
			return refuse(a, "schema_migrations has %03lld (%s) where %03zu is expected",
			    (long long)number, name, i + 1);
		if (row_int(&rows, i, 3) != 0)
			return refuse(a, "migration %03lld (%s) stopped half way: finish it or undo it by hand, "
			    "then set its applied_at in schema_migrations or delete its row", (long long)number, name);
		if (i >= n)
			return refuse(a, "migration %03lld (%s) was applied but its file is missing: "
			    "the database is newer than this program", (long long)number, name);
		if (strcmp(name, m[i].name) != 0)
			return refuse(a, "migration %03lld was applied as %s and is now called %s",
			    (long long)number, name, m[i].name);
		if (strcmp(row_str(&rows, i, 2), m[i].checksum) != 0)
			return refuse(a, "migration %03lld (%s) changed after it was applied: "
			    "restore the file and put the change into a new one", (long long)number, name);
	}
	*done = rows.n;
	return NULL;
}

/* Applies one.  Its record is there first, so that one cut short is known by it. */
static const struct err *
apply(struct db *db, struct arena *a, const struct migration *m)
{
	const struct err *e = ASK(db, a, RECORD, NULL, DB_I(m->number), DB_S(m->name), DB_S(m->checksum));
	unsigned done = 0;

	if (e != NULL)
		return e;
	e = db_script_count(db, a, m->text, &done);
	if (e == NULL)
		return ASK(db, a, FINISH, NULL, DB_T(clock_now()), DB_I(m->number));
	const char *why = e->detail != NULL ? e->detail : "failed";
	if (done == 0 && !db_broken(db) && ASK(db, a, FORGET, NULL, DB_I(m->number)) == NULL)
		return refuse(a, "migration %03d (%s): %s; nothing of it was applied", m->number, m->name, why);
	return refuse(a, "migration %03d (%s) stopped half way: %s; the statements before it stay applied: finish it or "
	    "undo it by hand, then set its applied_at in schema_migrations or delete its row", m->number, m->name, why);
}

/* Asks again and again instead of waiting in the server, where the connection's time limit would strike. */
static const struct err *
lock(struct db *db, struct arena *a)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE * 1000000L };
	struct rows rows;

	for (int waited = 0;; waited += LOCK_PAUSE) {
		const struct err *e = ask(db, a, LOCK, NULL, 0, &rows);
		if (e != NULL || row_int(&rows, 0, 0) == 1)
			return e;
		if (waited >= LOCK_PATIENCE)
			return refuse(a, "another migration of this database is under way");
		nanosleep(&pause, NULL);
	}
}

static const struct err *
apply_all(struct db *db, struct arena *a, const struct migration *m, size_t n, migrate_told *told, void *arg)
{
	size_t done = 0;
	const struct err *e = db_script(db, a, create);

	if (e == NULL)
		e = compare(db, a, m, n, &done);
	for (size_t i = done; i < n && e == NULL; i++) {
		e = apply(db, a, &m[i]);
		if (e == NULL && told != NULL)
			told(arg, m[i].number, m[i].name, true);
	}
	return e;
}

const struct err *
migrate(struct db *db, struct arena *a, const char *dir, bool dry_run, migrate_told *told, void *arg)
{
	struct migration *m = NULL;
	struct rows rows;
	size_t n = 0, done = 0;
	const struct err *e = list(a, dir, &m, &n);

	if (e != NULL)
		return e;
	if (db->in_tx)
		return refuse(a, "migrate: a transaction is open");
	if (dry_run) {
		e = ask(db, a, EXISTS, NULL, 0, &rows);
		if (e == NULL && row_int(&rows, 0, 0) != 0)
			e = compare(db, a, m, n, &done);
		for (size_t i = done; i < n && e == NULL && told != NULL; i++)
			told(arg, m[i].number, m[i].name, false);
		return e;
	}
	if ((e = lock(db, a)) != NULL)
		return e;
	e = apply_all(db, a, m, n, told, arg);
	/* A connection that broke has given the lock back already. */
	if (!db_broken(db))
		(void)ask(db, a, UNLOCK, NULL, 0, &rows);
	return e;
}
