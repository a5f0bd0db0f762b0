/* audit: silent on books that agree; and of each thing that can be wrong, told by exactly the invariant that speaks of it. */
#include "work/audit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "shop/settle.h"
#include "store/compensation_store.h"
#include "support/buyer.h"
#include "support/deal.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
/* Ids, quoted; the last three were paid by card: one is being charged, one was paid and given back, one is to be given back. */
static const char *pending, *cancelled, *delivered, *picked_up, *held, *refunded, *owing, *goods;

static void create(void) { testshop_create(&t); }

static const char *
quoted(const struct uuid *id)
{
	char text[UUID_TEXT];

	return arena_printf(t.t.arena, "'%s'", uuid_text(id, text));
}

/* An order by card, as far as its hold. */
static struct order
card_order(const struct order_wish *w)
{
	static const struct card_hold hold = { .masked_number = "**** **** **** 4242", .brand = "VISA", .ask_after_ms = 60000 };
	struct placement p = testshop_placement(t.t.arena, w, &t.kim, NULL);
	struct card_hold mine = hold;

	mine.payment_id = uuid_new();
	p.card = &mine;
	ck_ok(order_create(t.shop, t.t.arena, &p));
	return *p.order;
}

/* One that was paid and then cancelled: its money is to be given back. */
static const char *
owed(const struct order_wish *w, struct compensation *refund)
{
	struct order o = card_order(w);
	struct settlement s = { .order_id = o.id, .payment_id = o.payment.id, .outcome = SETTLE_PAID };
	struct compensations c;

	ck_ok(order_settle(t.shop, t.t.arena, &s));
	ck_ok(testshop_move(&t, &o.id, ITEM_CANCELLED, &t.kim, ROLE_CUSTOMER));
	ck_ok(compensation_store_of_order(t.db, t.t.arena, &o.id, &c));
	ck_assert_uint_eq(c.n, 2);
	*refund = c.v[c.v[0].kind == COMPENSATE_REFUND ? 0 : 1];
	return quoted(&o.id);
}

static void
setup(void)
{
	struct compensation refund;
	struct order_wish w = testshop_dinner;
	struct uuid id;

	testshop_open(&t);
	id = testshop_order(&t, &w, &t.kim);
	pending = quoted(&id);
	id = testshop_order(&t, &w, NULL);
	ck_ok(testshop_move(&t, &id, ITEM_CANCELLED, &t.cook, ROLE_COOK));
	cancelled = quoted(&id);
	id = testshop_order(&t, &w, &t.lee);
	ck_ok(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, &id, ITEM_DELIVERED, &t.courier, ROLE_COURIER));
	delivered = quoted(&id);
	w.order_type = ORDER_PICKUP;
	id = testshop_order(&t, &w, &t.lee);
	ck_ok(testshop_move(&t, &id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_READY_FOR_PICKUP, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, &id, ITEM_PICKED_UP, &t.cook, ROLE_COOK));
	picked_up = quoted(&id);
	w = testshop_dinner;
	owing = owed(&w, &refund);
	refunded = owed(&w, &refund);
	ck_ok(order_refunded(t.shop, t.t.arena, &refund, "r-1"));
	char tomorrow[CLOCK_TEXT];
	w.scheduled_date = clock_date(clock_now() + 24 * 3600 * 1000, tomorrow);
	w.scheduled_time_slot = "12:00-14:00";
	id = card_order(&w).id;
	held = quoted(&id);
	buyer_fill(&t, &t.kim, 100000, 1000);
	id = deal_make(&t, &(struct deal){ .user = t.kim, .method = PAY_BALANCE, .line = { { deal_goods(&t, 0, 1000, 10), 3, 0, 0, 300 } }, .nlines = 1,
	    .fee = { { 0, 3000, 0 } }, .nfees = 1 });
	goods = quoted(&id);
}

static void
teardown(void)
{
	testshop_close(&t);
}

/* Collects what is told. */
struct told { struct buf names, rows; int checked, violated; };

static void
on_checked(void *arg, const char *name, const char *invariant, size_t violations)
{
	struct told *to = arg;

	ck_assert_uint_gt(strlen(invariant), 10);
	to->checked++;
	if (violations > 0)
		buf_printf(&to->names, "%s ", name);
}

