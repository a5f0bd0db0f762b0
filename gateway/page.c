/*
 * page: what people see of the gateway: where a payment is approved or
 * declined, and at the front what this is, with the test cards.
 *
 * A payment's page is known by its token alone, which the merchant sends the
 * customer to.  It works without scripts; who decides twice has decided once.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"
#include "gateway/clerk.h"
#include "gateway/gateway.h"
#include "gateway/ledger.h"
#include "gateway/wire.h"
#include "page/template.h"

static void
put_tree(void *tree)
{
	json_object_put(tree);
}

static void
text(struct json_object *into, const char *name, const char *value)
{
	if (value != NULL)
		json_object_object_add(into, name, json_object_new_string(value));
}

static const struct err *
no_memory(struct request *rq)
{
	return err_new(rq->arena, ERR_UNAVAILABLE, "no memory for a page");
}

/* An empty tree, freed with the arena; NULL when memory is out. */
static struct json_object *
tree_new(struct request *rq)
{
	struct json_object *tree = json_object_new_object();

	if (tree == NULL || arena_defer(rq->arena, put_tree, tree) != 0)
		return NULL;
	text(tree, "lang", rq->lang == LANG_EN ? "en" : "ko");
	return tree;
}

static const struct err *
render(struct request *rq, struct response *rs, const char *template, struct json_object *tree)
{
	const struct gateway *g = rq->site;
	struct buf html = { 0 };
	const struct err *e = template_render(g->pages, template, tree, rq->lang, rq->arena, &html);

	if (e == NULL && (rs->html = arena_memdup(rq->arena, buf_str(&html), html.len)) == NULL)
		e = no_memory(rq);
	buf_free(&html);
	return e;
}

const struct err *
home_get(struct request *rq, struct response *rs)
{
	struct json_object *tree = tree_new(rq), *cards = json_object_new_array();

	if (tree == NULL || cards == NULL) {
		json_object_put(cards);
		return no_memory(rq);
	}
	json_object_object_add(tree, "cards", cards);
	for (size_t i = 0; i < card_rows_n; i++) {
		struct json_object *card = json_object_new_object();

		text(card, "number", card_rows[i].number);
		text(card, "what", rq->lang == LANG_EN ? card_rows[i].en : card_rows[i].ko);
		json_object_array_add(cards, card);
	}
	return render(rq, rs, "home", tree);
}

/* The return address with what became of the payment. */
static const char *
way_back(struct arena *a, const struct payment *p)
{
	char id[UUID_TEXT];

	return arena_printf(a, "%s%cpayment_id=%s&status=%s", p->return_url, strchr(p->return_url, '?') != NULL ? '&' : '?',
	    uuid_text(&p->id, id), payment_status_names[p->status]);
}

/* Browsers hold the way back against the policy of the page the form is on, so its host is named there. */
static const struct err *
allow_way_back(struct request *rq, struct response *rs, const struct payment *p)
{
	const char *host = strstr(p->return_url, "://") + 3;
	const char *policy = arena_printf(rq->arena, "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
	    " form-action 'self' %.*s", (int)(host - p->return_url) + (int)strcspn(host, "/?"), p->return_url);

	if (policy == NULL)
		return no_memory(rq);
	response_header(rs, "Content-Security-Policy", policy);
	return NULL;
}

static const struct err *
find(struct request *rq, const struct payment **p)
{
	struct gateway *g = rq->site;
	const char *token = request_param(rq, "token");
	struct db *db;
	const struct err *e;

	if (!token_valid(token))
		return err_static(ERR_ENTITY_NOT_FOUND);
	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_find_token(db, rq->arena, token, p);
	db_return(g->pool, db);
	return e == NULL && *p == NULL ? err_static(ERR_ENTITY_NOT_FOUND) : e;
}

const struct err *
approval_get(struct request *rq, struct response *rs)
{
	struct json_object *tree = tree_new(rq);
	const struct payment *p;
	const struct err *e;

	if (tree == NULL)
		return no_memory(rq);
	if ((e = find(rq, &p)) != NULL || (e = allow_way_back(rq, rs, p)) != NULL)
		return e;
	text(tree, "method", p->method);
	text(tree, "status", p->reason != NULL && strcmp(p->reason, LEDGER_EXPIRED) == 0 ? "EXPIRED" : payment_status_names[p->status]);
	text(tree, "reference", p->reference);
	json_object_object_add(tree, "amount", json_object_new_int64(p->amount));
	if (p->status == PAYMENT_PENDING)
		json_object_object_add(tree, "open", json_object_new_boolean(1));
	text(tree, "back", way_back(rq->arena, p));
	return render(rq, rs, "approval", tree);
}

const struct err *
approval_post(struct request *rq, struct response *rs)
{
	const struct decision_request *in = rq->in;
	struct gateway *g = rq->site;
	const char *token = request_param(rq, "token");
	const struct payment *p = NULL;
	struct db *db;
	const struct err *e;

	if (!token_valid(token))
		return err_static(ERR_ENTITY_NOT_FOUND);
	if ((e = db_borrow(g->pool, rq->arena, &db)) != NULL)
		return e;
	e = ledger_decide(db, rq->arena, token, in->decision == 0, &p);
	db_return(g->pool, db);
	if (e != NULL || p == NULL)
		return e != NULL ? e : err_static(ERR_ENTITY_NOT_FOUND);
	clerk_wake(g->clerk);
	rs->page = way_back(rq->arena, p);
	return rs->page != NULL ? NULL : no_memory(rq);
}
