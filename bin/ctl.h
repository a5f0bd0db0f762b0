/*
 * ctl: the commands of banquetctl, one file a command or two.
 *
 * Each gets its arguments after its own name and returns the exit status:
 * 0 done, 1 it could not be done or found something, 64 wrong arguments.
 */
#ifndef BIN_CTL_H
#define BIN_CTL_H

struct arena;
struct conf;
struct db;
struct err;

struct ctl {
	const struct conf	*conf;
	struct arena		*arena;
	const char		*datadir;	/* where sql/ and demo/ lie */
};

int ctl_migrate(struct ctl *, int argc, char **argv);
int ctl_seed(struct ctl *, int argc, char **argv);
int ctl_user(struct ctl *, int argc, char **argv);
int ctl_stock(struct ctl *, int argc, char **argv);
int ctl_audit(struct ctl *, int argc, char **argv);
int ctl_reconcile(struct ctl *, int argc, char **argv);
int ctl_events(struct ctl *, int argc, char **argv);
int ctl_conf(struct ctl *, int argc, char **argv);
int ctl_openapi(struct ctl *, int argc, char **argv);
int ctl_states(struct ctl *, int argc, char **argv);
int ctl_errors(struct ctl *, int argc, char **argv);
int ctl_statements(struct ctl *, int argc, char **argv);

/* A connection with the programs' statements; told on stderr and NULL when there is none.
 * The time limit of statements is lifted: tools may take long. */
struct db *ctl_database(struct ctl *);
/* Tells an error on stderr with its faults; returns 1. */
int ctl_failed(const struct err *);

#endif
