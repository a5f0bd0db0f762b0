/*
 * gateway_toss_test: a Toss Payments of our own that keeps books and takes requests only as the public
 * documentation says them, and tables of its answers: what each means for the money.
 */
#include "support/suite.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/cashier.h"

#define KEY "5zJ4xY7m0kODnyRpQWGrN2xqGlNvLrKwv1M9ENjbeoPaZdL6"
#define BASIC "Basic dGVzdF9rZXlfMTo="		/* CASHIER_KEY and a colon */

/* The company: one payment, opened by the page, and what became of it. */
static struct toss {
	const char	*order, *status, *failure;
	int64_t		 amount, left;
	bool		 known;
	struct { char reason[256], status[16]; int64_t amount; } cancels[4];
	int		 ncancels;
	/* The next POST is answered so instead; after_effect: it is done all the same. */
	int		 fail_status;
	const char	*fail_code;
	bool		 after_effect;
	enum peer_trick	 trick;
	/* The same to the next GET. */
	int		 look_status;
	const char	*look_code;
	enum peer_trick	 look_trick;
	int		 confirms, looks, cancels_asked;
} toss;

static struct cashier c;

static void
write_payment(struct buf *out)
{
	buf_printf(out, "{\"mId\":\"tosspayments\",\"version\":\"2022-11-16\",\"paymentKey\":\"" KEY "\",\"orderId\":\"%s\",\"status\":\"%s\","
	    "\"currency\":\"KRW\",\"method\":\"카드\",\"totalAmount\":%lld,\"balanceAmount\":%lld,\"failure\":", toss.order, toss.status,
	    (long long)toss.amount, (long long)toss.left);
	if (toss.failure != NULL)
		buf_printf(out, "{\"code\":\"%s\",\"message\":\"…\"}", toss.failure);
	else
		buf_puts(out, "null");
	buf_puts(out, ",\"cancels\":");
	for (int i = 0; i < toss.ncancels; i++)
		buf_printf(out, "%s{\"cancelReason\":\"%s\",\"cancelAmount\":%lld,\"transactionKey\":\"T%d\",\"cancelStatus\":\"%s\"}",
		    i == 0 ? "[" : ",", toss.cancels[i].reason, (long long)toss.cancels[i].amount, i + 1, toss.cancels[i].status);
	buf_puts(out, toss.ncancels != 0 ? "]}" : "null}");
}

static void
answer(struct peer_answer *out, int status, const char *code)
{
	struct buf b = { 0 };

	out->status = status;
	if (code != NULL)
		buf_printf(&b, "{\"code\":\"%s\",\"message\":\"…\"}", code);
	else
		write_payment(&b);
	(void)snprintf(out->body, sizeof(out->body), "%s", buf_str(&b));
	buf_free(&b);
}

static const char *
text_of(struct json_object *o, const char *name)
{
	struct json_object *v = json_object_object_get(o, name);

	ck_assert(json_object_is_type(v, json_type_string));
	return json_object_get_string(v);
}

static int64_t
int_of(struct json_object *o, const char *name)
{
	struct json_object *v = json_object_object_get(o, name);

	ck_assert(json_object_is_type(v, json_type_int));
	return json_object_get_int64(v);
}

static void
confirm(const struct peer_request *rq, struct peer_answer *out)
{
	struct json_object *o = cashier_json(rq, "paymentKey orderId amount");

	toss.confirms++;
	ck_assert(cashier_header_is(rq, "Idempotency-Key", CASHIER_PAYMENT));
	if (!toss.known || strcmp(text_of(o, "paymentKey"), KEY) != 0)
		answer(out, 404, "NOT_FOUND_PAYMENT");
	else if (strcmp(text_of(o, "orderId"), toss.order) != 0 || int_of(o, "amount") != toss.amount)
		answer(out, 400, "INVALID_REQUEST");
	else if (strcmp(toss.status, "IN_PROGRESS") != 0)
		answer(out, 400, "ALREADY_PROCESSED_PAYMENT");
	else if (toss.fail_code == NULL || toss.after_effect) {
		toss.status = "DONE";
		answer(out, 200, NULL);
	}
	json_object_put(o);
}

