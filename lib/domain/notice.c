/* notice: a row for each kind says how much of it an order has to tell. */
#include "domain/notice.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

static const struct { const char *title_ko, *title_en, *body_ko, *body_en; bool mailed; } kinds[] = {
#define NOTICE(kind, mailed, title_ko, title_en, body_ko, body_en) [NOTICE_##kind] = { title_ko, title_en, body_ko, body_en, mailed },
#include "domain/notice.def"
#undef NOTICE
};

const char *const notice_kind_names[] = {
#define NOTICE(kind, ...) [NOTICE_##kind] = #kind,
#include "domain/notice.def"
#undef NOTICE
	[NOTICE__MAX] = NULL
};

int
notice_kind_parse(const char *name)
{
	for (int k = 0; name != NULL && k < NOTICE__MAX; k++)
		if (strcmp(notice_kind_names[k], name) == 0)
			return k;
	return -1;
}

/* --- what there is to tell ----------------------------------------------------- */

#define AFTER_ARRIVAL (ITEM_BIT(ITEM_CONFIRMED) | ITEM_BIT(ITEM_RETURN_REQUESTED) | ITEM_BIT(ITEM_RETURN_PROCESSING) | \
	ITEM_BIT(ITEM_RETURNED) | ITEM_BIT(ITEM_EXCHANGE_REQUESTED) | ITEM_BIT(ITEM_EXCHANGE_PROCESSING) | ITEM_BIT(ITEM_EXCHANGED))
#define DELIVERED	(ITEM_BIT(ITEM_DELIVERED) | AFTER_ARRIVAL)
#define ON_THE_WAY	(ITEM_BIT(ITEM_IN_DELIVERY) | DELIVERED)
#define OUT		(ITEM_BIT(ITEM_READY_FOR_DELIVERY) | ON_THE_WAY)
#define AT_THE_COUNTER	(ITEM_BIT(ITEM_READY_FOR_PICKUP) | ITEM_BIT(ITEM_PICKED_UP))
#define BEGUN		(ITEM_BIT(ITEM_PREPARING) | OUT | AT_THE_COUNTER)

/* Lines that have come to one of the states; a line that came further has been there.  Some kinds mean a delivery or a pickup alone,
 * and what was picked up and confirmed looks like what was delivered: the order as a whole says which it is. */
static int64_t
lines_in(const struct snapshot *s, unsigned states)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->nitems; i++)
		n += (states & ITEM_BIT(s->items[i].line.status)) != 0;
	return n;
}

static int64_t
pieces_cancelled(const struct snapshot *s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->nitems; i++)
		n += s->items[i].line.cancelled;
	return n;
}

static int64_t
came_back(const struct order_event *ev, const struct snapshot *s)
{
	int64_t n = 0;

	(void)ev;
	for (size_t i = 0; i < s->nitems; i++)
		n += s->items[i].line.returned;
	return n;
}

static bool
paid_at_once(const struct snapshot *s)
{
	return s->method != PAY_ON_DELIVERY;
}

static int64_t
received(const struct order_event *ev, const struct snapshot *s)
{
	return ev->type == EVENT_ORDER_PLACED && !paid_at_once(s);
}

static int64_t
paid(const struct order_event *ev, const struct snapshot *s)
{
	(void)ev;
	return s->paid_at != 0 && sale_counts(s->status);
}

static int64_t
not_paid(const struct order_event *ev, const struct snapshot *s)
{
	return ev->type == EVENT_PAYMENT_FAILED && paid_at_once(s) ? ev->order_version : 0;
}

static int64_t
partly_cancelled(const struct order_event *ev, const struct snapshot *s)
{
	(void)ev;
	return s->status == ORDER_CANCELLED || s->status == ORDER_REFUNDED ? 0 : pieces_cancelled(s);
}

/* Who could not pay hears of that instead. */
static int64_t
cancelled(const struct order_event *ev, const struct snapshot *s)
{
	(void)ev;
	if (s->status == ORDER_CANCELLED)
		return !paid_at_once(s) || s->payment != PAYMENT_FAILED;
	return s->status == ORDER_REFUNDED && s->nitems > 0 && lines_in(s, ITEM_BIT(ITEM_CANCELLED)) == (int64_t)s->nitems;
}