static void
on_violated(void *arg, const char *who, const char *figures)
{
	struct told *to = arg;

	to->violated++;
	buf_printf(&to->rows, "%s: %s\n", who, figures);
}

static struct told
run(void)
{
	struct told to = { .checked = 0 };
	struct audit_told told = { on_checked, on_violated, &to };
	size_t violations;

	ck_ok(audit_run(t.db, t.t.arena, &told, &violations));
	ck_assert_uint_eq(violations, (size_t)to.violated);
	return to;
}

static void
forget(struct told *to)
{
	buf_free(&to->names);
	buf_free(&to->rows);
}

START_TEST(books_that_agree)
{
	struct told to = run();

	ck_assert_str_eq(buf_str(&to.names), "");
	ck_assert_int_eq(to.violated, 0);
	ck_assert_int_ge(to.checked, 17);
	forget(&to);
}
END_TEST

/* An empty shop has no debts either. */
START_TEST(no_orders)
{
	testshop_close(&t);
	testshop_open(&t);
	struct told to = run();
	ck_assert_int_eq(to.violated, 0);
	forget(&to);
}
END_TEST

/*
 * What is done to the tables ($P, $C, $D, $U: the pending, cancelled, delivered, picked up order; $H, $R, $O: of the held, refunded,
 * owed for; $G: of goods), and who must tell of it, with how many rows.  "Given back" and "taken" keep the stock's own figures right, so that only the one thing is wrong.
 */
#define TAKE_STOCK "UPDATE stock s JOIN order_takes x ON x.sku_id = s.sku_id SET s.available = s.available - x.returned WHERE x.order_id = $C;"
#define NUMBERED "UPDATE order_events SET seq = order_version WHERE order_id = $C; UPDATE event_feed SET last_seq = 2;" \
	"INSERT INTO event_cursors (consumer, seq, updated_at) VALUES ('SALES', 2, NOW(3));"
#define GIVE_STOCK "UPDATE stock s JOIN order_takes x ON x.sku_id = s.sku_id SET s.available = s.available + x.quantity WHERE x.order_id = $P;"
#define COUPON(n, out) "INSERT INTO coupons (coupon_id, name, kind, scope, value, quantity, issued, issue_from, issue_to, valid_days, created_at)" \
    " VALUES (7, 'x', 'FIXED', 'ORDER', 100, " #n ", " #out ", NOW(3), NOW(3), 1, NOW(3));"
#define ISSUED(status, order, used) "INSERT INTO issued_coupons (issued_coupon_id, coupon_id, user_id, status, order_id, issued_at, expires_at, used_at)" \
    " VALUES (UUID(), 7, UUID(), " #status ", " order ", NOW(3), NOW(3), " used ");"
#define WALLET(balance, points) "SET @u = UUID(); INSERT INTO wallets VALUES (@u, " #balance ", " #points ");"
/* A charge that names that wallet's entry. */
#define CHARGED(won) "INSERT INTO payments (payment_id, user_id, method, status, amount, created_at, entry_id)" \
    " SELECT UUID(), user_id, 'CARD', 'SUCCESS', " #won ", NOW(3), entry_id FROM wallet_entries WHERE user_id = @u;"
#define ENTRY(kind, amount, order) "INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, order_id, at)" \
    " VALUES (@u, UUID(), " #kind ", " #amount ", 0, " order ", NOW(3));"
#define OFF(order) "UPDATE orders SET discount_total = 5, base_price_total = base_price_total + 5 WHERE order_id = " order ";"
#define SHEET(key, status) "INSERT INTO order_sheets (order_key, user_id, status, created_at, expires_at, ended_at)" \
    " VALUES (" key ", UUID(), " #status ", NOW(3), NOW(3), NOW(3));"
