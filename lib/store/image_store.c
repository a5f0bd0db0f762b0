/* image_store: there and back. */
#include "store/image_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

static struct db_value
guest_or_null(const struct hash *h)
{
	static const struct hash none;

	return hash_equal(h, &none) ? DB_NULL : db_b(h->b, sizeof(h->b));
}

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the pictures");
}

const struct err *
image_store_add(struct db *db, struct arena *a, const struct image *i)
{
	return STMT_RUN(db, a, STMT_IMAGE_ADD, NULL, DB_S(i->id), db_u_or_null(&i->owner.user_id), guest_or_null(&i->owner.guest),
	    DB_S(image_kind_names[i->kind]), DB_I(i->width), DB_I(i->height), DB_I(i->bytes), DB_S(i->provider), DB_S(i->prompt),
	    DB_T(i->created_at), DB_T(i->created_at));
}

static struct image
image_at(const struct rows *r, size_t row)
{
	struct image i = {
		.owner = { row_uuid(r, row, 1), row_hash(r, row, 2) },
		.kind = (enum image_kind)image_kind_parse(row_str(r, row, 3)),
		.width = row_int(r, row, 4), .height = row_int(r, row, 5), .bytes = row_int(r, row, 6),
		.provider = row_str(r, row, 7), .prompt = row_str(r, row, 8), .created_at = row_int(r, row, 9)
	};

	memcpy(i.id, row_str(r, row, 0), sizeof(i.id));
	return i;
}

/* As an array in the arena; NULL when that is full. */
static struct image *
images(struct arena *a, const struct rows *r)
{
	struct image *v = ARENA_ARRAY(a, struct image, r->n + 1);

	for (size_t i = 0; v != NULL && i < r->n; i++)
		v[i] = image_at(r, i);
	return v;
}

const struct err *
image_store_get(struct db *db, struct arena *a, const char *id, const struct image **out)
{
	const struct image *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_IMAGE_BY_ID, &r, DB_S(id))) != NULL)
		return e;
	if ((v = images(a, &r)) == NULL)
		return full(a);
	*out = r.n == 0 ? NULL : v;
	return NULL;
}

const struct err *
image_store_claim(struct db *db, struct arena *a, const char *id, const struct image_owner *by, int64_t now)
{
	struct db_value user = db_u_or_null(&by->user_id);

	return STMT_RUN(db, a, STMT_IMAGE_CLAIM, NULL, DB_T(now), user, DB_S(id), user, guest_or_null(&by->guest), user);
}

const struct err *
image_store_of(struct db *db, struct arena *a, const struct image_owner *of, const struct image_place *after, int64_t limit,
    const struct image **v, size_t *n)
{
	struct db_value user = db_u_or_null(&of->user_id);
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_IMAGES_OF, &r, user, DB_T(after->created_at), DB_T(after->created_at), DB_S(after->id), DB_I(limit),
	    guest_or_null(&of->guest), user, DB_T(after->created_at), DB_T(after->created_at), DB_S(after->id), DB_I(limit), DB_I(limit))) != NULL)
		return e;
	if ((*v = images(a, &r)) == NULL)
		return full(a);
	*n = r.n;
	return NULL;
}

const struct err *
image_store_due(struct db *db, struct arena *a, int64_t before, int64_t limit, struct image_due **v, size_t *n)
{
	struct image_due *due;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_IMAGES_DUE, &r, DB_T(before), DB_I(limit))) != NULL)
		return e;
	if ((due = ARENA_ARRAY(a, struct image_due, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		due[i] = (struct image_due){ row_str(&r, i, 0), row_int(&r, i, 1) != 0 };
	*v = due;
	*n = r.n;
	return NULL;
}

const struct err *
image_store_keep(struct db *db, struct arena *a, const char *id)
{
	return STMT_RUN(db, a, STMT_IMAGE_KEEP, NULL, DB_S(id));
}

const struct err *
image_store_drop(struct db *db, struct arena *a, const char *id, int64_t before, bool *gone)
{
	const struct err *e = STMT_RUN(db, a, STMT_IMAGE_DROP, NULL, DB_S(id), DB_T(before));

	if (e == NULL)
		*gone = stmt_changed(db) > 0;
	return e;
}

const struct err *
image_store_in(struct db *db, struct arena *a, const char *prefix, struct image_row **v, size_t *n)
{
	const char *last = arena_printf(a, "%s%s", prefix, "ffffffffffffffffffffffffffffffff");
	struct image_row *row;
	struct rows r;
	const struct err *e;

	if (last == NULL)
		return full(a);
	if ((e = STMT_RUN(db, a, STMT_IMAGES_IN, &r, DB_S(prefix), DB_S(last))) != NULL)
		return e;
	if ((row = ARENA_ARRAY(a, struct image_row, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		row[i] = (struct image_row){ row_str(&r, i, 0), row_int(&r, i, 1), row_int(&r, i, 2) };
	*v = row;
	*n = r.n;
	return NULL;
}
