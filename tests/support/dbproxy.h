/*
 * dbproxy: stands between a program and its MariaDB, and cuts the line at a
 * chosen moment: before a command reached the server, after it was done but
 * not answered, or so that it is done only later.
 */
#ifndef TESTS_DBPROXY_H
#define TESTS_DBPROXY_H

#include <stdbool.h>

struct dbproxy;

enum dbproxy_cut {
	DBPROXY_BEFORE,		/* the server never hears of it */
	DBPROXY_AFTER,		/* the server does it, the client never hears of it */
	DBPROXY_LATE,		/* the client is cut off at once, the server does it DBPROXY_LATE_MS later */
};
#define DBPROXY_LATE_MS 300

/* Listens at a path of its own and passes on to the server's socket. */
struct dbproxy *dbproxy_start(const char *server);
void dbproxy_stop(struct dbproxy *);
const char *dbproxy_path(const struct dbproxy *);

/* Cuts at the next command after `skip` others: of text beginning so, or of any sort when text is NULL. Once. */
void dbproxy_cut(struct dbproxy *, const char *text, int skip, enum dbproxy_cut);
/* Whether it has come to that; and forgets it when it has not. */
bool dbproxy_was_cut(struct dbproxy *);
/* New connections are refused, and with `also_old` those there are cut. */
void dbproxy_refuse(struct dbproxy *, bool refuse, bool also_old);

#endif