static const struct { const char *invariant; int rows; const char *sql; } plants[] = {
	{ "STOCK_FIGURES", 1, "UPDATE stock SET available = available + 0.001 WHERE sku_id = 1" },
	{ "STOCK_FIGURES", 1, "UPDATE stock SET available = -1 WHERE sku_id = 32; UPDATE stock_receipts SET delta = -1 WHERE sku_id = 32" },
	{ "STOCK_FIGURES", 1, "DELETE FROM stock_receipts WHERE sku_id = 1" },
	{ "GOODS_SKUS", 1, "INSERT INTO skus (code, name, goods) VALUES ('mug', 'mug', TRUE);"
	  "INSERT INTO products (kind, name, price, sku_id) SELECT 'GOODS', 'mug', 1, sku_id FROM skus WHERE code = 'mug'" },
	{ "SELLERS", 1, "INSERT INTO sellers (user_id, business_name, registration_number, phone, address, category, status, created_at, updated_at)"
	  " SELECT user_id, 'x', '1248100998', '1', 'x', 'x', 'APPROVED', NOW(3), NOW(3) FROM users WHERE email = 'kim@banquet.test'" },
	{ "CARTS", 1, "INSERT INTO carts VALUES (UUID(), NOW(3), NOW(3));"
	  "INSERT INTO cart_items (user_id, product_id, quantity, added_at) SELECT user_id, 1, 1, NOW(3) FROM carts" },
	{ "STOCK_FIGURES", 20, "UPDATE stock SET available = available + 1" },		/* as many as are fetched */
	{ "ORDER_TOTAL", 1, "UPDATE orders SET base_price_total = base_price_total + 1, final_price = final_price + 1 WHERE order_id = $P" },
	{ "ORDER_TOTAL ORDER_FEES", 2, "UPDATE orders SET delivery_fee = 10, base_price_total = base_price_total - 10 WHERE order_id = $P" },
	{ "ORDER_PARTS", 1, "UPDATE orders SET customization_cost = 1, base_price_total = base_price_total - 1 WHERE order_id = $P" },
	{ "ORDER_PARTS", 1, "UPDATE orders SET discount_total = 5, base_price_total = base_price_total + 5 WHERE order_id = $P" },
	{ "ORDER_PAYMENT", 1, "DELETE FROM payments WHERE order_id = $P" },
	{ "ORDER_PAYMENT", 1, "UPDATE payments SET status = 'SUCCESS' WHERE order_id = $P" },
	{ "ORDER_PAYMENT", 1, "UPDATE payments SET status = 'FAILED' WHERE order_id = $D" },
	{ "ORDER_PAYMENT", 1, "UPDATE payments SET amount = amount - 1 WHERE order_id = $D" },
	{ "ORDER_PAYMENT", 1, "INSERT INTO payments (payment_id, order_id, user_id, method, status, amount, created_at, paid_at)"
	    " SELECT UUID(), order_id, user_id, method, status, amount, created_at, paid_at FROM payments WHERE order_id = $D" },
	/* Paid, off, and nobody gives it back; or not all of it; or more. */
	{ "REFUND_SPLIT", 1, "DELETE FROM compensations WHERE order_id = $O AND kind = 'REFUND'" },
	{ "REFUND_SPLIT", 1, "UPDATE compensations SET amount = amount - 1 WHERE order_id = $O AND kind = 'REFUND'" },
	{ "REFUND_SPLIT", 1, "INSERT INTO compensations (compensation_id, kind, order_id, payment_id, amount, due_at, reason, created_at)"
	    " SELECT UUID(), 'REFUND', order_id, payment_id, 1, NOW(3), 'X', NOW(3) FROM payments WHERE order_id = $O" },
	{ "CANCELLED_BACK", 7, TAKE_STOCK "UPDATE order_takes SET returned = 0 WHERE order_id = $C" },
	{ "CANCELLED_BACK", 7, GIVE_STOCK "UPDATE order_takes SET returned = quantity WHERE order_id = $P" },
	{ "CANCELLED_ITEMS", 1, "UPDATE orders SET status = 'PENDING_PAYMENT' WHERE order_id = $C" },
	{ "ITEM_PIECES CANCELLED_ITEMS", 2, "UPDATE order_items SET status = 'PENDING' WHERE order_id = $R;"
	    "DELETE FROM order_history WHERE order_id = $R AND event = 'CANCEL' AND item_index = 0" },
	{ "ITEM_PIECES CANCELLED_ITEMS", 2, "UPDATE order_items SET status = 'PENDING' WHERE order_id = $C;"
	    "DELETE FROM order_history WHERE order_id = $C AND event = 'CANCEL' AND item_index = 0" },
	{ "HISTORY_PATH", 1, "DELETE FROM order_history WHERE order_id = $D AND event = 'PREPARE'" },
	{ "HISTORY_PATH", 1, "DELETE FROM order_history WHERE order_id = $D AND event = 'ORDER'" },
	{ "HISTORY_PATH", 2, "UPDATE order_history SET to_state = 'CANCEL_PROCESSING' WHERE order_id = $D AND event = 'PREPARE';"
	    "UPDATE order_history SET from_state = 'CANCEL_PROCESSING' WHERE order_id = $D AND event = 'READY'" },
	/* Each step is one of the table, but of the other kind of order. */
	{ "HISTORY_PATH", 2, "UPDATE orders SET order_type = 'DELIVERY' WHERE order_id = $U" },
	{ "IMAGE_OF_ANOTHER", 1, "INSERT INTO order_cakes (order_id, image_path) VALUES ($P, '/api/cake/customizations/image/0123456789abcdef0123456789abcdef.webp')" },
	{ "IMAGE_OF_ANOTHER", 1, "INSERT INTO images (image_id, user_id, kind, width, height, bytes, created_at, used_at)"
	    " VALUES ('0123456789abcdef0123456789abcdef', UUID(), 'UPLOAD', 1, 1, 1, NOW(3), NOW(3));"
	    "INSERT INTO order_cakes (order_id, image_path) VALUES ($P, '/api/cake/customizations/image/0123456789abcdef0123456789abcdef.webp')" },
	{ "HISTORY_END", 1, "UPDATE order_items SET status = 'PREPARING' WHERE order_id = $P" },
	{ "HISTORY_END", 1, "DELETE FROM order_history WHERE order_id = $P" },
	{ "ORPHANS", 1, "INSERT INTO order_items (order_id, item_index, product_id, kind, code, variant, name, name_en, quantity,"
	    " cancelled_quantity, unit_price, customization_cost, discount, total, status)"
	    " SELECT UUID(), item_index, product_id, kind, code, variant, name, name_en, quantity, 0,"
	    " unit_price, customization_cost, discount, total, status FROM order_items WHERE order_id = $P" },
	{ "ORPHANS", 1, "INSERT INTO order_takes (order_id, sku_id, quantity) VALUES (UUID(), 1, 0)" },
	{ "ORPHANS", 1, "INSERT INTO payments (payment_id, order_id, method, status, amount, created_at) VALUES (UUID(), UUID(), 'ON_DELIVERY', 'PROGRESS', 1, NOW(3))" },
	{ "ORPHANS", 1, "INSERT INTO order_history (order_id, history_id, event, to_state, actor, at) VALUES (UUID(), UUID(), 'X', 'Y', 'SYSTEM', NOW(3))" },
	{ "ORPHANS", 1, "INSERT INTO order_customizations (order_id, item_index, sku_id, code, name, base_quantity, quantity, price_change)"
	    " VALUES (UUID(), 0, 1, 'x', 'x', 1, 2, 3)" },
	{ "ORPHANS", 1, "INSERT INTO order_cakes (order_id) VALUES (UUID())" },
	{ "ORPHANS", 1, "INSERT INTO item_arrivals VALUES (UUID(), 0, NOW(3))" },
	{ "ORPHANS", 1, "INSERT INTO order_fees (order_id, seller_id, charged) VALUES (UUID(), 1, 3000)" },
	{ "ORPHANS", 1, "INSERT INTO compensations (compensation_id, kind, order_id, payment_id, amount, due_at, reason, created_at)"
	    " VALUES (UUID(), 'REFUND', UUID(), UUID(), 1, NOW(3), 'X', NOW(3))" },
	{ "NO_TAKES", 1, GIVE_STOCK "DELETE FROM order_takes WHERE order_id = $P" },
	/* Given back beyond its amount, in both books alike. */
	{ "REFUND_SPLIT REFUND_LIMIT", 2, "UPDATE payments SET refunded_amount = amount + 1 WHERE order_id = $R;"
	    "UPDATE compensations SET amount = amount + 1 WHERE order_id = $R AND kind = 'REFUND'" },
	{ "REFUND_SPLIT REFUND_LIMIT", 2, "UPDATE payments SET refunded_amount = -1 WHERE order_id = $R;"
	    "UPDATE compensations SET amount = -1 WHERE order_id = $R AND kind = 'REFUND'" },
	{ "REFUND_SPLIT REFUND_SUM", 2, "UPDATE payments SET refunded_amount = refunded_amount - 1 WHERE order_id = $R" },
	{ "REFUND_SUM", 1, "UPDATE payments SET refunded_amount = 1 WHERE order_id = $D" },
	{ "REFUND_SUM", 1, "DELETE FROM compensations WHERE order_id = $R AND kind = 'REFUND'" },
	{ "WAITS_FOR_PAYMENT", 1, "UPDATE payments SET status = 'FAILED' WHERE order_id = $H;"
	    "UPDATE compensations SET state = 'DONE', ended_at = NOW(3) WHERE order_id = $H" },
	{ "SETTLED_PAYMENT", 1, "UPDATE compensations SET state = 'OPEN', ended_at = NULL WHERE order_id = $R AND kind = 'SETTLE'" },
	{ "SETTLED_PAYMENT", 1, "UPDATE compensations SET state = 'DEAD', ended_at = NULL WHERE order_id = $O AND kind = 'SETTLE'" },
	{ "SETTLED_PAYMENT", 1, "UPDATE payments SET status = 'PROGRESS', method = 'CARD' WHERE order_id = $C" },
	{ "WAITS_FOR_PAYMENT SETTLED_PAYMENT", 2, "DELETE FROM compensations WHERE order_id = $H" },
	{ "SLOT_FIGURES", 1, "UPDATE slots SET taken = taken + 1" },
	{ "SLOT_FIGURES", 1, "UPDATE slots SET taken = 0" },
	{ "SLOT_FIGURES", 1, "DELETE FROM slots" },
	{ "SLOT_FIGURES", 1, "UPDATE orders SET slot = NULL WHERE order_id = $H" },
	{ "SLOT_FIGURES", 1, "INSERT INTO slots (slot, capacity, taken) VALUES (2020112712001400, 5, 1)" },
	{ "OWNER", 1, "UPDATE orders SET user_id = NULL WHERE order_id = $P" },
	{ "OWNER", 1, "UPDATE orders SET guest_hash = UNHEX(SHA2('x', 256)) WHERE order_id = $P" },
	{ "ORPHANS", 1, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " VALUES (UUID(), UUID(), 1, 'ORDER_PAID', '{}', UTC_TIMESTAMP(3))" },
	{ "EVENT_MISSING", 1, "DELETE FROM order_events WHERE order_id = $D" },
	{ "EVENT_NUMBERS", 1, "UPDATE event_feed SET last_seq = 1" },
	{ "EVENT_NUMBERS", 1, "UPDATE order_events SET seq = 2 WHERE order_id = $P; UPDATE event_feed SET last_seq = 2" },
	{ "EVENT_NUMBERS", 1, "UPDATE event_feed SET last_seq = 1; UPDATE order_events SET seq = 1 WHERE order_id = $P OR order_id = $C AND order_version = 1" },
	{ "EVENT_ORDER", 1, "UPDATE order_events SET seq = 3 - order_version WHERE order_id = $C; UPDATE event_feed SET last_seq = 2" },
	{ "EVENT_DELIVERIES", 1, "INSERT INTO event_cursors (consumer, seq, updated_at) VALUES ('SALES', 1, NOW(3))" },
	{ "EVENT_DELIVERIES", 1, "INSERT INTO event_deliveries (consumer, seq, order_id, state, next_at, created_at) VALUES ('SALES', 1, $P, 'DUE', NOW(3), NOW(3))" },
	{ "EVENT_DELIVERIES", 1, NUMBERED "INSERT INTO event_deliveries (consumer, seq, order_id, state, next_at, created_at)"
	    " VALUES ('SALES', 2, $C, 'HELD', NOW(3), NOW(3))" },
	{ "EVENT_DELIVERIES", 1, NUMBERED "INSERT INTO event_deliveries (consumer, seq, order_id, state, next_at, created_at)"
	    " VALUES ('SALES', 1, $C, 'DEAD', NOW(3), NOW(3)), ('SALES', 2, $C, 'DUE', NOW(3), NOW(3))" },
	{ "SALES_FIGURES", 1, "INSERT INTO sales_daily VALUES ('2026-11-25', 1, 1, 0)" },
	{ "SALES_FIGURES", 1, "INSERT INTO sales_lines VALUES ($D, 1, '2026-11-25', 1, 30000)" },
	/* The feed was read to its end, and of three orders that are paid nothing was written. */
	{ "SALES_FIGURES", 3, "SET @n = 0; UPDATE order_events SET seq = (@n := @n + 1) ORDER BY order_id, order_version, event_id;"
	    "UPDATE event_feed SET last_seq = @n; INSERT INTO event_cursors (consumer, seq, updated_at) VALUES ('SALES', @n, NOW(3))" },
	{ "KEPT_ANSWERS", 1, "INSERT INTO idempotency VALUES (UNHEX(SHA2('x', 256)), UNHEX(SHA2('y', 256)), 201, NULL, NOW(3))" },
	{ "POINTS_BACK ITEM_DISCOUNT", 2, "UPDATE order_items SET points = 5 WHERE order_id = $P" },
	{ "POINTS_BACK COUPON_MISSING", 2, "UPDATE order_items SET points = points - 1, order_discount = order_discount + 1 WHERE order_id = $G" },
	{ "POINTS_BACK WALLET_FIGURES", 2, "DELETE FROM wallet_entries WHERE order_id = $G AND kind = 'SPEND_POINTS'" },
	{ "GOODS_BACK", 1, "UPDATE stock s JOIN order_takes x ON x.sku_id = s.sku_id SET s.available = s.available + 1, x.returned = 1 WHERE x.order_id = $G" },
	{ "GOODS_BACK", 1, "UPDATE stock s JOIN order_takes x ON x.sku_id = s.sku_id SET s.available = s.available + 1, x.quantity = x.quantity - 1"
	  " WHERE x.order_id = $G" },
	{ "ITEM_PIECES", 1, "UPDATE order_items SET requested_quantity = 1 WHERE order_id = $G" },
	{ "ITEM_PIECES HISTORY_END", 2, "UPDATE order_items SET status = 'RETURN_REQUESTED' WHERE order_id = $G" },
	/* A piece that came back, and nothing was given for it. */
	{ "REFUND_SPLIT POINTS_BACK", 2, "UPDATE order_items SET returned_quantity = 1 WHERE order_id = $G" },
	{ "REFUND_SPLIT", 1, "UPDATE order_fees SET seller_id = 99 WHERE order_id = $G" },
	{ "EARNED", 1, "UPDATE order_items SET earned_points = 5 WHERE order_id = $G" },
	{ "EARNED", 1, WALLET(0, 5) ENTRY('EARN', 5, "$P") },
	{ "EARNED", 1, "INSERT INTO order_history (order_id, history_id, item_index, event, from_state, to_state, actor, at) SELECT order_id, 'ffffffff-0000-7000-8000-000000000000',"
	    " 0, 'CONFIRM', 'DELIVERED', 'CONFIRMED', 'SYSTEM', NOW(3) FROM order_items WHERE order_id = $D;"
	    "UPDATE order_items SET status = 'CONFIRMED' WHERE order_id = $D" },
	/* Said to have been kept back, and given all the same. */
	{ "REFUND_SPLIT EARNED", 2, "UPDATE order_items SET withheld = 5 WHERE order_id = $G" },
	{ "ARRIVALS", 1, "DELETE FROM item_arrivals WHERE order_id = $D" },
	{ "ARRIVALS", 1, "DELETE FROM item_arrivals WHERE order_id = $U" },
	{ "ORDER_FEES", 1, "UPDATE order_fees SET charged = charged - 1, waived = 1 WHERE order_id = $G" },
	{ "ITEM_DISCOUNT", 1, "UPDATE order_items SET product_discount = 5, order_discount = 6 WHERE order_id = $P" },
	{ "COUPON_QUANTITY", 1, COUPON(10, 1) },
	{ "COUPON_QUANTITY", 1, COUPON(10, 0) ISSUED('ACTIVE', "NULL", "NULL") },
	{ "COUPON_QUANTITY", 1, COUPON(1, 2) ISSUED('ACTIVE', "NULL", "NULL") ISSUED('EXPIRED', "NULL", "NULL") },
	{ "COUPON_THERE", 1, ISSUED('ACTIVE', "NULL", "NULL") },
	{ "COUPON_USED", 1, COUPON(2, 1) ISSUED('USED', "UUID()", "NOW(3)") },
	{ "COUPON_USED", 1, COUPON(2, 2) ISSUED('USED', "$C", "NOW(3)") ISSUED('USED', "$P", "NOW(3)") },
	{ "COUPON_USED", 2, COUPON(2, 2) ISSUED('ACTIVE', "$P", "NOW(3)") ISSUED('USED', "NULL", "NULL") },
	{ "COUPON_MISSING", 1, OFF("$P") "UPDATE order_items SET kind = 'GOODS', discount = 5, order_discount = 5 WHERE order_id = $P" },
	{ "POINTS_BACK", 1, OFF("$P") "UPDATE order_items SET discount = 5, points = 5 WHERE order_id = $P" },
	{ "POINTS_BACK", 1, WALLET(0, 0) ENTRY('ADJUST_POINTS', 5, "NULL") ENTRY('SPEND_POINTS', -5, "$C") },
	{ "ORDER_FEES", 1, "INSERT INTO order_fees (order_id, seller_id, charged) VALUES ($P, 1, 3000)" },
	{ "SHEETS", 1, SHEET("UUID()", 'PAID') },
	{ "SHEETS", 1, SHEET("$C", 'PAID') },
	{ "SHEETS", 1, SHEET("$D", 'EXPIRED') },
	{ "SHEETS", 1, SHEET("$C", 'OPEN') },
	{ "SHEETS", 1, "INSERT INTO sheet_lines (order_key, item_index, product_id, seller_id, sku_id, name, quantity, unit_price, fee, free_from)"
	    " VALUES (UUID(), 0, 1, 0, 1, 'x', 1, 1, 0, 0)" },
	{ "CANCELLED_BACK SHEETS", 8, "UPDATE orders SET status = 'CREATED' WHERE order_id = $P" },
	{ "WALLET_FIGURES", 1, WALLET(100, 5) ENTRY('ADJUST_POINTS', 5, "NULL") },
	{ "WALLET_FIGURES", 1, WALLET(100, 5) ENTRY('ADJUST', 100, "NULL") ENTRY('EARN', 4, "NULL") },
	{ "WALLET_FIGURES", 1, WALLET(-100, 0) ENTRY('ADJUST', -100, "NULL") },
	{ "WALLET_FIGURES", 1, WALLET(0, -1) ENTRY('SPEND_POINTS', -1, "NULL") },
	{ "WALLET_FIGURES", 1, "SET @u = UUID();" ENTRY('ADJUST', 100, "NULL") },		/* of nobody's wallet */
	{ "BALANCE_PAYMENTS", 1, WALLET(50, 0) ENTRY('ADJUST', 100, "NULL") ENTRY('PAY', -50, "$P") },
	{ "BALANCE_PAYMENTS", 1, WALLET(30, 0) ENTRY('REFUND', 30, "$D") },
	{ "BALANCE_PAYMENTS", 1, "UPDATE payments SET method = 'BALANCE' WHERE order_id = $D" },
	{ "CHARGES", 1, WALLET(100, 0) ENTRY('CHARGE', 100, "NULL") },		/* of no charge */
	{ "CHARGES", 1, WALLET(100, 0) ENTRY('ADJUST', 100, "NULL") CHARGED(100) },
	{ "CHARGES", 1, WALLET(100, 0) ENTRY('CHARGE', 100, "NULL") CHARGED(200) },
	{ "CHARGES", 1, WALLET(100, 0) ENTRY('CHARGE', 100, "NULL") CHARGED(100) CHARGED(100) },
};

