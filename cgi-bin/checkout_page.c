/* checkout_page: the wish in hidden fields, its price, where it goes, and when it can. */
#include "checkout_page.h"

#include <json-c/json.h>
#include <string.h>

#include "api/checkout_request.h"
#include "api/order_answer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "domain/order.h"
#include "domain/slot.h"
#include "http/request.h"
#include "page/form_page.h"
#include "shop/catalog.h"
#include "shop/delivery.h"
#include "shop/quote.h"
#include "site.h"
#include "view.h"

#define DAYS_SHOWN 7
#define DAY_MS (INT64_C(24) * 3600 * 1000)

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- the wish ------------------------------------------------------------------ */

/* A value and all below it as fields of a form, named as form.h reads them; blank ones say nothing. */
static void
add_hidden(struct request *rq, struct json_object *list, const char *name, struct json_object *v)
{
	struct json_object *field;

	if (name == NULL || v == NULL)
		return;
	if (json_object_is_type(v, json_type_array)) {
		for (size_t i = 0; i < view_count(v); i++)
			add_hidden(rq, list, arena_printf(rq->arena, "%s[%zu]", name, i), json_object_array_get_idx(v, i));
	} else if (json_object_is_type(v, json_type_object)) {
		json_object_object_foreach(v, key, member)
			add_hidden(rq, list, arena_printf(rq->arena, "%s[%s]", name, key), member);
	} else if (json_object_get_string_len(v) > 0 && (field = json_object_new_object()) != NULL) {
		view_text(field, "name", name);
		view_text(field, "value", json_object_get_string(v));
		json_object_array_add(list, field);
	}
}

/* What the dinner's form, or this one, holds of the wish. */
static const struct err *
put_hidden(struct request *rq, struct json_object *page)
{
	static const char *const names[][2] = {	/* as it came, as it goes on */
		{ "dinner_code", "menu_code" }, { "menu_code", "menu_code" }, { "style", "style" }, { "quantity", "quantity" },
		{ "customizations", "customizations" }, { "side_dishes", "side_dishes" }, { "cake_customization", "cake_customization" },
	};
	struct json_object *list = view_list(page, "hidden");

	if (list == NULL)
		return site_full();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_hidden(rq, list, names[i][1], view_member(rq->body_tree.tree, names[i][0]));
	return NULL;
}

static void
add_line(struct request *rq, struct json_object *lines, const struct product *p, const char *style, int64_t quantity)
{
	struct json_object *line = p == NULL || quantity == 0 ? NULL : json_object_new_object();

	if (line == NULL)
		return;
	view_text(line, "name", english(rq) && p->name_en != NULL ? p->name_en : p->name);
	view_text(line, "style", style);
	json_object_object_add(line, "quantity", json_object_new_int64(quantity));
	json_object_array_add(lines, line);
}

/* What is bought, and what it costs. */
static const struct err *
put_price(struct request *rq, const struct order_wish *typed, struct json_object *page)
{
	struct json_object *lines = view_list(page, "lines");
	const struct side_dish_wish *side = typed->side_dishes.v;
	struct order_wish wish = *typed;
	const struct pricing *pricing;
	const struct menu *menu;
	const struct err *e;

	/* What is paid by card is delivered; where to is asked for here, and does not change the price. */
	wish.order_type = ORDER_DELIVERY;
	wish.delivery_address = "…";
	if (lines == NULL)
		return site_full();
	if ((e = order_quote(site_shop(rq), rq->arena, &wish, &pricing)) != NULL
	    || (e = catalog_menu(site_shop(rq), rq->arena, &menu)) != NULL)
		return e;
	add_line(rq, lines, menu_product(menu, PRODUCT_DINNER, wish.dinner_code), order_styles[wish.style], wish.quantity);
	for (size_t i = 0; i < wish.side_dishes.n; i++)
		add_line(rq, lines, menu_side_dish(menu, side[i].code), NULL, side[i].quantity);
	view_text(page, "dinner_code", wish.dinner_code);
	view_text(page, "dinner_style", order_styles[wish.style]);
	return view_put(rq, page, "pricing", &pricing_model, pricing);
}

/* --- when ------------------------------------------------------------------------ */

static const struct err *
add_day(struct request *rq, const struct slot_offers *offers, struct json_object *days)
{
	struct json_object *day = json_object_new_object(), *slots;
	char hours[SLOT_HOURS_TEXT];

	if (day == NULL)
		return site_full();
	json_object_array_add(days, day);
	view_text(day, "date", offers->date);
	if ((slots = view_list(day, "slots")) == NULL)
		return site_full();
	for (size_t i = 0; i < offers->n; i++) {
		const struct slot_offer *o = &offers->v[i];
		struct json_object *slot = json_object_new_object();

		if (slot == NULL)
			return site_full();
		view_text(slot, "hours", slot_hours(o->slot, hours));
		if (o->open && o->free > 0)
			view_text(slot, "free", arena_printf(rq->arena, "%lld", (long long)o->free));
		json_object_array_add(slots, slot);
	}
	return NULL;
}

