/* shop: opens the parts in order, closes them in reverse. */
#include "shop/shop.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "base/id.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "shop/batch.h"
#include "shop/batch_room.h"
#include "shop/callers.h"
#include "shop/catalog.h"
#include "shop/desk.h"
#include "store/catalog_store.h"
#include "store/stmts.h"

struct shop *
shop_open(const struct conf *conf, char *why, size_t whylen)
{
	struct shop *s;

	if (id_start() == -1) {
		snprintf(why, whylen, "the system gives no random numbers");
		return NULL;
	}
	if (!crash_start(getenv("BANQUET_CRASH_AT"))) {
		snprintf(why, whylen, "BANQUET_CRASH_AT: there is no such point");
		return NULL;
	}
	if (clock_zone(conf->tz) == -1) {
		snprintf(why, whylen, "tz: the system knows no time zone %s", conf->tz);
		return NULL;
	}
	if ((s = calloc(1, sizeof(*s))) == NULL)
		goto memory;
	s->conf = conf;
	if ((s->desk_conf = malloc(sizeof(*s->desk_conf))) == NULL)
		goto memory;
	*s->desk_conf = *conf;
	s->desk_conf->db_connections = conf->desk_leaders;
	if ((s->pool = db_pool_new(conf, stmts, STMT__MAX)) == NULL ||
	    (s->desk_pool = db_pool_new(s->desk_conf, stmts, STMT__MAX)) == NULL ||
	    (s->catalog = catalog_new()) == NULL ||
	    (s->room = batch_room_new((size_t)conf->desk_leaders)) == NULL ||
	    (s->desk = desk_new((size_t)conf->desk_batch, (size_t)conf->desk_leaders, batch_run, s)) == NULL ||
	    (s->callers = desk_new(CALLERS_BATCH, 1, callers_run, s)) == NULL)
		goto memory;
	return s;
memory:
	snprintf(why, whylen, "out of memory");
	shop_close(s);
	return NULL;
}

int
shop_open_gateway(struct shop *s, char *why, size_t whylen)
{
	return (s->gateway = gateway_open(s->conf, why, whylen)) != NULL ? 0 : -1;
}

void
shop_close(struct shop *s)
{
	if (s == NULL)
		return;
	gateway_close(s->gateway);
	desk_free(s->callers);
	desk_free(s->desk);
	batch_room_free(s->room);
	catalog_free(s->catalog);
	db_pool_free(s->desk_pool);
	db_pool_free(s->pool);
	free(s->desk_conf);
	free(s);
}

const struct err *
shop_ready(struct shop *s, struct arena *a)
{
	struct db *db;
	int64_t version;
	const struct err *e;

	if ((e = db_borrow(s->pool, a, &db)) != NULL)
		return e;
	e = catalog_store_version(db, a, &version);
	db_return(s->pool, db);
	return e;
}