static void
cancel(const struct peer_request *rq, struct peer_answer *out)
{
	struct json_object *o = cashier_json(rq, "cancelReason cancelAmount");
	int64_t amount = int_of(o, "cancelAmount");
	const char *reason = text_of(o, "cancelReason");

	toss.cancels_asked++;
	ck_assert(cashier_header_is(rq, "Idempotency-Key", CASHIER_REFUND));
	ck_assert_uint_le(strlen(reason), 200);
	if (!toss.known)
		answer(out, 404, "NOT_FOUND_PAYMENT");
	else if (toss.left == 0)
		answer(out, 400, "ALREADY_CANCELED_PAYMENT");
	else if (amount > toss.left)
		answer(out, 403, "NOT_CANCELABLE_AMOUNT");
	else if (toss.fail_code == NULL || toss.after_effect) {
		(void)snprintf(toss.cancels[toss.ncancels].reason, 256, "%s", reason);
		strcpy(toss.cancels[toss.ncancels].status, "DONE");
		toss.cancels[toss.ncancels++].amount = amount;
		toss.left -= amount;
		toss.status = toss.left == 0 ? "CANCELED" : "PARTIAL_CANCELED";
		answer(out, 200, NULL);
	}
	json_object_put(o);
}

static void
look(const struct peer_request *rq, struct peer_answer *out)
{
	toss.looks++;
	ck_assert(strcmp(rq->target, "/v1/payments/" KEY) == 0 || strncmp(rq->target, "/v1/payments/orders/", 20) == 0);
	ck_assert(cashier_header_is(rq, "Idempotency-Key", NULL));
	ck_assert_uint_eq(rq->len, 0);
	out->trick = toss.look_trick;
	if (toss.look_code != NULL)
		answer(out, toss.look_status, toss.look_code);
	else if (!toss.known || (strchr(rq->target + 13, '/') != NULL && strcmp(rq->target + 20, toss.order) != 0))
		answer(out, 404, "NOT_FOUND_PAYMENT");
	else
		answer(out, 200, NULL);
}

static void
serve(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	ck_assert(cashier_header_is(rq, "Authorization", BASIC));
	if (strcmp(rq->method, "GET") == 0) {
		look(rq, out);
		return;
	}
	ck_assert_str_eq(rq->method, "POST");
	ck_assert(cashier_header_is(rq, "Content-Type", "application/json"));
	if (strcmp(rq->target, "/v1/payments/confirm") == 0)
		confirm(rq, out);
	else {
		ck_assert_str_eq(rq->target, "/v1/payments/" KEY "/cancel");
		cancel(rq, out);
	}
	if (toss.fail_code != NULL)
		answer(out, toss.fail_status, toss.fail_code);
	out->trick = toss.trick;
}

static void
begin(void)
{
	toss = (struct toss){ .known = true, .order = CASHIER_PAYMENT, .status = "IN_PROGRESS", .amount = 10000, .left = 10000 };
	cashier_open(&c, "toss", serve, NULL);
}

static void
end(void)
{
	cashier_close(&c);
}

static struct gateway_payment
charge(const char *token)
{
	struct gateway_charge ask = cashier_charge(token);
	struct gateway_payment p;

	gateway_charge(c.gateway, c.arena, &ask, &p);
	peer_settle(c.peer);
	return p;
}

static struct gateway_payment
find(const char *known)
{
	struct gateway_ref ref = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = known, .amount = 10000 };
	struct gateway_payment p;

	gateway_find(c.gateway, c.arena, &ref, &p);
	peer_settle(c.peer);
	return p;
}