/* Runs it, with the orders' ids in their places. */
static void
plant(const char *from)
{
	const struct { char letter; const char *id; } orders[] = { { 'P', pending }, { 'C', cancelled }, { 'D', delivered },
	    { 'U', picked_up }, { 'H', held }, { 'R', refunded }, { 'O', owing }, { 'G', goods } };
	struct buf sql = { 0 };
	const char *at;

	buf_puts(&sql, "SET check_constraint_checks = 0;");
	for (; (at = strchr(from, '$')) != NULL; from = at + 2) {
		buf_add(&sql, from, (size_t)(at - from));
		for (int i = 0; i < ROWS(orders); i++)
			if (orders[i].letter == at[1])
				buf_puts(&sql, orders[i].id);
	}
	buf_puts(&sql, from);
	testshop_sql(&t, "%s", buf_str(&sql));
	buf_free(&sql);
}

START_TEST(planted)
{
	plant(plants[_i].sql);
	struct told to = run();
	ck_assert_msg(strcmp(buf_str(&to.names), arena_printf(t.t.arena, "%s ", plants[_i].invariant)) == 0,
	    "%s: told by %s\n%s", plants[_i].invariant, buf_str(&to.names), buf_str(&to.rows));
	ck_assert_msg(to.violated == plants[_i].rows, "%d rows\n%s", to.violated, buf_str(&to.rows));
	forget(&to);
}
END_TEST

