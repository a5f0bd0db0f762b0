/* sprite_shape: flat things of sugar, and small ones that are strewn. */
#include "paint/sprite.h"

#include <math.h>

#include "paint/brush.h"

static const struct colour white = { 1, 1, 1 };

/* A flat thing with a thickness: its path is filled twice, the first as the edge that is seen below. */
static void
slab(cairo_t *cr, void (*path)(cairo_t *), struct colour c)
{
	cairo_save(cr);
	cairo_translate(cr, 0.05, 0.1);
	path(cr);
	brush_colour(cr, colour_darker(c, 0.5), 1);
	cairo_fill(cr);
	cairo_restore(cr);
	path(cr);
	brush_linear(cr, -0.8, -0.9, 0.7, 0.9, BRUSH_STOPS({ 0, colour_lighter(c, 0.55), 1 }, { 0.5, c, 1 }, { 1, colour_darker(c, 0.2), 1 }));
	path(cr);
	brush_colour(cr, colour_lighter(c, 0.75), 0.6);
	cairo_set_line_width(cr, 0.05);
	cairo_stroke(cr);
}

static void
heart_path(cairo_t *cr)
{
	cairo_new_path(cr);
	cairo_move_to(cr, 0, 0.95);
	cairo_curve_to(cr, -0.5, 0.55, -1.05, 0.1, -1.0, -0.4);
	cairo_curve_to(cr, -0.95, -0.9, -0.3, -1.0, 0, -0.45);
	cairo_curve_to(cr, 0.3, -1.0, 0.95, -0.9, 1.0, -0.4);
	cairo_curve_to(cr, 1.05, 0.1, 0.5, 0.55, 0, 0.95);
	cairo_close_path(cr);
}

static void
star_path(cairo_t *cr)
{
	cairo_new_path(cr);
	for (int i = 0; i < 10; i++) {
		double r = i % 2 == 0 ? 1 : 0.46, a = i * M_PI / 5 - M_PI / 2;
		cairo_line_to(cr, cos(a) * r, sin(a) * r);
	}
	cairo_close_path(cr);
}

static void
moon_path(cairo_t *cr)
{
	cairo_new_path(cr);
	cairo_arc(cr, 0, 0, 1, 0.9, 5.1);
	cairo_curve_to(cr, -0.25, -0.5, -0.25, 0.4, cos(0.9), sin(0.9));
	cairo_close_path(cr);
}

void
sprite_heart(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	slab(cr, heart_path, c);
	brush_light(cr, -0.5, -0.45, 0.32, white, 0.6);
}

void
sprite_star(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	slab(cr, star_path, c);
	brush_light(cr, -0.15, -0.3, 0.4, white, 0.5);
}

void
sprite_moon(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	slab(cr, moon_path, c);
}

void
sprite_butterfly(cairo_t *cr, struct colour c, struct dice *d)
{
	double fold = dice_between(d, 0.72, 1);

	for (int s = -1; s <= 1; s += 2)
		for (int lower = 1; lower >= 0; lower--) {
			cairo_save(cr);
			cairo_scale(cr, s * fold, 1);
			cairo_new_path(cr);
			cairo_move_to(cr, 0.02, 0);
			if (lower != 0)
				cairo_curve_to(cr, 0.5, 0, 0.95, 0.25, 0.7, 0.68);
			else
				cairo_curve_to(cr, 0.2, -0.75, 0.75, -1.0, 1.02, -0.72);
			if (lower != 0)
				cairo_curve_to(cr, 0.55, 0.95, 0.15, 0.6, 0.02, 0);
			else
				cairo_curve_to(cr, 1.15, -0.3, 0.6, 0.12, 0.02, 0);
			brush_radial(cr, 0, 0, 1.15, 0, 0, BRUSH_STOPS({ 0, colour_lighter(c, 0.75), 1 }, { 0.6, c, 1 }, { 1, colour_darker(c, 0.35), 1 }));
			cairo_restore(cr);
		}
	brush_ellipse(cr, 0, 0, 0.06, 0.42);
	brush_colour(cr, colour_darker(c, 0.8), 1);
	cairo_fill(cr);
}

