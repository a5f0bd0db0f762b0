/*
 * models: what the tests of requests and answers share: JSON that is read by a model, and answers that a model writes.
 */
#ifndef SUPPORT_MODELS_H
#define SUPPORT_MODELS_H

struct arena;
struct err;
struct model;

/* A body of that JSON, into the model's struct, in the arena. */
const struct err *read_json(struct arena *, const struct model *, const char *json, const void **out);

/* The answer is written with these words and, unless NULL, without those. */
void assert_written(const struct model *, const void *answer, const char *holds, const char *lacks);

#endif
