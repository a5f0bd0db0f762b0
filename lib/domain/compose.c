/* compose: one line after the other, each checked against the menu. */
#include "domain/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "domain/price.h"

/* What is being composed. */
struct work {
	const struct menu	*menu;
	const struct order_wish	*wish;
	struct order		*order;
	struct faults		*faults;
	size_t			 room;		/* uses: no more than there are SKUs */
};

static void
fault_at(struct work *w, const char *list, size_t index, const char *field, const char *reason)
{
	char *pointer = arena_printf(w->faults->arena, "/%s/%zu/%s", list, index, field);

	fault_add(w->faults, pointer == NULL ? "" : pointer, reason);
}

/* A member of a map: its key as a JSON pointer writes it (RFC 6901, 3). */
static void
fault_at_key(struct work *w, const char *map, const char *key, const char *reason)
{
	char *pointer = arena_alloc(w->faults->arena, strlen(map) + 2 * strlen(key) + 3), *p = pointer;

	if (pointer == NULL) {
		fault_add(w->faults, "", reason);
		return;
	}
	p += sprintf(p, "/%s/", map);
	for (; *key != '\0'; key++) {
		if (*key == '~' || *key == '/')
			*p++ = '~';
		*p++ = *key == '~' ? '0' : *key == '/' ? '1' : *key;
	}
	*p = '\0';
	fault_add(w->faults, pointer, reason);
}

/* Adds what a line takes of a SKU; false when the sum does not fit. */
static bool
need(struct work *w, uint32_t sku_id, qty_t q)
{
	return q <= 0 || stock_need(w->order->uses, &w->order->nuses, w->room, sku_id, q);
}

/* The same for so many portions of a recipe's line. */
static bool
need_portions(struct work *w, const struct recipe_line *r, int64_t portions)
{
	qty_t q;

	return qty_mul(r->quantity, portions, &q) && need(w, r->sku->id, q);
}

static struct order_item *
add_item(struct work *w, const struct product *p, const struct variant *v, int64_t quantity, won_t unit_price)
{
	struct order_item *it = &w->order->items[w->order->nitems++];

	*it = (struct order_item){
		.product_id = p->id, .kind = p->kind, .code = p->code, .variant = v->code,
		.name = p->name, .name_en = p->name_en, .quantity = quantity,
		.unit_price = unit_price, .status = ITEM_PENDING
	};
	return it;
}

/* Pieces of a SKU that the recipe gives to the whole line; false when they do not fit. */
static bool
base_quantity(const struct variant *v, const struct sku *s, int64_t portions, qty_t *out)
{
	*out = 0;
	for (size_t i = 0; i < v->nrecipe; i++)
		if (v->recipe[i].sku == s)
			return qty_mul(v->recipe[i].quantity, portions, out);
	return true;
}

