/* sprite_flower: roses, open flowers, leaves; of cream and sugar. */
#include "paint/sprite.h"

#include <math.h>

#include "paint/brush.h"

static void
petal(cairo_t *cr, double angle, double reach, double width, struct colour tip, struct colour root)
{
	cairo_save(cr);
	cairo_rotate(cr, angle);
	cairo_new_path(cr);
	cairo_move_to(cr, 0, 0);
	cairo_curve_to(cr, reach * 0.2, -width, reach * 0.85, -width * 1.15, reach, -width * 0.25);
	cairo_curve_to(cr, reach * 1.06, width * 0.1, reach * 0.98, width * 0.3, reach, width * 0.35);
	cairo_curve_to(cr, reach * 0.85, width * 1.15, reach * 0.2, width, 0, 0);
	brush_linear(cr, 0, 0, reach, 0, BRUSH_STOPS({ 0, root, 1 }, { 0.65, colour_mix(root, tip, 0.7), 1 }, { 1, tip, 1 }));
	cairo_restore(cr);
}

void
sprite_rose(cairo_t *cr, struct colour c, struct dice *d)
{
	double turn = dice_between(d, 0, 6);

	/* Rings of petals, each smaller and deeper in colour, each with its own shadow on the ring below. */
	for (int ring = 0; ring < 4; ring++) {
		int n = 7 - ring;
		double reach = 1.05 - ring * 0.24;
		if (ring > 0)
			brush_shadow(cr, 0.03, 0.05, reach * 1.05, reach * 1.0, 0.3);
		for (int i = 0; i < n; i++) {
			double a = turn + ring * 0.5 + i * 2 * M_PI / n;
			double light = 0.5 + 0.5 * cos(a + 2.3);
			struct colour tip = colour_lighter(c, 0.18 + 0.42 * light), root = colour_darker(c, 0.28 + ring * 0.08);
			petal(cr, a, reach, reach * 0.62, tip, root);
		}
	}
	cairo_new_path(cr);
	for (int i = 0; i <= 26; i++) {
		double a = turn + i * 0.42, r = 0.03 + i * 0.0085;
		cairo_line_to(cr, cos(a) * r, sin(a) * r);
	}
	brush_colour(cr, colour_darker(c, 0.6), 0.6);
	cairo_set_line_width(cr, 0.05);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_stroke(cr);
}

void
sprite_flower(cairo_t *cr, struct colour c, struct dice *d)
{
	double turn = dice_between(d, 0, 6);
	int n = 5 + dice_below(d, 2);

	for (int i = 0; i < n; i++) {
		double a = turn + i * 2 * M_PI / n, light = 0.5 + 0.5 * cos(a + 2.3);
		petal(cr, a, 1, 0.52, colour_lighter(c, 0.25 + 0.5 * light), colour_darker(c, 0.15));
	}
	for (int i = 0; i < 9; i++) {
		double a = i * 2.4, r = 0.055 * sqrt(i) * 1.4;
		brush_ball(cr, cos(a) * r, sin(a) * r, 0.075, colour_rgb(0xF2C14E));
	}
}

void
sprite_leaf(cairo_t *cr, struct colour c, struct dice *d)
{
	double bend = dice_between(d, -0.25, 0.25);

	cairo_new_path(cr);
	cairo_move_to(cr, -1, 0);
	cairo_curve_to(cr, -0.5, -0.62 + bend, 0.4, -0.5 + bend, 1, bend);
	cairo_curve_to(cr, 0.4, 0.5 + bend, -0.5, 0.5, -1, 0);
	brush_linear(cr, 0, -0.5, 0, 0.5, BRUSH_STOPS({ 0, colour_lighter(c, 0.35), 1 }, { 0.5, c, 1 }, { 1, colour_darker(c, 0.4), 1 }));
	cairo_new_path(cr);
	cairo_move_to(cr, -0.95, 0);
	cairo_curve_to(cr, -0.3, -0.06 + bend * 0.5, 0.4, bend * 0.8, 0.9, bend);
	brush_colour(cr, colour_lighter(c, 0.55), 0.7);
	cairo_set_line_width(cr, 0.05);
	cairo_stroke(cr);
}
