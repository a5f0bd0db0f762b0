/* sink: what travels is a CloudEvent that its signature fits, and what comes back is understood. */
#include "remote/sink.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "remote/http_client.h"
#include "support/http_peer.h"
#include "support/jsonc.h"
#include "support/suite.h"

#define KEY "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static struct arena *arena;
static struct peer *peer;
static struct sink sink;
static struct conf conf;
static struct peer_answer reply;
static char type[128], id[64], timestamp[32], signature[128], body[8192];

static const struct sink_event event = {
	.id = "0192d7a0-0000-7000-8000-000000000001", .type = "shop.banquet.order.paid",
	.subject = "0192d7a0-0000-7000-8000-000000000002", .at = 1795600000123, .sequence = 42, .data = "{\"status\":\"PAID\",\"n\":[1,2]}",
};

static void
obey(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	(void)arg;
	ck_assert_str_eq(rq->method, "POST");
	ck_assert_str_eq(rq->target, "/events");
	peer_header(rq, "Content-Type", type, sizeof(type));
	peer_header(rq, "webhook-id", id, sizeof(id));
	peer_header(rq, "webhook-timestamp", timestamp, sizeof(timestamp));
	peer_header(rq, "webhook-signature", signature, sizeof(signature));
	ck_assert_uint_lt(rq->len, sizeof(body));
	memcpy(body, rq->body, rq->len + 1);
	*out = reply;
}

static void
setup(void)
{
	char why[160];

	arena = arena_new(1u << 20);
	peer = peer_start(obey, NULL);
	memset(&reply, 0, sizeof(reply));
	conf = (struct conf){ .platform_url = arena_printf(arena, "%s/events", peer_url(peer)), .platform_key = KEY, .platform_ca_file = "",
	    .platform_timeout_ms = 2000, .public_url = "https://shop.example" };
	ck_assert_msg(sink_make(&conf, &sink, why, sizeof(why)), "%s", why);
}

static void
teardown(void)
{
	http_client_close();
	peer_stop(peer);
	arena_free(arena);
}

START_TEST(what_travels)
{
	static const struct { const char *name, *value; } attributes[] = {
		{ "specversion", "1.0" }, { "id", "0192d7a0-0000-7000-8000-000000000001" }, { "source", "https://shop.example" },
		{ "type", "shop.banquet.order.paid" }, { "subject", "0192d7a0-0000-7000-8000-000000000002" },
		{ "time", "2026-11-25T09:46:40.123Z" }, { "sequence", "00000000000000000042" },
		{ "partitionkey", "0192d7a0-0000-7000-8000-000000000002" }, { "datacontenttype", "application/json" },
	};
	const char *why;
	json_object *tree;
	struct sign_key key;

	reply.status = 202;
	ck_assert_int_eq(sink_post(&sink, arena, &event, &why), SINK_TAKEN);
	peer_settle(peer);
	ck_assert_str_eq(type, "application/cloudevents+json; charset=utf-8");
	ck_assert_str_eq(id, event.id);
	ck_assert_int_le(llabs(atoll(timestamp) - clock_now() / 1000), 5);
	ck_assert(sign_key_parse(KEY, &key));
	ck_assert_int_eq(sign_verify(&key, 1, &(struct sign_headers){ id, timestamp, signature }, body, strlen(body),
	    clock_now() / 1000, SIGN_TOLERANCE), SIGN_GOOD);
	tree = json_tokener_parse(body);
	for (int i = 0; i < ROWS(attributes); i++)
		ck_assert_str_eq(json_object_get_string(json_object_object_get(tree, attributes[i].name)), attributes[i].value);
	ck_assert_int_eq(json_object_object_length(tree), ROWS(attributes) + 1);
	ck_assert_str_eq(json_object_to_json_string_ext(json_object_object_get(tree, "data"), JSON_C_TO_STRING_PLAIN), event.data);
	json_object_put(tree);
}
END_TEST

