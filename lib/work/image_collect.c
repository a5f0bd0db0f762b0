/* image_collect: by age, and by comparison. */
#include "work/image_collect.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/crash.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "shop/image_files.h"
#include "shop/shop.h"
#include "store/image_store.h"
#include "work/audit.h"
#include "work/image_walk.h"
#include "work/job.h"

#define DUE_AT_A_TIME 500
#define ROUNDS_MAX 20		/* in a run: a backlog is worked off over many */

/* One whose time has come: kept for good when an order names it, else gone. */
static const struct err *
settle(struct db *db, struct arena *a, const struct conf *c, const struct image_due *due, int64_t before, int64_t *gone)
{
	bool dropped;
	const struct err *e;

	if (due->named)
		return image_store_keep(db, a, due->id);
	if ((e = image_store_drop(db, a, due->id, before, &dropped)) != NULL || !dropped)
		return e;
	crash_at(CRASH_IMAGE_DROPPED);
	image_files_remove(a, c->image_dir, due->id);
	(*gone)++;
	return NULL;
}

const struct err *
image_collect_due(struct db *db, struct arena *a, const struct conf *c, int64_t *gone)
{
	int64_t before = clock_now() - c->image_hours * 3600 * 1000;
	size_t n = DUE_AT_A_TIME;
	const struct err *e;

	*gone = 0;
	for (int round = 0; round < ROUNDS_MAX && n == DUE_AT_A_TIME; round++) {
		struct image_due *due;
		if ((e = image_store_due(db, a, before, DUE_AT_A_TIME, &due, &n)) != NULL)
			return e;
		for (size_t i = 0; i < n; i++)
			if ((e = settle(db, a, c, &due[i], before, gone)) != NULL)
				return e;
	}
	return NULL;
}

struct sweep { struct db *db; struct arena *arena; const struct conf *conf; int64_t now, gone; };

static const struct err *
remove_stray(void *arg, enum image_stray kind, const char *name)
{
	struct sweep *s = arg;
	bool dropped = true;
	const struct err *e;

	switch (kind) {
	case IMAGE_ROW_ALONE:
		if ((e = image_store_drop(s->db, s->arena, name, s->now, &dropped)) != NULL)
			return e;
		if (!dropped)
			log_event(LOG_ERROR, "picture_lost", LOG_S("image", name));
		else
			image_files_remove(s->arena, s->conf->image_dir, name);
		break;
	case IMAGE_FILE_ALONE:
		image_files_remove(s->arena, s->conf->image_dir, name);
		break;
	case IMAGE_LEAVING:
		image_files_remove_leaving(s->conf->image_dir, name);
	}
	s->gone += dropped;
	return NULL;
}

const struct err *
image_collect_strays(struct db *db, struct arena *a, const struct conf *c, int64_t *gone)
{
	struct sweep s = { db, a, c, clock_now(), 0 };
	const struct err *e = image_walk(db, a, c->image_dir, s.now - c->image_orphan_s * 1000, remove_stray, &s);

	*gone = s.gone;
	return e;
}

static const struct err *
with_db(struct job_run *run, const struct err *(*work)(struct db *, struct arena *, const struct conf *, int64_t *))
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(run->shop->pool, run->arena, &db)) != NULL)
		return e;
	e = work(db, run->arena, run->shop->conf, &run->done);
	db_return(run->shop->pool, db);
	return e;
}

const struct err *
image_collect_job(struct job_run *run)
{
	return with_db(run, image_collect_due);
}

const struct err *
image_sweep_job(struct job_run *run)
{
	return with_db(run, image_collect_strays);
}

/* --- audit ------------------------------------------------------------------ */

#define TOLD_MAX 20		/* as of the other invariants */

struct strays { struct arena *arena; size_t n[2]; const char *name[2][TOLD_MAX]; };

/* 0: rows without files, 1: files without rows. */
static const struct err *
count_stray(void *arg, enum image_stray kind, const char *name)
{
	struct strays *s = arg;
	int which = kind != IMAGE_ROW_ALONE;

	if (s->n[which] < TOLD_MAX)
		s->name[which][s->n[which]++] = arena_strdup(s->arena, name);
	return NULL;
}

const struct err *
image_collect_audit(struct db *db, struct arena *a, const struct conf *c, const struct audit_told *told, size_t *violations)
{
	static const struct { const char *name, *invariant, *figures; } of[2] = {
		{ "IMAGE_WITHOUT_FILE", "every picture's row has its files", "a file is missing" },
		{ "FILE_WITHOUT_IMAGE", "every picture's file has its row, once the worker has been there (image_orphan_s)", "there is no row" },
	};
	struct strays s = { .arena = a };
	const struct err *e = image_walk(db, a, c->image_dir, clock_now() - c->image_orphan_s * 1000 - 2 * IMAGE_SWEEP_MS, count_stray, &s);

	if (e != NULL)
		return e;
	for (int which = 0; which < 2; which++) {
		told->checked(told->arg, of[which].name, of[which].invariant, s.n[which]);
		for (size_t i = 0; i < s.n[which]; i++)
			told->violated(told->arg, s.name[which][i], of[which].figures);
	}
	*violations = s.n[0] + s.n[1];
	return NULL;
}
