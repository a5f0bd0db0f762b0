/*
 * platform.fcgi: the receiving data platform, an outside company for the shop.
 *
 * Takes CloudEvents whose Standard Webhooks signature is good, once each, and shows
 * what came.  Of the shop it knows the address events come to and the secret they are signed with.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "http/body.h"
#include "http/model.h"
#include "http/serve.h"
#include "page/problem_page.h"
#include "page/template.h"
#include "platform/inbox.h"
#include "remote/sign.h"

struct platform {
	struct sign_key		 key;
	struct inbox		*inbox;
	struct templates	*pages;
};

/* --- taking ------------------------------------------------------------------- */

static const char *
text_at(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;

	return o != NULL && json_object_object_get_ex(o, name, &v) && json_object_is_type(v, json_type_string) ?
	    json_object_get_string(v) : NULL;
}

static struct json_object *
object_at(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;

	return o != NULL && json_object_object_get_ex(o, name, &v) && json_object_is_type(v, json_type_object) ? v : NULL;
}

/* The event a body holds; false when it is none of CloudEvents 1.0. */
static bool
read_event(struct json_object *tree, const char *id, struct arrival *m)
{
	struct json_object *data = object_at(tree, "data"), *price = NULL;
	const char *version = text_at(tree, "specversion"), *own = text_at(tree, "id");

	*m = (struct arrival){ .id = id, .type = text_at(tree, "type"), .subject = text_at(tree, "subject"), .sequence = text_at(tree, "sequence"),
	    .time = text_at(tree, "time"), .order_number = text_at(data, "order_number"), .status = text_at(data, "status"), .at = clock_now() };
	if (version == NULL || strcmp(version, "1.0") != 0 || own == NULL || strcmp(own, id) != 0 || text_at(tree, "source") == NULL ||
	    m->type == NULL || m->subject == NULL || m->sequence == NULL || m->time == NULL || data == NULL)
		return false;
	if (json_object_object_get_ex(object_at(data, "pricing"), "final_price", &price))
		m->final_price = json_object_get_int64(price);
	m->data = json_object_to_json_string_ext(data, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	return true;
}

static const struct err *
events_post(struct request *rq, struct response *rs)
{
	struct platform *p = rq->site;
	const struct sign_headers headers = { request_header(rq, "webhook-id"), request_header(rq, "webhook-timestamp"),
	    request_header(rq, "webhook-signature") };
	struct body b = { 0 };
	struct arrival m;
	bool again;

	if (sign_verify(&p->key, 1, &headers, rq->raw, rq->raw_len, clock_now() / 1000, SIGN_TOLERANCE) != SIGN_GOOD) {
		inbox_refuse(p->inbox);
		return err_new(rq->arena, ERR_UNAUTHENTICATED, "The signature is not good.");
	}
	if (body_parse(rq->arena, "application/json", rq->raw, rq->raw_len, &b) != NULL || !read_event(b.tree, headers.id, &m)) {
		inbox_refuse(p->inbox);
		return err_fault(rq->arena, "", "not_json");
	}
	if (!inbox_take(p->inbox, &m, &again))
		return err_static(ERR_UNAVAILABLE);
	rs->body = again ? "{\"status\":\"repeated\"}" : "{\"status\":\"taken\"}";
	rs->body_len = strlen(rs->body);
	rs->type = "application/json";
	return NULL;
}

/* --- showing ------------------------------------------------------------------- */

struct list_query { int64_t limit; };
static const struct model_field list_fields[] = {
	{ FIELD_INT(struct list_query, limit), .min = 1, .max = INBOX_MAX, .def = 100, .doc = "how many of the latest" },
};
static const struct model list_query_model = MODEL(struct list_query, "ListQuery", list_fields);

static void
put_tree(void *tree)
{
	json_object_put(tree);
}

static void
put_text(struct json_object *into, const char *name, const char *value)
{
	json_object_object_add(into, name, value == NULL ? NULL : json_object_new_string(value));
}

static struct json_object *
tree_of(const struct arrival *m)
{
	struct json_object *o = json_object_new_object();
	char at[CLOCK_TEXT];

	put_text(o, "id", m->id);
	put_text(o, "type", m->type);
	put_text(o, "subject", m->subject);
	put_text(o, "sequence", m->sequence);
	put_text(o, "time", m->time);
	put_text(o, "order_number", m->order_number);
	put_text(o, "status", m->status);
	json_object_object_add(o, "final_price", json_object_new_int64(m->final_price));
	put_text(o, "received_at", clock_text(m->at, at));
	json_object_object_add(o, "times", json_object_new_int64(m->times));
	json_object_object_add(o, "data", json_tokener_parse(m->data));
	return o;
}

/* What came, as a tree that goes with the arena; NULL without memory. */
static struct json_object *
what_came(struct request *rq, size_t max)
{
	const struct platform *p = rq->site;
	struct json_object *tree = json_object_new_object(), *list = json_object_new_array();
	struct inbox_counts counts;
	struct arrival *v;
	size_t n = inbox_latest(p->inbox, rq->arena, max, &v, &counts);

	if (tree == NULL || list == NULL || arena_defer(rq->arena, put_tree, tree) != 0) {
		json_object_put(list);
		return NULL;
	}
	json_object_object_add(tree, "received", json_object_new_int64(counts.received));
	json_object_object_add(tree, "repeated", json_object_new_int64(counts.repeated));
	json_object_object_add(tree, "refused", json_object_new_int64(counts.refused));
	json_object_object_add(tree, "late", json_object_new_int64(counts.late));
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, tree_of(&v[i]));
	json_object_object_add(tree, "events", list);
	return tree;
}

