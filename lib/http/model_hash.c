/*
 * model_hash: the request as understood, as one hash, for its Idempotency-Key.
 *
 * It is taken of the struct, not of the bytes: JSON or form, any order of
 * fields, a default said or left out are the same request.  What is absent or the default
 * adds nothing, so a new optional field leaves older fingerprints as they were.
 * Each value stands behind its field's name and its own length, so that no two
 * structs read the same.
 */
#include <sodium.h>
#include <string.h>

#include "http/model.h"
#include "http/model_row.h"

static void hash_struct(crypto_generichash_state *, const struct model *, const void *);

static void
hash_bytes(crypto_generichash_state *h, const void *p, size_t n)
{
	uint64_t len = n;

	crypto_generichash_update(h, (const unsigned char *)&len, sizeof(len));
	if (n > 0)
		crypto_generichash_update(h, p, n);
}

static void
hash_text(crypto_generichash_state *h, const char *s)
{
	hash_bytes(h, s, strlen(s));
}

static void
hash_int(crypto_generichash_state *h, int64_t v)
{
	crypto_generichash_update(h, (const unsigned char *)&v, sizeof(v));
}

/* The entry that comes next after `last` by key, then place; NULL at the end. */
static const struct pair *
next_pair(const struct list *l, const struct pair *last)
{
	const struct pair *best = NULL;

	for (size_t i = 0; i < l->n; i++) {
		const struct pair *p = LIST_AT(*l, struct pair, i);
		if (last != NULL) {
			int c = strcmp(p->key, last->key);
			if (c < 0 || (c == 0 && p <= last))
				continue;
		}
		if (best == NULL || strcmp(p->key, best->key) < 0)
			best = p;
	}
	return best;
}

/* A map has no order: its entries are taken by key.  They are at most a hundred. */
static void
hash_map(crypto_generichash_state *h, const struct list *l)
{
	hash_int(h, (int64_t)l->n);
	for (const struct pair *p = next_pair(l, NULL); p != NULL; p = next_pair(l, p)) {
		hash_text(h, p->key);
		hash_int(h, p->value);
	}
}

static void
hash_list(crypto_generichash_state *h, const struct model_field *f, const struct list *l)
{
	hash_int(h, (int64_t)l->n);
	for (size_t i = 0; i < l->n; i++) {
		if (f->type == MODEL_LIST)
			hash_struct(h, f->sub, row_entry(l, f, i));
		else if (f->type == MODEL_STRS)
			hash_text(h, *LIST_AT(*l, const char *, i));
		else
			hash_int(h, *LIST_AT(*l, int64_t, i));
	}
}

/* What a field adds, begun with its name; nothing when it is absent. */
static void
hash_field(crypto_generichash_state *h, const struct model_field *f, const void *at)
{
	const struct list *l = at;
	const char *s;

	switch (f->type) {
	case MODEL_STR: case MODEL_JSON:
		if ((s = *(const char *const *)at) != NULL) {
			hash_text(h, f->name);
			hash_text(h, s);
		}
		break;
	case MODEL_INT: case MODEL_TIME: case MODEL_QTY:
		if (*(const int64_t *)at != f->def) {
			hash_text(h, f->name);
			hash_int(h, *(const int64_t *)at);
		}
		break;
	case MODEL_BOOL:
		if (*(const bool *)at != (f->def != 0)) {
			hash_text(h, f->name);
			hash_int(h, *(const bool *)at);
		}
		break;
	case MODEL_ENUM:
		if (*(const int *)at >= 0 && *(const int *)at != f->def) {
			hash_text(h, f->name);
			hash_text(h, f->choices[*(const int *)at]);
		}
		break;
	case MODEL_UUID:
		if (!uuid_is_zero(at)) {
			hash_text(h, f->name);
			hash_bytes(h, ((const struct uuid *)at)->b, sizeof(struct uuid));
		}
		break;
	case MODEL_OBJECT:
		if (*(const void *const *)at != NULL) {
			hash_text(h, f->name);
			hash_struct(h, f->sub, *(const void *const *)at);
		}
		break;
	case MODEL_LIST: case MODEL_STRS: case MODEL_INTS:
		if (l->n > 0) {
			hash_text(h, f->name);
			hash_list(h, f, l);
		}
		break;
	case MODEL_MAP:
		if (l->n > 0) {
			hash_text(h, f->name);
			hash_map(h, l);
		}
		break;
	case MODEL__MAX:
		break;
	}
}

static void
hash_struct(crypto_generichash_state *h, const struct model *m, const void *in)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (row_written(&m->fields[i]))
			hash_field(h, &m->fields[i], row_in(in, &m->fields[i]));
	hash_text(h, "");	/* no field has this name: the end */
}

struct hash
model_fingerprint(const struct model *m, const void *in)
{
	struct hash out;
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, sizeof(out.b));
	hash_text(&h, m->name);
	if (in != NULL)
		hash_struct(&h, m, in);
	crypto_generichash_final(&h, out.b, sizeof(out.b));
	return out;
}
