/*
 * painter: see painter.h.
 */
#include "remote/painter.h"

#include <math.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "base/log.h"
#include "remote/http_client.h"
#include "remote/reply.h"
#include "remote/safe.h"

#define HOME "https://api.openai.com/v1"
#define CONNECT_MS 5000
#define ANSWER_CAP ((size_t)48 << 20)	/* a picture in base64 */
#define PATIENCE 20			/* s; a longer Retry-After is the customer's to wait out */
#define PAUSE 2				/* s; before the second try, when nothing says how long */
#define OUTPUT_CAP ((size_t)36 << 20)

struct painter {
	char		*url;		/* without a slash at its end */
	char		*auth;		/* the Authorization header; NULL = none */
	const struct conf *conf;
};

/* --- what models are like ------------------------------------------------------- */

static const struct { const char *name; bool edits, asks_form; } models[] = {
#define MODEL(name, edits, asks_form) { name, edits, asks_form },
#include "remote/painter_sizes.def"
#undef MODEL
};
static const struct { const char *model, *text; int w, h; } sizes[] = {
#define SIZE(model, w, h) { model, #w "x" #h, w, h },
#include "remote/painter_sizes.def"
#undef SIZE
};
#define NMODELS (sizeof(models) / sizeof(models[0]))

/* Its row; NMODELS when it is not known. */
static size_t
model_of(const char *name)
{
	size_t i = 0;

	while (i < NMODELS && strncmp(name, models[i].name, strlen(models[i].name)) != 0)
		i++;
	return i;
}

const char *
painter_size(const char *model, int wide, int high)
{
	size_t m = model_of(model);
	const char *best = "auto";
	double nearest = INFINITY;

	for (size_t i = 0; m < NMODELS && i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		double far = fabs(log((double)sizes[i].w / sizes[i].h) - log((double)wide / high));
		if (strcmp(sizes[i].model, models[m].name) == 0 && far < nearest) {
			nearest = far;
			best = sizes[i].text;
		}
	}
	return best;
}

/* --- opening ----------------------------------------------------------------------- */

struct painter *
painter_open(const struct conf *conf, char *why, size_t whylen)
{
	const char *url = *conf->painter_url != '\0' ? conf->painter_url : HOME;
	struct painter *p;
	size_t n = strlen(url);

	if (!safe_url(url)) {
		(void)snprintf(why, whylen, "painter_url: must begin with https://, or be on this machine");
		return NULL;
	}
	if (*conf->painter_url == '\0' && *conf->painter_key == '\0') {
		(void)snprintf(why, whylen, "painter_key: %s needs one", HOME);
		return NULL;
	}
	if (*conf->painter_model == '\0' || strpbrk(conf->painter_model, "\r\n\"") != NULL) {
		(void)snprintf(why, whylen, "painter_model: names no model");
		return NULL;
	}
	if ((p = calloc(1, sizeof(*p))) == NULL)
		goto nomem;
	p->conf = conf;
	while (n > 0 && url[n - 1] == '/')
		n--;
	if ((p->url = strndup(url, n)) == NULL ||
	    (*conf->painter_key != '\0' && asprintf(&p->auth, "Bearer %s", conf->painter_key) == -1)) {
		p->auth = p->url == NULL ? NULL : p->auth;
		goto nomem;
	}
	return p;
nomem:
	painter_close(p);
	(void)snprintf(why, whylen, "out of memory");
	return NULL;
}

void
painter_close(struct painter *p)
{
	if (p == NULL)
		return;
	free(p->url);
	if (p->auth != NULL)
		explicit_bzero(p->auth, strlen(p->auth));
	free(p->auth);
	free(p);
}

/* --- what is sent --------------------------------------------------------------------- */

