/*
 * migrate: brings the schema forward, once, in order.
 *
 * sql/NNN_name.sql files are applied in the order of their numbers, each
 * recorded with its SHA-256 (or BLAKE2b) in schema_migrations, under GET_LOCK so that two
 * migrators do not meet.  A file that changed after it was applied, a gap or a
 * number twice is refused.  MariaDB commits DDL as it goes, so a migration that failed half way is
 * told as such with the statement it stopped at.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include <stdbool.h>

struct arena;
struct db;
struct err;

/* Told of each migration: applied (or, in a dry run, would be). */
typedef void migrate_told(void *arg, int number, const char *name, bool applied);

const struct err *migrate(struct db *, struct arena *, const char *dir, bool dry_run,
    migrate_told *, void *arg);

#endif
