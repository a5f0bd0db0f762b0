/* sprite_sweet: macarons, cookies, chocolate, cream. */
#include "paint/sprite.h"

#include <math.h>

#include "paint/brush.h"

static const struct colour white = { 1, 1, 1 };

static void
half_shell(cairo_t *cr, double y, bool upper, struct colour c)
{
	double s = upper ? -1 : 1;

	cairo_new_path(cr);
	cairo_move_to(cr, -0.98, y);
	cairo_curve_to(cr, -1.02, y + s * 0.42, -0.62, y + s * 0.60, 0, y + s * 0.60);
	cairo_curve_to(cr, 0.62, y + s * 0.60, 1.02, y + s * 0.42, 0.98, y);
	cairo_close_path(cr);
	brush_linear(cr, -1, y - 0.6, 1, y + 0.5, BRUSH_STOPS({ 0, colour_lighter(c, 0.5), 1 }, { 0.5, c, 1 }, { 1, colour_darker(c, 0.35), 1 }));
	/* Its feet. */
	for (int i = -8; i <= 8; i++) {
		brush_ellipse(cr, i * 0.115, y + s * 0.05, 0.075, 0.07);
		brush_colour(cr, colour_darker(c, 0.12 + 0.02 * (i + 8)), 1);
		cairo_fill(cr);
	}
}

void
sprite_macaron(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	half_shell(cr, 0.16, false, c);
	cairo_rectangle(cr, -0.9, -0.16, 1.8, 0.34);
	brush_linear(cr, -0.9, 0, 0.9, 0, BRUSH_STOPS({ 0, colour_rgb(0xFFF6EA), 1 }, { 1, colour_rgb(0xE2CBB4), 1 }));
	half_shell(cr, -0.14, true, c);
	brush_light(cr, -0.35, -0.48, 0.42, white, 0.5);
}

void
sprite_oreo(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	cairo_save(cr);
	cairo_scale(cr, 1, 0.9);
	brush_ellipse(cr, 0.07, 0.14, 1, 1);
	brush_colour(cr, colour_darker(c, 0.4), 1);
	cairo_fill(cr);
	brush_ellipse(cr, 0.035, 0.07, 0.96, 0.96);
	brush_colour(cr, colour_rgb(0xFBF5EA), 1);
	cairo_fill(cr);
	brush_ellipse(cr, 0, 0, 1, 1);
	brush_radial(cr, 0, 0, 1.1, -0.4, -0.4, BRUSH_STOPS({ 0, colour_lighter(c, 0.32), 1 }, { 1, colour_darker(c, 0.2), 1 }));
	for (int i = 0; i < 24; i++) {
		cairo_save(cr);
		cairo_rotate(cr, i * M_PI / 12);
		cairo_rectangle(cr, 0.82, -0.035, 0.12, 0.07);
		brush_colour(cr, colour_lighter(c, 0.4), 0.55);
		cairo_fill(cr);
		cairo_restore(cr);
	}
	for (int i = 0; i < 2; i++) {
		brush_ellipse(cr, 0, 0, 0.66 - i * 0.34, 0.66 - i * 0.34);
		brush_colour(cr, colour_lighter(c, 0.4), 0.5);
		cairo_set_line_width(cr, 0.07);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
}

void
sprite_shard(cairo_t *cr, struct colour c, struct dice *d)
{
	double lean = dice_between(d, -0.2, 0.2);

	cairo_new_path(cr);
	cairo_move_to(cr, -0.7, 0.3);
	cairo_line_to(cr, -0.62 + lean, -1.5);
	cairo_line_to(cr, 0.1 + lean, -2.1);
	cairo_line_to(cr, 0.62 + lean, -1.6);
	cairo_line_to(cr, 0.7, 0.3);
	cairo_close_path(cr);
	brush_linear(cr, -0.7, -2, 0.8, 0.3, BRUSH_STOPS({ 0, colour_lighter(c, 0.4), 1 }, { 0.45, c, 1 }, { 1, colour_darker(c, 0.45), 1 }));
	cairo_new_path(cr);
	cairo_move_to(cr, -0.4 + lean, -1.35);
	cairo_line_to(cr, -0.3, 0.1);
	brush_colour(cr, white, 0.25);
	cairo_set_line_width(cr, 0.12);
	cairo_stroke(cr);
}

void
sprite_swirl(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	/* Rounds of cream, each smaller, up to a point. */
	for (int k = 0; k < 4; k++) {
		double y = 0.42 - k * 0.42, r = 1 - k * 0.235;
		brush_ellipse(cr, 0.04, y + 0.1, r, r * 0.42);
		brush_colour(cr, colour_darker(c, 0.45), 0.28);
		cairo_fill(cr);
		brush_ellipse(cr, 0, y, r, r * 0.46);
		brush_radial(cr, 0, y, r * 1.1, -r * 0.4, y - r * 0.3, BRUSH_STOPS({ 0, colour_lighter(c, 0.75), 1 }, { 0.5, c, 1 },
		    { 1, colour_darker(c, 0.26), 1 }));
		for (int i = -2; i <= 2; i++) {
			cairo_new_path(cr);
			cairo_move_to(cr, i * r * 0.36 - r * 0.1, y - r * 0.3);
			cairo_curve_to(cr, i * r * 0.4, y, i * r * 0.4 + r * 0.1, y + r * 0.2, i * r * 0.36 + r * 0.16, y + r * 0.36);
			brush_colour(cr, colour_darker(c, 0.5), 0.13);
			cairo_set_line_width(cr, 0.07);
			cairo_stroke(cr);
		}
	}
	cairo_new_path(cr);
	cairo_move_to(cr, -0.24, -0.82);
	cairo_curve_to(cr, -0.18, -1.05, 0.0, -1.2, 0.14, -1.36);
	cairo_curve_to(cr, 0.14, -1.1, 0.26, -1.0, 0.26, -0.8);
	brush_linear(cr, -0.2, 0, 0.25, 0, BRUSH_STOPS({ 0, colour_lighter(c, 0.7), 1 }, { 1, colour_darker(c, 0.15), 1 }));
}
