/* sprite_figure: what stands on top: animals of marzipan, a crown, a tree, a balloon, a candle. */
#include "paint/sprite.h"

#include <math.h>
#include <stdlib.h>

#include "paint/brush.h"

static const struct colour white = { 1, 1, 1 };

static void
egg(cairo_t *cr, double x, double y, double rx, double ry, struct colour c)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, rx, ry);
	brush_ellipse(cr, 0, 0, 1, 1);
	brush_radial(cr, 0, 0, 1.2, -0.35, -0.42, BRUSH_STOPS({ 0, colour_lighter(c, 0.45), 1 }, { 0.45, c, 1 }, { 1, colour_darker(c, 0.36), 1 }));
	cairo_restore(cr);
}

static void
dot(cairo_t *cr, double x, double y, double r, struct colour c)
{
	brush_ellipse(cr, x, y, r, r);
	brush_colour(cr, c, 1);
	cairo_fill(cr);
}

/* Body, head, face; ears are the animal's own. */
static void
animal(cairo_t *cr, struct colour c, void (*ears)(cairo_t *, struct colour))
{
	struct colour ink = colour_rgb(0x3B2620), muzzle = colour_lighter(c, 0.62);

	egg(cr, -0.52, -0.16, 0.34, 0.24, c);
	egg(cr, 0.52, -0.16, 0.34, 0.24, c);
	egg(cr, 0, -0.62, 0.74, 0.68, c);
	egg(cr, 0, -0.54, 0.44, 0.44, muzzle);
	egg(cr, -0.62, -0.72, 0.2, 0.34, c);
	egg(cr, 0.62, -0.72, 0.2, 0.34, c);
	ears(cr, c);
	egg(cr, 0, -1.55, 0.82, 0.7, c);
	egg(cr, 0, -1.36, 0.36, 0.27, muzzle);
	dot(cr, -0.32, -1.62, 0.085, ink);
	dot(cr, 0.32, -1.62, 0.085, ink);
	dot(cr, -0.295, -1.65, 0.03, white);
	dot(cr, 0.345, -1.65, 0.03, white);
	brush_ellipse(cr, 0, -1.46, 0.1, 0.07);
	brush_colour(cr, ink, 1);
	cairo_fill(cr);
	brush_light(cr, -0.52, -1.42, 0.2, colour_rgb(0xF08A93), 0.6);
	brush_light(cr, 0.52, -1.42, 0.2, colour_rgb(0xF08A93), 0.6);
	/* A bow under the chin. */
	sprite_put(cr, sprite_ribbon, 0, -0.92, 0.36, 0, colour_rgb(0xD9566B), NULL);
}

static void
round_ears(cairo_t *cr, struct colour c)
{
	for (int s = -1; s <= 1; s += 2) {
		egg(cr, s * 0.62, -2.08, 0.28, 0.28, c);
		egg(cr, s * 0.62, -2.06, 0.15, 0.15, colour_lighter(c, 0.6));
	}
}

static void
long_ears(cairo_t *cr, struct colour c)
{
	for (int s = -1; s <= 1; s += 2) {
		cairo_save(cr);
		cairo_translate(cr, s * 0.34, -2.1);
		cairo_rotate(cr, s * 0.16);
		egg(cr, 0, -0.35, 0.2, 0.62, c);
		egg(cr, 0, -0.32, 0.1, 0.44, colour_rgb(0xF4B9BF));
		cairo_restore(cr);
	}
}

static void
pointed_ears(cairo_t *cr, struct colour c)
{
	for (int s = -1; s <= 1; s += 2)
		for (int in = 0; in < 2; in++) {
			double k = in != 0 ? 0.55 : 1;
			cairo_new_path(cr);
			cairo_move_to(cr, s * (0.55 - 0.27 * k), -1.98);
			cairo_line_to(cr, s * (0.55 + 0.1 * k), -2.0 - 0.62 * k);
			cairo_line_to(cr, s * (0.55 + 0.25 * k), -1.8);
			cairo_close_path(cr);
			brush_colour(cr, in != 0 ? colour_rgb(0xF4B9BF) : colour_darker(c, 0.05), 1);
			cairo_fill(cr);
		}
}

void
sprite_bear(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	animal(cr, c, round_ears);
}

void
sprite_rabbit(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	animal(cr, c, long_ears);
}

void
sprite_cat(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	animal(cr, c, pointed_ears);
	for (int s = -1; s <= 1; s += 2)
		for (int k = -1; k <= 1; k += 2) {
			cairo_new_path(cr);
			cairo_move_to(cr, s * 0.4, -1.38 + k * 0.04);
			cairo_line_to(cr, s * 0.82, -1.38 + k * 0.11);
			brush_colour(cr, colour_rgb(0x3B2620), 0.55);
			cairo_set_line_width(cr, 0.025);
			cairo_stroke(cr);
		}
}

void
sprite_crown(cairo_t *cr, struct colour c, struct dice *d)
{
	(void)d;
	/* The back of the band, then the front with its points. */
	brush_ellipse(cr, 0, -0.42, 0.98, 0.2);
	brush_colour(cr, colour_darker(c, 0.62), 1);
	cairo_fill(cr);
	cairo_new_path(cr);
	cairo_move_to(cr, -1, 0);
	for (int i = 0; i <= 4; i++) {
		double x = -1 + i * 0.5;
		cairo_line_to(cr, x * 1.06, -1.0 - (i == 2 ? 0.25 : 0));
		if (i < 4)
			cairo_line_to(cr, x + 0.25, -0.42);
	}
	cairo_line_to(cr, 1, 0);
	cairo_curve_to(cr, 0.6, 0.24, -0.6, 0.24, -1, 0);
	brush_linear(cr, -1, 0, 1, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.3), 1 }, { 0.25, colour_lighter(c, 0.65), 1 }, { 0.5, c, 1 },
	    { 0.75, colour_lighter(c, 0.35), 1 }, { 1, colour_darker(c, 0.5), 1 }));
	for (int i = 0; i <= 4; i++)
		brush_ball(cr, (-1 + i * 0.5) * 1.06, -1.05 - (i == 2 ? 0.25 : 0), 0.1, colour_rgb(0xF7EFE2));
	for (int i = -2; i <= 2; i++)
		brush_ball(cr, i * 0.4, 0.02 + 0.1 * (1 - abs(i) / 2.4), 0.1, i % 2 == 0 ? colour_rgb(0xD6455A) : colour_rgb(0x6FA8D6));
}

