/* bank: see bank.h. */
#include "support/bank.h"

#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "remote/http_client.h"
#include "shop/shop.h"
#include "store/order_store.h"
#include "support/testshop.h"
#include "work/compensate.h"

/* --- the other side: called in the peer's threads, one at a time ---------------------- */

static void
tell(const struct bank *b, int i, struct peer_answer *out)
{
	(void)snprintf(out->body, sizeof(out->body), "{\"id\":\"t%d\",\"reference\":\"%s\",\"method\":\"CARD\",\"amount\":%lld,"
	    "\"refunded_amount\":%lld,\"status\":\"%s\"%s}", i, b->payment[i].reference, (long long)b->payment[i].amount,
	    (long long)b->payment[i].refunded, b->payment[i].status,
	    strcmp(b->payment[i].status, "DECLINED") == 0 ? ",\"reason\":\"insufficient_funds\"" : "");
}

static int
find(const struct bank *b, const char *reference)
{
	for (int i = 0; i < b->npayments; i++)
		if (strcmp(b->payment[i].reference, reference) == 0)
			return i;
	return -1;
}

static int
book(struct bank *b, const char *reference, int64_t amount, const char *status)
{
	int i = b->npayments;

	if (i == BANK_PAYMENTS)
		return -1;
	(void)snprintf(b->payment[i].reference, sizeof(b->payment[i].reference), "%.36s", reference);
	b->payment[i].amount = amount;
	b->payment[i].status = status;
	b->npayments++;
	return i;
}

static void
not_understood(struct peer_answer *out, int status, const char *code)
{
	out->status = status;
	(void)snprintf(out->body, sizeof(out->body), "{\"code\":\"%s\"}", code);
}

static void
charge(struct bank *b, const struct peer_request *rq, struct peer_answer *out)
{
	static const char *const status[] = { [BANK_PAYS] = "PAID", [BANK_BOOKS_SILENTLY] = "PAID", [BANK_DECLINES] = "DECLINED",
	    [BANK_PONDERS] = "PENDING" };
	enum bank_mood mood = b->charges;
	struct json_object *ask = json_tokener_parse(rq->body);
	const char *reference = json_object_get_string(json_object_object_get(ask, "reference"));
	int64_t amount = json_object_get_int64(json_object_object_get(ask, "amount"));
	int i = find(b, reference);

	b->charge_calls++;
	out->delay_ms = b->delay_ms;
	if (mood == BANK_REFUSES)
		not_understood(out, 401, "UNAUTHENTICATED");
	else if (mood == BANK_IS_SILENT)
		out->trick = PEER_DROP;
	else if (i >= 0 || (i = book(b, reference, amount, status[mood])) >= 0) {
		out->status = 201;
		tell(b, i, out);
		if (mood == BANK_BOOKS_SILENTLY)
			out->trick = PEER_DROP;
	}
	json_object_put(ask);
}

static void
answer_find(struct bank *b, const struct peer_request *rq, struct peer_answer *out)
{
	const char *by = strstr(rq->target, "reference=");
	struct peer_answer one = { 0 };
	int i = by != NULL ? find(b, by + strlen("reference=")) : -1;

	b->find_calls++;
	out->delay_ms = b->delay_ms;
	(void)snprintf(b->last_find, sizeof(b->last_find), "%.255s", rq->target);
	if (by == NULL && (sscanf(rq->target, "/payments/t%d", &i) != 1 || i >= b->npayments))
		i = -1;
	if (b->finds == BANK_IS_SILENT) {
		out->trick = PEER_DROP;
	} else if (by == NULL) {
		if (i >= 0)
			tell(b, i, out);
		else
			not_understood(out, 404, "ENTITY_NOT_FOUND");
	} else if (i >= 0) {
		tell(b, i, &one);
		(void)snprintf(out->body, sizeof(out->body), "{\"payments\":[%.1000s]}", one.body);
	} else
		(void)snprintf(out->body, sizeof(out->body), "{\"payments\":[]}");
}

static void
refund(struct bank *b, const struct peer_request *rq, struct peer_answer *out)
{
	enum bank_mood mood = b->refunds;
	struct json_object *ask = json_tokener_parse(rq->body);
	int64_t amount = json_object_get_int64(json_object_object_get(ask, "amount"));
	char key[64] = "";
	int i = -1;

	b->refund_calls++;
	(void)peer_header(rq, "Idempotency-Key", key, sizeof(key));
	json_object_put(ask);
	if (sscanf(rq->target, "/payments/t%d/refunds", &i) != 1 || i < 0 || i >= b->npayments)
		not_understood(out, 404, "ENTITY_NOT_FOUND");
	else if (mood == BANK_REFUSES)
		not_understood(out, 401, "UNAUTHENTICATED");
	else if (mood == BANK_CONFLICTS)
		not_understood(out, 409, "PAYMENT_STATE_CONFLICT");
	else if (mood == BANK_IS_SILENT)
		out->trick = PEER_DROP;
	else {
		/* The same key again is the same refund. */
		if (strcmp(b->payment[i].refund, key) != 0)
			b->payment[i].refunded += amount;
		(void)snprintf(b->payment[i].refund, sizeof(b->payment[i].refund), "%.36s", key);
		out->status = 201;
		(void)snprintf(out->body, sizeof(out->body), "{\"id\":\"r%d\",\"payment_id\":\"t%d\",\"amount\":%lld}", i, i, (long long)amount);
		if (mood == BANK_BOOKS_SILENTLY)
			out->trick = PEER_DROP;
	}
}

