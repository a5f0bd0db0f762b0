/*
 * must: what a test's surroundings can not do without.
 */
#ifndef SUPPORT_MUST_H
#define SUPPORT_MUST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the test's program, with what and errno's sentence, unless it is fine. */
static inline void
must(bool fine, const char *what)
{
	if (!fine) {
		perror(what);
		abort();
	}
}

#endif
