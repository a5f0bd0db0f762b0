/* wallet_page: the API's own answers in a tree, and a form. */
#include "wallet_page.h"

#include <json-c/json.h>

#include "api/wallet_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "shop/wallets.h"
#include "site.h"
#include "view.h"

#define ON_A_PAGE 10

static const struct err *
put_wallet(struct request *rq, struct json_object *page)
{
	const struct caller *me = &rq->caller;
	struct balance_view view;
	struct wallet wallet;
	const struct err *e;

	if ((e = wallet_of(site_shop(rq), rq->arena, &me->user_id, &me->user_id, me->role, &wallet)) != NULL)
		return e;
	view = balance_view(&wallet);
	return view_put(rq, page, "wallet", &balance_model, &view);
}

static const struct err *
put_ledger(struct request *rq, struct json_object *page, const struct uuid *from)
{
	const struct caller *me = &rq->caller;
	struct entries_answer answer;
	struct wallet_page found;
	const struct err *e;

	if ((e = wallet_ledger(site_shop(rq), rq->arena, &me->user_id, &me->user_id, me->role, from, ON_A_PAGE, &found)) != NULL)
		return e;
	if (!entries_view(rq->arena, found.entries.v, found.entries.n, &found.next, &answer))
		return site_full();
	return view_put(rq, page, "list", &entries_model, &answer);
}

static const struct err *
build(struct request *rq, const struct uuid *from, struct json_object **out)
{
	struct json_object *page = view_new(rq, "wallet");
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = put_wallet(rq, page)) != NULL || (e = put_ledger(rq, page, from)) != NULL)
		return e;
	if (!uuid_is_zero(from))
		view_flag(page, "cursor");
	*out = page;
	return NULL;
}

const struct err *
wallet_page_get(struct request *rq, struct response *rs)
{
	const struct entries_query *q = rq->params;
	struct json_object *page;
	char key[TOKEN_TEXT];
	const struct err *e;

	if ((e = build(rq, &q->cursor, &page)) != NULL)
		return e;
	token_new(key);
	view_text(page, "idempotency_key", key);
	view_let_in(rs);
	return view_answer(rq, rs, "wallet", page);
}

const char *
wallet_page_refused(struct request *rq, const struct err *e, struct buf *out)
{
	static const char *const names[] = { "card_number", "cardholder_name", "expiry_date", "cvc", "payment_token" };
	static const struct uuid newest;
	struct json_object *form = rq->body_tree.tree, *page, *faults;

	/* Who was signed out meanwhile: what was sent has not been read then. */
	if (err_is(e, ERR_UNAUTHENTICATED))
		return view_sign_in(rq, "/wallet", out);
	if (form == NULL)
		return NULL;
	json_object_object_del(form, "payment");
	if (build(rq, &newest, &page) != NULL || view_problem(rq, page, e) != NULL || (faults = view_object(page, "payment_fault")) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *pointer = arena_printf(rq->arena, "/payment/%s", names[i]);
		if (pointer != NULL)
			view_text(faults, names[i], view_fault(rq, e, pointer, page, NULL));
	}
	if (err_is(e, ERR_PAYMENT_DECLINED))
		view_text(page, "declined", e->detail);
	view_text(page, "idempotency_key", view_key_again(rq, e));
	return view_write(rq, "wallet", page, out) == NULL && !out->failed ? buf_str(out) : NULL;
}
