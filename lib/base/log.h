/*
 * log: one JSON object a line on stderr.
 *
 * {"at":"2026-11-21T10:00:00.123Z","level":"info","program":"orders","event":"request","request_id":…, …}
 * Never personal data, never a card: callers log identifiers, counts, codes.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Fields are made by these macros and end the call:
 *   log_event(LOG_INFO, "migrated", LOG_I("version", 3), LOG_S("name", n)); */
struct log_field { const char *name; char type; int64_t i; const char *s; };
#define LOG_S(n, v) ((struct log_field){ (n), 's', 0, (v) })
#define LOG_I(n, v) ((struct log_field){ (n), 'i', (int64_t)(v), 0 })
#define log_event(level, event, ...) \
	log_fields((level), (event), (const struct log_field[]){ { 0, 0, 0, 0 }, ##__VA_ARGS__, { 0, 0, 0, 0 } } + 1)

/* Names the program (copied) and the least level that is written.  Call before threads start. */
void log_start(const char *program, enum log_level);
/* The level a word of the configuration means; false when it means none. */
bool log_level_parse(const char *name, enum log_level *out);
/* The request id put on each line of this thread until it is set again; NULL = none. Not copied. */
void log_request(const char *id);
/* Fields end with one whose name is NULL.  The line is written with one write(2);
 * one past 16 KiB is written without its fields, with "truncated":true.  errno is left as it was. */
void log_fields(enum log_level, const char *event, const struct log_field *);
/* For tests: lines go to this descriptor. */
void log_to(int fd);

#endif
