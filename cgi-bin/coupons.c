/*
 * coupons.fcgi: coupons offered, claimed, held and taken back.
 */
#include <inttypes.h>

#include "api/coupon_api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/staff.h"
#include "shop/claim.h"
#include "shop/coupons.h"
#include "site.h"
#include "view.h"

static bool
english(const struct request *rq)
{
	return rq->lang == LANG_EN;
}

/* --- what is offered ------------------------------------------------------------------ */

static const struct err *
show(struct request *rq, struct response *rs, const struct coupon *c)
{
	struct coupon_view *view = ARENA_NEW(rq->arena, struct coupon_view);

	if (view == NULL || !coupon_view(rq->arena, c, english(rq), view))
		return site_full();
	rs->answer = view;
	rs->page = "/coupons";
	rs->etag = arena_printf(rq->arena, "%" PRId64, c->issued);	/* nothing else of it changes */
	return NULL;
}

static const struct err *
coupons_get(struct request *rq, struct response *rs)
{
	const struct coupon_list_query *q = rq->params;
	struct coupon_list_answer *answer = ARENA_NEW(rq->arena, struct coupon_list_answer);
	struct coupon_page page;
	const char *next = NULL;
	const struct err *e;

	if ((e = coupon_offered(site_shop(rq), rq->arena, (uint32_t)q->cursor, q->limit, &page)) != NULL)
		return e;
	if (page.next != 0) {
		next = arena_printf(rq->arena, "%" PRIu32, page.next);
		rs->link_next = arena_printf(rq->arena, "limit=%" PRId64 "&cursor=%" PRIu32, q->limit, page.next);
	}
	if (answer == NULL || !coupon_list_view(rq->arena, page.coupons.v, page.coupons.n, next, english(rq), answer))
		return site_full();
	rs->answer = answer;
	return NULL;
}

static const struct err *
coupon_one_get(struct request *rq, struct response *rs)
{
	const struct coupon *c;
	int64_t id;
	const struct err *e;

	if ((e = site_number(rq, "couponId", &id)) != NULL || (e = coupon_get(site_shop(rq), rq->arena, id, &c)) != NULL)
		return e;
	return show(rq, rs, c);
}

static const char *
coupon_location(struct arena *a, const struct coupon *c)
{
	return arena_printf(a, "/v1/coupons/%" PRIu32, c->id);
}

/* The answer as it is to be kept; the same bytes as when it is not. */
static const struct err *
keep_offered(void *arg, const struct coupon *c, struct kept *kept)
{
	struct request *rq = arg;
	struct coupon_view view;

	kept->status = 201;
	kept->json = coupon_view(rq->arena, c, english(rq), &view) ? site_written(rq->arena, &coupon_model, &view) : NULL;
	kept->location = coupon_location(rq->arena, c);
	kept->page = "/coupons";
	return kept->json == NULL || kept->location == NULL ? site_full() : NULL;
}

static const struct err *
coupon_post(struct request *rq, struct response *rs)
{
	struct coupon_offering o = { .key = site_idem(rq), .answer = keep_offered, .arg = rq };
	const struct err *e;

	if (!coupon_of_request(rq->arena, rq->in, &o.coupon))
		return site_full();
	if ((e = coupon_offer(site_shop(rq), rq->arena, &o)) != NULL)
		return e;
	if (o.kept != NULL) {
		site_answer_again(rq, rs, o.kept);
		return NULL;
	}
	rs->location = coupon_location(rq->arena, &o.coupon);
	return show(rq, rs, &o.coupon);
}

/* --- what members have ------------------------------------------------------------------- */

static const struct err *
show_issued(struct request *rq, struct response *rs, const struct issued_coupon *c)
{
	struct issued_view *view = ARENA_NEW(rq->arena, struct issued_view);

	if (view == NULL)
		return site_full();
	*view = issued_view(c, clock_now(), english(rq));
	rs->answer = view;
	rs->page = "/coupons";
	return NULL;
}

