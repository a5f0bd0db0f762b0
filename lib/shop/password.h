/*
 * password: argon2id, at most a few at a time.
 *
 * Each hash takes the memory the configuration says; how many run at once is bounded, so that a burst of
 * sign-ins can not take the machine's memory.
 */
#ifndef SHOP_PASSWORD_H
#define SHOP_PASSWORD_H

#include <stdbool.h>

struct arena;
struct conf;
struct err;

/* The hash in argon2's own notation, in the arena. */
const struct err *password_hash(const struct conf *, struct arena *, const char *password, const char **out);
/* Whether they belong together.  A NULL hash takes the same time and is never right. */
bool password_verify(const struct conf *, const char *hash, const char *password);

#endif
