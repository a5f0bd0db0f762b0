/* stmts: stmts.def as an array. */
#include "store/stmts.h"

const struct stmt_def stmts[STMT__MAX] = {
#define STMT(name, params, results, sql) [STMT_##name] = { #name, params, results, sql },
#include "store/stmts.def"
#undef STMT
};