START_TEST(a_payment_is_confirmed)
{
	struct gateway_payment p = charge(KEY);

	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_str_eq(p.transaction_id, KEY);
	ck_assert_int_eq(p.amount, 10000);
	ck_assert_int_eq(toss.confirms, 1);
	ck_assert_int_eq(toss.looks, 0);
}
END_TEST

static const struct { const char *token, *order; enum gateway_result is; enum decline decline; const char *known_as; int confirms; } tokens[] = {
	{ KEY, CASHIER_PAYMENT, GATEWAY_PAID, 0, KEY, 1 }, { KEY ":ORD-1_a=b", "ORD-1_a=b", GATEWAY_PAID, 0, KEY, 1 },
	{ "unknown_key", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, "unknown_key", 1 },
	{ "", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 }, { KEY ":", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 },
	{ ":x", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 }, { KEY ":a:b", "a", GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 },
	{ "../../v1/billing", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 },
	{ KEY "/cancel", CASHIER_PAYMENT, GATEWAY_DECLINED, DECLINE_INVALID_TOKEN, NULL, 0 },
};

/* The page's key that Toss does not know is looked for there, as the peer of this test would abort on. */
static void
stranger(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	toss.confirms += strcmp(rq->method, "POST") == 0;
	answer(out, 404, "NOT_FOUND_PAYMENT");
}

START_TEST(tokens_are_a_key_and_an_order)
{
	struct gateway_charge ask = cashier_charge(tokens[_i].token);

	toss.order = tokens[_i].order;
	if (strcmp(tokens[_i].token, "unknown_key") == 0) {
		cashier_close(&c);
		cashier_open(&c, "toss", stranger, NULL);
	}
	struct gateway_payment p = charge(tokens[_i].token);
	ck_assert_int_eq(p.result, tokens[_i].is);
	ck_assert_int_eq(p.decline, tokens[_i].decline);
	ck_assert_int_eq(toss.confirms, tokens[_i].confirms);
	const char *known = gateway_known_as(c.gateway, c.arena, &ask);
	ck_assert_str_eq(known != NULL ? known : "-", tokens[_i].known_as != NULL ? tokens[_i].known_as : "-");
}
END_TEST

/* Every row of the table, each with the payment in every state it may be found in. */
enum class { DECLINED, ABSENT, OURS, DOUBT };
static const struct { const char *code; enum class class; enum decline decline; } codes[] = {
#define TOSS(code, class, decline) { code, class, DECLINE_##decline },
#include "remote/toss_codes.def"
#undef TOSS
	{ "SOMETHING_NEW", DOUBT, DECLINE_NONE },
};

static const struct { const char *status; int64_t left; enum gateway_result found, absent; } states[] = {
	{ "DONE", 10000, GATEWAY_PAID, GATEWAY_PAID }, { "PARTIAL_CANCELED", 1, GATEWAY_PAID, GATEWAY_PAID },
	{ "CANCELED", 0, GATEWAY_RETURNED, GATEWAY_RETURNED }, { "ABORTED", 10000, GATEWAY_DECLINED, GATEWAY_DECLINED },
	{ "EXPIRED", 10000, GATEWAY_DECLINED, GATEWAY_DECLINED }, { "IN_PROGRESS", 10000, GATEWAY_PENDING, GATEWAY_DECLINED },
	{ "READY", 10000, GATEWAY_PENDING, GATEWAY_DECLINED }, { "WAITING_FOR_DEPOSIT", 10000, GATEWAY_PENDING, GATEWAY_DECLINED },
	{ "A_NEW_STATE", 10000, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN }, { "DONE", -1, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN },
	{ "DONE", 10001, GATEWAY_UNKNOWN, GATEWAY_UNKNOWN },
};