void
sprite_snow(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	for (int i = 0; i < 6; i++) {
		cairo_save(cr);
		cairo_rotate(cr, i * M_PI / 3);
		cairo_new_path(cr);
		cairo_move_to(cr, 0, 0);
		cairo_line_to(cr, 1, 0);
		for (int k = 1; k <= 2; k++)
			for (int s = -1; s <= 1; s += 2) {
				cairo_move_to(cr, k * 0.34, 0);
				cairo_line_to(cr, k * 0.34 + 0.22, s * 0.24);
			}
		brush_colour(cr, c, 1);
		cairo_set_line_width(cr, 0.12);
		cairo_stroke(cr);
		cairo_restore(cr);
	}
}

void
sprite_pearl(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	brush_ball(cr, 0, 0, 1, c);
}

void
sprite_sprinkle(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	for (int pass = 0; pass < 3; pass++) {
		double off = pass == 0 ? 0.14 : pass == 1 ? 0 : -0.1;
		cairo_new_path(cr);
		cairo_move_to(cr, -0.75, off);
		cairo_line_to(cr, 0.75, off);
		brush_colour(cr, pass == 0 ? colour_rgb(0x2A1418) : pass == 1 ? c : colour_lighter(c, 0.7), pass == 0 ? 0.25 : pass == 1 ? 1 : 0.7);
		cairo_set_line_width(cr, pass == 2 ? 0.14 : 0.48);
		cairo_stroke(cr);
	}
}

void
sprite_ribbon(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	for (int s = -1; s <= 1; s += 2) {
		cairo_save(cr);
		cairo_scale(cr, s, 1);
		/* The end that hangs, then the loop with its inside. */
		cairo_new_path(cr);
		cairo_move_to(cr, 0.05, 0.05);
		cairo_curve_to(cr, 0.3, 0.45, 0.42, 0.8, 0.4, 1.25);
		cairo_line_to(cr, 0.62, 1.05);
		cairo_line_to(cr, 0.85, 1.15);
		cairo_curve_to(cr, 0.8, 0.7, 0.5, 0.3, 0.12, -0.05);
		cairo_close_path(cr);
		brush_linear(cr, 0, 0, 0.7, 1.2, BRUSH_STOPS({ 0, colour_darker(c, 0.45), 1 }, { 0.5, c, 1 }, { 1, colour_lighter(c, 0.25), 1 }));
		cairo_new_path(cr);
		cairo_move_to(cr, 0.05, 0);
		cairo_curve_to(cr, 0.3, -0.75, 0.95, -0.85, 1.08, -0.42);
		cairo_curve_to(cr, 1.18, 0.0, 1.1, 0.48, 0.95, 0.5);
		cairo_curve_to(cr, 0.7, 0.52, 0.3, 0.25, 0.05, 0.05);
		brush_linear(cr, 0.1, -0.5, 0.9, 0.5, BRUSH_STOPS({ 0, colour_lighter(c, s < 0 ? 0.5 : 0.3), 1 }, { 0.5, c, 1 }, { 1, colour_darker(c, 0.35), 1 }));
		cairo_new_path(cr);
		cairo_move_to(cr, 0.3, -0.08);
		cairo_curve_to(cr, 0.55, -0.42, 0.86, -0.45, 0.9, -0.2);
		cairo_curve_to(cr, 0.92, 0.1, 0.7, 0.2, 0.3, -0.08);
		brush_colour(cr, colour_darker(c, 0.6), 0.75);
		cairo_fill(cr);
		cairo_restore(cr);
	}
	cairo_new_path(cr);
	cairo_move_to(cr, -0.17, -0.2);
	cairo_curve_to(cr, -0.24, 0, -0.22, 0.2, -0.16, 0.24);
	cairo_line_to(cr, 0.16, 0.24);
	cairo_curve_to(cr, 0.22, 0.2, 0.24, 0, 0.17, -0.2);
	cairo_close_path(cr);
	brush_linear(cr, -0.2, 0, 0.2, 0, BRUSH_STOPS({ 0, colour_lighter(c, 0.4), 1 }, { 0.5, c, 1 }, { 1, colour_darker(c, 0.4), 1 }));
}
