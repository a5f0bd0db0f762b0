/* batch_keys: a key kept, opened, closed, dropped, in one transaction or over several; one key, one effect. */
#include "shop/batch_work.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/crowd.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;
static const struct hash print = { { 1 } }, other_print = { { 2 } };

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

/* A ticket that does nothing but be decided. */
struct asking { struct ticket ticket; int status, decided; bool refuses, wordless; };

static const struct err *
decide(struct ticket *k, struct batch *b)
{
	struct asking *me = (struct asking *)k;

	(void)b;
	me->decided++;
	return me->refuses ? err_new(k->arena, ERR_FORBIDDEN, NULL) : NULL;
}

static const struct err *
answer(struct ticket *k, struct kept *kept)
{
	struct asking *me = (struct asking *)k;

	if (me->wordless)
		return err_new(k->arena, ERR_INTERNAL_SERVER_ERROR, "no words");
	*kept = (struct kept){ .status = me->status, .location = "/api/orders/x", .json = me->status == 0 ? "" : "\"a\":1" };
	return NULL;
}

static const struct ticket_op ask_op = { .name = "ask", .decide = decide };

static struct asking
asking(const char *key, enum key_use use, int status)
{
	return (struct asking){ .ticket = { .op = &ask_op, .arena = t.t.arena, .answer = answer, .key_use = use,
	    .key = idem_make("kim", 3, "/r", key, &print) }, .status = status };
}

static int
serve(struct asking *me)
{
	const struct err *e = ticket_serve(t.shop, &me->ticket);

	return e == NULL ? -1 : (int)e->code;
}

static int64_t
keys(const char *where)
{
	return testshop_number(&t, "SELECT COUNT(*) FROM idempotency WHERE %s", where);
}

START_TEST(kept)
{
	struct asking first = asking("k", KEY_KEEP, 201), again = asking("k", KEY_KEEP, 500), open = asking("k", KEY_OPEN, 0);

	ck_assert_int_eq(serve(&first), -1);
	ck_assert(!first.ticket.replayed);
	ck_assert_int_eq(serve(&again), -1);
	ck_assert(again.ticket.replayed);
	ck_assert_int_eq(again.decided, 0);
	ck_assert_int_eq(again.ticket.kept->status, 201);
	ck_assert_str_eq(again.ticket.kept->json, "\"a\":1");
	ck_assert_int_eq(serve(&open), -1);
	ck_assert(open.ticket.replayed);
	ck_assert_int_eq(keys("status = 201"), 1);
	/* Another request under it. */
	again = asking("k", KEY_KEEP, 201);
	again.ticket.key.fingerprint = other_print;
	ck_assert_int_eq(serve(&again), ERR_IDEMPOTENCY_KEY_REUSED);
	ck_assert_int_eq(again.decided, 0);
}
END_TEST

/* Opened, in flight for all others, closed by the one that opened it. */
START_TEST(opened_and_closed)
{
	struct asking first = asking("k", KEY_OPEN, 0), twin = asking("k", KEY_OPEN, 0), last = asking("k", KEY_CLOSE, 202),
	    again = asking("k", KEY_OPEN, 0);

	ck_assert_int_eq(serve(&first), -1);
	ck_assert_int_eq(keys("status IS NULL AND answer IS NOT NULL"), 1);
	ck_assert_int_eq(serve(&twin), ERR_IDEMPOTENCY_IN_FLIGHT);
	ck_assert_int_eq(twin.decided, 0);
	/* What is known of the answer so far. */
	ck_assert_ptr_nonnull(twin.ticket.kept);
	ck_assert_int_eq(twin.ticket.kept->status, 0);
	ck_assert_str_eq(twin.ticket.kept->location, "/api/orders/x");
	ck_assert_int_eq(serve(&last), -1);
	ck_assert_int_eq(last.decided, 1);
	ck_assert(!last.ticket.replayed);
	ck_assert_int_eq(keys("status = 202"), 1);
	ck_assert_int_eq(serve(&again), -1);
	ck_assert(again.ticket.replayed);
	ck_assert_int_eq(again.ticket.kept->status, 202);
}
END_TEST

/* Dropped, it is as if it had never been; once closed it can not be dropped. */
START_TEST(dropped)
{
	struct asking first = asking("k", KEY_OPEN, 0), drop = asking("k", KEY_DROP, 0), again = asking("k", KEY_OPEN, 0),
	    close = asking("k", KEY_CLOSE, 201);

	ck_assert_int_eq(serve(&first), -1);
	ck_assert_int_eq(serve(&drop), -1);
	ck_assert_ptr_null(drop.ticket.kept);
	ck_assert_int_eq(keys("TRUE"), 0);
	ck_assert_int_eq(serve(&again), -1);
	ck_assert_int_eq(again.decided, 1);
	ck_assert_int_eq(serve(&close), -1);
	drop = asking("k", KEY_DROP, 0);
	ck_assert_int_eq(serve(&drop), -1);
	ck_assert_int_eq(keys("status = 201"), 1);
}
END_TEST

