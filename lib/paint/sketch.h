/*
 * sketch: the built-in painter: a cake drawn from the words of a prompt.
 *
 * The same ask is the same picture on the same machine; another prompt is another picture.  It needs no network, no
 * model and about a quarter of a second; any number of threads may draw at a time.
 */
#ifndef PAINT_SKETCH_H
#define PAINT_SKETCH_H

#include "base/err.h"

struct arena;

/* Three bytes a pixel (red, green, blue), line after line, from the top. */
struct sketch_pixels { int width, height; const unsigned char *rgb; };

struct sketch_ask {
	const char			*prompt;
	int				 width, height;	/* of what is drawn, pixels, 64–4096 */
	const char			*story;		/* the prompts that led to the picture that is changed, a line each; NULL = not ours, or none */
	const struct sketch_pixels	*picture;	/* the one to change; NULL = a new one */
};

/* The picture, in the arena.  One of ours, known by its story, is drawn anew with what the words change; over
 * any other one what the words name is drawn.  UNAVAILABLE when memory is out. */
const struct err *sketch_draw(struct arena *, const struct sketch_ask *, struct sketch_pixels *);

#endif
