/* checkout_answer: the rows, and an order seen as a checkout. */
#include "api/checkout_answer.h"

#include "base/arena.h"
#include "domain/slot.h"

static const struct model_field checkout_rows[] = {
	{ FIELD_UUID(struct checkout_answer, order_id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct checkout_answer, order_number), .flags = MODEL_REQUIRED, .doc = "For people" },
	{ FIELD_UUID(struct checkout_answer, payment_id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct checkout_answer, transaction_id), .flags = MODEL_NULLABLE, .doc = "The payment provider's name for it" },
	{ FIELD_INT(struct checkout_answer, total_price), .doc = "Won" },
	{ FIELD_OBJECT(struct checkout_answer, pricing, struct pricing, &pricing_model), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct checkout_answer, delivery_address), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct checkout_answer, scheduled_date), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct checkout_answer, scheduled_time_slot), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct checkout_answer, masked_card_number), .flags = MODEL_NULLABLE, .doc = "**** **** **** 1234" },
	{ FIELD_STR(struct checkout_answer, payment_status), .flags = MODEL_REQUIRED, .choices = payment_words,
	  .doc = "PENDING (202): the payment provider has not answered yet; the order says what became of it" },
	{ FIELD_STR(struct checkout_answer, message), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct checkout_answer, order_token), .doc = "Opens a guest's order; told once" },
};
const struct model checkout_answer_model = MODEL(struct checkout_answer, "CheckoutResponse", checkout_rows);

static const char *
message(enum payment_status s, bool english)
{
	switch (s) {
	case PAYMENT_PROGRESS:
		return english ? "Your payment is being confirmed. The order's page will tell." :
		    "결제 결과를 확인하고 있습니다. 주문 페이지에서 확인할 수 있습니다.";
	case PAYMENT_FAILED:
		return english ? "The payment was declined." : "결제가 거절되었습니다.";
	default:
		return english ? "Your order has been paid." : "결제가 완료되었습니다.";
	}
}

struct checkout_answer
checkout_view(struct arena *a, const struct order *o, bool english)
{
	const struct payment *p = &o->payment;
	char date[SLOT_DATE_TEXT], hours[SLOT_HOURS_TEXT];
	const char *time = o->slot == 0 ? NULL : slot_hours(o->slot, hours);

	return (struct checkout_answer){
		.order_id = o->id, .order_number = o->number, .payment_id = p->id, .transaction_id = p->transaction_id,
		.total_price = o->price.final_price, .pricing = &o->price, .delivery_address = o->delivery_address,
		.scheduled_date = o->slot == 0 ? NULL : arena_strdup(a, slot_date(o->slot, date)),
		.scheduled_time_slot = arena_strdup(a, time),
		.masked_card_number = p->masked_card_number, .payment_status = payment_status_shown(p->status),
		.message = message(p->status, english)
	};
}

static const struct model_field quote_rows[] = {
	{ FIELD_OBJECT(struct quote_answer, pricing, struct pricing, &pricing_model), .flags = MODEL_REQUIRED },
};
const struct model quote_answer_model = MODEL(struct quote_answer, "Quote", quote_rows);

static const struct model_field delivery_rows[] = {
	{ FIELD_STR(struct delivery_view, address), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct delivery_view, recipient_name), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct delivery_view, recipient_phone), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct delivery_view, delivery_notes), .flags = MODEL_NULLABLE },
};
static const struct model delivery_model = MODEL(struct delivery_view, "DefaultDelivery", delivery_rows);

static const struct model_field delivery_answer_rows[] = {
	{ FIELD_BOOL(struct delivery_answer, has_default), .doc = "The member has said where" },
	{ FIELD_OBJECT(struct delivery_answer, delivery_info, struct delivery_view, &delivery_model), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct delivery_answer, message) },
};
const struct model delivery_answer_model = MODEL(struct delivery_answer, "DefaultDeliveryAnswer", delivery_answer_rows);

static const struct model_field payment_rows[] = {
	{ FIELD_OBJECT(struct payment_answer, payment_info, struct payment_view, &payment_info_model), .flags = MODEL_REQUIRED },
};
const struct model payment_answer_model = MODEL(struct payment_answer, "PaymentInfoAnswer", payment_rows);

static const struct model_field payments_rows[] = {
	{ FIELD_LIST(struct payments_answer, payments, &payment_info_model), .doc = "Newest first" },
	{ FIELD_UUID(struct payments_answer, next_cursor), .flags = MODEL_NULLABLE },
};
const struct model payments_answer_model = MODEL(struct payments_answer, "PaymentList", payments_rows);

static const char *const outcome_names[] = { "SETTLED", "DUE", "NOTHING", NULL };

static const struct model_field callback_rows[] = {
	{ FIELD_STR(struct callback_answer, outcome), .flags = MODEL_REQUIRED, .choices = outcome_names,
	  .doc = "SETTLED: the gateway was asked, and what it said is written; DUE: it is asked soon; NOTHING: there is nothing to do" },
};
const struct model callback_answer_model = MODEL(struct callback_answer, "CallbackAnswer", callback_rows);

static const struct model_field slot_rows[] = {
	{ FIELD_STR(struct slot_view, time_slot), .flags = MODEL_REQUIRED, .doc = "HH:MM-HH:MM" },
	{ FIELD_INT(struct slot_view, capacity), .doc = "Orders that can be delivered in it" },
	{ FIELD_INT(struct slot_view, available), .doc = "Of those, how many are free" },
	{ FIELD_BOOL(struct slot_view, is_available), .doc = "It can be booked now" },
};
static const struct model slot_model = MODEL(struct slot_view, "Slot", slot_rows);

static const struct model_field slots_rows[] = {
	{ FIELD_STR(struct slots_answer, date), .flags = MODEL_REQUIRED },
	{ FIELD_LIST(struct slots_answer, slots, &slot_model), .doc = "In the order of the day" },
};
const struct model slots_answer_model = MODEL(struct slots_answer, "SlotList", slots_rows);
