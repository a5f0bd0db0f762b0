/* sheet_api: the rows. */
#include "api/sheet_api.h"

#include "base/arena.h"
#include "base/fault.h"
#include "domain/user.h"

/* --- paying -------------------------------------------------------------------- */

static const struct model_field delivery_rows[] = {
	{ FIELD_STR(struct pay_delivery, address), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 2, .max = 200,
	  .doc = "Where it is delivered", .label_ko = "배송지 주소", .label_en = "Delivery address" },
	{ FIELD_AS(struct pay_delivery, recipient_name, "recipientName", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 50,
	  .doc = "Who takes it; left out: the buyer", .label_ko = "받는 분", .label_en = "Recipient" },
	{ FIELD_AS(struct pay_delivery, recipient_phone, "recipientPhone", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .max = 20,
	  .check = user_phone_check, .doc = "Their telephone number", .label_ko = "연락처", .label_en = "Phone" },
	{ FIELD_STR(struct pay_delivery, notes), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 200,
	  .doc = "To the courier", .label_ko = "배송 메모", .label_en = "Notes to the courier" },
};
static const struct model delivery_model = MODEL(struct pay_delivery, "StoreDeliveryInfo", delivery_rows);

static const struct model_field card_rows[] = {
	{ FIELD_AS(struct payment_request, card_number, "cardNumber", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_SECRET,
	  .check = payment_number_check, .max = 40, .doc = "Digits, with spaces or dashes between them", .label_ko = "카드 번호", .label_en = "Card number" },
	{ FIELD_AS(struct payment_request, cardholder_name, "cardholderName", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_SECRET,
	  .max = 60, .doc = "As on the card", .label_ko = "카드 소유자명", .label_en = "Name on the card" },
	{ FIELD_AS(struct payment_request, expiry_date, "expiryDate", MODEL_STR, const char *), .flags = MODEL_REQUIRED | MODEL_SECRET,
	  .check = payment_expiry_check, .max = 5, .doc = "MM/YY", .label_ko = "유효기간", .label_en = "Expiry date" },
	{ FIELD_STR(struct payment_request, cvc), .flags = MODEL_REQUIRED | MODEL_SECRET, .max = 4,
	  .doc = "Three digits, American Express four", .label_ko = "CVC", .label_en = "CVC" },
};
static const struct model card_model = { .name = "StoreCard", .size = sizeof(struct payment_request),
    .fields = card_rows, .nfields = sizeof(card_rows) / sizeof(card_rows[0]), .rule = payment_rule };

static const struct model_field item_coupon_rows[] = {
	{ FIELD_AS(struct item_coupon, item_index, "itemIndex", MODEL_INT, int64_t), .flags = MODEL_REQUIRED, .min = 0, .max = BILL_LINES_MAX - 1,
	  .doc = "The line it is for" },
	{ FIELD_AS(struct item_coupon, issued_coupon_id, "issuedCouponId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
};
static const struct model item_coupon_model = MODEL(struct item_coupon, "ItemCoupon", item_coupon_rows);

/* ON_DELIVERY is the dinner face's; it stands in the enum between these. */
static const char *const methods[] = { "BALANCE", "CARD", "NAVER", "KAKAO", NULL };

enum payment_method
pay_method(const struct pay_request *p)
{
	static const enum payment_method of[] = { PAY_BALANCE, PAY_CARD, PAY_NAVER, PAY_KAKAO };

	return of[p->method];
}

/* Coupons are named as they were issued. */
static void
choice_rule(const void *in, struct faults *faults)
{
	const struct pay_request *p = in;
	const char *const *id = p->coupon_ids.v;
	struct uuid parsed;

	for (size_t i = 0; i < p->coupon_ids.n; i++)
		if (!uuid_parse(id[i], &parsed))
			fault_add(faults, arena_printf(faults->arena, "/couponIds/%zu", i), "not_a_uuid");
}

/* What a method needs, and takes. */
static void
pay_rule(const void *in, struct faults *faults)
{
	const struct pay_request *p = in;
	const bool by_card = pay_method(p) == PAY_CARD;

	if (by_card && p->card == NULL && p->payment_token == NULL)
		fault_add(faults, "/card", "required");
	if (!by_card && (p->card != NULL || p->payment_token != NULL))
		fault_add(faults, p->card != NULL ? "/card" : "/paymentToken", "not_used");
	choice_rule(in, faults);
}

#define CHOICE_ROWS \
	{ FIELD_AS(struct pay_request, coupon_ids, "couponIds", MODEL_STRS, struct list), .max = 100, .vmin = 1, .vmax = 36, \
	  .doc = "Issued coupons to use; one for a product goes on the line where it saves most", .label_ko = "쿠폰", .label_en = "Coupons" }, \
	{ FIELD_AS(struct pay_request, item_coupons, "itemCoupons", MODEL_LIST, struct list), .sub = &item_coupon_model, .max = 100, \
	  .doc = "Coupons for products, each on a line picked for it", .label_ko = "상품 쿠폰", .label_en = "Coupons of lines" }, \
	{ FIELD_INT(struct pay_request, points), .def = 0, \
	  .doc = "To be spent, at most what the goods cost; a point is a won", .label_ko = "포인트", .label_en = "Points" }

static const struct model_field pay_rows[] = {
	{ FIELD_ENUM(struct pay_request, method, methods), .flags = MODEL_REQUIRED, .def = -1,
	  .doc = "BALANCE is paid at once; NAVER and KAKAO on the provider's page (nextAction)", .label_ko = "결제 수단", .label_en = "Method" },
	CHOICE_ROWS,
	{ FIELD_OBJECT(struct pay_request, card, struct payment_request, &card_model), .flags = MODEL_NULLABLE, .doc = "Of method CARD",
	  .label_ko = "카드", .label_en = "Card" },
	{ FIELD_AS(struct pay_request, payment_token, "paymentToken", MODEL_STR, const char *), .flags = MODEL_SECRET, .max = 200,
	  .doc = "Of the payment provider's own form, in place of a card", .label_ko = "결제 토큰", .label_en = "Payment token" },
	{ FIELD_OBJECT(struct pay_request, delivery, struct pay_delivery, &delivery_model), .flags = MODEL_NULLABLE,
	  .doc = "Where it goes; left out: as the buyer usually wants it", .label_ko = "배송", .label_en = "Delivery" },
};
const struct model pay_request_model = { .name = "StorePaymentRequest", .size = sizeof(struct pay_request),
    .fields = pay_rows, .nfields = sizeof(pay_rows) / sizeof(pay_rows[0]), .rule = pay_rule };

static const struct model_field choice_rows[] = { CHOICE_ROWS };
const struct model choice_request_model = { .name = "StoreQuoteRequest", .size = sizeof(struct pay_request),
    .fields = choice_rows, .nfields = sizeof(choice_rows) / sizeof(choice_rows[0]), .rule = choice_rule };

/* --- ordering --------------------------------------------------------------------- */

static const struct model_field line_rows[] = {
	{ FIELD_AS(struct order_line_request, product_id, "productId", MODEL_INT, int64_t), .flags = MODEL_REQUIRED, .min = 1, .max = UINT32_MAX,
	  .label_ko = "상품", .label_en = "Product" },
	{ FIELD_INT(struct order_line_request, quantity), .min = 1, .max = 1000, .def = 1,
	  .doc = "Pieces; the same product twice adds up", .label_ko = "수량", .label_en = "Quantity" },
};
static const struct model line_model = MODEL(struct order_line_request, "OrderLineRequest", line_rows);

static void
order_rule(const void *in, struct faults *faults)
{
	const struct order_post_request *r = in;

	if (r->product_id == 0 && r->items.n == 0)
		fault_add(faults, "/productId", "required");
	if (r->product_id != 0 && r->items.n > 0)
		fault_add(faults, "/items", "not_used");
}

static const struct model_field order_rows_[] = {
	{ FIELD_AS(struct order_post_request, product_id, "productId", MODEL_INT, int64_t), .min = 0, .max = UINT32_MAX,
	  .doc = "One product; or items", .label_ko = "상품", .label_en = "Product" },
	{ FIELD_INT(struct order_post_request, quantity), .min = 1, .max = 1000, .def = 1, .doc = "Pieces of it", .label_ko = "수량", .label_en = "Quantity" },
	{ FIELD_LIST(struct order_post_request, items, &line_model), .max = 100, .label_ko = "상품 목록", .label_en = "Items" },
	{ FIELD_OBJECT(struct order_post_request, payment, struct pay_request, &pay_request_model), .flags = MODEL_NULLABLE,
	  .doc = "With it the order is paid in the same call; without, a sheet is made", .label_ko = "결제", .label_en = "Payment" },
};
const struct model order_post_model = { .name = "StoreOrderRequest", .size = sizeof(struct order_post_request),
    .fields = order_rows_, .nfields = sizeof(order_rows_) / sizeof(order_rows_[0]), .rule = order_rule };

static const struct model_field cart_rows[] = {
	{ FIELD_AS(struct cart_order_request, cart_item_ids, "cartItemIds", MODEL_INTS, struct list), .flags = MODEL_REQUIRED, .min = 1, .max = 100,
	  .vmin = 1, .vmax = INT64_MAX, .doc = "Lines of the cart; they leave it when they are paid", .label_ko = "장바구니 상품", .label_en = "Lines" },
};
const struct model cart_order_model = MODEL(struct cart_order_request, "CartOrderRequest", cart_rows);

/* --- answers ----------------------------------------------------------------------- */

static const struct model_field placed_rows[] = {
	{ FIELD_AS(struct placed_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct placed_view, order_number, "orderNumber", MODEL_STR, const char *), .doc = "For people; of what is being paid" },
	{ FIELD_STR(struct placed_view, status), .flags = MODEL_REQUIRED, .choices = order_state_names, .doc = "CREATED: a sheet" },
	{ FIELD_AS(struct placed_view, expires_at, "expiresAt", MODEL_TIME, int64_t), .doc = "Of a sheet: it can be paid before then" },
	{ FIELD_LIST(struct placed_view, items, &store_item_model) },
	{ FIELD_OBJECT(struct placed_view, amounts, struct amounts_view, &amounts_model), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct placed_view, payment_id, "paymentId", MODEL_UUID, struct uuid) },
	{ FIELD_AS(struct placed_view, payment_status, "paymentStatus", MODEL_STR, const char *), .choices = payment_status_names,
	  .doc = "PROGRESS (202): what became of it the order tells" },
	{ FIELD_AS(struct placed_view, transaction_id, "transactionId", MODEL_STR, const char *), .doc = "The payment provider's name for it" },
	{ FIELD_AS(struct placed_view, next_action, "nextAction", MODEL_OBJECT, const struct next_action_view *), .sub = &next_action_model },
};
const struct model placed_model = MODEL(struct placed_view, "PlacedOrder", placed_rows);

static const struct model_field coupon_rows[] = {
	{ FIELD_AS(struct usable_coupon_view, issued_coupon_id, "issuedCouponId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct usable_coupon_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct usable_coupon_view, kind), .flags = MODEL_REQUIRED, .choices = coupon_kind_names },
	{ FIELD_STR(struct usable_coupon_view, scope), .flags = MODEL_REQUIRED, .choices = coupon_scope_names },
	{ FIELD_AS(struct usable_coupon_view, item_index, "itemIndex", MODEL_INT, int64_t), .flags = MODEL_OPTIONAL,
	  .doc = "Of a coupon for products: the line where it saves most" },
	{ FIELD_INT(struct usable_coupon_view, saves), .doc = "Won, alone" },
	{ FIELD_AS(struct usable_coupon_view, expires_at, "expiresAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
static const struct model coupon_model_ = MODEL(struct usable_coupon_view, "UsableCoupon", coupon_rows);

static const struct model_field sheet_rows_[] = {
	{ FIELD_AS(struct sheet_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct sheet_view, expires_at, "expiresAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
	{ FIELD_LIST(struct sheet_view, items, &store_item_model) },
	{ FIELD_OBJECT(struct sheet_view, amounts, struct amounts_view, &amounts_model), .flags = MODEL_REQUIRED },
	{ FIELD_LIST(struct sheet_view, coupons, &coupon_model_), .doc = "Those that would save something" },
	{ FIELD_INT(struct sheet_view, points), .doc = "What the buyer has" },
	{ FIELD_INT(struct sheet_view, balance) },
};
const struct model sheet_model = MODEL(struct sheet_view, "OrderSheet", sheet_rows_);

static const struct model_field quoted_rows[] = {
	{ FIELD_OBJECT(struct quoted_view, amounts, struct amounts_view, &amounts_model), .flags = MODEL_REQUIRED },
};
const struct model quoted_model = MODEL(struct quoted_view, "StoreQuote", quoted_rows);
