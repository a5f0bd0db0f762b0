/*
 * text: UTF-8 as people type it.
 *
 * All text that enters is valid UTF-8, NFC, without control characters (a
 * line break is allowed where the field says so), without such as turn the direction of what
 * stands around it (it is shown beside the words of others), and there is something of it to be seen.
 * Lengths are in characters.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/* The NFC form, trimmed of white space at both ends, in the arena; "" when nothing else is there.
 * Multiline: every line break comes out as "\n".  NULL with the fault's word in *why: not_text (no valid
 * UTF-8, or a control character), turns_text (embeds, overrides or isolates a direction: U+202A-202E, U+2066-2069),
 * not_visible (only characters nobody sees); with *why NULL when the arena is full. */
const char *text_clean(struct arena *, const char *, size_t n, bool multiline, const char **why);
/* Characters (code points); -1 when not valid UTF-8, and for NULL. */
long text_length(const char *);
/* Appends with & < > " ' escaped, for HTML text and quoted attributes; NULL adds nothing. */
void text_html(struct buf *, const char *);
/* The place of a name in a table of names, which ends with NULL; -1 when it is none of them, and for NULL. */
int text_among(const char *const *names, const char *name);
/* A Luhn-valid run of 13-19 digits, of any script and also encircled, in brackets, raised or full-width, spaces and dashes
 * allowed between: somebody typed a card number.  It begins and ends where a group of digits does; a 0 in front is none
 * (telephone numbers have one, cards do not).  Points, slashes, line breaks and the like part it too, one kind
 * of them, in the groups of a card; what nobody sees and what adorns a digit parts nothing. */
bool text_has_card_number(const char *);

#endif
