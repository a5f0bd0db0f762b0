/* notice: what orders have to tell as they go along, each once, and words without holes. */
#include "domain/notice.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/order.h"
#include "support/suite.h"

static struct arena *arena;
static int64_t known[NOTICE__MAX];
static struct snapshot_item items[3];

static void
setup(void)
{
	arena = arena_new(1u << 18);
	memset(known, 0, sizeof(known));
	memset(items, 0, sizeof(items));
}

static void teardown(void) { arena_free(arena); }

static struct snapshot
order_of(enum order_state status, enum payment_method m, enum payment_status p, enum item_state a, enum item_state b)
{
	items[0] = (struct snapshot_item){ 1, { .quantity = 2, .status = a } };
	items[1] = (struct snapshot_item){ 2, { .quantity = 1, .status = b } };
	return (struct snapshot){ .number = "ORD-20261121-7K3M9Q", .user_id = { { 9 } }, .status = status, .method = m, .payment = p,
	    .paid_at = p == PAYMENT_SUCCESS ? 1795600000000 : 0, .total = 32000, .items = items, .nitems = 2 };
}

/* "PAYMENT_DONE 1/0 DELIVERY_STARTED 1/2": what an event tells. */
static const char *
told(enum event_type type, int64_t version, const struct snapshot *s)
{
	struct order_event ev = { .type = type, .order_version = version };
	struct notice n[NOTICE__MAX];
	struct buf b = { 0 };
	size_t found = notices_of(&ev, s, known, n);
	const char *text;

	for (size_t i = 0; i < found; i++) {
		ck_assert_str_eq(n[i].number, s->number);
		buf_printf(&b, "%s%s %lld/%lld", i > 0 ? " " : "", notice_kind_names[n[i].kind], (long long)n[i].part, (long long)n[i].of);
	}
	text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(delivered)
{
	struct snapshot s = order_of(ORDER_PENDING_PAYMENT, PAY_CARD, PAYMENT_PROGRESS, ITEM_PENDING_PAYMENT, ITEM_PENDING_PAYMENT);

	ck_assert_str_eq(told(EVENT_ORDER_PLACED, 1, &s), "");
	s = order_of(ORDER_PAID, PAY_CARD, PAYMENT_SUCCESS, ITEM_PENDING, ITEM_PENDING);
	ck_assert_str_eq(told(EVENT_ORDER_PAID, 2, &s), "PAYMENT_DONE 1/0");
	ck_assert_str_eq(told(EVENT_ORDER_PAID, 2, &s), "");
	s = order_of(ORDER_PAID, PAY_CARD, PAYMENT_SUCCESS, ITEM_PREPARING, ITEM_PENDING);
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 3, &s), "ORDER_PREPARING 1/2");
	s = order_of(ORDER_PAID, PAY_CARD, PAYMENT_SUCCESS, ITEM_IN_DELIVERY, ITEM_PREPARING);
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 4, &s), "ORDER_PREPARING 2/2 DELIVERY_READY 1/2 DELIVERY_STARTED 1/2");
	s = order_of(ORDER_PAID, PAY_CARD, PAYMENT_SUCCESS, ITEM_DELIVERED, ITEM_IN_DELIVERY);
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 5, &s), "DELIVERY_READY 2/2 DELIVERY_STARTED 2/2 DELIVERY_DONE 1/2");
	s = order_of(ORDER_COMPLETED, PAY_CARD, PAYMENT_SUCCESS, ITEM_CONFIRMED, ITEM_DELIVERED);
	ck_assert_str_eq(told(EVENT_ORDER_COMPLETED, 6, &s), "DELIVERY_DONE 2/2");
	s = order_of(ORDER_COMPLETED, PAY_CARD, PAYMENT_SUCCESS, ITEM_CONFIRMED, ITEM_EXCHANGE_PROCESSING);
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 7, &s), "");
	s = order_of(ORDER_COMPLETED, PAY_CARD, PAYMENT_SUCCESS, ITEM_RETURNED, ITEM_EXCHANGED);
	items[0].line.returned = 2;
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 8, &s), "RETURN_DONE 2/0 EXCHANGE_DONE 1/2");
	s = order_of(ORDER_PAID, PAY_CARD, PAYMENT_SUCCESS, ITEM_PREPARING, ITEM_PENDING);	/* told again from earlier on */
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 3, &s), "");
}
END_TEST

START_TEST(picked_up)
{
	struct snapshot s = order_of(ORDER_PENDING_PAYMENT, PAY_ON_DELIVERY, PAYMENT_PROGRESS, ITEM_PENDING, ITEM_PENDING);

	s.type = ORDER_PICKUP;
	ck_assert_str_eq(told(EVENT_ORDER_PLACED, 1, &s), "ORDER_RECEIVED 1/0");
	items[0].line.status = items[1].line.status = ITEM_READY_FOR_PICKUP;
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 2, &s), "ORDER_PREPARING 2/2 PICKUP_READY 2/2");
	s = order_of(ORDER_COMPLETED, PAY_ON_DELIVERY, PAYMENT_SUCCESS, ITEM_CONFIRMED, ITEM_CONFIRMED);
	s.type = ORDER_PICKUP;
	ck_assert_str_eq(told(EVENT_ORDER_COMPLETED, 3, &s), "PAYMENT_DONE 1/0");
}
END_TEST

