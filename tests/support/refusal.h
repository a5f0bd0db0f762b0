/*
 * refusal: an error as one line, for tables of tests.
 */
#ifndef SUPPORT_REFUSAL_H
#define SUPPORT_REFUSAL_H

struct arena;
struct err;

/* "" for NULL, else "INVALID_REQUEST /name=required /lines/0/code=too_long"; in the arena. */
const char *refusal(struct arena *, const struct err *);

#endif
