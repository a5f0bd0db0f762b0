/*
 * fault_say: the limits of a row, by the words that tell of passing them.
 */
#include "http/fault_say.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "http/body.h"
#include "http/fault_text.h"
#include "http/model.h"
#include "http/multipart.h"
#include "http/request.h"

#define T(t) (1u << MODEL_##t)

/* Which limit of which types a word speaks of: the row's own, or that of the values in it. */
static const struct limit_word {
	const char	*word;
	bool		 most, zero;	/* zero: a limit of 0 is worth telling */
	unsigned	 own, inner;
} limit_words[] = {
	{ "too_small", false, true,  T(INT), T(INTS) | T(MAP) },
	{ "too_large", true,  true,  T(INT), T(INTS) | T(MAP) },
	{ "too_short", false, false, T(STR), T(STRS) },
	{ "too_long",  true,  false, T(STR), T(STRS) },
	{ "too_few",   false, false, T(LIST) | T(STRS) | T(INTS) | T(MAP), 0 },
	{ "too_many",  true,  false, T(LIST) | T(STRS) | T(INTS) | T(MAP), 0 },
};

/* Limits of a whole body, whatever its model. */
static const struct { const char *word; int64_t most; } body_limits[] = {
	{ "too_many_fields", BODY_FIELDS },
	{ "too_many_files", FILES_MAX },
};

static bool
find_body_limit(const char *reason, int64_t *limit)
{
	for (size_t i = 0; i < sizeof(body_limits) / sizeof(body_limits[0]); i++)
		if (strcmp(body_limits[i].word, reason) == 0) {
			*limit = body_limits[i].most;
			return true;
		}
	return false;
}

/* False when the row has no such limit. */
static bool
find_limit(const struct model_field *row, const char *reason, bool *most, int64_t *limit)
{
	for (size_t i = 0; i < sizeof(limit_words) / sizeof(limit_words[0]); i++) {
		const struct limit_word *w = &limit_words[i];
		bool own = (w->own & 1u << row->type) != 0;

		if (strcmp(w->word, reason) != 0 || (!own && (w->inner & 1u << row->type) == 0))
			continue;
		int64_t min = own ? row->min : row->vmin, max = own ? row->max : row->vmax;
		*most = w->most;
		*limit = w->most ? max : min;
		return (min != 0 || max != 0) && (!w->most || max >= min) && (*limit != 0 || w->zero);
	}
	return false;
}

const char *
fault_say(const struct request *rq, const struct fault *f)
{
	bool english = rq->lang == LANG_EN, most = true;
	const char *sentence = fault_text(f->reason, english), *said;
	const struct route *route = rq->match.route;
	const struct model *m = route == NULL ? NULL : *f->pointer == '?' ? route->query : route->body;
	const struct model_field *row = m == NULL ? NULL : model_field_at(m, f->pointer);
	int64_t limit = 0;

	if (!find_body_limit(f->reason, &limit) && (row == NULL || !find_limit(row, f->reason, &most, &limit)))
		return sentence;
	said = arena_printf(rq->arena, "%.*s (%s %lld).", (int)strlen(sentence) - 1, sentence,
	    english ? (most ? "at most" : "at least") : (most ? "최대" : "최소"), (long long)limit);
	return said != NULL ? said : sentence;
}
