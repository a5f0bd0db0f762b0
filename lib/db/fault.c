/*
 * fault: what MariaDB's error numbers mean to us, and the counts.
 *
 * Everything that goes wrong between us and the server, or is used wrongly,
 * becomes an error here and nowhere else.
 */
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/inside.h"

static _Atomic uint64_t statements, round_trips, reconnects;

void
db_count(unsigned ran, unsigned trips)
{
	atomic_fetch_add_explicit(&statements, ran, memory_order_relaxed);
	atomic_fetch_add_explicit(&round_trips, trips, memory_order_relaxed);
}

void
db_count_reconnect(void)
{
	atomic_fetch_add_explicit(&reconnects, 1, memory_order_relaxed);
}

struct db_counts
db_counts(void)
{
	return (struct db_counts){
		.statements = atomic_load_explicit(&statements, memory_order_relaxed),
		.round_trips = atomic_load_explicit(&round_trips, memory_order_relaxed),
		.reconnects = atomic_load_explicit(&reconnects, memory_order_relaxed),
	};
}

/* What error numbers mean to us; all others are DB_FAULT_OTHER. */
static const struct meaning {
	unsigned	 code;
	enum db_fault	 fault;
	bool		 passing;	/* worth trying again: UNAVAILABLE */
} meanings[] = {
	{ ER_DUP_ENTRY,			DB_FAULT_DUPLICATE,	false },
	{ ER_DUP_ENTRY_WITH_KEY_NAME,	DB_FAULT_DUPLICATE,	false },
	{ ER_LOCK_DEADLOCK,		DB_FAULT_DEADLOCK,	true },
	{ ER_CHECKREAD,			DB_FAULT_DEADLOCK,	true },	/* the row changed under us */
	{ ER_LOCK_WAIT_TIMEOUT,		DB_FAULT_LOCK_TIMEOUT,	true },
	{ ER_CONSTRAINT_FAILED,		DB_FAULT_CHECK,		false },
	{ ER_STATEMENT_TIMEOUT,		DB_FAULT_OTHER,		true },
	{ ER_CON_COUNT_ERROR,		DB_FAULT_BROKEN,	true },
	{ ER_SERVER_SHUTDOWN,		DB_FAULT_BROKEN,	true },
	{ ER_ABORTING_CONNECTION,	DB_FAULT_BROKEN,	true },
	{ ER_NET_PACKET_TOO_LARGE,	DB_FAULT_BROKEN,	true },
	{ ER_NET_READ_ERROR,		DB_FAULT_BROKEN,	true },
	{ ER_NET_READ_INTERRUPTED,	DB_FAULT_BROKEN,	true },
	{ ER_NET_ERROR_ON_WRITE,	DB_FAULT_BROKEN,	true },
	{ ER_NET_WRITE_INTERRUPTED,	DB_FAULT_BROKEN,	true },
	{ ER_QUERY_INTERRUPTED,		DB_FAULT_BROKEN,	true },	/* a kill of any sort */
	{ ER_CONNECTION_KILLED,		DB_FAULT_BROKEN,	true },
	{ CR_CONNECTION_ERROR,		DB_FAULT_BROKEN,	true },
	{ CR_CONN_HOST_ERROR,		DB_FAULT_BROKEN,	true },
	{ CR_UNKNOWN_HOST,		DB_FAULT_BROKEN,	true },
	{ CR_SERVER_GONE_ERROR,		DB_FAULT_BROKEN,	true },
	{ CR_SERVER_LOST,		DB_FAULT_BROKEN,	true },
	{ CR_SERVER_LOST_EXTENDED,	DB_FAULT_BROKEN,	true },
	{ CR_SERVER_HANDSHAKE_ERR,	DB_FAULT_BROKEN,	true },
	{ CR_NET_PACKET_TOO_LARGE,	DB_FAULT_BROKEN,	true },
	{ CR_COMMANDS_OUT_OF_SYNC,	DB_FAULT_BROKEN,	true },
	{ CR_MALFORMED_PACKET,		DB_FAULT_BROKEN,	true },
};

static struct meaning
meaning_of(unsigned code)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == code)
			return meanings[i];
	return (struct meaning){ .code = code, .fault = DB_FAULT_OTHER };
}

/*
 * Copies a message without the value it quotes ("Duplicate entry 'kim@…' for
 * key 'users_email'"): details reach the log, and values may be somebody's.
 */
static void
without_value(unsigned code, const char *said, char *out, size_t room)
{
	static const unsigned quoting[] = { ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME,
	    ER_TRUNCATED_WRONG_VALUE, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ER_WRONG_VALUE,
	    ER_WRONG_VALUE_FOR_TYPE, ER_DATA_OUT_OF_RANGE };
	const char *quote = NULL, *tail = NULL;

	for (size_t i = 0; i < sizeof(quoting) / sizeof(quoting[0]); i++)
		if (quoting[i] == code)
			quote = strchr(said, '\'');
	if (quote == NULL) {
		snprintf(out, room, "%s", said);
		return;
	}
	/* The last " for ": a value may hold the words too. */
	for (const char *p = quote; (p = strstr(p, " for ")) != NULL; p++)
		tail = p;
	snprintf(out, room, "%.*s…%s", (int)(quote - said), said, tail != NULL ? tail : "");
}

const struct err *
db_fail(struct db *db, struct arena *a, const char *what, unsigned code, const char *said)
{
	struct meaning m = meaning_of(code);
	char text[MYSQL_ERRMSG_SIZE + 8];

	db->fault = m.fault;
	if (m.fault == DB_FAULT_BROKEN)
		db->broken = true;
	if (m.passing && db->in_tx)
		db->doomed = true;
	without_value(code, said, text, sizeof(text));
	return err_new(a, m.passing ? ERR_UNAVAILABLE : ERR_INTERNAL_SERVER_ERROR,
	    "%s: %s (%u)", what, text, code);
}

const struct err *
db_misuse(struct db *db, struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *text = arena_vprintf(a, fmt, ap);
	va_end(ap);

	db->fault = DB_FAULT_OTHER;
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "%s", text != NULL ? text : "the arena is full");
}
