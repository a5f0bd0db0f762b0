/* image_walk: two sorted lists, merged. */
#include "work/image_walk.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/image_files.h"
#include "store/image_store.h"

#define PART_ARENA (256u << 20)		/* bytes: a 256th of all pictures, their rows and files */
#define ALL_SIZES ((1u << IMAGE_SIZE__MAX) - 1)

struct walk {
	struct db		*db;
	struct arena		*arena;		/* of the part */
	int64_t			 before;
	image_stray_told	*told;
	void			*arg;
};

/* The row was read before the files were looked for: it may have been dropped in between. */
static const struct err *
row_alone(const struct walk *w, const char *id)
{
	const struct image *still;
	const struct err *e;

	if ((e = image_store_get(w->db, w->arena, id, &still)) != NULL || still == NULL)
		return e;
	return w->told(w->arg, IMAGE_ROW_ALONE, id);
}

static const struct err *
file_alone(const struct walk *w, const struct image_found *f)
{
	if (f->changed_at >= w->before)
		return NULL;
	return f->id[0] == '\0' ? w->told(w->arg, IMAGE_LEAVING, f->name) : w->told(w->arg, IMAGE_FILE_ALONE, f->id);
}

static const struct err *
merge(const struct walk *w, const struct image_row *row, size_t nrows, const struct image_found *found, size_t nfound)
{
	size_t r = 0, f = 0;
	const struct err *e = NULL;

	while (e == NULL && (r < nrows || f < nfound)) {
		int order = r == nrows ? 1 : f == nfound ? -1 : strcmp(row[r].id, found[f].id);
		if (order < 0)
			e = row_alone(w, row[r++].id);
		else if (order > 0)
			e = file_alone(w, &found[f++]);
		else {
			if (found[f].sizes != ALL_SIZES)
				e = row_alone(w, row[r].id);
			r++, f++;
		}
	}
	return e;
}

static const struct err *
walk_part(const struct walk *w, const char *dir, const char *ab)
{
	struct image_found *found;
	struct image_row *row;
	size_t nrows, nfound;
	const struct err *e;

	/* Rows first: what has a row then had its files before. */
	if ((e = image_store_in(w->db, w->arena, ab, &row, &nrows)) != NULL ||
	    (e = image_files_in(w->arena, dir, ab, &found, &nfound)) != NULL)
		return e;
	return merge(w, row, nrows, found, nfound);
}

const struct err *
image_walk(struct db *db, struct arena *a, const char *dir, int64_t before, image_stray_told *told, void *arg)
{
	struct walk w = { db, arena_new(PART_ARENA), before, told, arg };
	const struct err *e = w.arena == NULL ? err_new(a, ERR_UNAVAILABLE, "no memory to walk the pictures") : NULL;

	for (unsigned part = 0; e == NULL && part < 256; part++) {
		char ab[3];
		snprintf(ab, sizeof(ab), "%02x", part);
		if ((e = walk_part(&w, dir, ab)) != NULL)
			e = err_new(a, e->code, "%s", e->detail == NULL ? "walking the pictures" : e->detail);
		arena_reset(w.arena);
	}
	arena_free(w.arena);
	return e;
}