static const struct err *
events_get(struct request *rq, struct response *rs)
{
	const struct list_query *in = rq->params;
	struct json_object *tree = what_came(rq, (size_t)in->limit);

	if (tree == NULL)
		return err_static(ERR_UNAVAILABLE);
	rs->body = json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	rs->body_len = strlen(rs->body);
	rs->type = "application/json";
	return NULL;
}

static const struct err *
home_get(struct request *rq, struct response *rs)
{
	const struct platform *p = rq->site;
	struct json_object *tree = what_came(rq, 100);
	struct buf html = { 0 };
	const struct err *e;

	if (tree == NULL)
		return err_static(ERR_UNAVAILABLE);
	put_text(tree, "lang", rq->lang == LANG_EN ? "en" : "ko");
	if (json_object_array_length(json_object_object_get(tree, "events")) == 0)
		json_object_object_add(tree, "nothing", json_object_new_boolean(1));
	e = template_render(p->pages, "home", tree, rq->lang, rq->arena, &html);
	if (e == NULL && (rs->html = arena_memdup(rq->arena, buf_str(&html), html.len)) == NULL)
		e = err_static(ERR_UNAVAILABLE);
	buf_free(&html);
	return e;
}

static const struct route routes[] = {
	{ HTTP_POST, "/events", events_post, WHO_ANYONE, 0, NULL, NULL, NULL, 202, "UNAUTHENTICATED", "Take a signed CloudEvent" },
	{ HTTP_GET, "/events", events_get, WHO_ANYONE, 0, &list_query_model, NULL, NULL, 200, "", "What came, the latest first" },
	{ HTTP_GET, "/", home_get, WHO_ANYONE, ROUTE_PAGE, NULL, NULL, NULL, 200, "", "What came" },
};

/* --- the program ---------------------------------------------------------------- */

static void
platform_stop(void *site)
{
	struct platform *p = site;

	if (p == NULL)
		return;
	sign_key_wipe(&p->key);
	inbox_free(p->inbox);
	templates_free(p->pages);
	free(p);
}

static int
platform_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	const char *data = conf->data_dir[0] != '\0' ? conf->data_dir : BQ_DATADIR;
	struct platform *p = calloc(1, sizeof(*p));
	char pages[4096];

	if (p == NULL || (p->inbox = inbox_new()) == NULL) {
		snprintf(why, whylen, "out of memory");
		goto failed;
	}
	if (!sign_key_parse(conf->platform_key, &p->key)) {
		snprintf(why, whylen, "platform_key must be whsec_ and the base64 of 16 to 64 bytes");
		goto failed;
	}
	snprintf(pages, sizeof(pages), "%s/platform/page", data);
	if ((p->pages = templates_load(pages, why, whylen)) == NULL)
		goto failed;
	*site = p;
	return 0;
failed:
	platform_stop(p);
	return -1;
}

const struct app platform_app = {
	.name = "platform", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = platform_start, .stop = platform_stop, .plain_page = problem_page,
};
