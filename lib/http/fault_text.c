/*
 * fault_text: what a fault's word says to people.  The table is faults.def; a word
 * is looked up only when a request has been refused, so a walk is enough.
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
#define NSENTENCES (sizeof(sentences) / sizeof(sentences[0]))

static const struct sentence *
find(const char *word)
{
	for (size_t i = 0; word != NULL && i < NSENTENCES; i++)
		if (strcmp(sentences[i].word, word) == 0)
			return &sentences[i];
	return NULL;
}

const char *
fault_text(const char *reason, bool english)
{
	const struct sentence *s = find(fault_known(reason) ? reason : "invalid");

	return s == NULL ? "" : english ? s->en : s->ko;
}

bool
fault_known(const char *reason)
{
	return find(reason) != NULL;
}