static void
serve(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	if (strcmp(rq->method, "GET") == 0)
		answer_find(arg, rq, out);
	else if (strcmp(rq->target, "/payments") == 0)
		charge(arg, rq, out);
	else
		refund(arg, rq, out);
}

/* --- this side --------------------------------------------------------------------------- */

static char tomorrow[CLOCK_TEXT];
const struct order_wish bank_dinner = { .dinner_code = "valentine", .style = 0, .quantity = 1,
    .delivery_address = "서울시 강남구", .order_type = ORDER_DELIVERY, .scheduled_date = tomorrow, .scheduled_time_slot = "12:00-14:00" };

void
bank_join(struct bank *b, struct shop *s)
{
	char why[256];

	(void)b;
	ck_assert_msg(shop_open_gateway(s, why, sizeof(why)) == 0, "%s", why);
}

void
bank_open(struct bank *b, struct testshop *t)
{
	struct conf *c = &t->t.conf;

	memset(b, 0, sizeof(*b));
	b->peer = peer_start(serve, b);
	(void)clock_date(clock_now() + INT64_C(24) * 3600 * 1000, tomorrow);
	c->gateway_provider = "mock";
	c->gateway_url = peer_url(b->peer);
	c->gateway_key = "test_key_1";
	c->gateway_ca_file = "";
	c->gateway_webhook_key = "";
	c->gateway_callback_url = "";
	c->public_url = "";
	c->gateway_connect_ms = 1000;
	c->gateway_timeout_ms = 1000;
	c->gateway_breaker_failures = 64;
	c->gateway_breaker_window_ms = 30000;
	c->gateway_breaker_open_ms = 60000;
	c->gateway_settle_s = 60;
	c->gateway_verify_s = 900;
	c->compensation_attempts = 5;
	c->compensation_longest_s = 600;
	bank_join(b, t->shop);
}

void
bank_close(struct bank *b)
{
	http_client_close();
	peer_stop(b->peer);
}

int64_t
bank_holds(struct bank *b)
{
	int64_t sum = 0;

	peer_settle(b->peer);
	for (int i = 0; i < b->npayments; i++)
		if (strcmp(b->payment[i].status, "PAID") == 0)
			sum += b->payment[i].amount - b->payment[i].refunded;
	return sum;
}

int
bank_charged(struct bank *b)
{
	int n = 0;

	peer_settle(b->peer);
	for (int i = 0; i < b->npayments; i++)
		n += strcmp(b->payment[i].status, "PAID") == 0;
	return n;
}

void
bank_book(struct bank *b, const struct uuid *payment, int64_t amount)
{
	char text[UUID_TEXT];

	peer_settle(b->peer);
	ck_assert_int_ge(book(b, uuid_text(payment, text), amount, "PAID"), 0);
	peer_settle(b->peer);
}

void
bank_decide(struct bank *b, const char *status)
{
	peer_settle(b->peer);
	ck_assert_int_eq(b->npayments, 1);
	b->payment[0].status = status;
	peer_settle(b->peer);
}

static const struct err *
answer(void *arena, const struct order *o, enum checkout_result result, struct kept *kept)
{
	static const int status[] = { [CHECKOUT_HELD] = 0, [CHECKOUT_PAID] = 201, [CHECKOUT_DECLINED] = 402, [CHECKOUT_PENDING] = 202 };
	char id[UUID_TEXT];

	/* One that stands there already is the guest's. */
	*kept = (struct kept){ .status = status[result], .guest_token = kept->guest_token, .json = arena_strdup(arena, o->number),
	    .location = arena_printf(arena, "/api/orders/%s", uuid_text(&o->id, id)) };
	return kept->location == NULL || kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

struct checkout
bank_checkout(struct arena *a, const struct order_wish *w, const struct uuid *user, const char *key)
{
	static const struct gateway_card card = { "4242 4242 4242 4242", "홍길동", "12/39", "123" };
	struct placement p = testshop_placement(a, w, user, NULL);

	return (struct checkout){ .wish = w, .user_id = p.user_id, .guest = p.guest, .card = &card, .answer = answer, .arg = a,
	    .key = testshop_key(a, w, &p.user_id, "/api/checkout/checkout", key) };
}

size_t
bank_work(struct testshop *t)
{
	struct compensations due;

	ck_ok(compensation_store_claim(t->db, t->t.arena, clock_now(), 60000, 64, &due));
	for (size_t i = 0; i < due.n; i++)
		ck_ok(compensate_one(t->shop, t->t.arena, &due.v[i]));
	return due.n;
}

struct order
bank_order(struct testshop *t)
{
	struct uuid id;

	ck_assert_int_eq(testshop_number(t, "SELECT COUNT(*) FROM orders"), 1);
	ck_assert(uuid_parse(testshop_text(t, "SELECT CAST(order_id AS CHAR) FROM orders"), &id));
	return testshop_get(t, &id);
}

const char *
bank_row(struct testshop *t, enum compensation_kind kind)
{
	return testshop_text(t, "SELECT COALESCE(GROUP_CONCAT(state ORDER BY compensation_id SEPARATOR ' '), 'none') FROM compensations"
	    " WHERE kind = '%s'", compensation_kind_names[kind]);
}