START_TEST(off)
{
	struct snapshot s = order_of(ORDER_CANCELLED, PAY_CARD, PAYMENT_FAILED, ITEM_CANCELLED, ITEM_CANCELLED);

	ck_assert_str_eq(told(EVENT_PAYMENT_FAILED, 2, &s), "PAYMENT_FAILED 2/0");
	ck_assert_str_eq(told(EVENT_ORDER_CANCELLED, 2, &s), "");		/* one is enough */
	ck_assert_str_eq(told(EVENT_PAYMENT_FAILED, 4, &s), "PAYMENT_FAILED 4/0");	/* another try */
	memset(known, 0, sizeof(known));
	s = order_of(ORDER_CANCELLED, PAY_ON_DELIVERY, PAYMENT_FAILED, ITEM_CANCELLED, ITEM_CANCELLED);
	ck_assert_str_eq(told(EVENT_ORDER_CANCELLED, 2, &s), "ORDER_CANCELLED 1/0");
}
END_TEST

START_TEST(given_back)
{
	struct snapshot s = order_of(ORDER_PARTIALLY_CANCELLED, PAY_CARD, PAYMENT_SUCCESS, ITEM_PENDING, ITEM_PENDING);
	struct notice n[NOTICE__MAX];

	items[0].line.cancelled = 1;
	ck_assert_str_eq(told(EVENT_ORDER_PARTIALLY_CANCELLED, 3, &s), "PAYMENT_DONE 1/0 ORDER_PARTIALLY_CANCELLED 1/0");
	items[0].line.status = ITEM_CANCELLED;
	items[0].line.cancelled = 2;
	ck_assert_str_eq(told(EVENT_ORDER_MOVED, 4, &s), "ORDER_PARTIALLY_CANCELLED 2/0");
	s.refunded = 5000;
	ck_assert_str_eq(told(EVENT_PAYMENT_REFUNDED, 5, &s), "PAYMENT_REFUNDED 5000/0");
	items[1].line.status = ITEM_CANCELLED;
	items[1].line.cancelled = 1;
	s.status = ORDER_REFUNDED;
	ck_assert_str_eq(told(EVENT_ORDER_REFUNDED, 6, &s), "ORDER_CANCELLED 1/0");
	s.refunded = 32000;
	ck_assert_uint_eq(notices_of(&(struct order_event){ .type = EVENT_PAYMENT_REFUNDED, .order_version = 7 }, &s, known, n), 1);
	ck_assert_int_eq(n[0].amount, 27000);	/* of this time */
}
END_TEST

START_TEST(words)
{
	for (int k = 0; k < NOTICE__MAX; k++) {
		struct notice n = { .kind = (enum notice_kind)k, .part = 1, .of = 3, .number = "ORD-20261121-7K3M9Q", .amount = 1234567 };
		ck_assert_int_eq(notice_kind_parse(notice_kind_names[k]), k);
		ck_assert_uint_le(strlen(notice_kind_names[k]), 32);	/* the column's width */
		for (int english = 0; english < 2; english++) {
			const char *body = notice_body(arena, &n, english);
			ck_assert_ptr_nonnull(strstr(body, "ORD-20261121-7K3M9Q"));
			ck_assert_ptr_null(strpbrk(body, "{}"));
			ck_assert_uint_gt(strlen(notice_title((enum notice_kind)k, english)), 3);
		}
	}
	struct notice n = { .kind = NOTICE_DELIVERY_STARTED, .part = 1, .of = 3, .number = "ORD-1" };
	ck_assert_str_eq(notice_body(arena, &n, true), "Order ORD-1 is on its way (1/3).");
	n.part = 3;
	ck_assert_str_eq(notice_body(arena, &n, true), "Order ORD-1 is on its way.");
	n = (struct notice){ .kind = NOTICE_PAYMENT_DONE, .part = 1, .number = "ORD-1", .amount = 1234567 };
	ck_assert_str_eq(notice_body(arena, &n, false), "주문번호 ORD-1: 1,234,567원 결제가 완료되었습니다.");
	ck_assert(notice_mailed(NOTICE_PAYMENT_DONE));
	ck_assert(!notice_mailed(NOTICE_ORDER_PREPARING));
	ck_assert_int_eq(notice_kind_parse("LUNCH"), -1);
	ck_assert_int_eq(notice_kind_parse(NULL), -1);
	ck_assert_ptr_null(notice_kind_names[NOTICE__MAX]);
}
END_TEST

Suite *
notice_suite(void)
{
	Suite *s = suite_create("domain/notice");
	TCase *c = tcase_create("notice");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, delivered);
	tcase_add_test(c, picked_up);
	tcase_add_test(c, off);
	tcase_add_test(c, given_back);
	tcase_add_test(c, words);
	suite_add_tcase(s, c);
	return s;
}