/* What looks odd, and is as it should be. */
static const char *const legal[] = {
	/* A request in flight: what is known of its answer so far, or nothing. */
	"INSERT INTO idempotency VALUES (UNHEX(SHA2('x', 256)), UNHEX(SHA2('y', 256)), NULL, 'x', NOW(3))",
	"INSERT INTO idempotency VALUES (UNHEX(SHA2('x', 256)), UNHEX(SHA2('y', 256)), NULL, NULL, NOW(3))",
	/* Given up: an admin sees it. */
	"UPDATE compensations SET state = 'DEAD' WHERE order_id = $O AND kind = 'REFUND'",
	"UPDATE compensations SET state = 'DEAD' WHERE order_id = $H",
	/* Not charged, as far as is known: the gateway is asked once more. */
	"UPDATE compensations SET state = 'OPEN', ended_at = NULL WHERE order_id = $R AND kind = 'SETTLE';"
	"UPDATE payments SET status = 'FAILED', refunded_amount = 0 WHERE order_id = $R;"
	"DELETE FROM compensations WHERE order_id = $R AND kind = 'REFUND'",
	/* A slot that was booked once, and is free. */
	"INSERT INTO slots (slot, capacity, taken) VALUES (2036112712001400, 5, 0)",
	/* A date without a time is not counted. */
	"UPDATE orders SET slot = 2026112700002400 WHERE order_id = $P",
};

