/* ctl_schema: banquetctl migrate, audit. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/err.h"
#include "ctl.h"
#include "db/db.h"
#include "db/migrate.h"
#include "work/audit.h"
#include "work/image_collect.h"

struct told { int n; bool dry_run; };

static void
migrated(void *arg, int number, const char *name, bool applied)
{
	struct told *t = arg;

	printf("%s %03d %s\n", applied ? "applied" : "pending", number, name);
	fflush(stdout);
	t->n++;
}

int
ctl_migrate(struct ctl *c, int argc, char **argv)
{
	struct told told = { .dry_run = argc == 1 && strcmp(argv[0], "--dry-run") == 0 };
	struct db *db;
	const struct err *e;

	if (argc > 1 || (argc == 1 && !told.dry_run)) {
		fprintf(stderr, "usage: banquetctl migrate [--dry-run]\n");
		return EX_USAGE;
	}
	if ((db = ctl_database(c)) == NULL)
		return 1;
	e = migrate(db, c->arena, arena_printf(c->arena, "%s/sql", c->datadir), told.dry_run, migrated, &told);
	db_close(db);
	if (e != NULL)
		return ctl_failed(e);
	if (told.n == 0)
		puts("the schema is up to date");
	return 0;
}

static void
checked(void *arg, const char *name, const char *invariant, size_t violations)
{
	(void)arg;
	if (violations > 0)
		printf("%s: %zu%s: %s\n", name, violations, violations == 20 ? " or more" : "", invariant);
}

static void
violated(void *arg, const char *who, const char *figures)
{
	(void)arg;
	printf("  %s: %s\n", who == NULL ? "?" : who, figures == NULL ? "" : figures);
}

int
ctl_audit(struct ctl *c, int argc, char **argv)
{
	const struct audit_told told = { checked, violated, NULL };
	size_t violations, strays = 0;
	struct db *db;
	const struct err *e;

	(void)argv;
	if (argc != 0) {
		fprintf(stderr, "usage: banquetctl audit\n");
		return EX_USAGE;
	}
	if ((db = ctl_database(c)) == NULL)
		return 1;
	if ((e = audit_run(db, c->arena, &told, &violations)) == NULL)
		e = image_collect_audit(db, c->arena, c->conf, &told, &strays);
	db_close(db);
	if (e != NULL)
		return ctl_failed(e);
	violations += strays;
	printf("%zu violations\n", violations);
	return violations == 0 ? 0 : 1;
}
