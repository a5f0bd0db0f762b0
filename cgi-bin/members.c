/*
 * members.fcgi: registering, signing in and out, one's own data; becoming a seller (sellers.c); what one
 * has in one's wallet (wallets.c); the addresses one keeps (addresses.c).
 */
#include <string.h>

#include "addresses.h"
#include "api/address_api.h"
#include "api/member_api.h"
#include "api/notice_api.h"
#include "api/seller_api.h"
#include "api/wallet_api.h"
#include "base/arena.h"
#include "base/clock.h"
#include "http/auth.h"
#include "notices.h"
#include "sellers.h"
#include "shop/members.h"
#include "site.h"
#include "wallets.h"

static const struct err *
show(struct request *rq, struct response *rs, const struct user *u)
{
	struct user_view *view = ARENA_NEW(rq->arena, struct user_view);

	if (view == NULL)
		return site_full();
	*view = user_view(u);
	rs->answer = view;
	return NULL;
}

static const struct err *
user_post(struct request *rq, struct response *rs)
{
	const struct user *u;
	char id[UUID_TEXT];
	const struct err *e;

	if ((e = member_register(site_shop(rq), rq->arena, rq->in, ROLE_CUSTOMER, &u)) != NULL)
		return e;
	rs->location = arena_printf(rq->arena, "/v1/users/%s", uuid_text(&u->id, id));
	rs->page = "/sign-in?registered=1";
	return show(rq, rs, u);
}

static const struct err *
find_and_show(struct request *rq, struct response *rs, const struct uuid *id)
{
	const struct user *u;
	const struct err *e;

	if ((e = member_find(site_shop(rq), rq->arena, id, &rq->caller.user_id, rq->caller.role, &u)) != NULL)
		return e;
	return show(rq, rs, u);
}

static const struct err *
user_me_get(struct request *rq, struct response *rs)
{
	return find_and_show(rq, rs, &rq->caller.user_id);
}

static const struct err *
user_get(struct request *rq, struct response *rs)
{
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &id)) != NULL)
		return e;
	return find_and_show(rq, rs, &id);
}

static const struct err *
user_patch(struct request *rq, struct response *rs)
{
	const struct user *u;
	struct uuid id = rq->caller.user_id;	/* /v1/users/me */
	const struct err *e;

	if ((strcmp(request_param(rq, "id"), "me") != 0 && (e = site_uuid(rq, "id", &id)) != NULL) ||
	    (e = member_change(site_shop(rq), rq->arena, &id, &rq->caller.user_id, rq->caller.role, rq->in, &u)) != NULL)
		return e;
	return show(rq, rs, u);
}

static const struct err *
session_post(struct request *rq, struct response *rs)
{
	const struct session_request *in = rq->in;
	struct sign_in *s = ARENA_NEW(rq->arena, struct sign_in);
	struct session_view *view = ARENA_NEW(rq->arena, struct session_view);
	const struct err *e;

	if (s == NULL || view == NULL)
		return site_full();
	if ((e = member_sign_in(site_shop(rq), rq->arena, in->email, in->password, rq->address, s)) != NULL)
		return e;
	response_cookie(rq, rs, AUTH_COOKIE, s->token, (s->expires_at - clock_now() + 999) / 1000);
	*view = (struct session_view){ s->user->id, role_names[s->user->role], s->token, s->expires_at };
	rs->answer = view;
	rs->location = "/v1/sessions/current";
	rs->page = "/";
	return NULL;
}

static const struct err *
session_delete(struct request *rq, struct response *rs)
{
	const struct err *e;

	if ((e = member_sign_out(site_shop(rq), rq->arena, &rq->caller.session)) != NULL)
		return e;
	response_cookie(rq, rs, AUTH_COOKIE, "", 0);
	rs->page = "/";
	return NULL;
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/members.def"
#undef ROUTE
};

const struct app members_app = {
	.name = "members", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]), SITE_CALLBACKS
};
