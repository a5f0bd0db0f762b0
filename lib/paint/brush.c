/* brush: gradients. */
#include "paint/brush.h"

#include <math.h>

void
brush_colour(cairo_t *cr, struct colour c, double alpha)
{
	cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha);
}

static void
fill_with(cairo_t *cr, cairo_pattern_t *p, const struct brush_stop *stops, int n)
{
	for (int i = 0; i < n; i++)
		cairo_pattern_add_color_stop_rgba(p, stops[i].at, stops[i].colour.r, stops[i].colour.g, stops[i].colour.b, stops[i].alpha);
	cairo_set_source(cr, p);
	cairo_fill(cr);
	cairo_pattern_destroy(p);
}

void
brush_linear(cairo_t *cr, double x0, double y0, double x1, double y1, const struct brush_stop *stops, int n)
{
	fill_with(cr, cairo_pattern_create_linear(x0, y0, x1, y1), stops, n);
}

void
brush_radial(cairo_t *cr, double x, double y, double r, double fx, double fy, const struct brush_stop *stops, int n)
{
	fill_with(cr, cairo_pattern_create_radial(fx, fy, 0, x, y, r), stops, n);
}

void
brush_ellipse(cairo_t *cr, double x, double y, double rx, double ry)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, rx, ry);
	cairo_new_path(cr);
	cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
	cairo_restore(cr);
}

/* Falls off like a bell, in as many steps as the eye asks for. */
static void
bell(cairo_t *cr, struct colour c, double alpha)
{
	cairo_new_path(cr);
	cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
	brush_radial(cr, 0, 0, 1, 0, 0, BRUSH_STOPS({ 0, c, alpha }, { 0.25, c, alpha * 0.86 }, { 0.5, c, alpha * 0.5 },
	    { 0.75, c, alpha * 0.14 }, { 1, c, 0 }));
}

void
brush_shadow(cairo_t *cr, double x, double y, double rx, double ry, double alpha)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, rx, ry);
	bell(cr, colour_rgb(0x2A1418), alpha);
	cairo_restore(cr);
}

void
brush_light(cairo_t *cr, double x, double y, double r, struct colour c, double alpha)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, r, r);
	bell(cr, c, alpha);
	cairo_restore(cr);
}

void
brush_ball(cairo_t *cr, double x, double y, double r, struct colour c)
{
	brush_ellipse(cr, x, y, r, r);
	brush_radial(cr, x, y, r * 1.15, x - r * 0.35, y - r * 0.4, BRUSH_STOPS({ 0, colour_lighter(c, 0.45), 1 },
	    { 0.35, c, 1 }, { 0.78, colour_darker(c, 0.35), 1 }, { 1, colour_darker(c, 0.2), 1 }));
	brush_light(cr, x - r * 0.35, y - r * 0.42, r * 0.36, colour_rgb(0xFFFFFF), 0.75);
}
