/*
 * message: what is to be written on the cake, found in a prompt.
 *
 * In quotes of any kind; after "that says", "문구는" and their like; or before "라고 써", as Korean has it.
 */
#ifndef PAINT_MESSAGE_H
#define PAINT_MESSAGE_H

#include <stddef.h>

struct arena;

#define MESSAGE_CHARS 60	/* characters; what is longer is cut */

/* The message, in the arena, and where its bytes lie in the text; NULL when there is none (or no memory). */
const char *message_find(struct arena *, const char *text, size_t *at, size_t *len);

#endif
