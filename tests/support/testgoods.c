/* testgoods: see testgoods.h. */
#include "support/testgoods.h"

#include <check.h>

#include "base/err.h"
#include "domain/staff.h"
#include "shop/goods.h"
#include "shop/sellers.h"

const struct seller_wish testgoods_wish = { .business_name = "정가네 그릇", .registration_number = "124-81-00998",
    .phone = "02-123-4567", .address = "서울시 중구 1", .category = "cups" };

uint32_t
testgoods_seller(struct testshop *t, const struct uuid *user)
{
	const struct seller_change approve = { .delivery_fee = -1, .free_delivery_from = -1, .status = SELLER_APPROVED };
	const struct seller *s;

	ck_ok(seller_ask(t->shop, t->t.arena, user, ROLE_CUSTOMER, &testgoods_wish, &s));
	ck_ok(seller_decide(t->shop, t->t.arena, s->id, &t->admin, ROLE_ADMIN, &approve, &s));
	return s->id;
}

const struct goods *
testgoods_add(struct testshop *t, const char *name, won_t price, int64_t pieces)
{
	struct goods_offer offer = { .name = name, .price = price, .stock = pieces, .category = "cups" };
	struct goods_offering o = { .offer = &offer, .actor = { t->admin, ROLE_ADMIN } };

	ck_ok(goods_offer(t->shop, t->t.arena, &o));
	return o.goods;
}
