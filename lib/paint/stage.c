/* stage: the room. */
#include "paint/stage.h"

#include <math.h>

#include "paint/brush.h"
#include "paint/dice.h"
#include "paint/scene.h"

static const struct colour white = { 1, 1, 1 };

static void
wall(cairo_t *cr, const struct scene *s)
{
	double reach = hypot(s->w, s->h) * 0.75;

	cairo_rectangle(cr, 0, 0, s->w, s->h);
	brush_radial(cr, s->w * 0.36, s->h * 0.26, reach, s->w * 0.36, s->h * 0.26, BRUSH_STOPS(
	    { 0, colour_lighter(s->wall, s->dark ? 0.16 : 0.62), 1 }, { 0.45, s->wall, 1 }, { 1, colour_darker(s->wall, 0.34), 1 }));
}

/* Lights out of focus, smaller and sharper in a dark room. */
static void
bokeh(cairo_t *cr, const struct scene *s)
{
	struct dice d = dice_for(s->brief->seed, "bokeh");
	struct colour tints[] = { colour_rgb(0xFFE7BD), colour_lighter(s->brief->accent, 0.4), colour_lighter(s->brief->frosting[0], 0.5),
	    colour_rgb(0xFFD9C0) };
	double unit = fmin(s->w, s->h);
	int n = (s->dark ? 46 : 22) + (int)(s->w / s->h * 6);

	for (int i = 0; i < n; i++) {
		double x = dice_between(&d, -0.02, 1.02) * s->w, y = dice_between(&d, -0.03, 0.98) * s->horizon;
		double r = unit * dice_between(&d, 0.012, 0.062), alpha = dice_between(&d, 0.06, s->dark ? 0.42 : 0.30);
		struct colour c = colour_mix(tints[dice_below(&d, 4)], white, s->dark ? 0.1 : 0.45);
		brush_light(cr, x, y, r * 1.7, c, alpha * 0.5);
		brush_ellipse(cr, x, y, r, r);
		brush_radial(cr, x, y, r, x, y, BRUSH_STOPS({ 0, c, alpha * 0.7 }, { 0.82, c, alpha }, { 0.94, c, alpha * 1.15 }, { 1, c, 0 }));
	}
}

/* Strings of small flags, for what is celebrated. */
static void
bunting(cairo_t *cr, const struct scene *s)
{
	struct dice d = dice_for(s->brief->seed, "bunting");
	struct colour tints[] = { s->brief->frosting[0], s->brief->accent, colour_rgb(0xF6C7B6), colour_rgb(0xF5E2A9), colour_rgb(0xBFDDD2) };
	double unit = fmin(s->w, s->h), size = unit * 0.052;

	for (int line = 0; line < 2; line++) {
		double y0 = unit * (0.035 + 0.085 * line), sag = unit * (0.10 + 0.03 * line), shift = dice_between(&d, -0.1, 0.1);
		int n = (int)(s->w / (size * 1.55)) + 1, tint = dice_below(&d, 5);
		cairo_new_path(cr);
		for (int i = 0; i <= 40; i++) {
			double t = i / 40.0, u = t * 2 - 1 + shift;
			cairo_line_to(cr, t * s->w, y0 + sag * (1 - u * u));
		}
		brush_colour(cr, colour_darker(s->wall, 0.35), 0.55);
		cairo_set_line_width(cr, unit * 0.0025);
		cairo_stroke(cr);
		for (int i = 0; i < n; i++) {
			double t = (i + 0.5) / n, u = t * 2 - 1 + shift, x = t * s->w, y = y0 + sag * (1 - u * u);
			double slope = -2 * u * sag * 2 / s->w;
			struct colour c = colour_mix(tints[(tint + i) % 5], s->wall, 0.12);
			cairo_save(cr);
			cairo_translate(cr, x, y);
			cairo_rotate(cr, atan(slope));
			cairo_new_path(cr);
			cairo_move_to(cr, -size * 0.55, 0);
			cairo_line_to(cr, size * 0.55, 0);
			cairo_line_to(cr, 0, size * 1.25);
			cairo_close_path(cr);
			brush_linear(cr, -size * 0.5, 0, size * 0.5, size, BRUSH_STOPS({ 0, colour_lighter(c, 0.35), 0.95 },
			    { 1, colour_darker(c, 0.16), 0.95 }));
			cairo_restore(cr);
		}
	}
}

static void
table(cairo_t *cr, const struct scene *s)
{
	struct dice d = dice_for(s->brief->seed, "table");
	struct colour near_by = colour_lighter(s->table, s->dark ? 0.02 : 0.18), far_off = colour_mix(s->table, s->wall, 0.35);

	cairo_rectangle(cr, 0, s->horizon, s->w, s->h - s->horizon);
	brush_linear(cr, 0, s->horizon, 0, s->h, BRUSH_STOPS({ 0, far_off, 1 }, { 0.3, near_by, 1 }, { 1, colour_darker(near_by, 0.16), 1 }));
	/* Its grain, in perspective: thinner where it is further away. */
	for (int i = 0; i < 60; i++) {
		double t = dice_between(&d, 0, 1), y = s->horizon + (s->h - s->horizon) * t * t;
		double x = dice_between(&d, -0.3, 1) * s->w, len = s->w * dice_between(&d, 0.15, 0.7), th = 0.6 + 2.2 * t;
		cairo_rectangle(cr, x, y, len, th);
		brush_linear(cr, x, 0, x + len, 0, BRUSH_STOPS({ 0, colour_darker(s->table, 0.5), 0 },
		    { 0.5, colour_darker(s->table, 0.5), 0.10 }, { 1, colour_darker(s->table, 0.5), 0 }));
	}
	/* The edge, and the light along it. */
	cairo_rectangle(cr, 0, s->horizon - 1.5, s->w, 3);
	brush_colour(cr, colour_lighter(far_off, 0.35), 0.35);
	cairo_fill(cr);
	cairo_rectangle(cr, 0, s->horizon - s->h * 0.03, s->w, s->h * 0.03);
	brush_linear(cr, 0, s->horizon - s->h * 0.03, 0, s->horizon, BRUSH_STOPS({ 0, colour_darker(s->wall, 0.6), 0 },
	    { 1, colour_darker(s->wall, 0.6), 0.10 }));
}

