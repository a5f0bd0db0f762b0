/* shortage: the members it adds to a problem. */
#include "shop/shortage.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/jsonw.h"
#include "domain/stock.h"

struct shortages { const struct shortage *v; size_t n; };

static void
write_shortages(struct buf *out, const void *arg)
{
	const struct shortages *s = arg;
	struct jsonw w = { out, false };

	json_key(&w, "shortages");
	json_open(&w, '[');
	for (size_t i = 0; i < s->n; i++) {
		json_open(&w, '{');
		json_key(&w, "sku");
		json_str(&w, s->v[i].code);
		json_key(&w, "name");
		json_str(&w, s->v[i].name);
		json_key(&w, "wanted");
		json_qty(&w, s->v[i].wanted);
		json_key(&w, "available");
		json_qty(&w, s->v[i].available);
		json_close(&w, '}');
	}
	json_close(&w, ']');
}

const struct err *
shortage_err(struct arena *a, const struct shortage *v, size_t n)
{
	struct shortages *s = ARENA_NEW(a, struct shortages);
	struct err *e = err_new(a, ERR_STOCK_NOT_ENOUGH, NULL);

	if (s != NULL) {
		*s = (struct shortages){ v, n };
		e->extra = write_shortages;
		e->extra_arg = s;
	}
	return e;
}
