/*
 * decline: why a payment was declined, in words of our own.
 */
#ifndef REMOTE_DECLINE_H
#define REMOTE_DECLINE_H

#include <stdbool.h>

enum decline {
	DECLINE_NONE,		/* not declined */
#define DECLINE(name, ...) DECLINE_##name,
#include "remote/decline.def"
#undef DECLINE
	DECLINE__MAX
};

const char *decline_word(enum decline);			/* "insufficient_funds"; NULL for NONE */
const char *decline_message(enum decline, bool english);	/* for people; NULL for NONE */
enum decline decline_parse(const char *word);		/* NONE when it is none of ours */

#endif
