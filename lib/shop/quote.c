/* quote: composes an order that nobody places. */
#include "shop/quote.h"

#include "base/arena.h"
#include "base/err.h"
#include "domain/compose.h"
#include "shop/catalog.h"

const struct err *
order_quote(struct shop *shop, struct arena *a, const struct order_wish *wish, const struct pricing **out)
{
	struct faults faults = { .arena = a };
	struct order *o = ARENA_NEW(a, struct order);
	const struct menu *menu;
	const struct err *e;

	if (o == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a quote");
	if ((e = catalog_menu(shop, a, &menu)) != NULL)
		return e;
	order_compose(menu, wish, o, &faults);
	if ((e = faults_err(&faults)) != NULL)
		return e;
	*out = &o->price;
	return NULL;
}
