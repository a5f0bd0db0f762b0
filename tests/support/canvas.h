/*
 * canvas: a small picture to draw on in tests, and what came to be on it.
 */
#ifndef SUPPORT_CANVAS_H
#define SUPPORT_CANVAS_H

#include <cairo.h>
#include <stdint.h>

struct canvas { cairo_surface_t *surface; cairo_t *cr; int w, h; };

void canvas_open(struct canvas *, int w, int h);	/* nothing on it: transparent */
void canvas_close(struct canvas *);
uint32_t canvas_at(struct canvas *, int x, int y);	/* 0xAARRGGBB, premultiplied; 0 outside */
int canvas_covered(struct canvas *);			/* pixels more than half opaque */
int canvas_differs(struct canvas *, struct canvas *);	/* pixels that are not the same */
/* Covered pixels within the box. */
int canvas_within(struct canvas *, int x0, int y0, int x1, int y1);

#endif
