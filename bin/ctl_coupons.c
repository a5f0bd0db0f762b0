/*
 * ctl_coupons: the coupons of banquetctl seed, and what its members begin with.
 *
 * Coupons are known by their names, and a wallet with a ledger has had its beginning: loading them again adds nothing.
 */
#include <json-c/json.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "ctl.h"
#include "ctl_coupons.h"
#include "ctl_json.h"
#include "db/db.h"
#include "domain/coupon.h"
#include "domain/goods.h"
#include "domain/user.h"
#include "domain/wallet.h"
#include "store/coupon_store.h"
#include "store/goods_store.h"
#include "store/member_store.h"
#include "store/wallet_store.h"

#define DAY INT64_C(86400000)	/* ms */

static const struct err *
missing(struct ctl *c, const char *what, const char *name)
{
	return err_new(c->arena, ERR_INVALID_REQUEST, "coupons: %s of %s", what, name == NULL ? "something without a name" : name);
}

/* The products of a coupon, by the codes of their SKUs. */
static const struct err *
products(struct ctl *c, struct db *db, struct json_object *list, struct coupon *out)
{
	size_t n = list == NULL ? 0 : json_object_array_length(list);
	uint32_t *ids = ARENA_ARRAY(c->arena, uint32_t, n + 1);
	const struct err *e;

	if (ids == NULL)
		return err_new(c->arena, ERR_INTERNAL_SERVER_ERROR, NULL);
	for (size_t i = 0; i < n; i++) {
		const char *code = json_object_get_string(json_object_array_get_idx(list, i));
		const struct goods *g;
		if ((e = goods_store_by_sku(db, c->arena, code, &g)) != NULL)
			return e;
		if (g == NULL)
			return missing(c, "there are no goods", code);
		ids[i] = g->id;
	}
	out->product_ids = ids;
	out->nproducts = n;
	return NULL;
}

static const struct err *
put(struct ctl *c, struct db *db, struct json_object *o)
{
	int kind = coupon_kind_parse(ctl_text(o, "kind")), scope = coupon_scope_parse(ctl_text(o, "scope"));
	int64_t now = clock_now();
	struct faults f = { .arena = c->arena };
	uint32_t id;
	const struct err *e;

	if (ctl_text(o, "name") == NULL || kind < 0 || scope < 0)
		return missing(c, "name, kind or scope", ctl_text(o, "name"));
	struct coupon coupon = { .name = ctl_text(o, "name"), .name_en = ctl_text(o, "name_en"), .description = ctl_text(o, "description"),
	    .description_en = ctl_text(o, "description_en"), .kind = (enum coupon_kind)kind,
	    .scope = (enum coupon_scope)scope, .value = ctl_number(o, "value"), .min_order_amount = ctl_number(o, "min_order_amount"),
	    .quantity = ctl_number(o, "quantity"), .issue_from = now, .issue_to = now + ctl_number(o, "issue_days") * DAY,
	    .valid_days = ctl_number(o, "valid_days"), .created_at = now };
	if ((e = coupon_store_named(db, c->arena, coupon.name, &id)) != NULL || id != 0)
		return e;
	if ((e = products(c, db, json_object_object_get(o, "products"), &coupon)) != NULL)
		return e;
	coupon_check(&coupon, &f);
	if (f.n > 0)
		return missing(c, arena_printf(c->arena, "%s of its form: %s", f.v[0].pointer, f.v[0].reason), coupon.name);
	if ((e = db_begin(db, c->arena)) != NULL)
		return e;
	if ((e = coupon_store_add(db, c->arena, &coupon)) == NULL)
		return db_commit(db, c->arena);
	db_rollback(db);
	return e;
}

static const struct err *
begin_with(struct ctl *c, struct db *db, struct json_object *o)
{
	const char *email = ctl_text(o, "email");
	const struct { enum wallet_kind kind; int64_t amount; } each[] = {
		{ WALLET_ADJUST, ctl_number(o, "balance") }, { WALLET_ADJUST_POINTS, ctl_number(o, "points") }
	};
	const struct user *u;
	struct wallet_entries had;
	const struct err *e;

	if (email == NULL)
		return missing(c, "the email", "a wallet");
	if ((e = member_store_by_email(db, c->arena, email, &u)) != NULL || u == NULL)
		return e;
	if ((e = wallet_store_entries(db, c->arena, &u->id, NULL, 1, &had)) != NULL || had.n > 0)
		return e;
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		if (each[i].amount != 0 &&
		    (e = wallet_store_book(db, c->arena, &u->id, each[i].kind, each[i].amount, ctl_text(o, "reason"))) != NULL)
			return e;
	return NULL;
}

const struct err *
ctl_coupons(struct ctl *c, struct db *db, struct json_object *doc)
{
	struct json_object *list = json_object_object_get(doc, "coupons"), *wallets = json_object_object_get(doc, "wallets");
	const struct err *e;

	for (size_t i = 0; i < json_object_array_length(list); i++)
		if ((e = put(c, db, json_object_array_get_idx(list, i))) != NULL)
			return e;
	for (size_t i = 0; wallets != NULL && i < json_object_array_length(wallets); i++)
		if ((e = begin_with(c, db, json_object_array_get_idx(wallets, i))) != NULL)
			return e;
	return NULL;
}
