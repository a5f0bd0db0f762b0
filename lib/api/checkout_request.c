/* checkout_request: the rows. */
#include "api/checkout_request.h"

#include <string.h>

#include "api/order_request.h"
#include "base/arena.h"
#include "base/clock.h"
#include "domain/card.h"
#include "domain/user.h"

#define DELIVERY_ROWS \
	{ FIELD_STR(struct delivery_info, address), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 2, .max = 200, \
	  .doc = "Where it is delivered", .label_ko = "배달 주소", .label_en = "Delivery address" }, \
	{ FIELD_STR(struct delivery_info, recipient_name), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 50, \
	  .doc = "Who takes it; left out: the buyer", .label_ko = "받는 분", .label_en = "Recipient" }, \
	{ FIELD_STR(struct delivery_info, recipient_phone), .flags = MODEL_NULLABLE, .max = 20, .check = user_phone_check, \
	  .doc = "Their telephone number", .label_ko = "연락처", .label_en = "Phone" }, \
	{ FIELD_STR(struct delivery_info, delivery_notes), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 200, \
	  .doc = "To the courier", .label_ko = "배달 메모", .label_en = "Notes to the courier" }

static const struct model_field delivery_rows[] = {
	DELIVERY_ROWS,
	{ FIELD_STR(struct delivery_info, scheduled_date), .flags = MODEL_NULLABLE, .max = 10,
	  .doc = "YYYY-MM-DD, today or at most 30 days ahead; left out: as soon as can be", .label_ko = "배달 날짜", .label_en = "Date" },
	{ FIELD_STR(struct delivery_info, scheduled_time_slot), .flags = MODEL_NULLABLE, .max = 11,
	  .doc = "HH:MM-HH:MM as offered, or an HH:MM within; left out: any time of the day", .label_ko = "배달 시간대", .label_en = "Time" },
};
static const struct model delivery_model = MODEL(struct delivery_info, "DeliveryInfo", delivery_rows);

static const struct model_field kept_rows[] = { DELIVERY_ROWS };
const struct model delivery_request_model = MODEL(struct delivery_info, "DefaultDeliveryInfo", kept_rows);

const char *
payment_number_check(const void *value)
{
	return card_validate_number(*(const char *const *)value) ? NULL : "not_a_card";
}

const char *
payment_expiry_check(const void *value)
{
	int month, year;

	if (!card_expiry_parse(*(const char *const *)value, &month, &year))
		return "not_an_expiry";
	return card_expired(month, year, clock_now()) ? "card_expired" : NULL;
}

static bool
has_no_token(const void *in)
{
	return ((const struct payment_request *)in)->payment_token == NULL;
}

void
payment_rule(const void *in, struct faults *faults)
{
	const struct payment_request *p = in;

	if (p->card_number != NULL && !card_cvc_fits(p->cvc, card_brand(p->card_number)))
		fault_add(faults, "/cvc", "not_a_cvc");
}

static const struct model_field payment_rows[] = {
	{ FIELD_STR(struct payment_request, card_number), .flags = MODEL_SECRET, .needed = has_no_token, .check = payment_number_check, .max = 40,
	  .doc = "Digits, with spaces or dashes between them", .label_ko = "카드 번호", .label_en = "Card number" },
	{ FIELD_STR(struct payment_request, cardholder_name), .flags = MODEL_SECRET, .needed = has_no_token, .max = 60,
	  .doc = "As on the card", .label_ko = "카드 소유자명", .label_en = "Name on the card" },
	{ FIELD_STR(struct payment_request, expiry_date), .flags = MODEL_SECRET, .needed = has_no_token, .check = payment_expiry_check, .max = 5,
	  .doc = "MM/YY", .label_ko = "유효기간", .label_en = "Expiry date" },
	{ FIELD_STR(struct payment_request, cvc), .flags = MODEL_SECRET, .needed = has_no_token, .max = 4,
	  .doc = "Three digits, American Express four", .label_ko = "CVC", .label_en = "CVC" },
	{ FIELD_STR(struct payment_request, payment_token), .flags = MODEL_SECRET, .max = 200,
	  .doc = "Of the payment provider's own form, in place of a card", .label_ko = "결제 토큰", .label_en = "Payment token" },
};
const struct model payment_request_model = { .name = "PaymentRequest", .size = sizeof(struct payment_request),
    .fields = payment_rows, .nfields = sizeof(payment_rows) / sizeof(payment_rows[0]), .rule = payment_rule };

