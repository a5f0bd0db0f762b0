/*
 * fault_text: what a fault's word says to people.
 *
 * The words are those of faults.def; problems carry them for programs, and
 * pages and details carry these sentences.  Those of details.def stand for
 * a whole refusal.
 */
#ifndef HTTP_FAULT_TEXT_H
#define HTTP_FAULT_TEXT_H

#include <stdbool.h>

/* The sentence of a word; that of "invalid" for a word the table does not have.  Never NULL. */
const char *fault_text(const char *reason, bool english);
/* Whether the table has the word: for tests of tables that name faults. */
bool fault_known(const char *reason);
/* The sentence of a word of details.def; NULL for anything else. */
const char *detail_text(const char *word, bool english);

#endif
