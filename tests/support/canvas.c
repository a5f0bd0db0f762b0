/* canvas: pixels of an image surface. */
#include "support/canvas.h"

#include <stddef.h>
#include <string.h>

void
canvas_open(struct canvas *c, int w, int h)
{
	c->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w, h);
	c->cr = cairo_create(c->surface);
	c->w = w;
	c->h = h;
}

void
canvas_close(struct canvas *c)
{
	cairo_destroy(c->cr);
	cairo_surface_destroy(c->surface);
}

uint32_t
canvas_at(struct canvas *c, int x, int y)
{
	uint32_t v;

	if (x < 0 || y < 0 || x >= c->w || y >= c->h)
		return 0;
	cairo_surface_flush(c->surface);
	memcpy(&v, cairo_image_surface_get_data(c->surface) + (ptrdiff_t)y * cairo_image_surface_get_stride(c->surface) + (ptrdiff_t)x * 4, 4);
	return v;
}

int
canvas_within(struct canvas *c, int x0, int y0, int x1, int y1)
{
	int n = 0;

	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++)
			n += canvas_at(c, x, y) >> 24 > 127;
	return n;
}

int
canvas_covered(struct canvas *c)
{
	return canvas_within(c, 0, 0, c->w, c->h);
}

int
canvas_differs(struct canvas *a, struct canvas *b)
{
	int n = 0;

	for (int y = 0; y < a->h; y++)
		for (int x = 0; x < a->w; x++)
			n += canvas_at(a, x, y) != canvas_at(b, x, y);
	return n;
}
