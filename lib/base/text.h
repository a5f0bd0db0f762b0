/*
 * text: UTF-8 as people type it.
 *
 * All text that enters is valid UTF-8, NFC, without control characters (a
 * line break is allowed where the field says so).  Lengths are in characters.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/* The NFC form, trimmed of white space at both ends, in the arena; NULL when
 * it is not valid UTF-8, holds a control character, or the arena is full. */
const char *text_clean(struct arena *, const char *, size_t n, bool multiline);
/* Characters (code points); -1 when not valid UTF-8. */
long text_length(const char *);
/* Appends with & < > " ' escaped, for HTML text and quoted attributes. */
void text_html(struct buf *, const char *);
/* Luhn-valid run of 13-19 digits, spaces and dashes allowed between: somebody typed a card number. */
bool text_has_card_number(const char *);

#endif
