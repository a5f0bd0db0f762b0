/* batch_keys: Idempotency-Keys of a batch: looked up, answered, written. */
#include "shop/batch_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/idempotency_store.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the keys of the batch");
}

static bool
asks_and_is_refused(const struct ticket *t)
{
	return asks_key(t) && t->err != NULL;
}

static const struct err *
answer_known(struct work *w, bool (*asked)(const struct ticket *))
{
	struct hash *keys = ARENA_ARRAY(w->batch.arena, struct hash, w->n);
	struct kept_answer *known;
	size_t nkeys = 0, nknown;
	const struct err *e;

	if (keys == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++)
		if (asked(w->ticket[i]))
			keys[nkeys++] = w->ticket[i]->key.key;
	if (nkeys == 0)
		return NULL;
	if ((e = idempotency_store_find(w->batch.db, w->batch.arena, keys, nkeys, &known, &nknown)) != NULL)
		return e;
	for (size_t k = 0; k < nknown; k++)
		for (size_t i = 0; i < w->n; i++) {
			struct ticket *t = w->ticket[i];
			if (asked(t) && hash_equal(&t->key.key, &known[k].key)) {
				t->err = NULL;
				ticket_answer_again(t, &known[k].fingerprint, known[k].status, known[k].sealed, known[k].len);
			}
		}
	return NULL;
}

const struct err *
batch_keys_answer(struct work *w)
{
	return answer_known(w, asks_key);
}

const struct err *
batch_keys_answer_refused(struct work *w)
{
	return answer_known(w, asks_and_is_refused);
}

void
batch_keys_like_earlier(struct work *w, size_t i)
{
	struct ticket *t = w->ticket[i];

	if (!asks_key(t))
		return;
	for (size_t k = 0; k < i && open_still(t); k++) {
		const struct ticket *first = w->ticket[k];
		/* One whose answer could not be kept is no example: its batch will not be written. */
		if (asks_key(first) && open_still(first) && w->sealed[k].bytes != NULL && hash_equal(&first->key.key, &t->key.key))
			ticket_answer_again(t, &first->key.fingerprint, first->kept->status,
			    w->sealed[k].bytes, w->sealed[k].len);
	}
}

void
batch_keys_seal(struct work *w, size_t i)
{
	struct ticket *t = w->ticket[i];

	if (t->key.present && t->key_use != KEY_DROP)
		w->sealed[i].bytes = ticket_keep_answer(t, w->batch.arena, &w->sealed[i].len);
}

static int
key_order(const void *a, const void *b)
{
	const struct ticket *x = *(struct ticket *const *)a, *y = *(struct ticket *const *)b;

	return memcmp(x->key.key.b, y->key.key.b, sizeof(x->key.key.b));
}

/* Accepted tickets that use their keys in one of those ways (bits), by key: two batches that write the same keys can not
 * lock each other out. */
static size_t
keyed(const struct work *w, unsigned uses, struct ticket **out)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (open_still(w->ticket[i]) && w->ticket[i]->key.present && (uses & 1u << w->ticket[i]->key_use))
			out[n++] = w->ticket[i];
	qsort(out, n, sizeof(*out), key_order);
	return n;
}

static struct db_value
status_or_null(const struct ticket *t)
{
	return t->kept->status == 0 ? DB_NULL : DB_I(t->kept->status);
}

const struct err *
batch_keys_write(struct work *w)
{
	struct ticket **t = ARENA_ARRAY(w->batch.arena, struct ticket *, w->n);
	struct bulk add, close, drop;
	size_t n;
	const struct err *e;

	if (t == NULL)
		return full(w->batch.arena);
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *one = w->ticket[i];
		if (!open_still(one) || !one->key.present || one->key_use == KEY_DROP)
			continue;
		if (w->sealed[i].bytes == NULL)
			return full(w->batch.arena);
		one->sealed = w->sealed[i].bytes;
		one->sealed_len = w->sealed[i].len;
	}
	bulk_start(&add, w->batch.arena, STMT_IDEMPOTENCY_ADD, 5);
	n = keyed(w, 1u << KEY_KEEP | 1u << KEY_OPEN, t);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&add, db_b(t[i]->key.key.b, sizeof(struct hash)), db_b(t[i]->key.fingerprint.b, sizeof(struct hash)),
		    status_or_null(t[i]), db_b(t[i]->sealed, t[i]->sealed_len), DB_T(w->batch.now));
	bulk_start(&close, w->batch.arena, STMT_IDEMPOTENCY_CLOSE, 3);
	n = keyed(w, 1u << KEY_CLOSE, t);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&close, status_or_null(t[i]), db_b(t[i]->sealed, t[i]->sealed_len), db_b(t[i]->key.key.b, sizeof(struct hash)));
	bulk_start(&drop, w->batch.arena, STMT_IDEMPOTENCY_DROP, 1);
	n = keyed(w, 1u << KEY_DROP, t);
	for (size_t i = 0; i < n; i++)
		BULK_ADD(&drop, db_b(t[i]->key.key.b, sizeof(struct hash)));
	if ((e = bulk_run(w->batch.db, &add)) != NULL || (e = bulk_run(w->batch.db, &close)) != NULL)
		return e;
	return bulk_run(w->batch.db, &drop);
}