START_TEST(legally)
{
	plant(legal[_i]);
	struct told to = run();
	ck_assert_msg(to.violated == 0, "%s", buf_str(&to.rows));
	forget(&to);
}
END_TEST

/* Every invariant has been seen to speak. */
START_TEST(none_is_dumb)
{
	static const char *const names[] = {
#define AUDIT(name, invariant, params, sql) #name,
#include "store/sql/audit.def"
#undef AUDIT
	};

	for (int i = 0; i < ROWS(names); i++) {
		bool planted_once = false;
		for (int k = 0; k < ROWS(plants); k++)
			planted_once |= strstr(arena_printf(t.t.arena, " %s ", plants[k].invariant),
			    arena_printf(t.t.arena, " %s ", names[i])) != NULL;
		ck_assert_msg(planted_once, "nothing is planted for %s", names[i]);
	}
	struct told to = run();
	ck_assert_int_eq(to.checked, ROWS(names));
	forget(&to);
}
END_TEST

/* Without room it says so, and accuses nobody. */
START_TEST(without_room)
{
	bool done = false;

	for (size_t cap = 64; cap < 65536 && !done; cap += 1024) {
		struct arena *small = arena_new(cap);
		struct told to = { .checked = 0 };
		struct audit_told told = { on_checked, on_violated, &to };
		size_t violations = 0;
		done = audit_run(t.db, small, &told, &violations) == NULL;
		ck_assert_int_eq(to.violated, 0);
		ck_assert_uint_eq(violations, 0);
		forget(&to);
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

Suite *
audit_suite(void)
{
	Suite *s = suite_create("work/audit");
	TCase *c = tcase_create("audit");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, books_that_agree);
	tcase_add_test(c, no_orders);
	tcase_add_loop_test(c, planted, 0, ROWS(plants));
	tcase_add_loop_test(c, legally, 0, ROWS(legal));
	tcase_add_test(c, none_is_dumb);
	tcase_add_test(c, without_room);
	suite_add_tcase(s, c);
	return s;
}
