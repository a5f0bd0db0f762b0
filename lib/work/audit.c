/* audit: one query after the other. */
#include "work/audit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "db/db.h"
#include "domain/item_state.h"
#include "store/stmts.h"

static const struct { int stmt; const char *name, *invariant, *params; } invariants[] = {
#define AUDIT(name, invariant, params, sql) { STMT_AUDIT_##name, #name, invariant, params },
#include "store/sql/audit.def"
#undef AUDIT
};

/* The state table as the query wants it; NULL when there is no room. */
static const char *
moves(struct arena *a)
{
	struct buf b = { 0 };
	struct jsonw w = { &b, false };
	const char *json;

	json_open(&w, '[');
	for (size_t i = 0; i < item_moves_n; i++)
		for (int type = 0; type < ORDER_TYPE__MAX; type++) {
			if ((item_moves[i].types & (1u << type)) == 0)
				continue;
			json_open(&w, '{');
			json_key(&w, "k");
			json_str(&w, order_type_names[type]);
			json_key(&w, "f");
			json_str(&w, item_state_names[item_moves[i].from]);
			json_key(&w, "t");
			json_str(&w, item_state_names[item_moves[i].to]);
			json_close(&w, '}');
		}
	json_close(&w, ']');
	json = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return json;
}

const struct err *
audit_run(struct db *db, struct arena *a, const struct audit_told *told, size_t *violations)
{
	const char *legal = moves(a);
	size_t sum = 0;
	const struct err *e;

	if (legal == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the state table");
	for (size_t i = 0; i < sizeof(invariants) / sizeof(invariants[0]); i++) {
		struct db_value v = DB_S(legal);
		struct rows r;
		if ((e = stmt_run(db, a, invariants[i].stmt, &v, invariants[i].params[0] == '\0' ? 0 : 1, &r)) != NULL)
			return e;
		told->checked(told->arg, invariants[i].name, invariants[i].invariant, r.n);
		for (size_t k = 0; k < r.n; k++)
			told->violated(told->arg, row_str(&r, k, 0), row_str(&r, k, 1));
		sum += r.n;
	}
	*violations = sum;
	return NULL;
}
