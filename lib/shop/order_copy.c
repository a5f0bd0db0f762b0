/* order_copy: one text after the other. */
#include "shop/order_copy.h"

#include "base/arena.h"
#include "domain/order.h"

/* A copy; notes in *full when there was a text and no room for it. */
static const char *
keep_text(struct arena *a, bool *full, const char *text)
{
	const char *copy = arena_strdup(a, text);

	*full |= copy == NULL && text != NULL;
	return copy;
}

static void
copy_customizations(struct arena *a, bool *full, struct order_item *it)
{
	if (it->ncustomizations == 0)
		return;
	it->customizations = (struct customization *)arena_memdup(a, it->customizations, it->ncustomizations * sizeof(*it->customizations));
	for (size_t i = 0; it->customizations != NULL && i < it->ncustomizations; i++) {
		struct customization *c = &it->customizations[i];
		c->code = keep_text(a, full, c->code);
		c->name = keep_text(a, full, c->name);
		c->name_en = keep_text(a, full, c->name_en);
	}
	*full |= it->customizations == NULL;
}

static const struct cake_wish *
copy_cake(struct arena *a, bool *full, const struct cake_wish *cake)
{
	struct cake_wish *c = ARENA_NEW(a, struct cake_wish);

	if (c != NULL)
		*c = (struct cake_wish){ .image_path = keep_text(a, full, cake->image_path), .message = keep_text(a, full, cake->message),
		    .flavor = keep_text(a, full, cake->flavor), .size = keep_text(a, full, cake->size) };
	*full |= c == NULL;
	return c;
}

struct order *
order_copy(struct arena *a, const struct order *o)
{
	struct order *c = ARENA_NEW(a, struct order);
	bool full = false;

	if (c == NULL)
		return NULL;
	*c = *o;
	c->items = (struct order_item *)arena_memdup(a, o->items, o->nitems * sizeof(*o->items));
	if (o->nfees > 0)
		c->fees = (struct order_fee *)arena_memdup(a, o->fees, o->nfees * sizeof(*o->fees));
	full |= o->nfees > 0 && c->fees == NULL;
	c->earlier = NULL;
	c->nearlier = 0;
	c->uses = NULL;
	c->nuses = 0;
	c->history = NULL;
	c->nhistory = 0;
	c->delivery_address = keep_text(a, &full, o->delivery_address);
	c->notes = keep_text(a, &full, o->notes);
	c->recipient_name = keep_text(a, &full, o->recipient_name);
	c->recipient_phone = keep_text(a, &full, o->recipient_phone);
	c->delivery_notes = keep_text(a, &full, o->delivery_notes);
	for (size_t i = 0; c->items != NULL && i < c->nitems; i++) {
		struct order_item *it = &c->items[i];
		it->code = keep_text(a, &full, it->code);
		it->variant = keep_text(a, &full, it->variant);
		it->name = keep_text(a, &full, it->name);
		it->name_en = keep_text(a, &full, it->name_en);
		it->carrier = keep_text(a, &full, it->carrier);
		it->tracking_number = keep_text(a, &full, it->tracking_number);
		copy_customizations(a, &full, it);
	}
	if (o->cake != NULL)
		c->cake = copy_cake(a, &full, o->cake);
	const char **text[] = { &c->payment.masked_card_number, &c->payment.card_brand, &c->payment.transaction_id,
	    &c->payment.failure_code, &c->payment.redirect_url };
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		*text[i] = keep_text(a, &full, *text[i]);
	return full || c->items == NULL ? NULL : c;
}

void
order_copy_refresh(struct order *copy, const struct order *o)
{
	copy->status = o->status;
	copy->stage = o->stage;
	copy->version = o->version;
	copy->cook_id = o->cook_id;
	copy->courier_id = o->courier_id;
	copy->payment.status = o->payment.status;
	copy->payment.paid_at = o->payment.paid_at;
	copy->payment.refunded = o->payment.refunded;
	copy->payment.refunding = o->payment.refunding;
	copy->payment.transaction_id = o->payment.transaction_id;
	copy->payment.failure_code = o->payment.failure_code;
	for (size_t i = 0; i < o->nitems; i++) {
		struct order_item *c = &copy->items[i];
		const struct order_item *it = &o->items[i];
		c->status = it->status;
		c->cancelled_quantity = it->cancelled_quantity;
		c->returned_quantity = it->returned_quantity;
		c->requested_quantity = it->requested_quantity;
		c->confirmed = it->confirmed;
		c->earned = it->earned;
		c->withheld = it->withheld;
	}
}