#define WISH_ROWS \
	{ FIELD_STR(struct checkout_request, menu_code), .flags = MODEL_REQUIRED, .min = 1, .max = 64, \
	  .doc = "Code of the dinner", .label_ko = "디너", .label_en = "Dinner" }, \
	{ FIELD_ENUM(struct checkout_request, style, order_styles), .flags = MODEL_REQUIRED, .def = -1, \
	  .doc = "How it is served", .label_ko = "차림", .label_en = "Style" }, \
	{ FIELD_INT(struct checkout_request, quantity), .min = 1, .max = 10, .def = 1, \
	  .doc = "Portions", .label_ko = "수량", .label_en = "Quantity" }, \
	{ FIELD_MAP(struct checkout_request, customizations), .max = 40, .vmin = 0, .vmax = 99, \
	  .doc = "Ingredient code: pieces wanted for the whole line; 0 leaves it out", .label_ko = "재료 변경", .label_en = "Customisation" }, \
	{ FIELD_LIST(struct checkout_request, side_dishes, &side_dish_order_model), .max = 20, \
	  .doc = "What is added to the dinner", .label_ko = "곁들임", .label_en = "Side dishes" }, \
	{ FIELD_OBJECT(struct checkout_request, cake_customization, struct cake_wish, &cake_order_model), .flags = MODEL_NULLABLE, \
	  .doc = "How the cake should look, where one is ordered", .label_ko = "케이크", .label_en = "Cake" }

static const struct model_field checkout_rows[] = {
	WISH_ROWS,
	{ FIELD_OBJECT(struct checkout_request, delivery, struct delivery_info, &delivery_model), .flags = MODEL_REQUIRED,
	  .doc = "Where, to whom and when", .label_ko = "배달", .label_en = "Delivery" },
	{ FIELD_OBJECT(struct checkout_request, payment, struct payment_request, &payment_request_model), .flags = MODEL_REQUIRED,
	  .doc = "A card, or the payment provider's token", .label_ko = "결제", .label_en = "Payment" },
	{ FIELD_UUID(struct checkout_request, user_id), .flags = MODEL_NULLABLE,
	  .doc = "The caller; null or left out for a guest", .label_ko = "회원", .label_en = "Member" },
	{ FIELD_BOOL(struct checkout_request, save_as_default_address),
	  .doc = "A member's usual delivery from now on", .label_ko = "기본 배송지로 저장", .label_en = "Save as usual address" },
};
const struct model checkout_request_model = MODEL(struct checkout_request, "CheckoutRequest", checkout_rows);

static const struct model_field quote_rows[] = { WISH_ROWS };
const struct model quote_request_model = MODEL(struct checkout_request, "QuoteRequest", quote_rows);

struct order_wish
checkout_wish(const struct checkout_request *c)
{
	struct order_wish w = { .dinner_code = c->menu_code, .style = c->style, .quantity = c->quantity, .user_id = c->user_id,
	    .order_type = c->delivery != NULL ? ORDER_DELIVERY : ORDER_PICKUP, .customizations = c->customizations,
	    .side_dishes = c->side_dishes, .cake_customization = c->cake_customization };

	if (c->delivery != NULL) {
		w.delivery_address = c->delivery->address;
		w.recipient_name = c->delivery->recipient_name;
		w.recipient_phone = c->delivery->recipient_phone;
		w.delivery_notes = c->delivery->delivery_notes;
		w.scheduled_date = c->delivery->scheduled_date;
		w.scheduled_time_slot = c->delivery->scheduled_time_slot;
	}
	return w;
}

static const char *
pointer_here(const char *pointer)
{
	static const char *const other[][2] = {
		{ "/dinner_code", "/menu_code" },
		{ "/delivery_address", "/delivery/address" },
		{ "/scheduled_date", "/delivery/scheduled_date" },
		{ "/scheduled_time_slot", "/delivery/scheduled_time_slot" },
	};

	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (strcmp(pointer, other[i][0]) == 0)
			return other[i][1];
	return pointer;
}

const struct err *
checkout_err(struct arena *a, const struct err *e)
{
	struct fault *v;
	struct err *out;

	if (e == NULL || e->nfaults == 0)
		return e;
	v = ARENA_ARRAY(a, struct fault, e->nfaults);
	out = err_new(a, e->code, NULL);
	if (v == NULL)
		return e;
	for (size_t i = 0; i < e->nfaults; i++)
		v[i] = (struct fault){ pointer_here(e->faults[i].pointer), e->faults[i].reason };
	*out = *e;
	out->faults = v;
	return out;
}

static const struct model_field slots_rows[] = {
	{ FIELD_STR(struct slots_query, date), .max = 10, .doc = "YYYY-MM-DD; left out: today" },
};
const struct model slots_query_model = MODEL(struct slots_query, "SlotsQuery", slots_rows);

static const struct model_field payments_rows[] = {
	{ FIELD_INT(struct payments_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Payments on a page" },
	{ FIELD_UUID(struct payments_query, cursor), .doc = "next_cursor of the page before" },
};
const struct model payments_query_model = MODEL(struct payments_query, "PaymentsQuery", payments_rows);
