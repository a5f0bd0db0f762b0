/*
 * fault_text: what a fault's word says to people.  The tables are faults.def and
 * details.def; a word is looked up only when a request has been refused, so a walk is enough.
 */
#include <stddef.h>
#include <string.h>

#include "http/fault_text.h"

static const struct sentence {
	const char	*word, *ko, *en;
} sentences[] = {
#define FAULT(word, ko, en) { #word, ko, en },
#include "http/faults.def"
#undef FAULT
};

static const struct sentence details[] = {
#define DETAIL(word, ko, en) { #word, ko, en },
#include "http/details.def"
#undef DETAIL
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct sentence *
find(const struct sentence *table, size_t n, const char *word)
{
	for (size_t i = 0; word != NULL && i < n; i++)
		if (strcmp(table[i].word, word) == 0)
			return &table[i];
	return NULL;
}

const char *
fault_text(const char *reason, bool english)
{
	const struct sentence *s = find(sentences, COUNT(sentences), fault_known(reason) ? reason : "invalid");

	return s == NULL ? "" : english ? s->en : s->ko;
}

bool
fault_known(const char *reason)
{
	return find(sentences, COUNT(sentences), reason) != NULL;
}

const char *
detail_text(const char *word, bool english)
{
	const struct sentence *s = find(details, COUNT(details), word);

	return s == NULL ? NULL : english ? s->en : s->ko;
}
