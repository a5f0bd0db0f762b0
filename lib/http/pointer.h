/*
 * pointer: where in a request something stands (RFC 6901).
 *
 * A reader that walks down a tree keeps a chain of these on its stack and
 * makes text of it only when there is a fault to tell.
 */
#ifndef HTTP_POINTER_H
#define HTTP_POINTER_H

#include <stddef.h>

struct arena;

struct pointer {
	const struct pointer	*up;	/* NULL = in the whole */
	const char		*key;	/* member; NULL = an entry of a list */
	size_t			 index;	/* of the entry */
};

/* "/side_dishes/0/code" in the arena; "" for NULL.  ~ and / in keys are escaped, a key of
 * more than 64 bytes is cut.  NULL when the arena is full. */
const char *pointer_text(struct arena *, const struct pointer *);

#endif
