/* relay: the platform hears of orders paid and of what undoes them, each once while it listens, and holds up nobody when it does not. */
#include "work/relay.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "remote/http_client.h"
#include "shop/shop.h"
#include "support/http_peer.h"
#include "support/suite.h"
#include "support/testshop.h"
#include "work/job.h"

static struct testshop t;
static struct peer *peer;
static struct buf told;		/* the types, each with a space */
static int status;

static void create(void) { testshop_create(&t); }

static void
obey(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	const char *type = strstr(rq->body, "\"type\":\"shop.banquet.");

	(void)arg;
	*out = (struct peer_answer){ .status = status };
	if (status < 300 && type != NULL)
		buf_printf(&told, "%.*s ", (int)strcspn(type + 21, "\""), type + 21);
}

static void
setup(void)
{
	peer = peer_start(obey, NULL);
	status = 204;
	testshop_open(&t);
	t.t.conf.platform_url = peer_url(peer);
	t.t.conf.platform_key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
	t.t.conf.platform_timeout_ms = 1000;
	t.t.conf.platform_tries = 2;
	t.t.conf.platform_retry_ms = 1000;
	t.t.conf.platform_per_s = 1000;
	testshop_reopen(&t);
}

static void
teardown(void)
{
	clock_shift(0);
	http_client_close();
	testshop_close(&t);
	peer_stop(peer);
	buf_free(&told);
}

static int64_t at_once(const struct conf *c) { (void)c; return 1000; }

/* As the worker runs it, one time; returns whether that failed. */
static size_t
run(void)
{
	static const struct job job = { .name = "relay", .every = at_once, .kind = JOB_ALONE, .run = relay_job };
	struct job_runner *r = job_start(t.shop, &job, 1, true);
	size_t failed;

	ck_assert_ptr_nonnull(r);
	failed = job_wait(r);
	job_free(r);
	peer_settle(peer);
	return failed;
}

static void
deliver(const struct uuid *id)
{
	ck_ok(testshop_move(&t, id, ITEM_PREPARING, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK));
	ck_ok(testshop_move(&t, id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER));
	ck_ok(testshop_move(&t, id, ITEM_DELIVERED, &t.courier, ROLE_COURIER));
}

START_TEST(completed_orders)
{
	struct uuid paid = testshop_order(&t, &testshop_dinner, &t.kim), open = testshop_order(&t, &testshop_dinner, &t.lee);

	ck_assert_uint_eq(run(), 0);
	ck_assert_int_eq(peer_requests(peer), 0);
	deliver(&paid);
	ck_ok(testshop_move(&t, &open, ITEM_CANCELLED, &t.admin, ROLE_ADMIN));
	ck_assert_uint_eq(run(), 0);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(buf_str(&told), "order.paid ");
	testshop_books(&t);
}
END_TEST

/* Refused, then dead; the order went its way meanwhile. */
START_TEST(dead_platform)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	status = 500;
	deliver(&id);
	ck_assert_uint_eq(run(), 0);
	clock_shift(1000);
	ck_assert_uint_eq(run(), 0);
	ck_assert_str_eq(testshop_text(&t, "SELECT CONCAT_WS(' ', state, tries, last_error) FROM event_deliveries"), "DEAD 2 status 500");
	ck_assert_int_eq(testshop_get(&t, &id).status, ORDER_COMPLETED);
	testshop_books(&t);
}
END_TEST

/* However much there is, no more than so many in a second. */
START_TEST(at_a_pace)
{
	int64_t began;

	t.t.conf.platform_per_s = 20;
	testshop_reopen(&t);
	for (int i = 0; i < 4; i++) {
		struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
		deliver(&id);
	}
	began = clock_monotonic_us();
	ck_assert_uint_eq(run(), 0);
	ck_assert_int_ge(clock_monotonic_us() - began, 3 * 50000);
	ck_assert_int_eq(peer_requests(peer), 4);
}
END_TEST

START_TEST(switched_off)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	t.t.conf.platform_url = "";
	testshop_reopen(&t);
	deliver(&id);
	ck_assert_uint_eq(run(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM event_cursors"), 0);
}
END_TEST

START_TEST(without_a_key)
{
	t.t.conf.platform_key = "";
	testshop_reopen(&t);
	ck_assert_uint_eq(run(), 1);
}
END_TEST

Suite *
relay_suite(void)
{
	Suite *s = suite_create("work/relay");
	TCase *c = tcase_create("relay");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, completed_orders);
	tcase_add_test(c, dead_platform);
	tcase_add_test(c, at_a_pace);
	tcase_add_test(c, switched_off);
	tcase_add_test(c, without_a_key);
	suite_add_tcase(s, c);
	return s;
}
