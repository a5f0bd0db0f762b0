/* keyed: what is written under a key is written once, with its answer; what is refused leaves the key free. */
#include "shop/keyed.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/coupon.h"
#include "shop/ticket.h"
#include "store/coupon_store.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }

/* Something written: a coupon. */
struct writing { struct ticket ticket; struct coupon coupon; bool refuse; };

static const struct err *
put(struct db *db, struct ticket *k)
{
	struct writing *w = (struct writing *)k;
	const struct err *e = coupon_store_add(db, k->arena, &w->coupon);

	return e == NULL && w->refuse ? err_new(k->arena, ERR_FORBIDDEN, "not this one") : e;
}

static const struct err *
answer(struct ticket *k, struct kept *kept)
{
	kept->status = 201;
	kept->json = arena_printf(k->arena, "%u", ((struct writing *)k)->coupon.id);
	return kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

static struct writing
writing(struct arena *a, const char *key, const char *request)
{
	struct hash print = hash_of(request, strlen(request));

	return (struct writing){ .ticket = { .arena = a, .answer = answer, .key = idem_make(t.admin.b, sizeof(t.admin.b), "/x", key, &print) },
	    .coupon = { .name = "x", .kind = COUPON_FIXED, .value = 1, .quantity = 1, .issue_from = 1000, .issue_to = 2000, .valid_days = 1,
	    .created_at = 1000 } };
}

static int64_t
written(void)
{
	return testshop_number(&t, "SELECT COUNT(*) FROM coupons");
}

START_TEST(without_a_key)
{
	struct writing w = writing(t.t.arena, NULL, "a");

	ck_ok(keyed_run(t.shop, &w.ticket, put));
	ck_ok(keyed_run(t.shop, &w.ticket, put));
	ck_assert(!w.ticket.replayed && w.ticket.kept == NULL);
	ck_assert_int_eq(written(), 2);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
}
END_TEST

START_TEST(once_a_key)
{
	struct writing w = writing(t.t.arena, "k", "a"), again = writing(t.t.arena, "k", "a"), other = writing(t.t.arena, "k", "b");

	ck_ok(keyed_run(t.shop, &w.ticket, put));
	ck_assert(!w.ticket.replayed);
	ck_ok(keyed_run(t.shop, &again.ticket, put));
	ck_assert(again.ticket.replayed);
	ck_assert_str_eq(again.ticket.kept->json, w.ticket.kept->json);
	ck_assert(err_is(keyed_run(t.shop, &other.ticket, put), ERR_IDEMPOTENCY_KEY_REUSED));
	ck_assert_int_eq(written(), 1);
}
END_TEST

START_TEST(refused_is_undone)
{
	struct writing w = writing(t.t.arena, "k", "a");

	w.refuse = true;
	ck_assert(err_is(keyed_run(t.shop, &w.ticket, put), ERR_FORBIDDEN));
	ck_assert_int_eq(written(), 0);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM idempotency"), 0);
	w = writing(t.t.arena, "k", "a");
	ck_ok(keyed_run(t.shop, &w.ticket, put));
	ck_assert_int_eq(written(), 1);
}
END_TEST

struct one { pthread_t thread; uint32_t id; int code; };

static void *
run(void *arg)
{
	struct one *me = arg;
	struct arena *a = arena_new(1u << 18);
	struct writing w = writing(a, "k", "a");
	const struct err *e = keyed_run(t.shop, &w.ticket, put);

	me->code = e == NULL ? -1 : (int)e->code;
	me->id = e == NULL ? (uint32_t)strtoul(w.ticket.kept->json, NULL, 10) : 0;
	arena_free(a);
	return NULL;
}

/* At once: whoever is second finds the key written, and is told what the first was. */
START_TEST(at_once)
{
	static const int crowds[] = { 2, 8, 32 };
	struct one one[32];
	int n = crowds[_i];

	for (int i = 0; i < n; i++)
		ck_assert_int_eq(pthread_create(&one[i].thread, NULL, run, &one[i]), 0);
	for (int i = 0; i < n; i++)
		pthread_join(one[i].thread, NULL);
	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(one[i].code, -1);
		ck_assert_uint_eq(one[i].id, one[0].id);
	}
	ck_assert_int_eq(written(), 1);
}
END_TEST

Suite *
keyed_suite(void)
{
	Suite *s = suite_create("shop/keyed");
	TCase *c = tcase_create("keyed");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, without_a_key);
	tcase_add_test(c, once_a_key);
	tcase_add_test(c, refused_is_undone);
	tcase_add_loop_test(c, at_once, 0, 3);
	suite_add_tcase(s, c);
	return s;
}
