/*
 * fault_say: what a fault of this request says to people: the sentence of its
 * word, with the limit that was passed where the row has one.
 */
#ifndef HTTP_FAULT_SAY_H
#define HTTP_FAULT_SAY_H

struct fault;
struct request;

/* In the request's language and arena: "The value is too large (at most 10)."  Never NULL. */
const char *fault_say(const struct request *, const struct fault *);

#endif