void
stage_room(cairo_t *cr, const struct scene *s)
{
	enum occasion o = s->brief->occasion;

	wall(cr, s);
	bokeh(cr, s);
	if ((o == OCCASION_BIRTHDAY || o == OCCASION_CHEER || o == OCCASION_BABY) && !s->dark)
		bunting(cr, s);
	table(cr, s);
}

void
stage_stand(cairo_t *cr, const struct scene *s)
{
	const struct tier *t = &s->tier[0];
	double x = s->x, y = t->y + t->h, r = s->r * 1.22, slope = r * TIER_SLOPE, lip = s->r * 0.055, foot = y + s->r * 0.42;
	struct colour c = s->dark ? colour_rgb(0xEFE6DA) : colour_mix(colour_rgb(0xFBF8F4), s->wall, 0.06);
	struct colour shade = colour_darker(c, 0.4), gold = colour_rgb(0xD9B878);

	/* On the table. */
	brush_shadow(cr, x + s->r * 0.14, foot + s->r * 0.05, r * 1.18, r * 0.36, 0.42);
	brush_shadow(cr, x + s->r * 0.05, foot + s->r * 0.02, s->r * 0.62, s->r * 0.17, 0.5);
	/* Foot and stem. */
	brush_ellipse(cr, x, foot, s->r * 0.52, s->r * 0.145);
	brush_linear(cr, x - s->r * 0.52, 0, x + s->r * 0.52, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.28), 1 }, { 0.3, colour_lighter(c, 0.7), 1 },
	    { 0.65, c, 1 }, { 1, shade, 1 }));
	cairo_new_path(cr);
	cairo_move_to(cr, x - s->r * 0.40, foot - s->r * 0.03);
	cairo_curve_to(cr, x - s->r * 0.12, foot - s->r * 0.10, x - s->r * 0.13, y + slope, x - s->r * 0.17, y + slope * 0.6);
	cairo_line_to(cr, x + s->r * 0.17, y + slope * 0.6);
	cairo_curve_to(cr, x + s->r * 0.13, y + slope, x + s->r * 0.12, foot - s->r * 0.10, x + s->r * 0.40, foot - s->r * 0.03);
	cairo_curve_to(cr, x + s->r * 0.2, foot + s->r * 0.04, x - s->r * 0.2, foot + s->r * 0.04, x - s->r * 0.40, foot - s->r * 0.03);
	brush_linear(cr, x - s->r * 0.24, 0, x + s->r * 0.24, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.42), 1 }, { 0.32, colour_lighter(c, 0.7), 1 },
	    { 0.6, c, 1 }, { 1, colour_darker(c, 0.55), 1 }));
	/* The plate: its edge, a line of gold, its top. */
	brush_ellipse(cr, x, y + lip, r, slope);
	brush_linear(cr, x - r, 0, x + r, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.34), 1 }, { 0.25, colour_lighter(c, 0.5), 1 },
	    { 0.6, colour_darker(c, 0.12), 1 }, { 1, colour_darker(c, 0.5), 1 }));
	brush_ellipse(cr, x, y, r, slope);
	brush_linear(cr, x - r, y - slope, x + r * 0.7, y + slope, BRUSH_STOPS({ 0, colour_darker(c, 0.14), 1 }, { 0.35, colour_lighter(c, 0.8), 1 },
	    { 0.75, c, 1 }, { 1, colour_darker(c, 0.22), 1 }));
	brush_ellipse(cr, x, y, r * 0.992, slope * 0.985);
	brush_colour(cr, gold, 0.8);
	cairo_set_line_width(cr, s->r * 0.011);
	cairo_stroke(cr);
	brush_ellipse(cr, x, y, r * 0.95, slope * 0.94);
	brush_colour(cr, colour_darker(c, 0.3), 0.25);
	cairo_set_line_width(cr, s->r * 0.006);
	cairo_stroke(cr);
	/* What the cake throws on it. */
	brush_shadow(cr, x + s->r * 0.06, y + s->r * 0.03, s->r * 1.2, s->r * 1.2 * TIER_SLOPE, 0.55);
}

void
stage_light(cairo_t *cr, const struct scene *s)
{
	double reach = hypot(s->w, s->h) * 0.62;

	cairo_rectangle(cr, 0, 0, s->w, s->h);
	brush_radial(cr, s->w * 0.5, s->h * 0.48, reach, s->w * 0.5, s->h * 0.48, BRUSH_STOPS({ 0, colour_rgb(0x2A1420), 0 },
	    { 0.68, colour_rgb(0x2A1420), 0 }, { 1, colour_rgb(0x2A1420), s->dark ? 0.42 : 0.22 }));
	cairo_save(cr);
	cairo_set_operator(cr, CAIRO_OPERATOR_SOFT_LIGHT);
	brush_light(cr, s->w * 0.22, s->h * 0.12, hypot(s->w, s->h) * 0.55, colour_rgb(0xFFF3DA), s->dark ? 0.28 : 0.42);
	cairo_restore(cr);
}
