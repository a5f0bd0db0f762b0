/*
 * ctl_seed: banquetctl seed: a catalogue from a JSON file, or the demo shop with its accounts and goods.
 *
 * Loading it again changes what differs and books no stock twice.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "ctl.h"
#include "ctl_coupons.h"
#include "ctl_goods.h"
#include "ctl_json.h"
#include "db/db.h"
#include "domain/menu.h"
#include "domain/user.h"
#include "shop/members.h"
#include "shop/shop.h"
#include "store/stmts.h"
#include "store/stock_store.h"

struct seed { struct ctl *c; struct db *db; struct json_object *doc; };

#define PUT(s, id, ...) STMT_RUN((s)->db, (s)->c->arena, (id), NULL, __VA_ARGS__)

static const struct err *
ingredient(struct seed *s, struct json_object *o)
{
	const char *code = ctl_text(o, "code");
	qty_t stock = ctl_number(o, "demo_stock") * QTY_ONE;
	struct rows had;
	const struct err *e;

	if ((e = PUT(s, STMT_SKU_PUT, DB_S(code), DB_S(ctl_text(o, "name")), DB_S(ctl_text(o, "name_en")), DB_I(1),
	    DB_I(ctl_number(o, "unit_price")), DB_I(ctl_number(o, "removal_credit")))) != NULL ||
	    (e = PUT(s, STMT_STOCK_OPEN, DB_S(code))) != NULL ||
	    (e = STMT_RUN(s->db, s->c->arena, STMT_STOCK_RECEIPTS_OF, &had, DB_S(code))) != NULL)
		return e;
	return row_int(&had, 0, 0) > 0 || stock == 0 ? NULL :
	    stock_store_receive(s->db, s->c->arena, code, stock, "opening stock");
}

static const struct err *
recipe(struct seed *s, const char *kind, const char *code, const char *variant, struct json_object *lines)
{
	const struct err *e;

	json_object_object_foreach(lines, sku, quantity) {
		qty_t q;
		/* The number as it was written: no floating point on the way. */
		if (!qty_parse(json_object_to_json_string_ext(quantity, JSON_C_TO_STRING_PLAIN), &q))
			return err_new(s->c->arena, ERR_INVALID_REQUEST, "%s of %s: not a quantity", sku, code);
		if ((e = PUT(s, STMT_RECIPE_PUT, DB_S(variant), DB_Q(q), DB_S(kind), DB_S(code), DB_S(sku))) != NULL)
			return e;
	}
	return NULL;
}

static const struct err *
product(struct seed *s, const char *kind, struct json_object *o, const char *price, int64_t position)
{
	const char *about = ctl_text(o, "description"), *about_en = ctl_text(o, "description_en");

	return PUT(s, STMT_PRODUCT_PUT, DB_S(kind), DB_S(ctl_text(o, "code")), DB_S(ctl_text(o, "name")), DB_S(ctl_text(o, "name_en")),
	    DB_S(about == NULL ? "" : about), DB_S(about_en), DB_S("ON_SALE"), DB_I(ctl_number(o, price)),
	    DB_I(ctl_number(o, "decorated") != 0 || strcmp(kind, "CAKE") == 0), DB_I(position));
}

static int64_t
style_modifier(struct seed *s, const char *style)
{
	struct json_object *styles = ctl_at(s->doc, "styles");

	for (size_t i = 0; i < json_object_array_length(styles); i++) {
		struct json_object *o = json_object_array_get_idx(styles, i);
		const char *code = ctl_text(o, "code");
		if (code != NULL && strcmp(code, style) == 0)
			return ctl_number(o, "modifier");
	}
	return 0;
}

