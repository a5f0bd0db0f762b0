/* addresses: those a member keeps. */
#include "addresses.h"

#include "api/address_api.h"
#include "base/arena.h"
#include "shop/addresses.h"
#include "site.h"

static const struct err *
owner(struct request *rq, struct address_owner *out)
{
	out->caller = rq->caller.user_id;
	out->caller_role = rq->caller.role;
	return site_uuid(rq, "id", &out->user_id);
}

static const struct err *
show(struct request *rq, struct response *rs, const struct addresses *found)
{
	struct addresses_answer *answer = ARENA_NEW(rq->arena, struct addresses_answer);

	if (answer == NULL || !addresses_view(rq->arena, found->v, found->n, answer))
		return site_full();
	rs->answer = answer;
	rs->page = "/";
	return NULL;
}

const struct err *
addresses_get(struct request *rq, struct response *rs)
{
	struct address_owner o;
	struct addresses found;
	const struct err *e;

	if ((e = owner(rq, &o)) != NULL || (e = addresses_of(site_shop(rq), rq->arena, &o, &found)) != NULL)
		return e;
	return show(rq, rs, &found);
}

const struct err *
address_post(struct request *rq, struct response *rs)
{
	struct address_owner o;
	struct addresses found;
	char user[UUID_TEXT], text[UUID_TEXT];
	struct uuid id;
	const struct err *e;

	if ((e = owner(rq, &o)) != NULL || (e = address_add(site_shop(rq), rq->arena, &o, rq->in, &id, &found)) != NULL)
		return e;
	rs->location = arena_printf(rq->arena, "/v1/users/%s/addresses/%s", uuid_text(&o.user_id, user), uuid_text(&id, text));
	return show(rq, rs, &found);
}

const struct err *
address_patch(struct request *rq, struct response *rs)
{
	struct address_owner o;
	struct addresses found;
	struct uuid id;
	const struct err *e;

	if ((e = owner(rq, &o)) != NULL || (e = site_uuid(rq, "addressId", &id)) != NULL ||
	    (e = address_change(site_shop(rq), rq->arena, &o, &id, rq->in, &found)) != NULL)
		return e;
	return show(rq, rs, &found);
}

const struct err *
address_delete(struct request *rq, struct response *rs)
{
	struct address_owner o;
	struct addresses found;
	struct uuid id;
	const struct err *e;

	if ((e = owner(rq, &o)) != NULL || (e = site_uuid(rq, "addressId", &id)) != NULL ||
	    (e = address_drop(site_shop(rq), rq->arena, &o, &id, &found)) != NULL)
		return e;
	return show(rq, rs, &found);
}