void
sprite_tree(cairo_t *cr, struct colour c, struct dice *d)
{
	cairo_rectangle(cr, -0.13, -0.25, 0.26, 0.3);
	brush_colour(cr, colour_rgb(0x6B4630), 1);
	cairo_fill(cr);
	for (int k = 0; k < 4; k++) {
		double y = -0.2 - k * 0.52, r = 0.92 - k * 0.2;
		cairo_new_path(cr);
		cairo_move_to(cr, 0, y - 0.95);
		cairo_curve_to(cr, r * 0.3, y - 0.5, r * 0.7, y - 0.1, r, y);
		cairo_curve_to(cr, r * 0.5, y + 0.16, -r * 0.5, y + 0.16, -r, y);
		cairo_curve_to(cr, -r * 0.7, y - 0.1, -r * 0.3, y - 0.5, 0, y - 0.95);
		brush_linear(cr, -r, 0, r, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.1), 1 }, { 0.3, colour_lighter(c, 0.3), 1 }, { 1, colour_darker(c, 0.5), 1 }));
		for (int i = 0; i < 4; i++)
			brush_ball(cr, dice_between(d, -0.7, 0.7) * r, y - dice_between(d, 0, 0.25), 0.07, i % 2 == 0 ? colour_rgb(0xD94A4F) : colour_rgb(0xF4CF70));
		brush_ellipse(cr, -r * 0.2, y - 0.5, r * 0.16, 0.05);
		brush_colour(cr, white, 0.7);
		cairo_fill(cr);
	}
	sprite_put(cr, sprite_star, 0, -2.78, 0.24, 0, colour_rgb(0xF4CF70), d);
}

void
sprite_balloon(cairo_t *cr, struct colour c, struct dice *d)
{
	double lean = dice_between(d, -0.4, 0.4);

	cairo_new_path(cr);
	cairo_move_to(cr, 0, 0);
	cairo_curve_to(cr, 0.3, -0.9, lean - 0.2, -1.4, lean, -1.95);
	brush_colour(cr, colour_rgb(0x8B7A70), 0.8);
	cairo_set_line_width(cr, 0.05);
	cairo_stroke(cr);
	egg(cr, lean, -3.05, 0.92, 1.12, c);
	cairo_new_path(cr);
	cairo_move_to(cr, lean - 0.13, -1.83);
	cairo_line_to(cr, lean + 0.13, -1.83);
	cairo_line_to(cr, lean, -2.02);
	brush_colour(cr, colour_darker(c, 0.3), 1);
	cairo_fill(cr);
	cairo_save(cr);
	cairo_translate(cr, lean - 0.4, -3.5);
	cairo_rotate(cr, 0.5);
	brush_ellipse(cr, 0, 0, 0.14, 0.3);
	brush_colour(cr, white, 0.6);
	cairo_fill(cr);
	cairo_restore(cr);
}

void
sprite_candle(cairo_t *cr, struct colour c, struct dice *d)
{
	double flicker = dice_between(d, -0.12, 0.12);

	cairo_rectangle(cr, -0.5, -6, 1, 6);
	cairo_path_t *body = cairo_copy_path(cr);
	brush_linear(cr, -0.5, 0, 0.5, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.15), 1 }, { 0.3, colour_lighter(c, 0.55), 1 }, { 1, colour_darker(c, 0.32), 1 }));
	cairo_save(cr);
	cairo_new_path(cr);
	cairo_append_path(cr, body);
	cairo_clip(cr);
	for (int i = 0; i < 7; i++) {
		cairo_new_path(cr);
		cairo_move_to(cr, -0.6, -6.4 + i * 1.1);
		cairo_line_to(cr, 0.6, -7.1 + i * 1.1);
		brush_colour(cr, white, 0.75);
		cairo_set_line_width(cr, 0.34);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
	cairo_path_destroy(body);
	brush_ellipse(cr, 0, -6, 0.5, 0.16);
	brush_colour(cr, colour_lighter(c, 0.6), 1);
	cairo_fill(cr);
	cairo_new_path(cr);
	cairo_move_to(cr, 0, -6);
	cairo_line_to(cr, 0.04, -6.6);
	brush_colour(cr, colour_rgb(0x4A3A34), 1);
	cairo_set_line_width(cr, 0.14);
	cairo_stroke(cr);
	brush_light(cr, 0, -7.4, 4.6, colour_rgb(0xFFD98A), 0.34);
	cairo_new_path(cr);
	cairo_move_to(cr, 0, -6.35);
	cairo_curve_to(cr, -0.85, -7, -0.35, -7.9, flicker, -8.7);
	cairo_curve_to(cr, 0.35, -7.9, 0.85, -7, 0, -6.35);
	brush_radial(cr, 0, -7, 1.6, 0, -6.9, BRUSH_STOPS({ 0, colour_rgb(0xFFFDF0), 1 }, { 0.35, colour_rgb(0xFFE38A), 1 }, { 1, colour_rgb(0xF79B3B), 0.92 }));
}
