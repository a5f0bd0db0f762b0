/* wallets: a member's balance and points, and how they came about. */
#include "wallets.h"

#include "api/wallet_api.h"
#include "base/arena.h"
#include "shop/charge.h"
#include "shop/wallets.h"
#include "site.h"

const struct err *
balance_get(struct request *rq, struct response *rs)
{
	struct balance_view *view = ARENA_NEW(rq->arena, struct balance_view);
	struct wallet wallet;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &user)) != NULL ||
	    (e = wallet_of(site_shop(rq), rq->arena, &user, &rq->caller.user_id, rq->caller.role, &wallet)) != NULL)
		return e;
	if (view == NULL)
		return site_full();
	*view = balance_view(&wallet);
	rs->answer = view;
	return NULL;
}

const struct err *
entries_get(struct request *rq, struct response *rs)
{
	const struct entries_query *q = rq->params;
	struct entries_answer *answer = ARENA_NEW(rq->arena, struct entries_answer);
	struct wallet_page page;
	struct uuid user;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &user)) != NULL ||
	    (e = wallet_ledger(site_shop(rq), rq->arena, &user, &rq->caller.user_id, rq->caller.role, &q->cursor, q->limit, &page)) != NULL)
		return e;
	if (answer == NULL || !entries_view(rq->arena, page.entries.v, page.entries.n, &page.next, answer))
		return site_full();
	rs->answer = answer;
	rs->link_next = site_next(rq, &page.next, NULL, q->limit);
	return NULL;
}

const struct err *
charge_get(struct request *rq, struct response *rs)
{
	struct charge_view *view = ARENA_NEW(rq->arena, struct charge_view);
	const struct charge *charge;
	struct uuid user, payment;
	const struct err *e;

	if ((e = site_uuid(rq, "id", &user)) != NULL || (e = site_uuid(rq, "paymentId", &payment)) != NULL ||
	    (e = charge_find(site_shop(rq), rq->arena, &user, &payment, &rq->caller.user_id, rq->caller.role, &charge)) != NULL)
		return e;
	if (view == NULL)
		return site_full();
	*view = charge_view(charge);
	rs->answer = view;
	return NULL;
}