static void
put_json(struct buf *out, const struct painter *p, const struct painter_ask *ask)
{
	struct jsonw w = { out, false };
	size_t m = model_of(p->conf->painter_model);

	json_open(&w, '{');
	json_key(&w, "model");
	json_str(&w, p->conf->painter_model);
	json_key(&w, "prompt");
	json_str(&w, ask->prompt);
	json_key(&w, "n");
	json_int(&w, 1);
	json_key(&w, "size");
	json_str(&w, painter_size(p->conf->painter_model, ask->wide, ask->high));
	/* Models that are not known are servers of one's own, which know the field as a rule. */
	if (m == NMODELS || models[m].asks_form) {
		json_key(&w, "response_format");
		json_str(&w, "b64_json");
	}
	json_close(&w, '}');
}

static void
put_field(struct buf *out, const char *boundary, const char *name, const char *value)
{
	buf_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", boundary, name, value);
}

/* A boundary of 128 random bits, which nothing sent can hold but by a chance that never comes. */
static void
put_multipart(struct buf *out, const struct painter *p, const struct painter_ask *ask, const char *boundary)
{
	size_t m = model_of(p->conf->painter_model);

	put_field(out, boundary, "model", p->conf->painter_model);
	put_field(out, boundary, "prompt", ask->prompt);
	put_field(out, boundary, "n", "1");
	put_field(out, boundary, "size", painter_size(p->conf->painter_model, ask->wide, ask->high));
	if (m == NMODELS || models[m].asks_form)
		put_field(out, boundary, "response_format", "b64_json");
	buf_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"cake.webp\"\r\nContent-Type: image/webp\r\n\r\n", boundary);
	buf_add(out, ask->picture, ask->len);
	buf_printf(out, "\r\n--%s--\r\n", boundary);
}

static bool
put_body(struct arena *a, struct buf *out, const struct painter *p, const struct painter_ask *ask, const char **type)
{
	char boundary[2 * 16 + 1];
	unsigned char random[16];

	if (ask->picture == NULL) {
		put_json(out, p, ask);
		*type = "application/json";
	} else {
		randombytes_buf(random, sizeof(random));
		(void)sodium_bin2hex(boundary, sizeof(boundary), random, sizeof(random));
		put_multipart(out, p, ask, boundary);
		*type = arena_printf(a, "multipart/form-data; boundary=%s", boundary);
	}
	return !out->failed && *type != NULL;
}

/* --- what comes back ------------------------------------------------------------------ */

