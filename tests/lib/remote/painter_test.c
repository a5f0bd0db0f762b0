/*
 * painter_test: an Images API of our own, which takes requests only as OpenAI's public specification has them: a field too
 * many, one missing or of another kind is a 400 here as there.
 */
#include "remote/painter.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "support/http_peer.h"
#include "support/suite.h"

#define KEY "sk-test-1"
static const char webp[] = "RIFF\x10\0\0\0WEBP--\r\n--bytes\0of a picture";

static struct api {
	struct conf	 conf;
	struct arena	*arena;
	struct peer	*peer;
	int		 asked;
	char		 size[16], fault[64];	/* what was asked for; what was wrong with it */
	/* The first answers are these instead. */
	struct { int status; const char *headers, *body; enum peer_trick trick; } instead[3];
	int		 ninstead;
	const char	*b64;
} api;

static bool
one_of(const char *word, const char *words)
{
	size_t n = strlen(word);

	for (const char *p = words; (p = strstr(p, word)) != NULL; p++)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

static void
refuse(const char *what)
{
	(void)snprintf(api.fault, sizeof(api.fault), "%s", what);
}

/* What a model takes; sizes are the specification's. */
static void
check_size(const char *model, const char *size, bool edit)
{
	const char *known = strncmp(model, "gpt-image", 9) == 0 ? "auto 1024x1024 1536x1024 1024x1536" :
	    strcmp(model, "dall-e-3") == 0 ? "1024x1024 1792x1024 1024x1792" : strcmp(model, "dall-e-2") == 0 ? "256x256 512x512 1024x1024" : "auto";

	(void)snprintf(api.size, sizeof(api.size), "%s", size);
	if (!one_of(size, known))
		refuse("size");
	if (edit && strcmp(model, "dall-e-3") == 0)
		refuse("model");
}

static void
generations(const struct peer_request *rq)
{
	struct json_object *o = json_tokener_parse(rq->body);
	const char *model, *prompt;

	if (!json_object_is_type(o, json_type_object)) {
		refuse("json");
		return;
	}
	model = json_object_get_string(json_object_object_get(o, "model"));
	prompt = json_object_get_string(json_object_object_get(o, "prompt"));
	if (model == NULL || prompt == NULL || *prompt == '\0')
		refuse("required");
	json_object_object_foreach(o, name, value) {
		if (!one_of(name, "model prompt n size response_format"))
			refuse(name);
		if (strcmp(name, "n") == 0 && (!json_object_is_type(value, json_type_int) || json_object_get_int(value) != 1))
			refuse("n");
		if (strcmp(name, "response_format") == 0 &&
		    (model == NULL || strncmp(model, "gpt-image", 9) == 0 || strcmp(json_object_get_string(value), "b64_json") != 0))
			refuse("response_format");
	}
	if (model != NULL)
		check_size(model, json_object_get_string(json_object_object_get(o, "size")), false);
	json_object_put(o);
}

/* The parts of the body in turn; the file's bytes must be those sent. */
static void
edits(const struct peer_request *rq)
{
	char type[256], line[300], model[64] = "", size[32] = "";
	const char *b, *at = rq->body, *end = rq->body + rq->len;
	int fields = 0, files = 0;

	if (peer_header(rq, "Content-Type", type, sizeof(type)) == NULL || strncmp(type, "multipart/form-data; boundary=", 30) != 0) {
		refuse("multipart");
		return;
	}
	b = type + 30;
	(void)snprintf(line, sizeof(line), "--%s\r\n", b);
	while (at < end && strncmp(at, line, strlen(line)) == 0) {
		char name[64], value[1200];
		const char *body = strstr(at, "\r\n\r\n") + 4, *next = body;
		if (sscanf(at + strlen(line), "Content-Disposition: form-data; name=\"%63[^\"]\"", name) != 1)
			refuse("disposition");
		(void)snprintf(value, sizeof(value), "\r\n--%s", b);
		while (next < end && memcmp(next, value, strlen(value)) != 0)
			next++;
		if (strcmp(name, "image") == 0) {
			files++;
			if ((size_t)(next - body) != sizeof(webp) || memcmp(body, webp, sizeof(webp)) != 0 || strstr(at, "image/webp") > body ||
			    strstr(at, "filename=\"") > body)
				refuse("image");
		} else {
			fields++;
			(void)snprintf(value, sizeof(value), "%.*s", (int)(next - body), body);
			if (!one_of(name, "model prompt n size response_format"))
				refuse(name);
			if (strcmp(name, "model") == 0)
				(void)snprintf(model, sizeof(model), "%.63s", value);
			if (strcmp(name, "size") == 0)
				(void)snprintf(size, sizeof(size), "%.31s", value);
			if (strcmp(name, "prompt") == 0 && strcmp(value, "더 \"예쁘게\"\r\n--x") != 0)
				refuse("prompt");
			if (strcmp(name, "response_format") == 0 && strncmp(model, "gpt-image", 9) == 0)
				refuse("response_format");
		}
		at = next + 2;
	}
	(void)snprintf(line, sizeof(line), "--%s--\r\n", b);
	if ((size_t)(end - at) != strlen(line) || memcmp(at, line, strlen(line)) != 0 || files != 1 || fields < 4)
		refuse("parts");
	check_size(model, size, true);
}

static void
serve(void *arg, const struct peer_request *rq, struct peer_answer *out)
{
	char auth[64];

	(void)arg;
	api.fault[0] = '\0';
	if (api.asked < api.ninstead && (api.instead[api.asked].status != 0 || api.instead[api.asked].trick != PEER_ANSWER)) {
		out->status = api.instead[api.asked].status;
		out->headers = api.instead[api.asked].headers;
		out->trick = api.instead[api.asked].trick;
		(void)snprintf(out->body, sizeof(out->body), "%s", api.instead[api.asked].body != NULL ? api.instead[api.asked].body : "{}");
		api.asked++;
		return;
	}
	api.asked++;
	if (strcmp(rq->method, "POST") != 0)
		refuse("method");
	if (peer_header(rq, "Authorization", auth, sizeof(auth)) == NULL || strcmp(auth, "Bearer " KEY) != 0)
		refuse("key");
	if (strcmp(rq->target, "/v1/images/generations") == 0)
		generations(rq);
	else if (strcmp(rq->target, "/v1/images/edits") == 0)
		edits(rq);
	else
		refuse("path");
	if (api.fault[0] != '\0') {
		out->status = 400;
		(void)snprintf(out->body, sizeof(out->body), "{\"error\":{\"message\":\"Unknown parameter: '%s'.\",\"type\":\"invalid_request_error\","
		    "\"param\":\"%s\",\"code\":\"unknown_parameter\"}}", api.fault, api.fault);
	} else
		(void)snprintf(out->body, sizeof(out->body), "{\"created\":1713833628,\"data\":[{\"b64_json\":\"%s\"}],\"usage\":{\"total_tokens\":100}}", api.b64);
}

static struct conf loaded;	/* whose texts api.conf borrows, where a test sets none of its own */

static void
before(void)
{
	static char url[128];
	char why[256];

	memset(&api, 0, sizeof(api));
	ck_assert_int_eq(conf_load(&loaded, "/dev/null", why, sizeof(why)), 0);
	api.conf = loaded;
	api.arena = arena_new(64 << 20);
	api.peer = peer_start(serve, NULL);
	(void)snprintf(url, sizeof(url), "%s/v1/", peer_url(api.peer));
	api.conf.painter_url = url;
	api.conf.painter_key = KEY;
	api.conf.painter_timeout_ms = 2000;
	api.b64 = "aGVsbG8sIHdvcmxk";
}

static void
after(void)
{
	peer_stop(api.peer);
	arena_free(api.arena);
	conf_free(&loaded);
}

static const struct err *
paint(const char *model, int wide, int high, bool edit, const void **bytes, size_t *n)
{
	struct painter_ask ask = { .prompt = edit ? "더 \"예쁘게\"\r\n--x" : "딸기 \"케이크\"\n", .wide = wide, .high = high,
	    .picture = edit ? webp : NULL, .len = edit ? sizeof(webp) : 0 };
	char why[256];
	struct painter *p;
	const struct err *e;

	api.conf.painter_model = model;
	ck_assert_ptr_nonnull(p = painter_open(&api.conf, why, sizeof(why)));
	e = painter_paint(p, api.arena, &ask, bytes, n);
	painter_close(p);
	peer_settle(api.peer);
	return e;
}

static const struct { const char *model; int wide, high; const char *size; } sizes[] = {
	{ "gpt-image-1", 1, 1, "1024x1024" }, { "gpt-image-1", 16, 9, "1536x1024" }, { "gpt-image-1", 9, 16, "1024x1536" },
	{ "gpt-image-1", 5, 4, "1536x1024" }, { "gpt-image-1-mini", 3, 2, "1536x1024" }, { "dall-e-3", 16, 9, "1792x1024" },
	{ "dall-e-3", 2, 3, "1024x1792" }, { "dall-e-3", 1, 1, "1024x1024" }, { "dall-e-2", 21, 9, "1024x1024" }, { "flux-schnell", 4, 3, "auto" },
};

START_TEST(paints_in_the_nearest_size)
{
	const void *bytes;
	size_t n;

	ck_assert_ptr_null(paint(sizes[_i].model, sizes[_i].wide, sizes[_i].high, false, &bytes, &n));
	ck_assert_str_eq(api.fault, "");
	ck_assert_str_eq(api.size, sizes[_i].size);
	ck_assert_uint_eq(n, 12);
	ck_assert_int_eq(memcmp(bytes, "hello, world", 12), 0);
	ck_assert_int_eq(api.asked, 1);
}
END_TEST

START_TEST(changes_a_picture)
{
	static const char *const models[] = { "gpt-image-1", "dall-e-2", "my-own-model" };
	const void *bytes;
	size_t n;

	for (int i = 0; i < ROWS(models); i++) {
		const struct err *e = paint(models[i], 1, 1, true, &bytes, &n);
		ck_assert_msg(e == NULL, "%s: %s", models[i], api.fault);
	}
	ck_assert_int_eq(api.asked, 3);
	/* What the model can not do is not asked for. */
	ck_assert(err_is(paint("dall-e-3", 1, 1, true, &bytes, &n), ERR_UPSTREAM_FAILED));
	ck_assert_int_eq(api.asked, 3);
}
END_TEST

#define ERROR_BODY(type, code) "{\"error\":{\"message\":\"…\",\"type\":\"" type "\",\"param\":null,\"code\":\"" code "\"}}"

static const struct { int status; const char *headers, *body; enum peer_trick trick; enum err_code code; const char *reason; int asked, retry_after; } failures[] = {
	{ 400, NULL, ERROR_BODY("image_generation_user_error", "moderation_blocked"), 0, ERR_INVALID_REQUEST, "content_refused", 1, 0 },
	{ 400, NULL, ERROR_BODY("invalid_request_error", "content_policy_violation"), 0, ERR_INVALID_REQUEST, "content_refused", 1, 0 },
	{ 400, NULL, ERROR_BODY("invalid_request_error", "billing_hard_limit_reached"), 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 401, NULL, ERROR_BODY("invalid_request_error", "invalid_api_key"), 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 429, "Retry-After: 1\r\n", ERROR_BODY("requests", "rate_limit_exceeded"), 0, ERR_TOO_MANY_REQUESTS, NULL, 2, 1 },
	{ 429, "retry-after: 300\r\n", ERROR_BODY("requests", "rate_limit_exceeded"), 0, ERR_TOO_MANY_REQUESTS, NULL, 1, 300 },
	{ 429, NULL, ERROR_BODY("insufficient_quota", "insufficient_quota"), 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 500, "Retry-After: 1\r\n", "oops", 0, ERR_UPSTREAM_FAILED, NULL, 2, 0 },
	{ 503, "Retry-After: 1\r\n", ERROR_BODY("server_error", ""), 0, ERR_UPSTREAM_FAILED, NULL, 2, 0 },
	{ 504, "Retry-After: 1\r\n", "", 0, ERR_UPSTREAM_TIMEOUT, NULL, 2, 0 },
	{ 200, NULL, "{\"data\":[]}", 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 200, NULL, "{\"data\":[{\"url\":\"https://…\"}]}", 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 200, NULL, "{\"data\":[{\"b64_json\":\"%%%\"}]}", 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 200, NULL, "not json", 0, ERR_UPSTREAM_FAILED, NULL, 1, 0 },
	{ 0, NULL, NULL, PEER_DROP, ERR_UPSTREAM_TIMEOUT, NULL, 1, 0 },
	{ 0, NULL, NULL, PEER_HANG, ERR_UPSTREAM_TIMEOUT, NULL, 1, 0 },
};

START_TEST(failures_are_told_apart)
{
	const void *bytes;
	size_t n;
	const struct err *e;

	for (int i = 0; i < 3; i++) {
		api.instead[i].status = failures[_i].status;
		api.instead[i].headers = failures[_i].headers;
		api.instead[i].body = failures[_i].body;
		api.instead[i].trick = failures[_i].trick;
	}
	api.ninstead = 3;
	api.conf.painter_timeout_ms = 300;
	e = paint("gpt-image-1", 1, 1, false, &bytes, &n);
	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq((int)e->code, (int)failures[_i].code);
	if (failures[_i].reason != NULL) {
		ck_assert_str_eq(e->faults[0].reason, failures[_i].reason);
		ck_assert_str_eq(e->faults[0].pointer, "/prompt");
	}
	ck_assert_int_eq(e->retry_after, failures[_i].retry_after);
	ck_assert_int_eq(api.asked, failures[_i].asked);
}
END_TEST

START_TEST(second_try_can_succeed)
{
	const void *bytes;
	size_t n;

	api.instead[0].status = 500;
	api.instead[0].headers = "Retry-After: 1\r\n";
	api.ninstead = 1;
	ck_assert_ptr_null(paint("gpt-image-1", 1, 1, false, &bytes, &n));
	ck_assert_int_eq(api.asked, 2);
}
END_TEST

START_TEST(nobody_there)
{
	const void *bytes;
	size_t n;

	api.conf.painter_url = peer_nobody();
	ck_assert(err_is(paint("gpt-image-1", 1, 1, false, &bytes, &n), ERR_UPSTREAM_FAILED));
}
END_TEST

static const struct { const char *url, *key, *model, *why; } settings[] = {
	{ "http://models.example/v1", "k", "m", "painter_url" },
	{ "http://127.0.0.1.example/v1", "k", "m", "painter_url" },
	{ "", "", "gpt-image-1", "painter_key" },
	{ "", "k", "", "painter_model" },
	{ "", "k", "gpt\"-image", "painter_model" },
	{ "", "k", "gpt-image-1", NULL },
	{ "http://127.0.0.1:9", "", "m", NULL },
	{ "https://models.example/v1", "k", "m", NULL },
};

START_TEST(settings_that_do)
{
	char why[256] = "";
	struct painter *p;

	api.conf.painter_url = settings[_i].url;
	api.conf.painter_key = settings[_i].key;
	api.conf.painter_model = settings[_i].model;
	p = painter_open(&api.conf, why, sizeof(why));
	ck_assert_int_eq(p == NULL, settings[_i].why != NULL);
	if (settings[_i].why != NULL)
		ck_assert_int_eq(strncmp(why, settings[_i].why, strlen(settings[_i].why)), 0);
	painter_close(p);
}
END_TEST

Suite *
painter_suite(void)
{
	Suite *s = suite_create("painter");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, before, after);
	tcase_add_loop_test(t, paints_in_the_nearest_size, 0, ROWS(sizes));
	tcase_add_test(t, changes_a_picture);
	tcase_add_loop_test(t, failures_are_told_apart, 0, ROWS(failures));
	tcase_add_test(t, second_try_can_succeed);
	tcase_add_test(t, nobody_there);
	tcase_add_loop_test(t, settings_that_do, 0, ROWS(settings));
	suite_add_tcase(s, t);
	return s;
}
