/* cart: sums.  At most CART_LINES * CART_PIECES * GOODS_PRICE_MAX won: they fit. */
#include "domain/cart.h"

won_t
cart_line_total(const struct cart_line *l)
{
	return l->goods.price * l->quantity;
}

won_t
cart_total(const struct cart *c)
{
	won_t sum = 0;

	for (size_t i = 0; i < c->n; i++)
		if (goods_status(&c->line[i].goods) == GOODS_ON_SALE)
			sum += cart_line_total(&c->line[i]);
	return sum;
}
