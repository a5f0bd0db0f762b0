/*
 * model_fuzz: the first byte says where the rest comes from (j JSON, f form, q query); it is read into the sample model.
 * What is accepted can be written as JSON and read again, and is the same request then.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "fuzz/fuzz.h"
#include "http/body.h"
#include "http/fault_text.h"
#include "http/jsonr.h"
#include "http/model.h"
#include "support/sample.h"

static void
start(void)
{
	static bool started;

	if (!started)
		MUST(id_start() == 0 && clock_zone("Asia/Seoul") == 0);
	started = true;
}

static const struct err *
parse(struct arena *arena, char source, const char *text, size_t n, struct json_object **tree)
{
	struct body b = { 0 };
	const char *query;
	const struct err *e;

	if (source == 'q') {
		query = arena_memdup(arena, text, n);
		return query != NULL ? body_parse_query(arena, query, tree) : err_static(ERR_UNAVAILABLE);
	}
	e = body_parse(arena, source == 'f' ? "application/x-www-form-urlencoded" : "application/json", text, n, &b);
	if (e == NULL)
		*tree = b.tree;
	return e;
}

/* Written and read again it is the same. */
static void
round_trip(struct arena *arena, struct sample *s)
{
	struct buf text = { 0 };
	struct json_object *tree = NULL;
	const void *again = NULL;

	if (s->weight == 0)
		s->weight = 500;	/* an absent quantity is written as 0, which is too small to be asked for */
	model_write(&text, &sample_model, s);
	MUST(!text.failed);
	MUST(jsonr_parse(arena, text.p, text.len, &tree) == NULL);
	const struct err *e = model_read(arena, &sample_model, tree, MODEL_FROM_JSON, &again);
	for (size_t i = 0; e != NULL && i < e->nfaults; i++)
		fprintf(stderr, "%s: %s\n", e->faults[i].pointer, e->faults[i].reason);
	MUST(e == NULL);
	struct hash a = model_fingerprint(&sample_model, s), b = model_fingerprint(&sample_model, again);
	MUST(hash_equal(&a, &b));
	model_wipe(&sample_model, s);
	MUST(s->card == NULL || s->card[0] == '\0');
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
	struct arena *arena;
	struct json_object *tree = NULL;
	const void *in = NULL;

	start();
	if (n == 0 || (arena = arena_new(1u << 20)) == NULL)
		return 0;
	char source = (char)input[0];
	if (parse(arena, source, (const char *)input + 1, n - 1, &tree) == NULL) {
		const struct err *e = model_read(arena, &sample_model, tree,
		    source == 'q' ? MODEL_FROM_QUERY : source == 'f' ? MODEL_FROM_FORM : MODEL_FROM_JSON, &in);
		MUST((e == NULL) == (in != NULL));
		for (size_t i = 0; e != NULL && i < e->nfaults; i++) {
			MUST(fault_known(e->faults[i].reason));
			MUST(e->faults[i].pointer[0] == (source == 'q' ? '?' : '/'));
		}
		if (e == NULL)
			round_trip(arena, (struct sample *)(uintptr_t)in);
	}
	arena_free(arena);
	return 0;
}
