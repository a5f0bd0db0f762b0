/*
 * easel: the artists there are: the built-in sketch, and a model somewhere.
 *
 * Here and nowhere else meet what draws (lib/paint), what asks (lib/remote) and what decodes (lib/image).
 */
#ifndef BIN_EASEL_H
#define BIN_EASEL_H

#include <stddef.h>

#include "shop/paint_work.h"

struct conf;

/* The one that painter_provider names; -1 with a sentence in why when it can not be had. */
int easel_open(const struct conf *, struct artist *, char *why, size_t whylen);
void easel_close(struct artist *);

#endif