/* The days to come with what is free, and the days a date may be of. */
static const struct err *
put_days(struct request *rq, struct json_object *page)
{
	struct json_object *days = view_list(page, "days");
	int64_t now = clock_now();
	char date[CLOCK_TEXT];
	struct slot_offers offers;
	const struct err *e;

	if (days == NULL)
		return site_full();
	for (int i = 0; i < DAYS_SHOWN; i++) {
		e = delivery_slots(site_shop(rq), rq->arena, clock_date(now + i * DAY_MS, date), &offers);
		if (e != NULL || (e = add_day(rq, &offers, days)) != NULL)
			return e;
	}
	view_text(page, "first_date", clock_date(now, date));
	view_text(page, "last_date", clock_date(now + SLOT_DAYS_AHEAD * DAY_MS, date));
	return NULL;
}

/* --- where to -------------------------------------------------------------------- */

/* What the dinner's form says of it, then what the member usually says. */
static const struct err *
put_delivery(struct request *rq, const struct order_wish *wish, struct json_object *page)
{
	struct json_object *to = view_object(page, "to");
	struct order_actor actor = site_actor(rq);
	const struct delivery_default *usual = NULL;
	const struct err *e;

	if (to == NULL)
		return site_full();
	if (!uuid_is_zero(&actor.user_id)
	    && (e = delivery_usual(site_shop(rq), rq->arena, &actor.user_id, &actor, &usual)) != NULL)
		return e;
	if (usual != NULL) {
		view_text(to, "address", usual->address);
		view_text(to, "recipient_name", usual->recipient_name);
		view_text(to, "recipient_phone", usual->recipient_phone);
		view_text(to, "delivery_notes", usual->delivery_notes);
	}
	view_text(to, "address", wish->delivery_address);
	view_text(to, "delivery_notes", wish->notes);
	return NULL;
}

const struct err *
checkout_page(struct request *rq, const struct order_wish *wish, struct json_object **out)
{
	struct json_object *page = view_new(rq, "checkout");
	char key[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = put_price(rq, wish, page)) != NULL || (e = put_hidden(rq, page)) != NULL
	    || (e = put_delivery(rq, wish, page)) != NULL || (e = put_days(rq, page)) != NULL)
		return e;
	token_new(key);
	view_text(page, "idempotency_key", key);
	*out = page;
	return NULL;
}

/* --- what was typed, and what is wrong with it -------------------------------------- */

static const char *
reason_at(const struct err *e, const char *pointer)
{
	for (size_t i = 0; i < e->nfaults; i++)
		if (strcmp(e->faults[i].pointer, pointer) == 0)
			return e->faults[i].reason;
	return "";
}

/* The fields of a part with their faults; what was typed comes back, but for a card's number that stood in the wrong place. */
static void
retype(struct request *rq, const struct err *e, const char *part, const char *const *names, struct json_object *typed, struct json_object *page)
{
	struct json_object *faults = view_object(page, arena_printf(rq->arena, "%s_fault", part));
	struct json_object *to = typed == NULL ? NULL : view_object(page, "to");

	for (; *names != NULL; names++) {
		const char *pointer = arena_printf(rq->arena, "/%s/%s", part, *names);

		if (pointer == NULL)
			return;
		view_text(faults, *names, view_fault(rq, e, pointer, page, NULL));
		if (to != NULL && strcmp(reason_at(e, pointer), "card_number") != 0)
			view_text(to, *names, view_word(typed, *names));
	}
}

/* The wish is changed on the dinner's page: its faults lead to nothing here. */
static void
unlink_wish(const struct err *e, struct json_object *page)
{
	struct json_object *lines = view_member(view_member(page, "problem"), "faults");

	for (size_t i = 0; i < e->nfaults && i < view_count(lines); i++)
		if (strncmp(e->faults[i].pointer, "/delivery", 9) != 0 && strncmp(e->faults[i].pointer, "/payment", 8) != 0)
			json_object_object_del(json_object_array_get_idx(lines, i), "href");
}

const char *
checkout_page_refused(struct request *rq, const struct err *e, struct buf *out)
{
	static const char *const delivery[] = { "address", "recipient_name", "recipient_phone", "delivery_notes", "scheduled_date",
	    "scheduled_time_slot", NULL };
	static const char *const payment[] = { "card_number", "cardholder_name", "expiry_date", "cvc", "payment_token", NULL };
	struct json_object *form = rq->body_tree.tree, *page;
	struct order_wish wish;
	const void *in;

	if (form == NULL)
		return NULL;
	json_object_object_del(form, "payment");
	if (model_read(rq->arena, &quote_request_model, form, MODEL_FROM_FORM, &in) != NULL)
		return NULL;
	wish = checkout_wish(in);
	if (checkout_page(rq, &wish, &page) != NULL || view_problem(rq, page, e) != NULL)
		return NULL;
	retype(rq, e, "delivery", delivery, view_member(form, "delivery"), page);
	retype(rq, e, "payment", payment, NULL, page);
	unlink_wish(e, page);
	if (err_is(e, ERR_PAYMENT_DECLINED))
		view_text(page, "declined", e->detail);
	view_text(page, "save", view_word(form, "save_as_default_address"));
	view_text(page, "idempotency_key", view_key_again(rq, e));
	return view_write(rq, "checkout", page, out) == NULL && !out->failed ? buf_str(out) : NULL;
}
