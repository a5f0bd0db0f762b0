/* price: the arithmetic of lines and orders. */
#include "domain/price.h"

won_t
price_customization(const struct sku *s, qty_t base, qty_t wanted)
{
	if (wanted >= base)
		return won_share(s->unit_price, wanted - base, QTY_ONE);
	return -won_share(s->removal_credit, base - wanted, QTY_ONE);
}

won_t
price_side_dish(const struct product *p, const struct variant *v)
{
	return p->kind == PRODUCT_CAKE ? v->price : p->price;
}

won_t
price_dinner(const struct product *p, const struct variant *v)
{
	won_t price;

	return won_add(p->price, v->price, &price) ? price : INT64_MAX;
}

bool
price_item(struct order_item *it)
{
	won_t goods, change = 0, total;

	if (!won_mul(it->unit_price, it->quantity, &goods) || goods < 0)
		return false;
	for (size_t i = 0; i < it->ncustomizations; i++)
		if (!won_add(change, it->customizations[i].price_change, &change))
			return false;
	if (change < -goods)
		change = -goods;
	if (!won_add(goods, change, &total) || it->discount < 0 || it->discount > total)
		return false;
	it->customization_cost = change;
	it->total = total - it->discount;
	return true;
}

bool
price_order(const struct order_item *item, size_t n, won_t delivery_fee, struct pricing *out)
{
	struct pricing p = { .delivery_fee = delivery_fee, .final_price = delivery_fee };

	for (size_t i = 0; i < n; i++) {
		won_t goods;
		won_t *sum = item[i].kind == PRODUCT_SIDE_DISH ? &p.side_dish_total :
		    item[i].kind == PRODUCT_CAKE ? &p.cake_total : &p.base_price_total;
		if (!won_mul(item[i].unit_price, item[i].quantity, &goods) || !won_add(*sum, goods, sum) ||
		    !won_add(p.customization_cost, item[i].customization_cost, &p.customization_cost) ||
		    !won_add(p.discount_total, item[i].discount, &p.discount_total) ||
		    !won_add(p.final_price, item[i].total, &p.final_price))
			return false;
	}
	*out = p;
	return true;
}
