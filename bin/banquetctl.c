/*
 * banquetctl: what an operator does by hand or from a script: migrate, load
 * data, make staff, receive stock, audit, print the contract.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/log.h"
#include "ctl.h"
#include "db/db.h"
#include "store/stmts.h"

#define TOOL_ARENA	(256u << 20)	/* bytes */
#define TOOL_PATIENCE	600000		/* ms: a migration of a large table */

static const struct command {
	const char	*name, *arguments, *what;
	int		 (*run)(struct ctl *, int, char **);
} commands[] = {
	{ "migrate", "[--dry-run]", "bring the schema forward; or only say what would be done", ctl_migrate },
	{ "seed", "[FILE]", "load the demo shop, or another catalogue of the same form", ctl_seed },
	{ "user", "add --role ROLE --email E-MAIL --name NAME [--phone PHONE]", "add a user; the password is read from standard input", ctl_user },
	{ "stock", "receive CODE QUANTITY [REASON]", "book pieces received, or (negative) written off", ctl_stock },
	{ "audit", "", "check that the books agree; prints violations", ctl_audit },
	{ "reconcile", "[--from DATE] [--grace SECONDS]", "compare our payments with the gateway's books; prints differences", ctl_reconcile },
	{ "events", "[status] | list | dead | replay --from NUMBER|TIME | retry NUMBER|all | drop NUMBER",
	  "what the data platform and others were told of orders, and telling it again", ctl_events },
	{ "conf", "--document | --show", "the table of settings, or the settings in force", ctl_conf },
	{ "openapi", "", "print the OpenAPI document", ctl_openapi },
	{ "states", "item | order | coupon", "print a state table as a Graphviz graph", ctl_states },
	{ "errors", "", "print every error a client can meet, as a table", ctl_errors },
	{ "statements", "", "print every SQL statement with its types", ctl_statements },
};
#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
usage(FILE *to)
{
	fprintf(to, "usage: banquetctl [--config FILE] COMMAND …\n");
	for (size_t i = 0; i < NCOMMANDS; i++)
		fprintf(to, "  %s%s%s\n      %s\n", commands[i].name, *commands[i].arguments == '\0' ? "" : " ",
		    commands[i].arguments, commands[i].what);
}

int
ctl_failed(const struct err *e)
{
	fprintf(stderr, "banquetctl: %s%s%s\n", err_kind(e->code)->message_en, e->detail == NULL ? "" : " ",
	    e->detail == NULL ? "" : e->detail);
	for (size_t i = 0; i < e->nfaults; i++)
		fprintf(stderr, "  %s: %s\n", e->faults[i].pointer, e->faults[i].reason);
	return EXIT_FAILURE;
}

struct db *
ctl_database(struct ctl *c)
{
	struct conf *patient = ARENA_NEW(c->arena, struct conf);
	struct db *db;
	const struct err *e;

	*patient = *c->conf;
	patient->db_timeout_ms = TOOL_PATIENCE;
	if ((e = db_open(patient, stmts, STMT__MAX, c->arena, &db)) != NULL) {
		ctl_failed(e);
		return NULL;
	}
	return db;
}

static int
run(const struct command *command, const char *config, int argc, char **argv)
{
	struct ctl c = { 0 };
	struct conf conf;
	char why[512];
	int status = EX_CONFIG;

	if (conf_load(&conf, config, why, sizeof(why)) == -1) {
		fprintf(stderr, "banquetctl: %s\n", why);
		return EX_CONFIG;
	}
	if (id_start() == -1 || (c.arena = arena_new(TOOL_ARENA)) == NULL) {
		fprintf(stderr, "banquetctl: no randomness or no memory\n");
		goto done;
	}
	if (clock_zone(conf.tz) == -1) {
		fprintf(stderr, "banquetctl: tz: the system knows no time zone %s\n", conf.tz);
		goto done;
	}
	c.conf = &conf;
	c.datadir = conf.data_dir[0] != '\0' ? conf.data_dir : BQ_DATADIR;
	status = command->run(&c, argc, argv);
done:
	arena_free(c.arena);
	conf_free(&conf);
	return status;
}

int
main(int argc, char **argv)
{
	const char *config = NULL;
	int at = 1;

	log_start("banquetctl", LOG_WARN);
	if (at + 1 < argc && strcmp(argv[at], "--config") == 0) {
		config = argv[at + 1];
		at += 2;
	}
	if (at < argc && (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0)) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (at < argc && strcmp(argv[at], "--version") == 0) {
		puts("banquetctl " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; at < argc && i < NCOMMANDS; i++)
		if (strcmp(argv[at], commands[i].name) == 0)
			return run(&commands[i], config, argc - at - 1, argv + at + 1);
	usage(stderr);
	return EX_USAGE;
}
