/* paintings: jobs added within limits, and looked up by their owners. */
#include "shop/paintings.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "store/image_job_store.h"
#include "store/image_store.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define SOON 10		/* s; a place in the queue is free again by then, as a rule */

static const struct err *
too_many(struct arena *a, const char *why, int after)
{
	struct err *e = err_new(a, ERR_TOO_MANY_REQUESTS, "%s", why);

	e->retry_after = after;
	return e;
}

static const struct err *
within_limits(struct db *db, struct arena *a, const struct conf *c, const struct painting *p)
{
	struct image_job_counts n;
	const struct err *e;

	if ((e = image_job_store_count(db, a, &p->owner, &p->address, p->created_at - HOUR_MS, &n)) != NULL)
		return e;
	if (n.own_open >= c->painter_own)
		return too_many(a, "painting_already", SOON);
	if (n.own_recent >= c->painter_hourly)
		return too_many(a, "painted_enough", 600);
	if (n.near_open >= c->painter_own * c->painter_address)
		return too_many(a, "painters_busy", SOON);
	if (n.near_recent >= c->painter_hourly * c->painter_address)
		return too_many(a, "painted_enough", 600);
	if (n.open >= c->painter_queue)
		return too_many(a, "painters_busy", SOON);
	return NULL;
}

/* The picture to be changed, when there is one: the caller's own. */
static const struct err *
find_source(struct db *db, struct arena *a, const struct painting_ask *ask, struct painting *p)
{
	struct image_owner by = { ask->owner.user_id, uuid_is_zero(&ask->owner.user_id) ? ask->owner.guest : ask->visitor };
	char text[IMAGE_ID_TEXT];
	const char *id = ask->source_id;
	const struct image *image = NULL;
	const struct err *e = NULL;

	if (id == NULL && ask->source_path == NULL)
		return NULL;
	if (id == NULL && image_path_parse(ask->source_path, text))
		id = text;
	if (id != NULL && (e = image_store_get(db, a, id, &image)) != NULL)
		return e;
	if (image == NULL || !image_is_of(&image->owner, &by))
		return err_fault(a, "/existing_image_path", "not_yours_or_unknown");
	p->source_id = image->id;
	if (ask->ratio < 0)
		p->ratio = ratio_nearest(image->width, image->height);
	return NULL;
}

const struct err *
painting_ask(struct shop *shop, struct arena *a, const struct painting_ask *ask, const struct painting **out)
{
	struct painting *p = ARENA_NEW(a, struct painting);
	struct db *db;
	const struct err *e;

	if (p == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a painting");
	*p = (struct painting){ .id = uuid_new(), .owner = ask->owner, .address = painting_address(ask->address), .status = PAINTING_QUEUED, .prompt = ask->prompt, .ratio = ask->ratio < 0 ? 0 : ask->ratio,
	    .created_at = clock_now() };
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = find_source(db, a, ask, p)) == NULL) {
		p->kind = p->source_id == NULL ? IMAGE_GENERATED : IMAGE_EDITED;
		if ((e = db_begin(db, a)) == NULL && (e = within_limits(db, a, shop->conf, p)) == NULL &&
		    (e = image_job_store_add(db, a, p)) == NULL)
			e = db_commit(db, a);
	}
	db_return(shop->pool, db);
	if (e == NULL)
		*out = p;
	return e;
}

const struct err *
painting_find(struct shop *shop, struct arena *a, const struct image_owner *by, const struct uuid *id, const struct painting **out)
{
	const struct painting *p = NULL;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_job_store_get(db, a, id, &p);
	db_return(shop->pool, db);
	if (e == NULL && (p == NULL || !image_is_of(&p->owner, by)))
		e = err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if (e == NULL)
		*out = p;
	return e;
}

const struct err *
paintings_of(struct shop *shop, struct arena *a, const struct image_owner *of, const struct uuid *before, int64_t limit,
    const struct painting **v, size_t *n, struct uuid *next)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* One more tells whether there is a next page. */
	e = image_job_store_of(db, a, of, before, limit + 1, v, n);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	memset(next, 0, sizeof(*next));
	if (*n > (size_t)limit) {
		*n = (size_t)limit;
		*next = (*v)[*n - 1].id;
	}
	return NULL;
}

const struct err *
painting_failure(struct arena *a, const struct painting *p)
{
	const char *failure = p->failure != NULL ? p->failure : "", *blank = strchr(failure, ' ');
	size_t n = blank != NULL ? (size_t)(blank - failure) : strlen(failure);

	for (int c = 0; c < ERR__MAX; c++) {
		const char *name = err_kind((enum err_code)c)->name;
		struct err *e;
		if (strlen(name) != n || strncmp(name, failure, n) != 0)
			continue;
		if (c == ERR_INVALID_REQUEST)
			return err_fault(a, "/prompt", blank != NULL ? blank + 1 : "invalid");
		e = err_new(a, (enum err_code)c, "%s", blank != NULL ? blank + 1 : "the picture could not be painted");
		if (c == ERR_TOO_MANY_REQUESTS)
			e->retry_after = 60;
		return e;
	}
	return err_new(a, ERR_UPSTREAM_FAILED, "the picture could not be painted");
}

const struct err *
painting_image(struct shop *shop, struct arena *a, const struct painting *p, const struct image **out)
{
	struct db *db;
	const struct err *e;

	*out = NULL;
	if (p->status != PAINTING_DONE || p->image_id == NULL)
		return NULL;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_store_get(db, a, p->image_id, out);
	db_return(shop->pool, db);
	return e;
}
