/* contract: the route tables without their handlers. */
#include "config.h"

#include "api/contract.h"

#include "api/address_api.h"
#include "api/cake_api.h"
#include "api/cart_api.h"
#include "api/admin_api.h"
#include "api/aftersale_api.h"
#include "api/delivery_api.h"
#include "api/checkout_answer.h"
#include "api/checkout_request.h"
#include "api/coupon_api.h"
#include "api/goods_api.h"
#include "api/member_api.h"
#include "api/menu_answer.h"
#include "api/notice_api.h"
#include "api/order_answer.h"
#include "api/order_request.h"
#include "api/painting_api.h"
#include "api/sales_api.h"
#include "api/seller_api.h"
#include "api/sheet_api.h"
#include "api/store_order_api.h"
#include "api/wallet_api.h"
#include "domain/staff.h"
#include "http/openapi.h"
#include "http/route.h"

#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ .method = HTTP_##m, .path = p, .who = who_, .flags = flags_, .query = query_, .body = body_, .answer = answer_, \
	  .status = status_, .errors = errors_, .summary = summary_ },
static const struct route cake[] = {
#include "api/routes/cake.def"
};
static const struct route catalog[] = {
#include "api/routes/catalog.def"
};
static const struct route carts[] = {
#include "api/routes/carts.def"
};
static const struct route orders[] = {
#include "api/routes/orders.def"
};
static const struct route checkout[] = {
#include "api/routes/checkout.def"
};
static const struct route coupons[] = {
#include "api/routes/coupons.def"
};
static const struct route admin[] = {
#include "api/routes/admin.def"
};
static const struct route members[] = {
#include "api/routes/members.def"
};
#undef ROUTE

#define PART(tag, routes) { tag, routes, sizeof(routes) / sizeof((routes)[0]) }
static const struct openapi_part parts[] = {
	PART("catalog", catalog),
	PART("carts", carts),
	PART("orders", orders),
	PART("checkout", checkout),
	PART("cake", cake),
	PART("coupons", coupons),
	PART("members", members),
	PART("admin", admin),
};

void
contract_write(struct buf *out)
{
	openapi_write(out, parts, sizeof(parts) / sizeof(parts[0]), PACKAGE_VERSION);
}