static const char *
issued_location(struct arena *a, const struct issued_coupon *c)
{
	char id[UUID_TEXT];

	return arena_printf(a, "/v1/issued-coupons/%s", uuid_text(&c->id, id));
}

static const struct err *
keep_claimed(void *arg, const struct issued_coupon *c, struct kept *kept)
{
	struct request *rq = arg;
	struct issued_view view = issued_view(c, c->issued_at, english(rq));

	kept->status = 201;
	kept->json = site_written(rq->arena, &issued_model, &view);
	kept->location = issued_location(rq->arena, c);
	kept->page = "/coupons";
	return kept->json == NULL || kept->location == NULL ? site_full() : NULL;
}

static const struct err *
claim_post(struct request *rq, struct response *rs)
{
	struct claiming c = { .user_id = rq->caller.user_id, .key = site_idem(rq), .answer = keep_claimed, .arg = rq };
	const struct err *e;

	if ((e = site_number(rq, "couponId", &c.coupon_id)) != NULL || (e = claim_make(site_shop(rq), rq->arena, &c)) != NULL)
		return e;
	if (c.kept != NULL) {
		site_answer_again(rq, rs, c.kept);
		return NULL;
	}
	rs->location = issued_location(rq->arena, c.issued);
	return show_issued(rq, rs, c.issued);
}

static const struct err *
holdings_get(struct request *rq, struct response *rs)
{
	const struct holdings_query *q = rq->params;
	struct holdings_answer *answer = ARENA_NEW(rq->arena, struct holdings_answer);
	struct issued_page page;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &user)) != NULL)
		return e;
	if (rq->caller.role != ROLE_ADMIN && uuid_cmp(&user, &rq->caller.user_id) != 0)
		return err_new(rq->arena, ERR_FORBIDDEN, NULL);
	if ((e = coupon_holdings(site_shop(rq), rq->arena, &user, q->status, &q->cursor, q->limit, &page)) != NULL)
		return e;
	if (answer == NULL || !holdings_view(rq->arena, page.issued.v, page.issued.n, &page.next, clock_now(), english(rq), answer))
		return site_full();
	rs->answer = answer;
	rs->link_next = site_next(rq, &page.next, q->status < 0 ? NULL : coupon_state_names[q->status], q->limit);
	return NULL;
}

static const struct err *
issued_get(struct request *rq, struct response *rs)
{
	const struct issued_coupon *c;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "issuedCouponId", &id)) != NULL ||
	    (e = coupon_issued(site_shop(rq), rq->arena, &id, &rq->caller.user_id, rq->caller.role, &c)) != NULL)
		return e;
	return show_issued(rq, rs, c);
}

static const struct err *
revoke_post(struct request *rq, struct response *rs)
{
	const struct issued_coupon *c;
	struct uuid id;
	const struct err *e;

	if ((e = site_uuid(rq, "issuedCouponId", &id)) != NULL || (e = coupon_revoke(site_shop(rq), rq->arena, &id, &c)) != NULL)
		return e;
	return show_issued(rq, rs, c);
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/coupons.def"
#undef ROUTE
};

/* A refused form leads back to the coupons; who has to sign in first gets the form for that. */
static const char *
coupons_error(struct request *rq, const struct err *e, struct buf *out)
{
	if (err_is(e, ERR_UNAUTHENTICATED))
		return view_sign_in(rq, "/coupons", out);
	return view_problem_page(rq, e, "/coupons", out) == NULL ? buf_str(out) : NULL;
}

static int
coupons_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	if (view_open(conf, why, whylen) != 0)
		return -1;
	return site_start(conf, site, why, whylen);
}

static void
coupons_stop(void *site)
{
	site_stop(site);
	view_close();
}

const struct app coupons_app = {
	.name = "coupons", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = coupons_start, .stop = coupons_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.error_page = coupons_error, .plain_page = problem_page
};