static int64_t
refunded(const struct order_event *ev, const struct snapshot *s)
{
	(void)ev;
	return s->refunded;
}

/* What each kind is about: lines in some state, or what a function says. */
static const struct { unsigned states; int64_t (*part)(const struct order_event *, const struct snapshot *); } rules[NOTICE__MAX] = {
	[NOTICE_ORDER_RECEIVED] = { 0, received },
	[NOTICE_PAYMENT_DONE] = { 0, paid },
	[NOTICE_PAYMENT_FAILED] = { 0, not_paid },
	[NOTICE_ORDER_PREPARING] = { BEGUN, NULL },
	[NOTICE_DELIVERY_READY] = { OUT, NULL },
	[NOTICE_PICKUP_READY] = { AT_THE_COUNTER, NULL },
	[NOTICE_DELIVERY_STARTED] = { ON_THE_WAY, NULL },
	[NOTICE_DELIVERY_DONE] = { DELIVERED, NULL },
	[NOTICE_ORDER_PARTIALLY_CANCELLED] = { 0, partly_cancelled },
	[NOTICE_RETURN_DONE] = { 0, came_back },
	[NOTICE_EXCHANGE_DONE] = { ITEM_BIT(ITEM_EXCHANGED), NULL },
	[NOTICE_ORDER_CANCELLED] = { 0, cancelled },
	[NOTICE_PAYMENT_REFUNDED] = { 0, refunded },
};

/* What is collected is never said to have been delivered. */
static bool
for_this_order(enum notice_kind k, const struct snapshot *s)
{
	switch (k) {
	case NOTICE_DELIVERY_READY:
	case NOTICE_DELIVERY_STARTED:
	case NOTICE_DELIVERY_DONE:
		return s->type == ORDER_DELIVERY;
	default:
		return true;
	}
}

size_t
notices_of(const struct order_event *ev, const struct snapshot *s, int64_t known[NOTICE__MAX], struct notice out[NOTICE__MAX])
{
	size_t n = 0;

	for (int k = 0; k < NOTICE__MAX; k++) {
		int64_t part = rules[k].part != NULL ? rules[k].part(ev, s) : lines_in(s, rules[k].states);
		if (part <= known[k] || !for_this_order((enum notice_kind)k, s))
			continue;
		out[n++] = (struct notice){ .kind = (enum notice_kind)k, .part = part,
		    .of = rules[k].part == NULL ? (int64_t)s->nitems - lines_in(s, ITEM_BIT(ITEM_CANCELLED)) : 0,
		    .number = s->number, .amount = k == NOTICE_PAYMENT_REFUNDED ? part - known[k] : s->total };
		known[k] = part;
	}
	return n;
}

/* --- its words ------------------------------------------------------------------- */

bool
notice_mailed(enum notice_kind k)
{
	return kinds[k].mailed;
}

const char *
notice_title(enum notice_kind k, bool english)
{
	return english ? kinds[k].title_en : kinds[k].title_ko;
}

static void
put_hole(struct buf *b, const char *name, size_t len, const struct notice *n)
{
	char won[WON_TEXT];

	if (strncmp(name, "number", len) == 0)
		buf_puts(b, n->number);
	else if (strncmp(name, "amount", len) == 0)
		buf_puts(b, won_text(n->amount, won));
	else if (n->part < n->of)
		buf_printf(b, " (%" PRId64 "/%" PRId64 ")", n->part, n->of);
}

const char *
notice_body(struct arena *a, const struct notice *n, bool english)
{
	const char *from = english ? kinds[n->kind].body_en : kinds[n->kind].body_ko, *hole, *end, *text;
	struct buf b = { 0 };

	for (; (hole = strchr(from, '{')) != NULL && (end = strchr(hole, '}')) != NULL; from = end + 1) {
		buf_add(&b, from, (size_t)(hole - from));
		put_hole(&b, hole + 1, (size_t)(end - hole - 1), n);
	}
	buf_puts(&b, from);
	text = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}