START_TEST(codes_are_judged)
{
	static const int statuses[] = { 400, 403, 404, 409, 500 };

	for (int i = 0; i < ROWS(states); i++) {
		toss.fail_code = codes[_i].code;
		toss.fail_status = statuses[i % ROWS(statuses)];
		toss.status = "IN_PROGRESS";
		toss.looks = 0;
		/* Refused for a reason, and yet in that state: which of them counts is the class's. */
		toss.status = states[i].status;
		toss.left = states[i].left;
		struct gateway_payment p = charge(KEY);
		switch (codes[_i].class) {
		case DECLINED:
			ck_assert_int_eq(p.result, GATEWAY_DECLINED);
			ck_assert_int_eq(p.decline, codes[_i].decline);
			ck_assert_int_eq(toss.looks, 0);
			break;
		case OURS:
			ck_assert_int_eq(p.result, GATEWAY_NOT_DONE);
			ck_assert_int_eq(toss.looks, 0);
			break;
		case ABSENT:
			ck_assert_msg(p.result == states[i].absent, "%s: %d", states[i].status, (int)p.result);
			ck_assert_int_eq(toss.looks, 1);
			break;
		case DOUBT:
			ck_assert_msg(p.result == states[i].found, "%s: %d", states[i].status, (int)p.result);
			ck_assert_int_eq(toss.looks, 1);
			break;
		}
		ck_assert_str_eq(p.transaction_id, KEY);
		if (p.result != GATEWAY_PAID && p.result != GATEWAY_RETURNED)
			ck_assert((p.decline != DECLINE_NONE) == (p.result == GATEWAY_DECLINED));
	}
}
END_TEST

/* When the look has no answer either, nothing is known; above all not that it failed. */
static const struct { const char *code; int status; const char *look; enum peer_trick trick; enum gateway_result is; } blind[] = {
	{ "PROVIDER_ERROR", 500, "FAILED_INTERNAL_SYSTEM_PROCESSING", PEER_ANSWER, GATEWAY_UNKNOWN },
	{ "PROVIDER_ERROR", 404, "NOT_FOUND_PAYMENT", PEER_ANSWER, GATEWAY_UNKNOWN },
	{ "PROVIDER_ERROR", 0, NULL, PEER_DROP, GATEWAY_UNKNOWN },
	{ "NOT_FOUND_PAYMENT_SESSION", 404, "NOT_FOUND_PAYMENT", PEER_ANSWER, GATEWAY_DECLINED },
	{ "NOT_FOUND_PAYMENT_SESSION", 404, "NOT_FOUND", PEER_ANSWER, GATEWAY_UNKNOWN },
	{ "NOT_FOUND_PAYMENT_SESSION", 401, "UNAUTHORIZED_KEY", PEER_ANSWER, GATEWAY_UNKNOWN },
	{ "NOT_FOUND_PAYMENT_SESSION", 0, NULL, PEER_DROP, GATEWAY_UNKNOWN }, { "NOT_FOUND_PAYMENT_SESSION", 0, NULL, PEER_CUT, GATEWAY_UNKNOWN },
};

START_TEST(a_look_without_an_answer_confirms_nothing)
{
	toss.fail_status = 400;
	toss.fail_code = blind[_i].code;
	toss.look_status = blind[_i].status;
	toss.look_code = blind[_i].look;
	toss.look_trick = blind[_i].trick;
	struct gateway_payment p = charge(KEY);
	ck_assert_int_eq(p.result, blind[_i].is);
	ck_assert_str_eq(p.code, blind[_i].code);
}
END_TEST

START_TEST(a_lost_answer_is_found_by_the_key)
{
	toss.trick = PEER_DROP;
	struct gateway_payment p = charge(KEY);
	ck_assert_int_eq(p.result, GATEWAY_UNKNOWN);
	ck_assert_str_eq(p.transaction_id, KEY);
	p = find(KEY);
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	/* And by the order's name, where that is our payment's id. */
	ck_assert_int_eq(find(NULL).result, GATEWAY_PAID);
	toss.order = "of-the-page";
	ck_assert_int_eq(find(NULL).result, GATEWAY_UNKNOWN);
	ck_assert_int_eq(find(KEY).result, GATEWAY_PAID);
	toss.known = false;
	ck_assert_int_eq(find(KEY).result, GATEWAY_NOT_FOUND);
}
END_TEST

