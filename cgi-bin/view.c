/* view: the trees of pages, and errors on them. */
#include "view.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/staff.h"
#include "http/fault_say.h"
#include "http/idempotency.h"
#include "http/model.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/response.h"
#include "page/form_page.h"
#include "page/template.h"
#include "site.h"
#include "work/notices.h"

#define NEXT_MAX 300	/* bytes: what the page to sign in takes */

static struct templates *templates;	/* read-only once threads run */
static bool own_cards;			/* the mock gateway takes cards from our own form … */
static char provider[16], public_key[256];	/* … a real provider from its own; "" = there is none */

int
view_open(const struct conf *conf, char *why, size_t whylen)
{
	const char *dir = conf->asset_dir[0] != '\0' ? conf->asset_dir : BQ_DATADIR "/storefront";

	own_cards = strcmp(conf->gateway_provider, "mock") == 0;
	if (!own_cards && conf->gateway_public_key[0] != '\0') {
		(void)snprintf(provider, sizeof(provider), "%s", conf->gateway_provider);
		(void)snprintf(public_key, sizeof(public_key), "%s", conf->gateway_public_key);
	}
	templates = templates_load(dir, why, whylen);
	return templates != NULL ? 0 : -1;
}

void
view_close(void)
{
	templates_free(templates);
	templates = NULL;
}

const char *
view_provider(void)
{
	return provider[0] != '\0' ? provider : NULL;
}

void
view_let_in(struct response *rs)
{
	if (view_provider() != NULL)
		response_header(rs, PAGE_PARTNER, view_provider());
}

/* --- trees ------------------------------------------------------------------ */

static void
put_tree(void *tree)
{
	json_object_put(tree);
}

void
view_text(struct json_object *into, const char *name, const char *text)
{
	if (into != NULL && text != NULL)
		json_object_object_add(into, name, json_object_new_string(text));
}

void
view_flag(struct json_object *into, const char *name)
{
	if (into != NULL)
		json_object_object_add(into, name, json_object_new_boolean(1));
}

static struct json_object *
add(struct json_object *into, const char *name, struct json_object *child)
{
	if (child != NULL && json_object_object_add(into, name, child) != 0) {
		json_object_put(child);
		return NULL;
	}
	return child;
}

struct json_object *
view_object(struct json_object *into, const char *name)
{
	return add(into, name, json_object_new_object());
}

struct json_object *
view_list(struct json_object *into, const char *name)
{
	return add(into, name, json_object_new_array());
}

struct json_object *
view_member(struct json_object *o, const char *name)
{
	struct json_object *found = NULL;

	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &found);
	return found;
}

const char *
view_word(struct json_object *o, const char *name)
{
	struct json_object *v = view_member(o, name);

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}

size_t
view_count(struct json_object *list)
{
	return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

struct json_object *
view_new(struct request *rq, const char *page)
{
	struct json_object *tree = json_object_new_object(), *me, *form;
	char id[UUID_TEXT];
	int64_t unread;

	if (tree == NULL || arena_defer(rq->arena, put_tree, tree) != 0)
		return NULL;
	view_text(tree, "lang", rq->lang == LANG_EN ? "en" : "ko");
	view_text(tree, "page", page);
	if (own_cards)
		view_flag(tree, "own_cards");
	if (provider[0] != '\0' && (form = view_object(tree, "provider")) != NULL) {
		view_text(form, "name", provider);
		view_text(form, "key", public_key);
	}
	if (own_cards || provider[0] != '\0')
		view_flag(tree, "cards");
	if (uuid_is_zero(&rq->caller.user_id))
		return tree;
	if ((me = view_object(tree, "me")) == NULL)
		return NULL;
	view_text(me, "user_id", uuid_text(&rq->caller.user_id, id));
	view_text(me, "name", rq->caller.name);
	if (ROLES_STAFF & ROLE_BIT(rq->caller.role))
		view_flag(me, "staff");
	if (rq->caller.role == ROLE_ADMIN)
		view_flag(me, "admin");
	if (rq->caller.role == ROLE_SELLER)
		view_flag(me, "sells");
	/* A page whose bell is silent is better than none. */
	if (notices_unread(site_shop(rq), rq->arena, &rq->caller.user_id, &unread) == NULL && unread > 0)
		view_text(me, "unread", unread >= 100 ? "99+" : arena_printf(rq->arena, "%d", (int)unread));
	return tree;
}

static const struct err *
no_memory(struct request *rq)
{
	return err_new(rq->arena, ERR_UNAVAILABLE, "no memory for a page");
}

const struct err *
view_put(struct request *rq, struct json_object *into, const char *name, const struct model *model, const void *in)
{
	struct buf text = { 0 };
	struct json_object *tree = NULL;

	model_write(&text, model, in);
	if (!text.failed)
		tree = json_tokener_parse(buf_str(&text));
	buf_free(&text);
	return add(into, name, tree) != NULL ? NULL : no_memory(rq);
}

const struct err *
view_write(struct request *rq, const char *template, struct json_object *tree, struct buf *out)
{
	if (tree == NULL)
		return no_memory(rq);
	return template_render(templates, template, tree, rq->lang, rq->arena, out);
}

const struct err *
view_answer(struct request *rq, struct response *rs, const char *template, struct json_object *tree)
{
	struct buf html = { 0 };
	const struct err *e = view_write(rq, template, tree, &html);

	if (e == NULL && (rs->html = arena_memdup(rq->arena, buf_str(&html), html.len)) == NULL)
		e = no_memory(rq);
	buf_free(&html);
	return e;
}

/* --- errors ------------------------------------------------------------------- */

const char *
view_fault(const struct request *rq, const struct err *e, const char *pointer, struct json_object *page, const char *name)
{
	struct json_object *lines = view_member(view_member(page, "problem"), "faults");
	struct buf field = { 0 };

	for (size_t i = 0; i < e->nfaults; i++) {
		if (strcmp(e->faults[i].pointer, pointer) != 0)
			continue;
		if (name != NULL && i < view_count(lines)) {
			text_html(&field, name);
			buf_puts(&field, ": ");
			view_text(json_object_array_get_idx(lines, i), "field", buf_str(&field));
			buf_free(&field);
		}
		return fault_say(rq, &e->faults[i]);
	}
	return NULL;
}

/* What forms hold without showing it. */
static bool
hidden(const char *pointer)
{
	static const char *const names[] = { "", "/dinner_code", "/style", "/user_id", "/next", "/idempotency_key", "/new_status",
	    "/productId", "/version", "/from", "/status", "/seller", "/sellerId" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], pointer) == 0)
			return true;
	}
	return pointer[0] == '?';
}

