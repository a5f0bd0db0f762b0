/* snapshot: members by name; a state this program does not know makes it unreadable. */
#include "work/snapshot.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "remote/reply.h"

/* A moment as clock_text_utc() writes it; 0 for anything else. */
static int64_t
moment_of(const char *text)
{
	struct tm tm = { 0 };
	int ms, end = 0;

	if (text == NULL || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min,
	    &tm.tm_sec, &ms, &end) != 7 || text[end] != '\0')
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return (int64_t)timegm(&tm) * 1000 + ms;
}

/* 0 when it is not there. */
static int64_t
number_of(const struct json_object *o, const char *path)
{
	int64_t n = 0;

	(void)reply_int(o, path, &n);
	return n;
}

static enum order_type
type_of(const char *name)
{
	return name != NULL && strcmp(name, order_type_names[ORDER_PICKUP]) == 0 ? ORDER_PICKUP : ORDER_DELIVERY;
}

static bool
read_item(const struct json_object *o, struct snapshot_item *out)
{
	int status = item_state_parse(reply_text(o, "status"));
	int64_t product = number_of(o, "product_id");

	if (status == -1 || product <= 0 || product > UINT32_MAX)
		return false;
	*out = (struct snapshot_item){ (uint32_t)product, { .quantity = number_of(o, "quantity"),
	    .cancelled = number_of(o, "cancelled_quantity"), .returned = number_of(o, "returned_quantity"),
	    .total = number_of(o, "total"), .status = (enum item_state)status } };
	return true;
}

bool
snapshot_read(struct arena *a, const char *text, struct snapshot *out)
{
	const struct json_object *o = text == NULL ? NULL : reply_parse(a, text, strlen(text));
	int status = order_state_parse(reply_text(o, "status")), stage = item_state_parse(reply_text(o, "stage"));
	int method = payment_method_parse(reply_text(o, "payment.method")), payment = payment_status_parse(reply_text(o, "payment.status"));
	const char *user = reply_text(o, "user_id");
	struct snapshot s = { .number = arena_strdup(a, reply_text(o, "order_number")) };
	size_t n = reply_count(o, "items");

	if (s.number == NULL || status == -1 || stage == -1 || method == -1 || payment == -1 ||
	    (user != NULL && !uuid_parse(user, &s.user_id)) ||
	    (s.items = ARENA_ARRAY(a, struct snapshot_item, n + 1)) == NULL)
		return false;
	s.status = (enum order_state)status;
	s.stage = (enum item_state)stage;
	s.type = type_of(reply_text(o, "order_type"));
	s.method = (enum payment_method)method;
	s.payment = (enum payment_status)payment;
	s.total = number_of(o, "pricing.final_price");
	s.refunded = number_of(o, "payment.refunded_amount");
	s.paid_at = moment_of(reply_text(o, "payment.paid_at"));
	for (; s.nitems < n; s.nitems++)
		if (!read_item(reply_entry(o, "items", s.nitems), &s.items[s.nitems]))
			return false;
	*out = s;
	return true;
}
