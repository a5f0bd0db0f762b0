/*
 * audit: proves that the books agree.
 *
 * Each invariant of the domain is a query that must return no row
 * (store/sql/audit.def).  Read-only; meant for a quiet moment or a replica, the queries read whole tables.
 */
#ifndef WORK_AUDIT_H
#define WORK_AUDIT_H

#include <stddef.h>

struct arena;
struct db;
struct err;

/* Told of each invariant: how many rows violate it (at most 20 are fetched), and of each of those rows. */
struct audit_told {
	void	(*checked)(void *arg, const char *name, const char *invariant, size_t violations);
	void	(*violated)(void *arg, const char *who, const char *figures);
	void	*arg;
};

/* *violations = how many rows were found in all. */
const struct err *audit_run(struct db *, struct arena *, const struct audit_told *, size_t *violations);

#endif