/* Who is refused uses no key; nor does one whose answer can not be made, and then nothing is done either. */
START_TEST(refused)
{
	struct asking me = asking("k", (enum key_use)_i, 201);

	me.refuses = true;
	ck_assert_int_eq(serve(&me), ERR_FORBIDDEN);
	ck_assert_int_eq(keys("TRUE"), 0);
	me = asking("k", (enum key_use)_i, 201);
	me.wordless = true;
	ck_assert_int_eq(serve(&me), _i == KEY_DROP ? -1 : ERR_INTERNAL_SERVER_ERROR);
	ck_assert_int_eq(keys("TRUE"), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM desk_batches"), _i == KEY_DROP ? 1 : 0);
}
END_TEST

START_TEST(without_a_key)
{
	struct asking me = asking(NULL, KEY_KEEP, 201);

	ck_assert_int_eq(serve(&me), -1);
	ck_assert_ptr_null(me.ticket.kept);
	ck_assert_int_eq(keys("TRUE"), 0);
}
END_TEST

/* --- many in one transaction --------------------------------------------------------------------- */

static void *
serve_one(void *me)
{
	ticket_serve(t.shop, &((struct asking *)me)->ticket);
	return NULL;
}

/* All of them in one batch, in this order. */
static void
in_one_batch(struct asking *one, int n)
{
	struct crowd_gate g;
	pthread_t thread[16];

	t.t.conf.desk_leaders = 1;
	testshop_reopen(&t);
	for (int i = 0; i < n; i++)
		one[i].ticket.arena = arena_new(1u << 16);
	crowd_gate_hold(&g, t.shop);
	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(pthread_create(&thread[i], NULL, serve_one, &one[i]), 0);
		crowd_until_queued(t.shop, i + 1);
	}
	crowd_gate_open(&g);
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	ck_assert_int_eq(testshop_number(&t, "SELECT tickets FROM desk_batches"), n);
}

static void
forget(struct asking *one, int n)
{
	for (int i = 0; i < n; i++)
		arena_free(one[i].ticket.arena);
}

/* The first has the effect; the others are told what it was told, or that it is still at it. */
START_TEST(one_key_in_one_batch)
{
	struct asking one[8];

	for (int i = 0; i < 8; i++)
		one[i] = asking("k", _i == 0 ? KEY_KEEP : KEY_OPEN, _i == 0 ? 201 : 0);
	one[7].ticket.key.fingerprint = other_print;
	in_one_batch(one, 8);
	ck_assert_ptr_null(one[0].ticket.err);
	for (int i = 0; i < 8; i++) {
		ck_assert_int_eq(one[i].decided, i == 0);
		if (i == 7)
			ck_assert(err_is(one[i].ticket.err, ERR_IDEMPOTENCY_KEY_REUSED));
		else if (i > 0 && _i == 0) {
			ck_assert(one[i].ticket.replayed);
			ck_assert_int_eq(one[i].ticket.kept->status, 201);
		} else if (i > 0) {
			ck_assert(err_is(one[i].ticket.err, ERR_IDEMPOTENCY_IN_FLIGHT));
			ck_assert_str_eq(one[i].ticket.kept->location, "/api/orders/x");
		}
	}
	ck_assert_int_eq(keys("TRUE"), 1);
	forget(one, 8);
}
END_TEST

/* One that was refused is no example to the next. */
START_TEST(after_a_refusal)
{
	struct asking one[3] = { asking("k", KEY_KEEP, 201), asking("k", KEY_KEEP, 202), asking("k", KEY_KEEP, 203) };

	one[0].refuses = true;
	in_one_batch(one, 3);
	ck_assert(err_is(one[0].ticket.err, ERR_FORBIDDEN));
	ck_assert(!one[1].ticket.replayed);
	ck_assert(one[2].ticket.replayed);
	ck_assert_int_eq(one[2].ticket.kept->status, 202);
	ck_assert_int_eq(keys("status = 202"), 1);
	forget(one, 3);
}
END_TEST

/* Every use of keys side by side, each in its own key's row. */
START_TEST(each_use_in_one_batch)
{
	struct asking open[2] = { asking("b", KEY_OPEN, 0), asking("c", KEY_OPEN, 0) };
	struct asking one[5] = { asking("a", KEY_KEEP, 201), asking("b", KEY_CLOSE, 202), asking("c", KEY_DROP, 0), asking("d", KEY_OPEN, 0),
	    asking(NULL, KEY_KEEP, 201) };

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(serve(&open[i]), -1);
	testshop_sql(&t, "DELETE FROM desk_batches");
	in_one_batch(one, 5);
	for (int i = 0; i < 5; i++) {
		ck_assert_ptr_null(one[i].ticket.err);
		ck_assert_int_eq(one[i].decided, 1);
	}
	ck_assert_int_eq(keys("TRUE"), 3);
	ck_assert_int_eq(keys("status = 201"), 1);
	ck_assert_int_eq(keys("status = 202"), 1);
	ck_assert_int_eq(keys("status IS NULL"), 1);
	forget(one, 5);
}
END_TEST

Suite *
batch_keys_suite(void)
{
	Suite *s = suite_create("shop/batch_keys");
	TCase *c = tcase_create("batch_keys");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, kept);
	tcase_add_test(c, opened_and_closed);
	tcase_add_test(c, dropped);
	tcase_add_loop_test(c, refused, KEY_KEEP, KEY_DROP + 1);
	tcase_add_test(c, without_a_key);
	tcase_add_loop_test(c, one_key_in_one_batch, 0, 2);
	tcase_add_test(c, after_a_refusal);
	tcase_add_test(c, each_use_in_one_batch);
	suite_add_tcase(s, c);
	return s;
}