START_TEST(a_decline_found_later_has_its_reason)
{
	toss.status = "ABORTED";
	toss.failure = "REJECT_CARD_PAYMENT";
	struct gateway_payment p = find(KEY);
	ck_assert_int_eq(p.result, GATEWAY_DECLINED);
	ck_assert_int_eq(p.decline, DECLINE_INSUFFICIENT_FUNDS);
	ck_assert_str_eq(p.code, "REJECT_CARD_PAYMENT");
	toss.failure = "COMMON_ERROR";
	ck_assert_int_eq(find(KEY).decline, DECLINE_CARD_DECLINED);
	toss.status = "EXPIRED";
	toss.failure = NULL;
	ck_assert_int_eq(find(KEY).decline, DECLINE_PAYMENT_EXPIRED);
	struct gateway_ref ref = { .transaction_id = KEY };
	gateway_abandon(c.gateway, c.arena, &ref, &p);
	ck_assert_int_eq(p.result, GATEWAY_DECLINED);
}
END_TEST

static const char *const strange[] = { "", "{}", "[]", "<html>", "{\"status\":\"DONE\"}",
	"{\"status\":\"DONE\",\"paymentKey\":\"another\",\"totalAmount\":10000,\"balanceAmount\":10000}",
	"{\"status\":\"DONE\",\"paymentKey\":\"" KEY "\",\"totalAmount\":\"10000\",\"balanceAmount\":10000}",
	"{\"status\":\"DONE\",\"paymentKey\":\"" KEY "\",\"totalAmount\":9000,\"balanceAmount\":9000}" };

static void
say(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)rq;
	strcpy(out->body, arg);
}

START_TEST(strange_answers_are_unknown)
{
	cashier_close(&c);
	cashier_open(&c, "toss", say, (void *)(uintptr_t)strange[_i]);
	struct gateway_payment p = charge(KEY);
	ck_assert_int_eq(p.result, GATEWAY_UNKNOWN);
	ck_assert_str_eq(p.transaction_id, KEY);
	struct gateway_refund_ask ask = cashier_refund(KEY, 10000);
	struct gateway_refund r;
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, GATEWAY_REFUND_UNKNOWN);
}
END_TEST

/* --- refunds ------------------------------------------------------------------------ */

static struct gateway_refund
refund(const char *known, won_t amount)
{
	struct gateway_refund_ask ask = cashier_refund(known, amount);
	struct gateway_refund r;

	gateway_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	return r;
}

static struct gateway_refund
find_refund(won_t amount)
{
	struct gateway_refund_ask ask = cashier_refund(KEY, amount);
	struct gateway_refund r;

	gateway_find_refund(c.gateway, c.arena, &ask, &r);
	peer_settle(c.peer);
	return r;
}

START_TEST(money_is_given_back)
{
	toss.status = "DONE";
	struct gateway_refund r = refund(KEY, 4000);
	ck_assert_int_eq(r.result, GATEWAY_REFUNDED);
	ck_assert_str_eq(r.transaction_id, "T1");
	ck_assert_str_eq(toss.cancels[0].reason, "재고 부족 " CASHIER_REFUND);
	ck_assert_int_eq(toss.left, 6000);
	struct gateway_payment p = find(KEY);
	ck_assert_int_eq(p.result, GATEWAY_PAID);
	ck_assert_int_eq(p.refunded, 4000);
	ck_assert_int_eq(find_refund(4000).result, GATEWAY_REFUNDED);
	/* The same refund of another amount is not ours. */
	ck_assert_int_eq(find_refund(4001).result, GATEWAY_REFUND_UNKNOWN);
}
END_TEST

