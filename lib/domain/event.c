/*
 * event: the table of event.def, and snapshots.
 *
 * A snapshot is written for every order that is taken, so it is written straight into
 * memory of a size known before, number by number, without a formatter.
 */
#include "domain/event.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "domain/order.h"

const char *const event_consumer_names[] = {
#define CONSUMER(name) [CONSUMER_##name] = #name,
#define EVENT(...)
#include "domain/event.def"
#undef CONSUMER
#undef EVENT
	[CONSUMER__MAX] = NULL
};

const char *const event_type_names[] = {
#define CONSUMER(name)
#define EVENT(name, ...) [EVENT_##name] = #name,
#include "domain/event.def"
#undef CONSUMER
#undef EVENT
	[EVENT__MAX] = NULL
};

#define PLATFORM	(1u << CONSUMER_PLATFORM)
#define SALES		(1u << CONSUMER_SALES)
#define NOTICES		(1u << CONSUMER_NOTICES)
static const struct { const char *cloud_type, *move; unsigned consumers; } types[EVENT__MAX] = {
#define CONSUMER(name)
#define EVENT(name, cloud_type, move, consumers) [EVENT_##name] = { cloud_type, move, consumers },
#include "domain/event.def"
#undef CONSUMER
#undef EVENT
};

int
event_consumer_parse(const char *name)
{
	return text_among(event_consumer_names, name);
}

int
event_type_parse(const char *name)
{
	return text_among(event_type_names, name);
}

const char *
event_cloud_type(enum event_type t)
{
	return types[t].cloud_type;
}

bool
event_wanted(enum event_type t, enum event_consumer c)
{
	return (types[t].consumers & (1u << c)) != 0;
}

int
event_of_move(const char *move)
{
	for (int t = 0; t < EVENT__MAX; t++)
		if (types[t].move[0] != '\0' && strcmp(types[t].move, move) == 0)
			return t;
	return -1;
}

/* --- snapshots ------------------------------------------------------------ */

/* The most that is written beside the texts of items: names of fields, ids, moments, numbers of 20 digits. */
#define ROOM_ORDER	1280
#define ROOM_ITEM	440
#define ROOM_CHARACTER	6	/* of a text that has to be escaped: \u0022 */

/* Bytes known when this is compiled. */
#define PUT(p, literal) ((char *)memcpy((p), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static char *
put_number(char *p, int64_t n)
{
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char digit[20];
	size_t i = sizeof(digit);

	do
		digit[--i] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*p++ = '-';
	memcpy(p, digit + i, sizeof(digit) - i);
	return p + sizeof(digit) - i;
}

/* A word of the shop's own: a state, a method, an order number. */
static char *
put_word(char *p, const char *word)
{
	size_t n = strlen(word);

	*p++ = '"';
	memcpy(p, word, n);
	p += n;
	*p++ = '"';
	return p;
}

