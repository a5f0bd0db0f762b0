/*
 * decline: see decline.h; the words are rows of decline.def.
 */
#include "remote/decline.h"

#include <stddef.h>
#include <string.h>

static const struct { const char *word, *ko, *en; } rows[DECLINE__MAX] = {
#define DECLINE(name, word, ko, en) [DECLINE_##name] = { word, ko, en },
#include "remote/decline.def"
#undef DECLINE
};

static enum decline
in_table(enum decline d)
{
	return (unsigned)d < DECLINE__MAX ? d : DECLINE_CARD_DECLINED;
}

const char *
decline_word(enum decline d)
{
	return rows[in_table(d)].word;
}

const char *
decline_message(enum decline d, bool english)
{
	return english ? rows[in_table(d)].en : rows[in_table(d)].ko;
}

enum decline
decline_parse(const char *word)
{
	for (int d = DECLINE_NONE + 1; word != NULL && d < DECLINE__MAX; d++)
		if (strcmp(rows[d].word, word) == 0)
			return (enum decline)d;
	return DECLINE_NONE;
}