static const struct err *
dinner(struct seed *s, struct json_object *o, int64_t position)
{
	const char *code = ctl_text(o, "code");
	int64_t n = 0;
	const struct err *e;

	if ((e = product(s, "DINNER", o, "base_price", position)) != NULL)
		return e;
	json_object_object_foreach(ctl_at(o, "styles"), style, lines) {
		if ((e = PUT(s, STMT_VARIANT_PUT, DB_S(style), DB_I(style_modifier(s, style)), DB_I(n++), DB_S("DINNER"), DB_S(code))) != NULL ||
		    (e = recipe(s, "DINNER", code, style, lines)) != NULL)
			return e;
	}
	return NULL;
}

static const struct err *
cakes(struct seed *s, const char *code)
{
	char variant[64];
	int64_t n = 0;
	const struct err *e;

	json_object_object_foreach(ctl_at(s->doc, "custom_cakes"), flavor, sizes) {
		json_object_object_foreach(sizes, size, one) {
			if (!menu_cake_variant(flavor, size, variant, sizeof(variant)))
				return err_new(s->c->arena, ERR_INVALID_REQUEST, "%s/%s is too long", flavor, size);
			if ((e = PUT(s, STMT_VARIANT_PUT, DB_S(variant), DB_I(ctl_number(one, "price")), DB_I(n++), DB_S("CAKE"), DB_S(code))) != NULL ||
			    (e = recipe(s, "CAKE", code, variant, ctl_at(one, "ingredients"))) != NULL)
				return e;
		}
	}
	return NULL;
}

/* A side dish without a recipe of its own is the custom cake. */
static const struct err *
side_dish(struct seed *s, struct json_object *o, int64_t position)
{
	struct json_object *lines = ctl_at(o, "ingredients");
	bool cake = lines == NULL || json_object_object_length(lines) == 0;
	const struct err *e;

	if ((e = product(s, cake ? "CAKE" : "SIDE_DISH", o, "price", position)) != NULL)
		return e;
	return cake ? cakes(s, ctl_text(o, "code")) : recipe(s, "SIDE_DISH", ctl_text(o, "code"), "", lines);
}

static const struct err *
names(struct seed *s, const char *list, const char *kind)
{
	struct json_object *l = ctl_at(s->doc, list);
	const struct err *e;

	for (size_t i = 0; i < json_object_array_length(l); i++) {
		struct json_object *o = json_object_array_get_idx(l, i);
		if ((e = PUT(s, STMT_VARIANT_NAME_PUT, DB_S(kind), DB_S(ctl_text(o, "code")), DB_S(ctl_text(o, "name")),
		    DB_S(ctl_text(o, "name_en")), DB_I(i))) != NULL)
			return e;
	}
	return NULL;
}

static const struct err *
catalogue(struct seed *s)
{
	struct json_object *l;
	const struct err *e;

	if ((e = names(s, "styles", "STYLE")) != NULL || (e = names(s, "flavors", "FLAVOR")) != NULL ||
	    (e = names(s, "sizes", "SIZE")) != NULL)
		return e;
	l = ctl_at(s->doc, "ingredients");
	for (size_t i = 0; i < json_object_array_length(l); i++)
		if ((e = ingredient(s, json_object_array_get_idx(l, i))) != NULL)
			return e;
	l = ctl_at(s->doc, "dinners");
	for (size_t i = 0; i < json_object_array_length(l); i++)
		if ((e = dinner(s, json_object_array_get_idx(l, i), (int64_t)i)) != NULL)
			return e;
	l = ctl_at(s->doc, "side_dishes");
	for (size_t i = 0; i < json_object_array_length(l); i++)
		if ((e = side_dish(s, json_object_array_get_idx(l, i), 100 + (int64_t)i)) != NULL)
			return e;
	return NULL;
}

