/* sprite_fruit: berries, and slices of what is larger. */
#include "paint/sprite.h"

#include <math.h>

#include "paint/brush.h"

static const struct colour white = { 1, 1, 1 };

void
sprite_put(cairo_t *cr, sprite_fn *fn, double x, double y, double r, double angle, struct colour c, struct dice *d)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_rotate(cr, angle);
	cairo_scale(cr, r, r);
	fn(cr, c, d);
	cairo_restore(cr);
}

/* The green of a berry: pointed leaves around where it hung. */
static void
calyx(cairo_t *cr, double x, double y, double r)
{
	struct colour green = colour_rgb(0x6FA04A);

	for (int i = 0; i < 6; i++) {
		cairo_save(cr);
		cairo_translate(cr, x, y);
		cairo_scale(cr, 1, 0.62);
		cairo_rotate(cr, i * M_PI / 3 + 0.3);
		cairo_new_path(cr);
		cairo_move_to(cr, 0, 0);
		cairo_curve_to(cr, r * 0.3, -r * 0.3, r * 0.7, -r * 0.22, r, 0);
		cairo_curve_to(cr, r * 0.7, r * 0.22, r * 0.3, r * 0.3, 0, 0);
		brush_linear(cr, 0, 0, r, 0, BRUSH_STOPS({ 0, colour_darker(green, 0.35), 1 }, { 1, colour_lighter(green, 0.3), 1 }));
		cairo_restore(cr);
	}
}

void
sprite_strawberry(cairo_t *cr, struct colour c, struct dice *d)
{
	cairo_new_path(cr);
	cairo_move_to(cr, 0, 1.05);
	cairo_curve_to(cr, -0.55, 0.85, -1.1, 0, -0.82, -0.6);
	cairo_curve_to(cr, -0.62, -1.0, -0.2, -0.95, 0, -0.8);
	cairo_curve_to(cr, 0.2, -0.95, 0.62, -1.0, 0.82, -0.6);
	cairo_curve_to(cr, 1.1, 0, 0.55, 0.85, 0, 1.05);
	cairo_path_t *body = cairo_copy_path(cr);
	brush_radial(cr, 0, 0.05, 1.3, -0.38, -0.45, BRUSH_STOPS({ 0, colour_lighter(c, 0.38), 1 }, { 0.3, c, 1 }, { 0.8, colour_darker(c, 0.42), 1 },
	    { 1, colour_darker(c, 0.5), 1 }));
	cairo_save(cr);
	cairo_new_path(cr);
	cairo_append_path(cr, body);
	cairo_clip(cr);
	for (int row = 0; row < 5; row++)
		for (int k = -2; k <= 2; k++) {
			double x = (k + (row % 2 != 0 ? 0.5 : 0)) * 0.36 * (1 - row * 0.1), y = -0.5 + row * 0.34;
			brush_ellipse(cr, x + 0.02, y + 0.03, 0.055, 0.085);
			brush_colour(cr, colour_darker(c, 0.8), 0.55);
			cairo_fill(cr);
			brush_ellipse(cr, x, y, 0.045, 0.075);
			brush_colour(cr, colour_rgb(0xF7D98A), 0.95);
			cairo_fill(cr);
		}
	cairo_restore(cr);
	cairo_path_destroy(body);
	brush_light(cr, -0.38, -0.3, 0.42, white, 0.5);
	calyx(cr, 0, -0.82, 0.62);
	(void)d;
}

void
sprite_blueberry(cairo_t *cr, struct colour c, struct dice *d)
{
	double turn = dice_between(d, 0, 6);

	brush_ball(cr, 0, 0, 1, c);
	cairo_save(cr);
	cairo_translate(cr, 0.1, -0.18);
	cairo_scale(cr, 1, 0.75);
	cairo_rotate(cr, turn);
	cairo_new_path(cr);
	for (int i = 0; i < 10; i++)
		cairo_line_to(cr, cos(i * M_PI / 5) * (i % 2 != 0 ? 0.2 : 0.38), sin(i * M_PI / 5) * (i % 2 != 0 ? 0.2 : 0.38));
	cairo_close_path(cr);
	brush_colour(cr, colour_darker(c, 0.75), 0.9);
	cairo_fill(cr);
	cairo_restore(cr);
	brush_light(cr, 0.1, 0.5, 0.6, colour_lighter(c, 0.6), 0.35);
}

void
sprite_raspberry(cairo_t *cr, struct colour c, struct dice *d)
{
	for (int row = 0; row < 5; row++) {
		int n = row == 0 ? 3 : row == 4 ? 2 : 4;
		for (int k = 0; k < n; k++) {
			double x = (k - (n - 1) / 2.0) * 0.46 * (1 - row * 0.06), y = -0.72 + row * 0.36;
			brush_ball(cr, x, y, 0.33, colour_mix(c, colour_darker(c, 0.5), dice_between(d, 0, 0.5)));
		}
	}
}