START_TEST(a_nameless_payment_is_looked_up)
{
	toss.status = "DONE";
	ck_assert_int_eq(refund(NULL, 10000).result, GATEWAY_REFUNDED);
	ck_assert_int_eq(toss.looks, 1);
	toss.order = "of-the-page";
	ck_assert_int_eq(refund(NULL, 10000).result, GATEWAY_REFUND_NOT_DONE);
}
END_TEST

START_TEST(a_lost_refund_is_found)
{
	toss.status = "DONE";
	toss.trick = PEER_DROP;
	ck_assert_int_eq(refund(KEY, 10000).result, GATEWAY_REFUND_UNKNOWN);
	struct gateway_refund r = find_refund(10000);
	ck_assert_int_eq(r.result, GATEWAY_REFUNDED);
	ck_assert_str_eq(r.transaction_id, "T1");
	/* Asked for again, it is an error that hides a success. */
	toss.trick = PEER_ANSWER;
	ck_assert_int_eq(refund(KEY, 10000).result, GATEWAY_REFUNDED);
	ck_assert_int_eq(toss.ncancels, 1);
	ck_assert_int_eq(find(KEY).result, GATEWAY_RETURNED);
}
END_TEST

static const struct { const char *code; int status; enum gateway_refund_result is, done; } cancel_codes[] = {
	{ "ALREADY_CANCELED_PAYMENT", 400, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED }, { "NOT_CANCELABLE_AMOUNT", 403, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED },
	{ "NOT_CANCELABLE_PAYMENT", 403, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED }, { "NOT_MATCHES_REFUNDABLE_AMOUNT", 400, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED },
	{ "NOT_ALLOWED_PARTIAL_REFUND", 403, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED }, { "EXCEED_MAX_REFUND_DUE", 403, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED },
	{ "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", 403, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED }, { "REFUND_REJECTED", 400, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED },
	{ "NOT_FOUND_PAYMENT", 404, GATEWAY_REFUND_REFUSED, GATEWAY_REFUNDED },
	{ "INVALID_API_KEY", 400, GATEWAY_REFUND_NOT_DONE, GATEWAY_REFUNDED }, { "UNAUTHORIZED_KEY", 401, GATEWAY_REFUND_NOT_DONE, GATEWAY_REFUNDED },
	{ "INCORRECT_BASIC_AUTH_FORMAT", 403, GATEWAY_REFUND_NOT_DONE, GATEWAY_REFUNDED },
	{ "PROVIDER_ERROR", 400, GATEWAY_REFUND_UNKNOWN, GATEWAY_REFUNDED }, { "IDEMPOTENT_REQUEST_PROCESSING", 409, GATEWAY_REFUND_UNKNOWN, GATEWAY_REFUNDED },
	{ "FAILED_REFUND_PROCESS", 500, GATEWAY_REFUND_UNKNOWN, GATEWAY_REFUNDED }, { "SOMETHING_NEW", 400, GATEWAY_REFUND_UNKNOWN, GATEWAY_REFUNDED },
};

START_TEST(errors_of_cancel_are_judged)
{
	toss.status = "DONE";
	toss.fail_status = cancel_codes[_i].status;
	toss.fail_code = cancel_codes[_i].code;
	struct gateway_refund r = refund(KEY, 10000);
	ck_assert_int_eq(r.result, cancel_codes[_i].is);
	ck_assert_str_eq(r.code, cancel_codes[_i].code);
	/* Told the same, with the cancel done. */
	toss.after_effect = true;
	ck_assert_int_eq(refund(KEY, 10000).result, cancel_codes[_i].done);
	/* And when it can not be looked into: only what was surely not begun is not unknown. */
	toss.look_trick = PEER_DROP;
	enum gateway_refund_result blindly = refund(KEY, 10000).result;
	ck_assert_int_eq(blindly, cancel_codes[_i].is == GATEWAY_REFUND_NOT_DONE ? GATEWAY_REFUND_NOT_DONE : GATEWAY_REFUND_UNKNOWN);
}
END_TEST

