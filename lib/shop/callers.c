/* callers: the leader looks all up, and each gets a copy in its own memory. */
#include "shop/callers.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/user.h"
#include "shop/desk.h"
#include "shop/shop.h"
#include "store/member_store.h"

#define TRIES		2
#define AGAIN_US	(INT64_C(1) * 1000 * 1000)

struct asking {
	struct desk_ticket	 queue;		/* first, as the desk wants it */
	const struct hash	*session;
	struct arena		*arena;		/* who asks stands still meanwhile */
	const struct user	*user;
	const struct err	*err;
};

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for who is calling");
}

static struct asking *
of(struct desk_ticket *t)
{
	return (struct asking *)t;
}

/* With the leader's memory.  A connection that breaks would take all of them with it: once more, unless that took long. */
static const struct err *
look_up(struct shop *shop, struct desk_ticket **tickets, size_t n, struct session_users *out)
{
	struct arena *a = of(tickets[0])->arena;
	struct hash *tokens = ARENA_ARRAY(a, struct hash, n);
	int64_t until_us = clock_monotonic_us() + AGAIN_US;
	struct db *db;
	const struct err *e;

	if (tokens == NULL)
		return full(a);
	for (size_t i = 0; i < n; i++)
		tokens[i] = *of(tickets[i])->session;
	for (int tries = 1;; tries++) {
		if ((e = db_borrow(shop->pool, a, &db)) != NULL)
			return e;
		e = session_store_users(db, a, tokens, n, out);
		db_return(shop->pool, db);
		if (e == NULL || !err_is(e, ERR_UNAVAILABLE) || tries == TRIES || clock_monotonic_us() > until_us)
			return e;
	}
}

static void
tell(struct asking *who, const struct session_users *found)
{
	for (size_t i = 0; i < found->n; i++) {
		struct user *u;

		if (!hash_equal(&found->v[i].token, who->session))
			continue;
		if ((u = ARENA_NEW(who->arena, struct user)) == NULL) {
			who->err = full(who->arena);
			return;
		}
		*u = found->v[i].user;
		if ((u->name = arena_strdup(who->arena, u->name)) == NULL) {
			who->err = full(who->arena);
			return;
		}
		who->user = u;
		return;
	}
}

void
callers_run(void *arg, struct desk_ticket **tickets, size_t n)
{
	struct session_users found = { 0 };
	const struct err *e = look_up(arg, tickets, n, &found);

	for (size_t i = 0; i < n; i++) {
		struct asking *who = of(tickets[i]);
		if (e != NULL)
			who->err = err_new(who->arena, e->code, "%s", e->detail == NULL ? "" : e->detail);
		else
			tell(who, &found);
	}
}

const struct err *
caller_find(struct shop *shop, struct arena *a, const struct hash *session, const struct user **out)
{
	struct asking who = { .session = session, .arena = a };

	desk_hand_in(shop->callers, &who.queue);
	*out = who.user;
	return who.err;
}