static const struct err *
decode(struct arena *a, const struct json_object *json, const void **bytes, size_t *n)
{
	const struct json_object *first = reply_entry(json, "data", 0);
	const char *text = first == NULL ? NULL : reply_text(first, "b64_json");
	size_t room, got = 0;
	unsigned char *out;

	if (text == NULL)
		return err_new(a, ERR_UPSTREAM_FAILED, "the painter's answer holds no picture");
	room = strlen(text) / 4 * 3 + 3;
	if (room > OUTPUT_CAP || (out = arena_alloc(a, room)) == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory for the painter's picture");
	if (sodium_base642bin(out, room, text, strlen(text), "\r\n", &got, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || got == 0)
		return err_new(a, ERR_UPSTREAM_FAILED, "the painter's picture is no base64");
	*bytes = out;
	*n = got;
	return NULL;
}

/* The words a refusal of the content has, at OpenAI and where it is imitated. */
static bool
is_refusal(const struct json_object *json)
{
	static const char *const codes[] = { "moderation_blocked", "content_policy_violation", "content_filter", "safety_violation" };
	const char *code = reply_text(json, "error.code"), *type = reply_text(json, "error.type");

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if ((code != NULL && strcmp(code, codes[i]) == 0) || (type != NULL && strcmp(type, codes[i]) == 0))
			return true;
	return false;
}

static const struct err *
failure(struct arena *a, const struct http_answer *http, const struct json_object *json)
{
	const char *code = reply_text(json, "error.code");
	struct err *e;

	if (http->outcome == OUTCOME_UNKNOWN)
		return err_new(a, ERR_UPSTREAM_TIMEOUT, "the painter: %s", http->why);
	if (http->outcome == OUTCOME_NOT_SENT)
		return err_new(a, ERR_UPSTREAM_FAILED, "the painter can not be reached: %s", http->why);
	if (is_refusal(json))
		return err_fault(a, "/prompt", "content_refused");
	/* A bill that is not paid is ours to see to; waiting does not help. */
	if (http->status == 429 && (code == NULL || strcmp(code, "insufficient_quota") != 0)) {
		e = err_new(a, ERR_TOO_MANY_REQUESTS, "painters_busy");
		e->retry_after = http->retry_after > 0 ? http->retry_after : 60;
		return e;
	}
	if (http->status == 408 || http->status == 504)
		return err_new(a, ERR_UPSTREAM_TIMEOUT, "the painter answered %d", http->status);
	return err_new(a, ERR_UPSTREAM_FAILED, "the painter answered %d%s%s", http->status, code == NULL ? "" : " ", code == NULL ? "" : code);
}

/* How long to wait before the second try, in s; -1 = there is none. */
static int
second_try(const struct http_answer *http, const struct json_object *json)
{
	const char *code = reply_text(json, "error.code");
	int wait = http->retry_after > 0 ? http->retry_after : PAUSE;

	if (http->outcome == OUTCOME_NOT_SENT)
		return PAUSE;
	if (http->outcome != OUTCOME_ANSWERED || (http->status != 429 && http->status < 500) || is_refusal(json) ||
	    (code != NULL && strcmp(code, "insufficient_quota") == 0))
		return -1;
	return wait <= PATIENCE ? wait : -1;
}

static void
log_call(const struct painter *p, const struct http_answer *http, const char *what, int nth)
{
	log_event(http->outcome == OUTCOME_ANSWERED && http->status == 200 ? LOG_DEBUG : LOG_WARN, "painter_call", LOG_S("what", what),
	    LOG_S("model", p->conf->painter_model), LOG_I("try", nth), LOG_I("status", http->status), LOG_S("why", http->why), LOG_I("ms", http->took_ms));
}

const struct err *
painter_paint(struct painter *p, struct arena *a, const struct painter_ask *ask, const void **bytes, size_t *n)
{
	const char *what = ask->picture == NULL ? "generations" : "edits", *type;
	size_t m = model_of(p->conf->painter_model);
	struct buf body = { 0 };
	const struct json_object *json = NULL;
	struct http_answer http = { 0 };
	const struct err *e = NULL;

	if (ask->picture != NULL && m < NMODELS && !models[m].edits)
		return err_new(a, ERR_UPSTREAM_FAILED, "%s changes no pictures", p->conf->painter_model);
	if (!put_body(a, &body, p, ask, &type)) {
		e = err_new(a, ERR_UNAVAILABLE, "no memory for the request to the painter");
		goto done;
	}
	for (int nth = 1; nth <= 2; nth++) {
		struct http_ask call = {
			.method = "POST", .url = arena_printf(a, "%s/images/%s", p->url, what),
			.headers = { { "Accept", "application/json" }, { "Authorization", p->auth }, { "Content-Type", type } },
			.body = buf_str(&body), .len = body.len, .ca_file = p->conf->painter_ca_file, .connect_ms = CONNECT_MS,
			.timeout_ms = p->conf->painter_timeout_ms, .cap = ANSWER_CAP,
		};
		int wait;
		if (call.url == NULL) {
			e = err_new(a, ERR_UNAVAILABLE, "no memory for the request to the painter");
			goto done;
		}
		http_client_call(a, &call, &http);
		log_call(p, &http, what, nth);
		json = http.outcome == OUTCOME_ANSWERED ? reply_parse(a, http.body, http.len) : NULL;
		if (nth == 2 || (wait = second_try(&http, json)) < 0)
			break;
		const struct timespec pause = { wait, 0 };
		(void)nanosleep(&pause, NULL);
	}
	e = http.outcome == OUTCOME_ANSWERED && http.status == 200 ? decode(a, json, bytes, n) : failure(a, &http, json);
done:
	buf_free(&body);
	return e;
}
