/*
 * conf: the configuration, one table (conf.def), read once at start.
 *
 * A value comes from, last wins: the default in the table; the file (INI
 * without sections; BANQUET_CONFIG, else /etc/banquet/banquet.conf if it is
 * there); the environment (BANQUET_ + the name in capitals).  An unknown name in
 * the file, a value out of range, a file that others can read although it holds
 * a secret, a setting given twice: a clear error that names the line.  In the file
 * a ; after a space begins a comment; a value that needs one goes into the environment.
 * In CGI mode HTTP_* variables can never reach it: only BANQUET_ names are read.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* struct conf has one member per row, of the row's type. */
struct conf {
#define CONF_STR(name, def, flags, doc) const char *name;
#define CONF_INT(name, def, min, max, unit, doc) int64_t name;
#define CONF_BOOL(name, def, doc) bool name;
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
};

/* Fills *c; strings are allocated once and kept until conf_free().  `path` NULL: as above.
 * Returns 0, or -1 with a sentence in why (cut to whylen) and nothing in *c to free. */
int conf_load(struct conf *c, const char *path, char *why, size_t whylen);
void conf_free(struct conf *c);
/* The table as a Markdown table, for README and the manual. */
void conf_document(struct buf *);

#endif
