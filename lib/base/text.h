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
 * it is not valid UTF-8, holds a control character, or the arena is full.
 * Multiline: every line break comes out as "\n". */
const char *text_clean(struct arena *, const char *, size_t n, bool multiline);
/* Characters (code points); -1 when not valid UTF-8, and for NULL. */
long text_length(const char *);
/* Appends with & < > " ' escaped, for HTML text and quoted attributes; NULL adds nothing. */
void text_html(struct buf *, const char *);
/* The place of a name in a table of names, which ends with NULL; -1 when it is none of them, and for NULL. */
int text_among(const char *const *names, const char *name);
/* A Luhn-valid run of 13-19 digits, spaces and dashes (full-width ones too) allowed between: somebody
 * typed a card number.  It begins and ends where a group of digits does; a 0 in front is none
 * (telephone numbers have one, cards do not).  Points, slashes, line breaks and the like part it too, one kind
 * of them, in the groups of a card; what nobody sees parts nothing. */
bool text_has_card_number(const char *);

#endif
