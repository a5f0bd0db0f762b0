/* address_api: the rows. */
#include "api/address_api.h"

#include "base/arena.h"

#define WISH_ROWS(needed) \
	{ FIELD_STR(struct address_wish, label), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 30, \
	  .doc = "What the member calls it", .label_ko = "이름", .label_en = "Label" }, \
	{ FIELD_STR(struct address_wish, address), .flags = (needed) | MODEL_FREE, .min = 2, .max = 200, .label_ko = "주소", .label_en = "Address" }, \
	{ FIELD_AS(struct address_wish, recipient_name, "recipientName", MODEL_STR, const char *), .flags = MODEL_NULLABLE | MODEL_FREE, .max = 50, \
	  .doc = "Left out: the member", .label_ko = "받는 분", .label_en = "Recipient" }, \
	{ FIELD_AS(struct address_wish, recipient_phone, "recipientPhone", MODEL_STR, const char *), .flags = MODEL_NULLABLE, .max = 20, \
	  .check = user_phone_check, .label_ko = "연락처", .label_en = "Phone" }, \
	{ FIELD_STR(struct address_wish, notes), .flags = MODEL_NULLABLE | MODEL_FREE | MODEL_MULTILINE, .max = 200, \
	  .doc = "To the courier", .label_ko = "배달 메모", .label_en = "Notes to the courier" }

static const struct model_field request_rows[] = { WISH_ROWS(MODEL_REQUIRED) };
const struct model address_request_model = MODEL(struct address_wish, "AddressRequest", request_rows);
static const struct model_field change_rows[] = { WISH_ROWS(MODEL_NULLABLE) };
const struct model address_change_model = MODEL(struct address_wish, "AddressChange", change_rows);

static const struct model_field view_rows[] = {
	{ FIELD_AS(struct address_view, address_id, "addressId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct address_view, label), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct address_view, address), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct address_view, recipient_name, "recipientName", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct address_view, recipient_phone, "recipientPhone", MODEL_STR, const char *), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct address_view, notes), .flags = MODEL_NULLABLE },
	{ FIELD_AS(struct address_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
static const struct model view_model = MODEL(struct address_view, "Address", view_rows);

static const struct model_field addresses_rows[] = {
	{ FIELD_LIST(struct addresses_answer, addresses, &view_model), .doc = "As they were added" },
};
const struct model addresses_model = MODEL(struct addresses_answer, "AddressList", addresses_rows);

bool
addresses_view(struct arena *a, const struct user_address *ad, size_t n, struct addresses_answer *out)
{
	struct address_view *v = ARENA_ARRAY(a, struct address_view, n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct address_wish *w = &ad[i].what;
		v[i] = (struct address_view){ ad[i].id, w->label, w->address, w->recipient_name, w->recipient_phone, w->notes, ad[i].created_at };
	}
	*out = (struct addresses_answer){ { v, n } };
	return true;
}