/* A code of the catalogue: ASCII, though nobody has promised that it holds no quotation mark. */
static char *
put_code(char *p, const char *code)
{
	static const char hex[] = "0123456789abcdef";

	if (code == NULL)
		return PUT(p, "null");
	*p++ = '"';
	for (; *code != '\0'; code++) {
		unsigned char c = (unsigned char)*code;
		if (c >= 0x20 && c != '"' && c != '\\') {
			*p++ = (char)c;
			continue;
		}
		p = PUT(p, "\\u00");
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	*p++ = '"';
	return p;
}

static char *
put_uuid(char *p, const struct uuid *id)
{
	if (uuid_is_zero(id))
		return PUT(p, "null");
	*p++ = '"';
	uuid_text(id, p);
	p += UUID_TEXT - 1;
	*p++ = '"';
	return p;
}

static char *
put_moment(char *p, int64_t ms)
{
	char text[CLOCK_TEXT];

	return ms == 0 ? PUT(p, "null") : put_word(p, clock_text_utc(ms, text));
}

static char *
put_pricing(char *p, const struct pricing *price)
{
	p = put_number(PUT(p, ",\"pricing\":{\"base_price_total\":"), price->base_price_total);
	p = put_number(PUT(p, ",\"customization_cost\":"), price->customization_cost);
	p = put_number(PUT(p, ",\"side_dish_total\":"), price->side_dish_total);
	p = put_number(PUT(p, ",\"cake_total\":"), price->cake_total);
	p = put_number(PUT(p, ",\"discount_total\":"), price->discount_total);
	p = put_number(PUT(p, ",\"delivery_fee\":"), price->delivery_fee);
	p = put_number(PUT(p, ",\"final_price\":"), price->final_price);
	return PUT(p, "}");
}

static char *
put_payment(char *p, const struct payment *pay)
{
	p = put_uuid(PUT(p, ",\"payment\":{\"payment_id\":"), &pay->id);
	p = put_word(PUT(p, ",\"method\":"), payment_method_names[pay->method]);
	p = put_word(PUT(p, ",\"status\":"), payment_status_names[pay->status]);
	p = put_number(PUT(p, ",\"amount\":"), pay->amount);
	p = put_number(PUT(p, ",\"refunded_amount\":"), pay->refunded);
	p = put_moment(PUT(p, ",\"paid_at\":"), pay->paid_at);
	return PUT(p, "}");
}

static char *
put_item(char *p, const struct order_item *it)
{
	p = put_number(PUT(p, "{\"product_id\":"), it->product_id);
	p = put_word(PUT(p, ",\"kind\":"), product_kind_names[it->kind]);
	p = put_code(PUT(p, ",\"code\":"), it->code);
	p = put_code(PUT(p, ",\"variant\":"), it->variant);
	p = put_number(PUT(p, ",\"quantity\":"), it->quantity);
	p = put_number(PUT(p, ",\"cancelled_quantity\":"), it->cancelled_quantity);
	p = put_number(PUT(p, ",\"returned_quantity\":"), it->returned_quantity);
	p = put_number(PUT(p, ",\"unit_price\":"), it->unit_price);
	p = put_number(PUT(p, ",\"discount\":"), it->discount);
	p = put_number(PUT(p, ",\"total\":"), it->total);
	p = put_word(PUT(p, ",\"status\":"), item_state_names[it->status]);
	return PUT(p, "}");
}

static size_t
room_for(const struct order *o)
{
	size_t room = ROOM_ORDER;

	for (size_t i = 0; i < o->nitems; i++) {
		const struct order_item *it = &o->items[i];
		room += ROOM_ITEM;
		room += ROOM_CHARACTER * ((it->code == NULL ? 0 : strlen(it->code)) + (it->variant == NULL ? 0 : strlen(it->variant)));
	}
	return room;
}

const char *
event_snapshot(struct arena *a, const struct order *o)
{
	char *text = arena_alloc(a, room_for(o)), *p = text;

	if (text == NULL)
		return NULL;
	p = put_uuid(PUT(p, "{\"order_id\":"), &o->id);
	p = put_word(PUT(p, ",\"order_number\":"), o->number);
	p = put_uuid(PUT(p, ",\"user_id\":"), &o->user_id);
	p = put_number(PUT(p, ",\"version\":"), o->version);
	p = put_word(PUT(p, ",\"status\":"), order_state_names[o->status]);
	p = put_word(PUT(p, ",\"stage\":"), item_state_names[o->stage]);
	p = put_word(PUT(p, ",\"order_type\":"), order_type_names[o->type]);
	p = put_moment(PUT(p, ",\"created_at\":"), o->created_at);
	p = put_pricing(p, &o->price);
	p = put_payment(p, &o->payment);
	p = PUT(p, ",\"items\":[");
	for (size_t i = 0; i < o->nitems; i++) {
		if (i > 0)
			*p++ = ',';
		p = put_item(p, &o->items[i]);
	}
	p = PUT(p, "]}");
	*p = '\0';
	return text;
}