static int
pair_by_key(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

/* The dinner's ingredients as wished: recipe, plus and minus customisation. */
static void
customize(struct work *w, struct order_item *it, const struct variant *v)
{
	size_t n = w->wish->customizations.n;
	struct pair *wished = n == 0 ? NULL : (struct pair *)arena_memdup(w->faults->arena, w->wish->customizations.v, n * sizeof(struct pair));
	struct customization *c = ARENA_ARRAY(w->faults->arena, struct customization, n == 0 ? 1 : n);

	if (c == NULL || (n > 0 && wished == NULL)) {
		w->faults->failed = true;
		return;
	}
	if (n > 1)
		qsort(wished, n, sizeof(*wished), pair_by_key);
	it->customizations = c;
	for (size_t i = 0; i < n; i++) {
		const struct sku *s = menu_sku(w->menu, wished[i].key);
		if (s == NULL || !s->ingredient) {
			fault_at_key(w, "customizations", wished[i].key, "unknown");
			continue;
		}
		qty_t base, wanted;
		const char *reason = i > 0 && strcmp(wished[i].key, wished[i - 1].key) == 0 ? "duplicate_field" :
		    wished[i].value < 0 ? "too_small" :
		    !qty_mul(QTY_ONE, wished[i].value, &wanted) || !base_quantity(v, s, it->quantity, &base) ? "too_large" : NULL;
		if (reason != NULL) {
			fault_at_key(w, "customizations", wished[i].key, reason);
			continue;
		}
		if (base == wanted)
			continue;
		c[it->ncustomizations++] = (struct customization){
			.sku_id = s->id, .code = s->code, .name = s->name, .name_en = s->name_en,
			.base_quantity = base, .quantity = wanted,
			.price_change = price_customization(s, base, wanted)
		};
	}
}

/* The stock a dinner line needs: changed ingredients as wished, the rest by the recipe. */
static bool
need_dinner(struct work *w, const struct order_item *it, const struct variant *v)
{
	bool fits = true;

	for (size_t i = 0; i < v->nrecipe; i++) {
		bool changed = false;
		for (size_t j = 0; j < it->ncustomizations; j++)
			changed |= it->customizations[j].sku_id == v->recipe[i].sku->id;
		fits &= changed || need_portions(w, &v->recipe[i], it->quantity);
	}
	for (size_t j = 0; j < it->ncustomizations; j++)
		fits &= need(w, it->customizations[j].sku_id, it->customizations[j].quantity);
	return fits;
}

static const struct product *
compose_dinner(struct work *w)
{
	const struct product *p = menu_product(w->menu, PRODUCT_DINNER, w->wish->dinner_code);
	const char *style = w->wish->style < 0 ? NULL : order_styles[w->wish->style];
	const struct variant *v;
	struct order_item *it;

	if (p == NULL) {
		fault_add(w->faults, "/dinner_code", "unknown");
		return NULL;
	}
	if (!p->on_sale)
		fault_add(w->faults, "/dinner_code", "not_on_sale");
	if ((v = menu_base_ingredients(w->menu, p->code, style)) == NULL) {
		fault_add(w->faults, "/style", "not_offered");
		return p;
	}
	if (w->wish->quantity < 1) {
		fault_add(w->faults, "/quantity", "too_small");
		return p;
	}
	it = add_item(w, p, v, w->wish->quantity, price_dinner(p, v));
	customize(w, it, v);
	if (!need_dinner(w, it, v) || !price_item(it))
		fault_add(w->faults, "/quantity", "too_large");
	return p;
}

/* The variant of a side dish: a cake's by its own flavor and size, else by those of the cake wish. */
static const struct variant *
side_variant(struct work *w, const struct product *p, const struct side_dish_wish *s, size_t index)
{
	const struct cake_wish *cake = w->wish->cake_customization;
	const char *flavor = s->flavor, *size = s->size;
	char code[64];

	if (p->kind != PRODUCT_CAKE)
		return &p->variants[0];
	if (flavor == NULL && cake != NULL)
		flavor = cake->flavor;
	if (size == NULL && cake != NULL)
		size = cake->size;
	if (flavor == NULL)
		fault_at(w, "side_dishes", index, "flavor", "required");
	if (size == NULL)
		fault_at(w, "side_dishes", index, "size", "required");
	if (flavor == NULL || size == NULL)
		return NULL;
	if (menu_flavor(w->menu, flavor) == NULL)
		fault_at(w, "side_dishes", index, "flavor", "unknown");
	if (menu_size(w->menu, size) == NULL)
		fault_at(w, "side_dishes", index, "size", "unknown");
	return menu_cake_variant(flavor, size, code, sizeof(code)) ? menu_variant(p, code) : NULL;
}

static void
compose_side_dish(struct work *w, const struct side_dish_wish *s, size_t index)
{
	const struct product *p = menu_side_dish(w->menu, s->code);
	size_t before = w->faults->n;
	const struct variant *v;
	struct order_item *it;
	bool fits = true;

	if (p == NULL) {
		fault_at(w, "side_dishes", index, "code", "unknown");
		return;
	}
	if (!p->on_sale)
		fault_at(w, "side_dishes", index, "code", "not_on_sale");
	if ((v = side_variant(w, p, s, index)) == NULL) {
		if (w->faults->n == before)
			fault_at(w, "side_dishes", index, "size", "not_offered");
		return;
	}
	if (s->quantity < 1) {
		fault_at(w, "side_dishes", index, "quantity", "too_small");
		return;
	}
	it = add_item(w, p, v, s->quantity, price_side_dish(p, v));
	for (size_t i = 0; i < v->nrecipe; i++)
		fits &= need_portions(w, &v->recipe[i], s->quantity);
	if (!fits || !price_item(it))
		fault_at(w, "side_dishes", index, "quantity", "too_large");
}

/* How the cake should look: only where there is one to decorate. */
static void
compose_cake(struct work *w, const struct product *dinner)
{
	const struct cake_wish *c = w->wish->cake_customization;
	bool has_cake = dinner != NULL && dinner->decorated;

	if (c == NULL || (c->image_path == NULL && c->message == NULL && c->flavor == NULL && c->size == NULL))
		return;
	for (size_t i = 0; i < w->order->nitems; i++)
		has_cake |= w->order->items[i].kind == PRODUCT_CAKE;
	if (!has_cake && w->faults->n == 0)
		fault_add(w->faults, "/cake_customization", "no_cake");
	if (c->flavor != NULL && menu_flavor(w->menu, c->flavor) == NULL)
		fault_add(w->faults, "/cake_customization/flavor", "unknown");
	if (c->size != NULL && menu_size(w->menu, c->size) == NULL)
		fault_add(w->faults, "/cake_customization/size", "unknown");
	w->order->cake = c;
}

void
order_compose(const struct menu *menu, const struct order_wish *wish, struct order *o, struct faults *faults)
{
	struct work w = { menu, wish, o, faults, menu->nskus };
	size_t nitems = 1 + wish->side_dishes.n;
	const struct product *dinner;

	o->items = ARENA_ARRAY(faults->arena, struct order_item, nitems);
	o->uses = ARENA_ARRAY(faults->arena, struct stock_use, w.room + 1);
	if (o->items == NULL || o->uses == NULL) {
		faults->failed = true;
		return;
	}
	o->type = (enum order_type)wish->order_type;
	o->delivery_address = o->type == ORDER_DELIVERY ? wish->delivery_address : NULL;
	o->notes = wish->notes;
	o->recipient_name = wish->recipient_name;
	o->recipient_phone = wish->recipient_phone;
	o->delivery_notes = wish->delivery_notes;
	o->status = ORDER_PENDING_PAYMENT;
	o->stage = ITEM_PENDING;
	if (o->type == ORDER_DELIVERY && o->delivery_address == NULL)
		fault_add(faults, "/delivery_address", "required");
	dinner = compose_dinner(&w);
	for (size_t i = 0; i < wish->side_dishes.n; i++) {
		const struct side_dish_wish *s = LIST_AT(wish->side_dishes, struct side_dish_wish, i);
		if (s->quantity == 0)
			continue;	/* a form's row left at none */
		if (o->nitems == ORDER_ITEMS_MAX) {
			fault_add(faults, "/side_dishes", "too_many");
			break;
		}
		compose_side_dish(&w, s, i);
	}
	compose_cake(&w, dinner);
	if (faults->n == 0 && !price_order(o->items, o->nitems, 0, &o->price))
		fault_add(faults, "", "too_large");
}

void
order_schedule(const struct menu *menu, const struct order_wish *wish, int64_t now, struct order *o, struct faults *faults)
{
	int minutes = order_minutes((enum order_type)wish->order_type);
	struct slot_faults wrong;

	o->slot = slot_choose(menu->hours, menu->nhours, wish->scheduled_date, wish->scheduled_time_slot, now, minutes, &wrong);
	o->estimated_at = o->slot != 0 ? slot_ends(o->slot) : now + (int64_t)minutes * 60 * 1000;
	if (wrong.date != NULL)
		fault_add(faults, "/scheduled_date", wrong.date);
	if (wrong.time != NULL)
		fault_add(faults, "/scheduled_time_slot", wrong.time);
}

int
order_minutes(enum order_type type)
{
	static const int minutes[ORDER_TYPE__MAX] = { [ORDER_DELIVERY] = 60, [ORDER_PICKUP] = 30 };

	return minutes[type];
}

bool
order_again(struct arena *a, const struct order *o, struct order_wish *out)
{
	struct order_wish w = { .style = -1, .quantity = 1, .order_type = (int)o->type,
	    .delivery_address = o->delivery_address, .notes = o->notes, .user_id = o->user_id,
	    .cake_customization = o->cake, .recipient_name = o->recipient_name, .recipient_phone = o->recipient_phone,
	    .delivery_notes = o->delivery_notes };
	struct side_dish_wish *side = ARENA_ARRAY(a, struct side_dish_wish, o->nitems + 1);
	size_t nside = 0;

	if (side == NULL)
		return false;
	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		if (it->kind == PRODUCT_DINNER) {
			struct pair *c = ARENA_ARRAY(a, struct pair, it->ncustomizations + 1);
			if (c == NULL)
				return false;
			for (size_t j = 0; j < it->ncustomizations; j++)
				c[j] = (struct pair){ it->customizations[j].code, it->customizations[j].quantity / QTY_ONE };
			w.customizations = (struct list){ c, it->ncustomizations };
			w.dinner_code = it->code;
			w.quantity = it->quantity;
			for (int s = 0; order_styles[s] != NULL; s++)
				if (strcmp(order_styles[s], it->variant) == 0)
					w.style = s;
			continue;
		}
		struct side_dish_wish *d = &side[nside++];
		*d = (struct side_dish_wish){ .code = it->code, .quantity = it->quantity };
		const char *slash = it->kind == PRODUCT_CAKE ? strchr(it->variant, '/') : NULL;
		if (slash != NULL) {
			d->flavor = arena_memdup(a, it->variant, (size_t)(slash - it->variant));
			d->size = slash + 1;
			if (d->flavor == NULL)
				return false;
		}
	}
	w.side_dishes = (struct list){ side, nside };
	*out = w;
	return true;
}