/* One line of the summary: text, field (HTML), href. */
static struct json_object *
fault_line(const struct request *rq, const struct fault *fault)
{
	struct json_object *line = json_object_new_object();
	struct buf text = { 0 };

	if (line == NULL)
		return NULL;
	view_text(line, "text", fault_say(rq, fault));
	if (!hidden(fault->pointer)) {
		form_page_id(&text, fault->pointer);
		view_text(line, "href", buf_str(&text));
	}
	buf_reset(&text);
	form_page_label(&text, rq, fault->pointer);	/* HTML */
	if (text.len > 0)
		view_text(line, "field", buf_str(&text));
	buf_free(&text);
	return line;
}

const struct err *
view_problem(struct request *rq, struct json_object *page, const struct err *e)
{
	struct json_object *problem, *faults, *fault;
	struct buf text = { 0 };

	problem_json(&text, rq, e);
	problem = text.failed ? NULL : add(page, "problem", json_tokener_parse(buf_str(&text)));
	buf_free(&text);
	if (problem == NULL || (faults = view_list(problem, "faults")) == NULL || (fault = view_object(page, "fault")) == NULL)
		return no_memory(rq);
	if (e->retry_after > 0)
		json_object_object_add(problem, "retry_after", json_object_new_int(e->retry_after));
	for (size_t i = 0; i < e->nfaults; i++) {
		const char *pointer = e->faults[i].pointer;

		json_object_array_add(faults, fault_line(rq, &e->faults[i]));
		if (pointer[0] == '/' && strchr(pointer + 1, '/') == NULL)
			view_text(fault, pointer + 1, fault_say(rq, &e->faults[i]));
	}
	if (rq->body_tree.tree != NULL)
		json_object_object_add(page, "typed", json_object_get(rq->body_tree.tree));
	return NULL;
}

const char *
view_key_again(const struct request *rq, const struct err *e)
{
	const struct err_kind *kind = err_kind(e->code);

	if (kind->status < 500 && !(kind->flags & (ERR_F_RETRY | ERR_F_UNSURE)))
		return NULL;
	return view_word(rq->body_tree.tree, IDEMPOTENCY_FIELD);
}

const struct err *
view_problem_page(struct request *rq, const struct err *e, const char *back, struct buf *out)
{
	struct json_object *page = view_new(rq, "problem");
	const struct err *failed;

	if (page != NULL && (failed = view_problem(rq, page, e)) != NULL)
		return failed;
	if (page != NULL)
		view_text(page, "back", back);
	return view_write(rq, "problem", page, out);
}

/* --- who has to sign in first ------------------------------------------------- */

const char *
view_here(const struct request *rq)
{
	const char *whole;

	if (rq->query[0] == '\0' || strlen(rq->path) + 1 + strlen(rq->query) > NEXT_MAX)
		return rq->path;
	whole = arena_printf(rq->arena, "%s?%s", rq->path, rq->query);
	return whole != NULL ? whole : rq->path;
}

const char *
view_came_from(struct request *rq)
{
	const char *from = request_header(rq, "Referer");
	size_t n = strlen(rq->origin);

	if (from == NULL || n == 0 || strncmp(from, rq->origin, n) != 0 || from[n] != '/' || strlen(from + n) > NEXT_MAX)
		return NULL;
	return from + n;
}

const char *
view_sign_in(struct request *rq, const char *next, struct buf *out)
{
	struct json_object *page = view_new(rq, "sign-in");

	if (page == NULL)
		return NULL;
	view_flag(page, "first");
	view_text(page, "next", next);
	return view_write(rq, "sign_in", page, out) == NULL && !out->failed ? buf_str(out) : NULL;
}
