/* catalog: a counted reference to the menu behind a mutex. */
#include "shop/catalog.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/menu.h"
#include "shop/shop.h"
#include "store/catalog_store.h"

#define MENU_ARENA	(16u << 20)	/* bytes: some ten thousand products */
#define MENU_FRESH_US	1000000		/* how long a menu is shown without asking whether it changed */

struct held {
	struct menu	 menu;		/* first: who has the menu has this */
	struct arena	*arena;		/* what the menu points to */
	atomic_uint	 holders;
};

struct catalog {
	pthread_mutex_t	 mutex;
	struct held	*current;	/* NULL before the first use */
	int64_t		 checked_us;	/* monotonic */
};

struct catalog *
catalog_new(void)
{
	struct catalog *c = calloc(1, sizeof(*c));

	if (c != NULL)
		pthread_mutex_init(&c->mutex, NULL);
	return c;
}

static void
let_go(void *arg)
{
	struct held *h = arg;

	if (h == NULL || atomic_fetch_sub(&h->holders, 1) != 1)
		return;
	arena_free(h->arena);
	free(h);
}

void
catalog_free(struct catalog *c)
{
	if (c == NULL)
		return;
	let_go(c->current);
	pthread_mutex_destroy(&c->mutex);
	free(c);
}

/* Lets go with the arena.  The holder has been counted already; NULL when the arena is full, and then it counts no more. */
static const struct menu *
until_reset(struct held *h, struct arena *a)
{
	return arena_defer(a, let_go, h) == 0 ? &h->menu : NULL;
}

/* Holds the current menu for the arena when it is of that version (or any, for -1). */
static const struct menu *
hold(struct catalog *c, struct arena *a, int64_t version, bool fresh_only)
{
	struct held *h;

	pthread_mutex_lock(&c->mutex);
	h = c->current;
	if (h != NULL && ((version != -1 && h->menu.version != version) ||
	    (fresh_only && clock_monotonic_us() - c->checked_us > MENU_FRESH_US)))
		h = NULL;
	if (h != NULL)
		atomic_fetch_add(&h->holders, 1);
	pthread_mutex_unlock(&c->mutex);
	return h == NULL ? NULL : until_reset(h, a);
}

/* Loads the menu anew, makes it the current one, and holds it for the arena. */
static const struct err *
renew(struct catalog *c, struct db *db, struct arena *a, const struct menu **out)
{
	struct held *h = calloc(1, sizeof(*h)), *old;
	const struct menu *m;
	const struct err *e;

	if (h == NULL || (h->arena = arena_new(MENU_ARENA)) == NULL) {
		free(h);
		return err_new(a, ERR_UNAVAILABLE, "no memory for the menu");
	}
	atomic_init(&h->holders, 1);
	if ((e = catalog_store_load(db, h->arena, &m)) != NULL) {
		e = err_new(a, e->code, "%s", e->detail == NULL ? "the menu can not be read" : e->detail);
		let_go(h);
		return e;
	}
	h->menu = *m;
	atomic_store(&h->holders, 2);	/* the catalogue, and this arena */
	log_event(LOG_INFO, "menu_loaded", LOG_I("version", m->version), LOG_I("products", m->nproducts));
	pthread_mutex_lock(&c->mutex);
	old = c->current;
	c->current = h;
	c->checked_us = clock_monotonic_us();
	pthread_mutex_unlock(&c->mutex);
	let_go(old);
	if ((*out = until_reset(h, a)) == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no room to hold the menu");
	return NULL;
}

const struct err *
catalog_menu_now(struct catalog *c, struct db *db, struct arena *a, const struct menu **out)
{
	const struct menu *m;
	int64_t version;
	const struct err *e;

	if ((e = catalog_store_version(db, a, &version)) != NULL)
		return e;
	if ((m = hold(c, a, version, false)) == NULL)
		return renew(c, db, a, out);
	pthread_mutex_lock(&c->mutex);
	c->checked_us = clock_monotonic_us();
	pthread_mutex_unlock(&c->mutex);
	*out = m;
	return NULL;
}

const struct menu *
catalog_share(const struct menu *m, struct arena *a)
{
	struct held *h = (struct held *)m;	/* made in renew(), and nowhere else */

	atomic_fetch_add(&h->holders, 1);
	return until_reset(h, a);
}

const struct err *
catalog_menu(struct shop *s, struct arena *a, const struct menu **out)
{
	struct db *db;
	const struct err *e;

	if ((*out = hold(s->catalog, a, -1, true)) != NULL)
		return NULL;
	if ((e = db_borrow(s->pool, a, &db)) == NULL) {
		e = catalog_menu_now(s->catalog, db, a, out);
		db_return(s->pool, db);
	}
	if (err_is(e, ERR_UNAVAILABLE) && (*out = hold(s->catalog, a, -1, false)) != NULL)
		e = NULL;
	return e;
}