static const struct { const char *status; enum gateway_refund_result is; } cancel_states[] = {
	{ "DONE", GATEWAY_REFUNDED }, { "ABORTED", GATEWAY_REFUND_REFUSED }, { "IN_PROGRESS", GATEWAY_REFUND_PENDING }, { "ANOTHER", GATEWAY_REFUND_PENDING },
};

START_TEST(cancels_have_states)
{
	toss.status = "PARTIAL_CANCELED";
	toss.ncancels = 2;
	strcpy(toss.cancels[0].reason, "another refund");
	strcpy(toss.cancels[0].status, "DONE");
	strcpy(toss.cancels[1].reason, "재고 부족 " CASHIER_REFUND);
	strcpy(toss.cancels[1].status, cancel_states[_i].status);
	toss.cancels[1].amount = 4000;
	ck_assert_int_eq(find_refund(4000).result, cancel_states[_i].is);
	toss.ncancels = 1;
	ck_assert_int_eq(find_refund(4000).result, GATEWAY_REFUND_NOT_FOUND);
	toss.known = false;
	ck_assert_int_eq(find_refund(4000).result, GATEWAY_REFUND_NOT_FOUND);
	toss.look_code = "FAILED_INTERNAL_SYSTEM_PROCESSING";
	toss.look_status = 500;
	ck_assert_int_eq(find_refund(4000).result, GATEWAY_REFUND_UNKNOWN);
}
END_TEST

START_TEST(long_reasons_are_cut_between_characters)
{
	struct gateway_refund_ask ask = cashier_refund(KEY, 4000);
	char reason[400] = "a";
	struct gateway_refund r;

	for (int i = 0; i < 100; i++)
		strcat(reason, "가");
	ask.reason = reason;
	toss.status = "DONE";
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_int_eq(r.result, GATEWAY_REFUNDED);
	/* 1 and 53 times 3 bytes. */
	ck_assert_uint_eq(strlen(toss.cancels[0].reason), 160 + 1 + strlen(CASHIER_REFUND));
	ask.reason = NULL;
	ask.refund_id = cashier_uuid(CASHIER_REFUND);
	gateway_refund(c.gateway, c.arena, &ask, &r);
	ck_assert_str_eq(toss.cancels[1].reason, "주문 취소 " CASHIER_REFUND);
}
END_TEST

/* What Toss lists names payments as the page did, not by our ids. */
START_TEST(there_are_no_books)
{
	struct gateway_ledger l;

	gateway_ledger(c.gateway, c.arena, 0, NULL, &l);
	ck_assert_int_eq(l.result, GATEWAY_LEDGER_NONE);
}
END_TEST

Suite *
gateway_toss_suite(void)
{
	Suite *s = suite_create("gateway_toss");
	TCase *t = tcase_create("gateway_toss");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_payment_is_confirmed);
	tcase_add_loop_test(t, tokens_are_a_key_and_an_order, 0, ROWS(tokens));
	tcase_add_loop_test(t, codes_are_judged, 0, ROWS(codes));
	tcase_add_loop_test(t, a_look_without_an_answer_confirms_nothing, 0, ROWS(blind));
	tcase_add_test(t, a_lost_answer_is_found_by_the_key);
	tcase_add_test(t, a_decline_found_later_has_its_reason);
	tcase_add_loop_test(t, strange_answers_are_unknown, 0, ROWS(strange));
	tcase_add_test(t, money_is_given_back);
	tcase_add_test(t, a_nameless_payment_is_looked_up);
	tcase_add_test(t, a_lost_refund_is_found);
	tcase_add_loop_test(t, errors_of_cancel_are_judged, 0, ROWS(cancel_codes));
	tcase_add_loop_test(t, cancels_have_states, 0, ROWS(cancel_states));
	tcase_add_test(t, long_reasons_are_cut_between_characters);
	tcase_add_test(t, there_are_no_books);
	suite_add_tcase(s, t);
	return s;
}
