/*
 * ctl_goods: the goods of banquetctl seed, and the seller they are of.
 *
 * Goods are known by the codes of their SKUs: loading them again changes what differs and books no stock twice.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "ctl.h"
#include "ctl_goods.h"
#include "ctl_json.h"
#include "db/db.h"
#include "domain/goods.h"
#include "domain/seller.h"
#include "domain/user.h"
#include "store/goods_store.h"
#include "store/member_store.h"
#include "store/seller_store.h"

static const struct err *
missing(struct ctl *c, const char *what, const char *name)
{
	return err_new(c->arena, ERR_INVALID_REQUEST, "goods: %s of %s", what, name == NULL ? "something without a name" : name);
}

/* The seller of that e-mail address, approved; 0 when the member is not there. */
static const struct err *
seller(struct ctl *c, struct db *db, struct json_object *o, uint32_t *id)
{
	const struct seller_wish w = { ctl_text(o, "business_name"), ctl_text(o, "registration_number"), ctl_text(o, "phone"), ctl_text(o, "address"),
	    ctl_text(o, "category") };
	const struct seller_change approve = { .delivery_fee = -1, .free_delivery_from = -1, .status = SELLER_APPROVED };
	const char *email = ctl_text(o, "email");
	const struct seller *s;
	const struct user *u;
	enum seller_asked how;
	bool taken;
	const struct err *e;

	*id = 0;
	if (email == NULL || w.business_name == NULL || w.phone == NULL || w.address == NULL || w.category == NULL ||
	    w.registration_number == NULL || seller_number_check(&w.registration_number) != NULL)
		return missing(c, "the seller", email);
	if ((e = member_store_by_email(db, c->arena, email, &u)) != NULL || u == NULL)
		return e;
	if ((e = seller_store_by_user(db, c->arena, &u->id, &s)) != NULL)
		return e;
	if (s != NULL) {
		*id = s->id;
		return NULL;
	}
	if ((e = seller_store_ask(db, c->arena, &u->id, &w, &how)) != NULL ||
	    (e = seller_store_by_user(db, c->arena, &u->id, &s)) != NULL)
		return e;
	if (s == NULL)
		return missing(c, "another seller has the registration number", email);
	*id = s->id;
	return seller_store_change(db, c->arena, s->id, &approve, &taken);
}

static bool
differs(const char *now, const char *then)
{
	return then != NULL && (now == NULL || strcmp(now, then) != 0);
}

static const struct err *
put(struct ctl *c, struct db *db, struct json_object *o, uint32_t seller_id)
{
	const struct goods_offer offer = { .name = ctl_text(o, "name"), .name_en = ctl_text(o, "name_en"), .description = ctl_text(o, "description"),
	    .description_en = ctl_text(o, "description_en"), .category = ctl_text(o, "category"), .price = ctl_number(o, "price"),
	    .stock = ctl_number(o, "demo_stock") };
	const struct goods_change change = { .name = offer.name, .name_en = offer.name_en, .description = offer.description,
	    .description_en = offer.description_en, .category = offer.category, .price = offer.price, .sale = -1 };
	const char *code = ctl_text(o, "code");
	const struct goods *g;
	bool changed;
	const struct err *e;

	if (code == NULL || offer.name == NULL || offer.category == NULL || offer.price < 0 || offer.price > GOODS_PRICE_MAX ||
	    offer.stock < 0 || offer.stock > GOODS_STOCK_MAX)
		return missing(c, "code, name, category, price or demo_stock", code);
	if ((e = goods_store_by_sku(db, c->arena, code, &g)) != NULL)
		return e;
	if (g == NULL)
		return goods_store_add(db, c->arena, &offer, seller_id, code, NULL);
	if (g->price == offer.price && !differs(g->name, offer.name) && !differs(g->name_en, offer.name_en) &&
	    !differs(g->description, offer.description) && !differs(g->description_en, offer.description_en) &&
	    !differs(g->category, offer.category))
		return NULL;
	return goods_store_change(db, c->arena, g->id, &change, -1, &changed);
}

const struct err *
ctl_goods(struct ctl *c, struct db *db, struct json_object *doc)
{
	struct json_object *list = json_object_object_get(doc, "goods"), *of = json_object_object_get(doc, "seller");
	uint32_t seller_id = 0;
	const struct err *e;

	if ((e = db_begin(db, c->arena)) != NULL)
		return e;
	if (of != NULL && (e = seller(c, db, of, &seller_id)) != NULL)
		goto fail;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		if ((e = put(c, db, o, json_object_get_boolean(json_object_object_get(o, "shop")) ? 0 : seller_id)) != NULL)
			goto fail;
	}
	return db_commit(db, c->arena);
fail:
	db_rollback(db);
	return e;
}
