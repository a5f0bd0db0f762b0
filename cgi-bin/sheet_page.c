/* sheet_page: the API's view of a sheet in a tree, with a key for the form and where it usually goes. */
#include "sheet_page.h"

#include <json-c/json.h>

#include "api/sheet_api.h"
#include "base/arena.h"
#include "base/id.h"
#include "shop/delivery.h"
#include "sheet_show.h"
#include "shop/sheets.h"
#include "site.h"
#include "view.h"

static const struct err *
put_usual(struct request *rq, struct json_object *page)
{
	struct order_actor actor = site_actor(rq);
	const struct delivery_default *d;
	struct json_object *to = view_object(page, "to");
	const struct err *e;

	if (to == NULL)
		return site_full();
	if ((e = delivery_usual(site_shop(rq), rq->arena, &rq->caller.user_id, &actor, &d)) != NULL)
		return e;
	if (d != NULL) {
		view_text(to, "address", d->address);
		view_text(to, "recipient", d->recipient_name);
		view_text(to, "phone", d->recipient_phone);
		view_text(to, "notes", d->delivery_notes);
	}
	return NULL;
}

const struct err *
sheet_page_get(struct request *rq, struct response *rs)
{
	struct json_object *page = view_new(rq, "cart");
	struct sheet_means means;
	struct sheet_shown s;
	struct sheet_view view;
	struct uuid key;
	char token[TOKEN_TEXT];
	const struct err *e;

	if (page == NULL)
		return site_full();
	if ((e = site_uuid(rq, "orderKey", &key)) != NULL)
		return e;
	e = sheet_checkout(site_shop(rq), rq->arena, &key, &rq->caller.user_id, &s, &means);
	/* What became of it its order tells. */
	if (err_is(e, ERR_ORDER_STATE_CONFLICT)) {
		rs->status = 303;
		rs->location = arena_printf(rq->arena, "/orders/%s", request_param(rq, "orderKey"));
		rs->html = "";
		return rs->location == NULL ? site_full() : NULL;
	}
	if (e != NULL)
		return e;
	if (!sheet_show(rq->arena, &s, &means, rq->lang == LANG_EN, &view))
		return site_full();
	if ((e = view_put(rq, page, "sheet", &sheet_model, &view)) != NULL || (e = put_usual(rq, page)) != NULL)
		return e;
	token_new(token);
	view_text(page, "idempotency_key", token);
	return view_answer(rq, rs, "order_sheet", page);
}
