/*
 * messages: what the pages say, in both languages of the shop.
 *
 * The file is text, one message a line, both languages side by side so that neither
 * can be forgotten:
 *
 *   # a comment
 *   [order]
 *   cancel = 주문 취소 | Cancel the order
 *
 * is the message "order.cancel".  `{}` in a message is where its argument goes.  A key
 * told twice, a language left out, a line that is none of these: an error with file:line.
 * Read once at start; read-only afterwards, so threads share it.
 */
#ifndef PAGE_MESSAGES_H
#define PAGE_MESSAGES_H

#include <stddef.h>

#include "http/request.h"

struct arena;
struct message { const char *key, *text[2]; };	/* by enum lang */
struct messages { struct message *v; size_t n; };	/* sorted by key */

/* Fills *out, all of it in the arena.  0, or -1 with a sentence in why ("messages.ini:12: …"). */
int messages_parse(struct arena *, const char *file, const char *text, size_t n, struct messages *out,
    char *why, size_t whylen);
/* NULL when there is no such key. */
const char *messages_find(const struct messages *, const char *key, enum lang);

#endif
