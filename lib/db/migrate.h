/*
 * migrate: brings the schema forward, once, in order.
 *
 * sql/NNN_name.sql files are applied in the order of their numbers, each
 * recorded with its BLAKE2b-256 in schema_migrations, under GET_LOCK so that two
 * migrators of one database do not meet.  Numbers begin at 1.  A file that changed after it was
 * applied or is gone, a gap or a number twice is refused, before anything is changed.
 *
 * MariaDB commits DDL as it goes, so a migration that failed half way can not be undone:
 * it is told as such with the statement it stopped at, its record stays without
 * applied_at, and nothing more is applied until someone has finished or undone
 * it by hand and set applied_at or deleted the record.  One that failed at its first
 * statement left nothing behind and may simply be tried again.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include <stdbool.h>

struct arena;
struct db;
struct err;

/* Told of each migration: applied (or, in a dry run, would be). */
typedef void migrate_told(void *arg, int number, const char *name, bool applied);

/* `dir` is the directory of the files.  Any refusal is INTERNAL_SERVER_ERROR whose detail says what to do.
 * A long ALTER needs a connection opened with a long db_timeout_ms; the lock is waited for up to 60 s.
 * A dry run changes nothing, creates nothing and takes no lock.  `told` may be NULL. */
const struct err *migrate(struct db *, struct arena *, const char *dir, bool dry_run,
    migrate_told *, void *arg);

#endif
