/* delivery: the tables of delivery.def, and what a carrier is known by. */
#include "domain/delivery.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/fault.h"
#include "base/text.h"

const char *const delivery_names[] = {
#define DELIVERY_STATE(name, item) [DELIVERY_##name] = #name,
#include "domain/delivery.def"
	[DELIVERY__MAX] = NULL
};

int
delivery_state_parse(const char *name)
{
	return text_among(delivery_names, name);
}

/* A row's place plus one, so that states without a row are nothing. */
int
delivery_of(enum item_state s)
{
	static const int of[ITEM__MAX] = {
#define DELIVERY_OF(item, delivery) [ITEM_##item] = DELIVERY_##delivery + 1,
#include "domain/delivery.def"
	};

	return of[s] - 1;
}

#define ITEM_NONE (-1)
int
delivery_item(enum delivery_state s)
{
	static const int item[DELIVERY__MAX] = {
#define DELIVERY_STATE(name, item) [DELIVERY_##name] = ITEM_##item,
#include "domain/delivery.def"
	};

	return item[s];
}

bool
delivery_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
is_tracking_number(const char *s)
{
	size_t n = 0;

	for (; s[n] != '\0'; n++)
		if (!isalnum((unsigned char)s[n]) && s[n] != '-')
			return false;
	return n >= 4 && n <= 40;
}

void
delivery_check(const struct delivery *now, const char *carrier, const char *tracking_number, struct faults *f)
{
	bool over = now->state != DELIVERY_PREPARING && now->state != DELIVERY_READY && now->state != DELIVERY_IN_DELIVERY;

	if (carrier == NULL && tracking_number != NULL)
		fault_add(f, "/carrier", "required");
	else if (over && !delivery_same(carrier, now->carrier))
		fault_add(f, "/carrier", "final");
	if (tracking_number == NULL && carrier != NULL)
		fault_add(f, "/trackingNumber", "required");
	else if (tracking_number != NULL && !is_tracking_number(tracking_number))
		fault_add(f, "/trackingNumber", "not_a_tracking_number");
	else if (over && !delivery_same(tracking_number, now->tracking_number))
		fault_add(f, "/trackingNumber", "final");
}
