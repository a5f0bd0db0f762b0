/* images: files first, then the row. */
#include "shop/images.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/image_files.h"
#include "shop/shop.h"
#include "store/image_store.h"

const struct err *
images_save(struct shop *shop, struct arena *a, const struct image_files *files, struct image *image)
{
	const char *dir = shop->conf->image_dir;
	struct db *db;
	const struct err *e;

	image_id_new(image->id);
	image->width = files->width;
	image->height = files->height;
	image->bytes = (int64_t)files->size[IMAGE_FULL].len;
	if ((e = image_files_put(a, dir, image->id, files)) != NULL)
		return e;
	crash_at(CRASH_IMAGE_PLACED);
	image->created_at = clock_now();
	if ((e = db_borrow(shop->pool, a, &db)) == NULL) {
		e = image_store_add(db, a, image);
		db_return(shop->pool, db);
	}
	/* Whether there is a row, the worker finds out, and removes the files if there is none. */
	if (e != NULL && !err_is(e, ERR_OUTCOME_UNKNOWN))
		image_files_remove(a, dir, image->id);
	crash_at(CRASH_IMAGE_KEPT);
	return e;
}

/* The row, if it is the caller's. */
static const struct err *
own(struct db *db, struct arena *a, const struct image_owner *by, const char *id, const char *pointer, const struct image **out)
{
	const struct image *image;
	const struct err *e;

	if ((e = image_store_get(db, a, id, &image)) != NULL)
		return e;
	if (image == NULL || !image_is_of(&image->owner, by))
		return err_fault(a, pointer, "not_yours_or_unknown");
	*out = image;
	return NULL;
}

const struct err *
images_open(struct shop *shop, struct arena *a, const struct image_owner *by, const char *path, const char *pointer,
    const struct image **out, const void **bytes, size_t *n)
{
	const struct image *image = NULL;
	char id[IMAGE_ID_TEXT];
	struct db *db;
	const struct err *e;

	if (!image_path_parse(path, id))
		return err_fault(a, pointer, "not_yours_or_unknown");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = own(db, a, by, id, pointer, &image);
	db_return(shop->pool, db);
	if (e == NULL && (e = image_files_get(a, shop->conf->image_dir, id, bytes, n)) == NULL && *bytes == NULL)
		e = err_new(a, ERR_INTERNAL_SERVER_ERROR, "the file of picture %s is gone", id);
	if (e == NULL)
		*out = image;
	return e;
}

const struct err *
images_find(struct shop *shop, struct arena *a, const struct image_owner *by, const char *filename, const struct image **out)
{
	const char *path = arena_printf(a, IMAGE_PATH "%s", filename);
	const struct image *image = NULL;
	char id[IMAGE_ID_TEXT];
	struct db *db;
	const struct err *e;

	*out = NULL;
	if (path == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a path");
	if (!image_path_parse(path, id))
		return NULL;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = image_store_get(db, a, id, &image);
	db_return(shop->pool, db);
	if (e == NULL && image != NULL && image_is_of(&image->owner, by))
		*out = image;
	return e;
}

const struct err *
images_claim(struct shop *shop, struct arena *a, const struct image_owner *by, const char *path, const char *pointer)
{
	const struct image *image;
	char id[IMAGE_ID_TEXT];
	struct db *db;
	const struct err *e;

	if (path == NULL)
		return NULL;
	if (!image_path_parse(path, id))
		return err_fault(a, pointer, "not_yours_or_unknown");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* In this order: once its time counts anew, the worker lets it be, so what is there now stays there. */
	if ((e = image_store_claim(db, a, id, by, clock_now())) == NULL)
		e = own(db, a, by, id, pointer, &image);
	db_return(shop->pool, db);
	return e;
}

const struct err *
images_of(struct shop *shop, struct arena *a, const struct image_owner *of, const char *cursor, int64_t limit,
    const struct image **v, size_t *n, const char **next)
{
	struct image_place after;
	struct db *db;
	const struct err *e;

	if (!image_place_parse(cursor, &after))
		return err_fault(a, "?cursor", "not_a_cursor");
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* One more tells whether there is a next page. */
	e = image_store_of(db, a, of, &after, limit + 1, v, n);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	*next = NULL;
	if (*n > (size_t)limit) {
		*n = (size_t)limit;
		if ((*next = image_place_text(a, &(*v)[*n - 1])) == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a cursor");
	}
	return NULL;
}
