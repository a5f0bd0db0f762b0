/* image_job_store: there and back. */
#include "store/image_job_store.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

static struct db_value
hash_or_null(const struct hash *h)
{
	static const struct hash none;

	return hash_equal(h, &none) ? DB_NULL : db_b(h->b, sizeof(h->b));
}

/* Members are known by their id alone: what a guest's token began is the guest's. */
static struct db_value
guest_of(const struct image_owner *o)
{
	return uuid_is_zero(&o->user_id) ? hash_or_null(&o->guest) : DB_NULL;
}

const struct err *
image_job_store_count(struct db *db, struct arena *a, const struct image_owner *o, const struct hash *address, int64_t since,
    struct image_job_counts *out)
{
	struct db_value user = db_u_or_null(&o->user_id), guest = guest_of(o), near = hash_or_null(address);
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_IMAGE_JOB_GATE, &r)) != NULL ||
	    (e = STMT_RUN(db, a, STMT_IMAGE_JOB_COUNTS, &r, user, guest, near, user, guest, near, DB_T(since))) != NULL)
		return e;
	*out = (struct image_job_counts){ row_int(&r, 0, 0), row_int(&r, 0, 1), row_int(&r, 0, 2), row_int(&r, 0, 3), row_int(&r, 0, 4) };
	return NULL;
}

const struct err *
image_job_store_add(struct db *db, struct arena *a, const struct painting *p)
{
	return STMT_RUN(db, a, STMT_IMAGE_JOB_ADD, NULL, db_u_or_null(&p->owner.user_id), hash_or_null(&p->owner.guest), hash_or_null(&p->address),
	    DB_S(image_kind_names[p->kind]), DB_S(p->prompt), DB_S(ratios[p->ratio].name), DB_S(p->source_id), DB_T(p->created_at), DB_U(p->id));
}

static struct painting
painting_at(const struct rows *r, size_t i)
{
	int ratio = ratio_parse(row_str(r, i, 6));

	return (struct painting){
		.id = row_uuid(r, i, 0), .owner = { row_uuid(r, i, 1), row_hash(r, i, 2) },
		.kind = (enum image_kind)image_kind_parse(row_str(r, i, 3)), .status = (enum painting_status)painting_status_parse(row_str(r, i, 4)),
		.prompt = row_str(r, i, 5), .ratio = ratio < 0 ? 0 : ratio, .source_id = row_str(r, i, 7), .progress = row_int(r, i, 8),
		.attempts = row_int(r, i, 9), .image_id = row_str(r, i, 10), .failure = row_str(r, i, 11), .created_at = row_int(r, i, 12),
		.finished_at = row_int(r, i, 13)
	};
}

static const struct err *
paintings(struct arena *a, const struct rows *r, const struct painting **out)
{
	struct painting *v = ARENA_ARRAY(a, struct painting, r->n + 1);

	if (v == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the paintings");
	for (size_t i = 0; i < r->n; i++)
		v[i] = painting_at(r, i);
	*out = v;
	return NULL;
}

static const struct err *
one(struct arena *a, const struct rows *r, const struct painting **out)
{
	if (r->n > 0)
		return paintings(a, r, out);
	*out = NULL;
	return NULL;
}

const struct err *
image_job_store_get(struct db *db, struct arena *a, const struct uuid *id, const struct painting **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_IMAGE_JOB_BY_ID, &r, DB_U(*id));

	return e != NULL ? e : one(a, &r, out);
}

const struct err *
image_job_store_of(struct db *db, struct arena *a, const struct image_owner *o, const struct uuid *before, int64_t limit,
    const struct painting **v, size_t *n)
{
	struct rows r = { 0 };
	const struct err *e = NULL;

	if (!uuid_is_zero(&o->user_id))
		e = STMT_RUN(db, a, STMT_IMAGE_JOBS_OF_USER, &r, DB_U(o->user_id), db_u_or_null(before), db_u_or_null(before), DB_I(limit));
	else
		e = STMT_RUN(db, a, STMT_IMAGE_JOBS_OF_GUEST, &r, hash_or_null(&o->guest), db_u_or_null(before), db_u_or_null(before), DB_I(limit));
	if (e != NULL || (e = paintings(a, &r, v)) != NULL)
		return e;
	*n = r.n;
	return NULL;
}

const struct err *
image_job_store_due(struct db *db, struct arena *a, int64_t now, const struct painting **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_IMAGE_JOB_DUE, &r, DB_T(now));

	return e != NULL ? e : one(a, &r, out);
}

const struct err *
image_job_store_take(struct db *db, struct arena *a, const struct uuid *id, const unsigned char painter[PAINTER_ID], int64_t until, int64_t now)
{
	return STMT_RUN(db, a, STMT_IMAGE_JOB_TAKE, NULL, db_b(painter, PAINTER_ID), DB_T(until), DB_T(now), DB_U(*id));
}

const struct err *
image_job_store_renew(struct db *db, struct arena *a, const unsigned char painter[PAINTER_ID], int64_t until, int64_t now, int64_t half_ms)
{
	return STMT_RUN(db, a, STMT_IMAGE_JOBS_RENEW, NULL, DB_T(until), DB_T(now), DB_T(now), DB_I(half_ms), db_b(painter, PAINTER_ID));
}

const struct err *
image_job_store_end(struct db *db, struct arena *a, const struct uuid *id, const unsigned char painter[PAINTER_ID], const char *image_id,
    const char *failure, int64_t now, bool *ours)
{
	const struct err *e = STMT_RUN(db, a, STMT_IMAGE_JOB_END, NULL,
	    DB_S(painting_status_names[image_id != NULL ? PAINTING_DONE : PAINTING_FAILED]), DB_S(image_id), DB_S(failure), DB_T(now), DB_U(*id),
	    db_b(painter, PAINTER_ID));

	if (e == NULL)
		*ours = stmt_changed(db) == 1;
	return e;
}

const struct err *
image_job_store_give_up(struct db *db, struct arena *a, const struct uuid *id, const char *failure, int64_t now)
{
	return STMT_RUN(db, a, STMT_IMAGE_JOB_GIVE_UP, NULL, DB_S(failure), DB_T(now), DB_U(*id));
}