static const struct { enum peer_trick trick; int status; enum sink_result result; const char *why; } answers[] = {
	{ PEER_ANSWER, 200, SINK_TAKEN, NULL },
	{ PEER_ANSWER, 204, SINK_TAKEN, NULL },
	{ PEER_CLOSE, 200, SINK_TAKEN, NULL },
	{ PEER_ANSWER, 400, SINK_REFUSED, "status 400" },
	{ PEER_ANSWER, 409, SINK_REFUSED, "status 409" },
	{ PEER_ANSWER, 413, SINK_REFUSED, "status 413" },
	{ PEER_ANSWER, 415, SINK_REFUSED, "status 415" },
	{ PEER_ANSWER, 422, SINK_REFUSED, "status 422" },
	{ PEER_ANSWER, 301, SINK_SHUT, "status 301" },
	{ PEER_ANSWER, 401, SINK_SHUT, "status 401" },
	{ PEER_ANSWER, 404, SINK_SHUT, "status 404" },
	{ PEER_ANSWER, 410, SINK_SHUT, "status 410" },
	{ PEER_ANSWER, 429, SINK_SHUT, "status 429" },
	{ PEER_ANSWER, 500, SINK_SHUT, "status 500" },
	{ PEER_ANSWER, 503, SINK_SHUT, "status 503" },
	{ PEER_DROP, 0, SINK_SHUT, "" },
	{ PEER_HANG, 0, SINK_SHUT, "" },
};

START_TEST(what_comes_back)
{
	const char *why = NULL;

	reply.trick = answers[_i].trick;
	reply.status = answers[_i].status;
	sink.timeout_ms = answers[_i].trick == PEER_HANG ? 100 : 2000;
	ck_assert_int_eq(sink_post(&sink, arena, &event, &why), answers[_i].result);
	ck_assert_ptr_nonnull(why);
	if (answers[_i].why != NULL && answers[_i].why[0] != '\0')
		ck_assert_str_eq(why, answers[_i].why);
	ck_assert_int_eq(why[0] != '\0', answers[_i].result != SINK_TAKEN);
}
END_TEST

START_TEST(nobody_there)
{
	const char *why;

	sink.url = peer_nobody();
	ck_assert_int_eq(sink_post(&sink, arena, &event, &why), SINK_SHUT);
	ck_assert_str_ne(why, "");
}
END_TEST

/* An id that can not be signed is told, not sent. */
START_TEST(unsigned_event)
{
	struct sink_event dotted = event;
	const char *why;

	dotted.id = "a.b";
	ck_assert_int_eq(sink_post(&sink, arena, &dotted, &why), SINK_SHUT);
	ck_assert_int_eq(peer_requests(peer), 0);
}
END_TEST

static const struct { const char *url, *key, *why; } confs[] = {
	{ "https://platform.example/in", KEY, NULL },
	{ "http://127.0.0.1:8091/events", KEY, NULL },
	{ "http://localhost", KEY, NULL },
	{ "http://[::1]:1/", KEY, NULL },
	{ "http://platform.example/in", KEY, "platform_url: must begin with https://, or be on this machine" },
	{ "http://127.0.0.1.example/in", KEY, "platform_url: must begin with https://, or be on this machine" },
	{ "https://", KEY, "platform_url: must begin with https://, or be on this machine" },
	{ "", KEY, "platform_url: must begin with https://, or be on this machine" },
	{ "https://platform.example/in", "", "platform_key: must be whsec_ and the base64 of 16 to 64 bytes" },
	{ "https://platform.example/in", "whsec_short", "platform_key: must be whsec_ and the base64 of 16 to 64 bytes" },
};

START_TEST(configurations)
{
	char why[160] = "";

	conf.platform_url = confs[_i].url;
	conf.platform_key = confs[_i].key;
	ck_assert_int_eq(sink_make(&conf, &sink, why, sizeof(why)), confs[_i].why == NULL);
	ck_assert_str_eq(why, confs[_i].why == NULL ? "" : confs[_i].why);
}
END_TEST

Suite *
sink_suite(void)
{
	Suite *s = suite_create("remote/sink");
	TCase *c = tcase_create("sink");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, what_travels);
	tcase_add_loop_test(c, what_comes_back, 0, ROWS(answers));
	tcase_add_test(c, nobody_there);
	tcase_add_test(c, unsigned_event);
	tcase_add_loop_test(c, configurations, 0, ROWS(confs));
	suite_add_tcase(s, c);
	return s;
}
