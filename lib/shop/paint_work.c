/* paint_work: take, paint, keep, end. */
#include "shop/paint_work.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/image_files.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "store/image_store.h"

/* The next job, ours for a lease; *out = NULL when there is none.  One that died too often ends here. */
static const struct err *
take(struct shop *shop, struct arena *a, const unsigned char me[PAINTER_ID], const struct painting **out, bool *worked)
{
	const struct painting *p = NULL;
	int64_t now = clock_now();
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = db_begin(db, a)) == NULL && (e = image_job_store_due(db, a, now, &p)) == NULL && p != NULL) {
		*worked = true;
		if (p->attempts >= PAINT_TRIES) {
			e = image_job_store_give_up(db, a, &p->id, err_kind(ERR_UPSTREAM_FAILED)->name, now);
			p = NULL;
		} else
			e = image_job_store_take(db, a, &p->id, me, now + PAINT_LEASE, now);
		if (e == NULL)
			e = db_commit(db, a);
	}
	db_return(shop->pool, db);
	if (e == NULL)
		*out = p;
	return e;
}

/* The picture to be changed.  It was the owner's when the job was asked for. */
static const struct err *
source_of(struct shop *shop, struct arena *a, const struct painting *p, const struct image **source, const void **bytes, size_t *n)
{
	struct db *db;
	const struct err *e;

	if (p->source_id == NULL)
		return NULL;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_store_get(db, a, p->source_id, source);
	db_return(shop->pool, db);
	if (e == NULL)
		e = image_files_get(a, shop->conf->image_dir, p->source_id, bytes, n);
	return e != NULL ? e : *source == NULL || *bytes == NULL ? err_fault(a, "/existing_image_path", "not_yours_or_unknown") : NULL;
}

static const struct err *
paint(struct shop *shop, struct arena *a, const struct artist *artist, const struct painting *p, struct image *out)
{
	const struct image *source = NULL;
	const void *bytes = NULL;
	struct image_files files = { 0 };
	size_t n = 0;
	const struct err *e;

	if ((e = source_of(shop, a, p, &source, &bytes, &n)) != NULL ||
	    (e = artist->paint(artist->self, a, p, source, bytes, n, &files)) != NULL)
		return e;
	*out = (struct image){ .owner = p->owner, .kind = p->kind, .provider = artist->name,
	    .prompt = painting_story(a, source == NULL ? NULL : source->prompt, p->prompt) };
	/* Changed by somebody else's brush, or a stranger's picture: there is no telling what is on it. */
	if (source != NULL && (source->provider == NULL || strcmp(source->provider, artist->name) != 0))
		out->prompt = NULL;
	return images_save(shop, a, &files, out);
}

/* What a failure is kept as. */
static const char *
failure_of(struct arena *a, const struct err *e)
{
	const char *name = err_kind(e->code)->name;

	if (e->code == ERR_INVALID_REQUEST && e->nfaults > 0)
		return arena_printf(a, "%s %s", name, e->faults[0].reason);
	return name;
}

const struct err *
paint_one(struct shop *shop, struct arena *a, const struct artist *artist, const unsigned char me[PAINTER_ID], bool *worked)
{
	const struct painting *p = NULL;
	int64_t began = clock_monotonic_us();
	struct image image;
	char id[UUID_TEXT];
	bool ours = false;
	struct db *db;
	const struct err *e, *failed;

	*worked = false;
	if ((e = take(shop, a, me, &p, worked)) != NULL || p == NULL)
		return e;
	failed = paint(shop, a, artist, p, &image);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_job_store_end(db, a, &p->id, me, failed == NULL ? image.id : NULL, failed == NULL ? NULL : failure_of(a, failed), clock_now(), &ours);
	db_return(shop->pool, db);
	log_event(failed == NULL ? LOG_INFO : LOG_WARN, "painted", LOG_S("job", uuid_text(&p->id, id)), LOG_S("provider", artist->name),
	    LOG_S("failure", failed == NULL ? NULL : err_kind(failed->code)->name), LOG_S("detail", failed == NULL ? NULL : failed->detail),
	    LOG_I("ours", ours), LOG_I("us", clock_monotonic_us() - began));
	return e;
}

const struct err *
paint_renew(struct shop *shop, struct arena *a, const struct artist *artist, const unsigned char me[PAINTER_ID])
{
	int64_t now = clock_now();
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_job_store_renew(db, a, me, now + PAINT_LEASE, now, artist->half_ms);
	db_return(shop->pool, db);
	return e;
}