void
sprite_cherry(cairo_t *cr, struct colour c, struct dice *d)
{
	double lean = dice_between(d, -0.7, 0.9);

	cairo_new_path(cr);
	cairo_move_to(cr, 0, -0.62);
	cairo_curve_to(cr, 0.1, -1.3, lean, -1.9, lean * 1.4, -2.3);
	brush_colour(cr, colour_rgb(0x6B7A35), 1);
	cairo_set_line_width(cr, 0.11);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_stroke(cr);
	brush_ball(cr, 0, 0, 1, c);
	brush_ellipse(cr, 0, -0.66, 0.26, 0.1);
	brush_colour(cr, colour_darker(c, 0.7), 0.7);
	cairo_fill(cr);
}

void
sprite_grape(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	brush_ball(cr, 0, 0, 1, c);
	brush_light(cr, 0.3, 0.45, 0.6, colour_lighter(c, 0.7), 0.6);
}

/* A slice: peel, pith, and segments around the middle. */
static void
slice(cairo_t *cr, struct colour peel, struct colour flesh)
{
	cairo_save(cr);
	cairo_scale(cr, 1, 0.86);
	brush_ellipse(cr, 0.05, 0.1, 1, 1);
	brush_colour(cr, colour_darker(peel, 0.45), 1);
	cairo_fill(cr);
	brush_ellipse(cr, 0, 0, 1, 1);
	brush_colour(cr, peel, 1);
	cairo_fill(cr);
	brush_ellipse(cr, 0, 0, 0.88, 0.88);
	brush_colour(cr, colour_lighter(flesh, 0.78), 1);
	cairo_fill(cr);
	for (int i = 0; i < 8; i++) {
		cairo_save(cr);
		cairo_rotate(cr, i * M_PI / 4 + 0.2);
		cairo_new_path(cr);
		cairo_move_to(cr, 0.10, 0);
		cairo_curve_to(cr, 0.4, -0.20, 0.72, -0.34, 0.78, -0.20);
		cairo_curve_to(cr, 0.84, -0.08, 0.84, 0.08, 0.78, 0.20);
		cairo_curve_to(cr, 0.72, 0.34, 0.4, 0.20, 0.10, 0);
		brush_radial(cr, 0, 0, 0.9, 0, 0, BRUSH_STOPS({ 0, colour_lighter(flesh, 0.4), 1 }, { 1, flesh, 1 }));
		cairo_restore(cr);
	}
	brush_light(cr, -0.3, -0.4, 0.6, white, 0.35);
	cairo_restore(cr);
}

void
sprite_orange(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	slice(cr, colour_darker(c, 0.1), c);
}

void
sprite_lemon(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	slice(cr, c, colour_lighter(c, 0.25));
}

void
sprite_kiwi(cairo_t *cr, struct colour c, struct dice *d)
{
	cairo_save(cr);
	cairo_scale(cr, 1, 0.86);
	brush_ellipse(cr, 0.04, 0.1, 1, 1);
	brush_colour(cr, colour_rgb(0x6E5A34), 1);
	cairo_fill(cr);
	brush_ellipse(cr, 0, 0, 0.98, 0.98);
	brush_radial(cr, 0, 0, 1, 0, 0, BRUSH_STOPS({ 0, colour_rgb(0xF4F6DC), 1 }, { 0.26, colour_rgb(0xEAF0C4), 1 }, { 0.4, colour_lighter(c, 0.25), 1 },
	    { 0.9, c, 1 }, { 1, colour_darker(c, 0.35), 1 }));
	for (int i = 0; i < 22; i++) {
		double t = i * 2 * M_PI / 22 + dice_between(d, -0.06, 0.06), r = dice_between(d, 0.36, 0.46);
		cairo_save(cr);
		cairo_rotate(cr, t);
		brush_ellipse(cr, r, 0, 0.07, 0.035);
		brush_colour(cr, colour_rgb(0x2B2A22), 0.95);
		cairo_fill(cr);
		cairo_restore(cr);
	}
	brush_light(cr, -0.3, -0.4, 0.6, white, 0.3);
	cairo_restore(cr);
}

void
sprite_mango(cairo_t *cr, struct colour c, struct dice *d)
{
	double k = dice_between(d, 0.85, 1);

	/* A cube: top, left, right. */
	static const double face[3][8] = { { 0, -0.95, 0.85, -0.5, 0, -0.05, -0.85, -0.5 }, { -0.85, -0.5, 0, -0.05, 0, 0.85, -0.85, 0.4 },
	    { 0, -0.05, 0.85, -0.5, 0.85, 0.4, 0, 0.85 } };
	for (int f = 0; f < 3; f++) {
		cairo_new_path(cr);
		for (int i = 0; i < 4; i++)
			cairo_line_to(cr, face[f][2 * i] * k, face[f][2 * i + 1] * k);
		cairo_close_path(cr);
		brush_colour(cr, f == 0 ? colour_lighter(c, 0.45) : f == 1 ? c : colour_darker(c, 0.25), 1);
		cairo_fill_preserve(cr);
		cairo_set_line_width(cr, 0.12);
		cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
		cairo_stroke(cr);
	}
	brush_light(cr, -0.1, -0.6, 0.4, white, 0.5);
}
