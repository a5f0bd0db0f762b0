/*
 * stmts: the statement table, for whoever opens connections.
 */
#ifndef STORE_STMTS_H
#define STORE_STMTS_H

#include <stddef.h>

#include "db/stmt.h"

enum stmt_id {
#define STMT(name, ...) STMT_##name,
#include "store/stmts.def"
#undef STMT
	STMT__MAX
};

extern const struct stmt_def stmts[STMT__MAX];

#endif
