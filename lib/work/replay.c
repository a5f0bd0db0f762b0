/* replay: each a transaction with the consumer's cursor locked, so that a relay under way notices. */
#include "work/replay.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

/* Begins with the cursor locked; *seq = where it stands. */
static const struct err *
begin(struct db *db, struct arena *a, enum event_consumer who, int64_t *seq)
{
	struct event_cursor cursor;
	const struct err *e;

	if ((e = event_store_cursor(db, a, who, &cursor)) != NULL ||	/* made, when it is new */
	    (e = db_begin(db, a)) != NULL)
		return e;
	return event_store_lock_cursor(db, a, who, seq);
}

static const struct err *
end(struct db *db, struct arena *a, const struct err *e)
{
	if (e == NULL)
		return db_commit(db, a);
	db_rollback(db);
	return e;
}

const struct err *
replay_from(struct db *db, struct arena *a, enum event_consumer who, int64_t seq)
{
	int64_t at = 0;
	const struct err *e = begin(db, a, who, &at);

	if (e == NULL && (seq < 1 || seq - 1 > at))
		e = err_new(a, ERR_INVALID_REQUEST, "%s has come to number %lld", event_consumer_names[who], (long long)at);
	if (e == NULL)
		e = event_store_forget(db, a, who, seq);
	if (e == NULL)
		e = event_store_move_cursor(db, a, who, &(struct event_cursor){ .seq = seq - 1 });
	return end(db, a, e);
}

const struct err *
replay_number_of(struct db *db, struct arena *a, int64_t at, int64_t *seq)
{
	return event_store_since(db, a, at, seq);
}

const struct err *
replay_retry(struct db *db, struct arena *a, enum event_consumer who, int64_t seq, int64_t *n)
{
	int64_t at;
	const struct err *e = begin(db, a, who, &at);

	if (e == NULL)
		e = event_store_retry(db, a, who, seq, clock_now(), n);
	return end(db, a, e);
}

const struct err *
replay_drop(struct db *db, struct arena *a, enum event_consumer who, int64_t seq)
{
	struct uuid order;
	bool dead = false;
	int64_t at;
	const struct err *e = begin(db, a, who, &at);

	if (e == NULL)
		e = event_store_find_dead(db, a, who, seq, &dead, &order);
	if (e == NULL && !dead)
		e = err_new(a, ERR_ENTITY_NOT_FOUND, "%s has not given up number %lld", event_consumer_names[who], (long long)seq);
	if (e == NULL)
		e = event_store_done(db, a, who, seq, &order, clock_now());
	return end(db, a, e);
}

const struct err *
replay_standing(struct db *db, struct arena *a, enum event_consumer who, struct replay_standing *out)
{
	struct replay_standing s;
	const struct err *e;

	if ((e = event_store_cursor(db, a, who, &s.cursor)) != NULL || (e = event_store_last(db, a, &s.last)) != NULL ||
	    (e = event_store_count(db, a, who, &s.due, &s.held, &s.dead)) != NULL)
		return e;
	*out = s;
	return NULL;
}

const struct err *
replay_waiting(struct db *db, struct arena *a, int64_t *n)
{
	return event_store_count_waiting(db, a, n);
}

const struct err *
replay_list(struct db *db, struct arena *a, enum event_consumer who, bool dead, int64_t max, struct replay_row **out, size_t *n)
{
	struct rows r;
	struct replay_row *v;
	const struct err *e;

	if ((e = event_store_list(db, a, who, dead, max, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct replay_row, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the list");
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct replay_row){ .consumer = row_str(&r, i, 0), .seq = row_int(&r, i, 1), .type = row_str(&r, i, 2),
		    .order_id = row_str(&r, i, 3), .state = row_str(&r, i, 4), .tries = row_int(&r, i, 5), .next_at = row_int(&r, i, 6),
		    .error = row_str(&r, i, 7), .since = row_int(&r, i, 8) };
	*out = v;
	*n = r.n;
	return NULL;
}