/* Accounts to try the shop with; they come with demo data and with nothing else. */
static const struct err *
accounts(struct seed *s)
{
	static const struct { const char *email, *name; int role; } demo[] = {
		{ "customer@banquet.test", "김손님", ROLE_CUSTOMER },
		{ "customer2@banquet.test", "이손님", ROLE_CUSTOMER },
		{ "cook@banquet.test", "박요리", ROLE_COOK },
		{ "courier@banquet.test", "최배달", ROLE_COURIER },
		{ "seller@banquet.test", "정판매", ROLE_SELLER },
		{ "admin@banquet.test", "한관리", ROLE_ADMIN },
	};
	char why[256];
	struct shop *shop = shop_open(s->c->conf, why, sizeof(why));
	const struct user *u;
	const struct err *e = NULL;

	if (shop == NULL)
		return err_new(s->c->arena, ERR_INTERNAL_SERVER_ERROR, "%s", why);
	for (size_t i = 0; i < sizeof(demo) / sizeof(demo[0]) && e == NULL; i++) {
		struct registration r = { .email = demo[i].email, .password = "banquet-demo", .name = demo[i].name,
		    .phone = "010-0000-0000", .address = "서울시 강남구 테헤란로 1" };
		e = member_register(shop, s->c->arena, &r, demo[i].role, &u);
		if (err_is(e, ERR_INVALID_REQUEST))
			e = NULL;	/* has been there since an earlier time */
	}
	shop_close(shop);
	return e;
}

/* One file: a catalogue, goods, or coupons. */
static const struct err *
load(struct ctl *c, const char *file)
{
	static const char *const needed[] = { "styles", "flavors", "sizes", "ingredients", "dinners", "side_dishes" };
	struct seed s = { .c = c };
	const struct err *e = NULL;

	if ((s.doc = json_object_from_file(file)) == NULL)
		return err_new(c->arena, ERR_INVALID_REQUEST, "%s: %s", file, json_util_get_last_err());
	const struct { const char *list; const struct err *(*load)(struct ctl *, struct db *, struct json_object *); } lists[] = {
		{ "goods", ctl_goods }, { "coupons", ctl_coupons }
	}, *found = NULL;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (json_object_is_type(ctl_at(s.doc, lists[i].list), json_type_array))
			found = &lists[i];
	if (found == NULL)
		for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]) && e == NULL; i++)
			if (ctl_at(s.doc, needed[i]) == NULL)
				e = err_new(c->arena, ERR_INVALID_REQUEST, "%s is no goods, no coupons, and no catalogue: it has no %s", file, needed[i]);
	if (e == NULL && (s.db = ctl_database(c)) == NULL)
		e = err_new(c->arena, ERR_UNAVAILABLE, NULL);
	if (e == NULL)
		e = found != NULL ? found->load(c, s.db, s.doc) : catalogue(&s);
	db_close(s.db);
	json_object_put(s.doc);
	if (e == NULL)
		printf("loaded %s\n", file);
	return e;
}

/* The demo shop: menu, accounts, the goods one of them sells, coupons, and what customers begin with. */
static const struct err *
demo(struct ctl *c)
{
	const char *menu = arena_printf(c->arena, "%s/sql/demo/menu.json", c->datadir);
	const char *goods = arena_printf(c->arena, "%s/sql/demo/goods.json", c->datadir);
	const char *coupons = arena_printf(c->arena, "%s/sql/demo/coupons.json", c->datadir);
	struct seed s = { .c = c };
	const struct err *e;

	if (menu == NULL || goods == NULL || coupons == NULL)
		return err_new(c->arena, ERR_INTERNAL_SERVER_ERROR, NULL);
	if ((e = load(c, menu)) != NULL || (e = accounts(&s)) != NULL)
		return e;
	if ((e = load(c, goods)) != NULL)
		return e;
	return load(c, coupons);
}

int
ctl_seed(struct ctl *c, int argc, char **argv)
{
	const struct err *e;

	if (argc > 1) {
		fprintf(stderr, "usage: banquetctl seed [FILE]\n");
		return EX_USAGE;
	}
	e = argc == 1 ? load(c, argv[0]) : demo(c);
	return e == NULL ? 0 : ctl_failed(e);
}
