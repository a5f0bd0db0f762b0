/* model_hash_test: what is one request, and what is another. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "http/body.h"
#include "http/model.h"
#include "support/refusal.h"
#include "support/sample.h"
#include "support/suite.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
	ck_assert_int_eq(id_start(), 0);
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
}

static void teardown(void) { arena_free(arena); }

static struct hash
print(const char *text)
{
	bool json = *text == '{';
	struct body b;
	const void *in = NULL;

	ck_assert_str_eq(refusal(arena, body_parse(arena, json ? "application/json" : "application/x-www-form-urlencoded",
	    text, strlen(text), &b)), "");
	ck_assert_str_eq(refusal(arena, model_read(arena, &sample_model, b.tree, json ? MODEL_FROM_JSON : MODEL_FROM_FORM, &in)), "");
	return model_fingerprint(&sample_model, in);
}

#define J "{\"name\":\"n\",\"style\":\"grand\""

static const struct { const char *a, *b; } same[] = {
	{ J "}", "{\"style\":\"grand\",\"name\":\"n\"}" },
	{ J "}", "name=n&style=grand" },
	{ J "}", J ",\"quantity\":1,\"receipt\":true,\"gift\":false,\"any\":0,\"size\":null,\"lines\":[],\"extras\":{},\"place\":null}" },
	{ J "}", J ",\"card\":\"4242\"}" },			/* a secret */
	{ J "}", J ",\"status\":\"anything\"}" },		/* ignored */
	{ J ",\"extras\":{\"a\":1,\"b\":2,\"c\":3}}", J ",\"extras\":{\"c\":3,\"a\":1,\"b\":2}}" },
	{ J ",\"weight\":1.5}", J ",\"weight\":1.500}" },
	{ J ",\"at\":\"2026-11-21T10:00:00Z\"}", J ",\"at\":\"2026-11-21T19:00:00.000+09:00\"}" },
	{ J ",\"user_id\":\"0192f5d6-7e1a-7abc-8def-0123456789ab\"}", J ",\"user_id\":\"0192F5D6-7E1A-7ABC-8DEF-0123456789AB\"}" },
	{ J ",\"place\":{\"address\":\"here\",\"floor\":1}}", "name=n&style=grand&place.address=+here" },
	{ "{\"name\":\"caf\xc3\xa9\",\"style\":\"grand\"}", "{\"name\":\"cafe\\u0301\",\"style\":\"grand\"}" },
};

START_TEST(one_request)
{
	struct hash a = print(same[_i].a), b = print(same[_i].b);

	ck_assert(hash_equal(&a, &b));
}
END_TEST

/* All of them differ from each other. */
static const char *const different[] = {
	J "}",
	J ",\"quantity\":2}",
	J ",\"any\":1}",
	J ",\"any\":2}",
	J ",\"receipt\":false}",
	J ",\"size\":\"size_1\"}",
	J ",\"size\":\"size_2\"}",
	J ",\"weight\":1}",
	J ",\"weight\":2}",
	J ",\"at\":\"2026-11-21T10:00:00Z\"}",
	J ",\"at\":\"2026-11-21T10:00:01Z\"}",
	J ",\"user_id\":\"0192f5d6-7e1a-7abc-8def-0123456789ab\"}",
	J ",\"place\":{\"address\":\"here\"}}",
	J ",\"place\":{\"address\":\"here\",\"notes\":\"x\"}}",
	J ",\"lines\":[{\"code\":\"a\"}]}",
	J ",\"lines\":[{\"code\":\"b\"}]}",
	J ",\"lines\":[{\"code\":\"a\"},{\"code\":\"b\"}]}",
	J ",\"lines\":[{\"code\":\"b\"},{\"code\":\"a\"}]}",	/* a list has an order */
	J ",\"lines\":[{\"code\":\"a\",\"quantity\":2}]}",
	J ",\"tags\":[\"ab\",\"cd\"]}",
	J ",\"tags\":[\"abcd\"]}",
	J ",\"tags\":[\"cd\",\"ab\"]}",
	J ",\"products\":[1]}",
	J ",\"products\":[1,1]}",
	J ",\"extras\":{\"a\":1}}",
	J ",\"extras\":{\"a\":2}}",
	J ",\"extras\":{\"b\":1}}",
	J ",\"extras\":{\"a\":1,\"b\":1}}",
	"{\"name\":\"m\",\"style\":\"grand\"}",
	"{\"name\":\"n\",\"style\":\"deluxe\"}",
};

START_TEST(different_requests)
{
	struct hash mine = print(different[_i]);

	for (int i = 0; i < _i; i++) {
		struct hash other = print(different[i]);
		ck_assert_msg(!hash_equal(&mine, &other), "%s and %s", different[_i], different[i]);
	}
}
END_TEST

START_TEST(models_differ_and_nothing_is_something)
{
	struct sample_line line = { 0 };
	struct hash none = model_fingerprint(&sample_line_model, NULL), some = model_fingerprint(&sample_line_model, &line);
	struct hash other = model_fingerprint(&sample_model, NULL);

	ck_assert(!hash_equal(&none, &some));
	ck_assert(!hash_equal(&none, &other));
}
END_TEST

Suite *
model_hash_suite(void)
{
	Suite *s = suite_create("model_hash");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, one_request, 0, ROWS(same));
	tcase_add_loop_test(c, different_requests, 0, ROWS(different));
	tcase_add_test(c, models_differ_and_nothing_is_something);
	suite_add_tcase(s, c);
	return s;
}
