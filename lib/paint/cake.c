/* cake: shading a solid, and cream on its edges. */
#include "paint/cake.h"

#include <math.h>

#include "paint/brush.h"
#include "paint/dice.h"
#include "paint/scene.h"

static const struct colour white = { 1, 1, 1 };

/* How much light a side gets that faces `turn` (-1 to the left, 1 to the right). */
static double
lit(double turn)
{
	double facing = cos(asin(fmin(1, fmax(-1, turn))) + 0.62);

	return 0.30 + 0.70 * fmax(0, facing);
}

static struct colour
shaded(struct colour c, double light)
{
	return light > 0.86 ? colour_lighter(c, (light - 0.86) * 1.6) : colour_darker(c, (0.86 - light) * 0.82);
}

static void
side(cairo_t *cr, const struct scene *s, const struct tier *t, struct colour c)
{
	cairo_pattern_t *p = cairo_pattern_create_linear(t->x - t->r, 0, t->x + t->r, 0);

	for (int i = 0; i < t->nfront; i += 4) {
		double x, y, turn;
		struct colour k;
		tier_side(t, t->front[i].s * t->r, 0, &x, &y, &turn);
		k = shaded(c, lit(turn));
		/* Light that comes back from the room at the far edge. */
		k = colour_mix(k, colour_mix(s->wall, c, 0.5), turn > 0.75 ? (turn - 0.75) * 0.9 : 0);
		cairo_pattern_add_color_stop_rgb(p, (t->front[i].x + 1) / 2, k.r, k.g, k.b);
	}
	tier_path_side(cr, t);
	cairo_set_source(cr, p);
	cairo_fill_preserve(cr);
	cairo_pattern_destroy(p);
	/* Darker to the foot, lighter below the rim. */
	brush_linear(cr, 0, t->y, 0, t->y + t->h + t->r * TIER_SLOPE, BRUSH_STOPS({ 0, white, 0.10 }, { 0.3, white, 0 },
	    { 0.55, colour_darker(c, 0.8), 0 }, { 1, colour_darker(c, 0.8), 0.34 }));
}

/* The lines a spatula leaves, following the side. */
static void
strokes(cairo_t *cr, const struct scene *s, const struct tier *t, struct colour c, int tier)
{
	struct dice d = dice_for(s->brief->seed + (uint64_t)tier, "strokes");

	cairo_save(cr);
	tier_path_side(cr, t);
	cairo_clip(cr);
	for (int i = 0; i < 46; i++) {
		double down = dice_between(&d, 0.02, 1), at = dice_between(&d, -1, 1) * tier_span(t), len = t->r * dice_between(&d, 0.2, 0.9);
		bool bright = dice_below(&d, 2) == 0;
		cairo_new_path(cr);
		for (int k = 0; k <= 12; k++) {
			double x, y, turn;
			tier_side(t, at + len * k / 12, down + 0.012 * sin(k * 0.5 + i), &x, &y, &turn);
			cairo_line_to(cr, x, y);
		}
		brush_colour(cr, bright ? colour_lighter(c, 0.7) : colour_darker(c, 0.5), bright ? 0.13 : 0.06);
		cairo_set_line_width(cr, t->r * dice_between(&d, 0.008, 0.026));
		cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
}

/* Bands of colour run into each other from the foot up. */
static void
ombre(cairo_t *cr, const struct scene *s, const struct tier *t, struct colour c)
{
	const struct brief *b = s->brief;
	struct colour up = b->nfrosting > 1 ? b->frosting[b->nfrosting - 1] : colour_lighter(c, 0.82);
	double y0 = t->y + t->r * TIER_SLOPE * 0.6, y1 = t->y + t->h + t->r * TIER_SLOPE * 0.6;

	cairo_save(cr);
	tier_path_side(cr, t);
	cairo_clip_preserve(cr);
	if (b->nfrosting == 3)
		brush_linear(cr, 0, y0, 0, y1, BRUSH_STOPS({ 0, b->frosting[2], 0.8 }, { 0.5, b->frosting[1], 0.7 }, { 1, b->frosting[0], 0.0 }));
	else
		brush_linear(cr, 0, y0, 0, y1, BRUSH_STOPS({ 0, up, 0.85 }, { 0.9, up, 0 }));
	cairo_restore(cr);
}

/* Sponge that shows through thin cream. */
static void
naked(cairo_t *cr, const struct scene *s, const struct tier *t, int tier)
{
	struct colour sponge = s->brief->flavor == FLAVOR_CHOCOLATE ? colour_rgb(0x5B3524) : s->brief->flavor == FLAVOR_VELVET ?
	    colour_rgb(0x9C2F38) : colour_rgb(0xDFAE6C);
	struct dice d = dice_for(s->brief->seed + (uint64_t)tier, "naked");

	cairo_save(cr);
	tier_path_side(cr, t);
	cairo_clip(cr);
	for (int layer = 0; layer < 3; layer++) {
		double top = 0.06 + layer * 0.325, bottom = top + 0.225, x, y, turn;
		cairo_new_path(cr);
		for (int k = -40; k <= 40; k++) {
			tier_side(t, tier_span(t) * k / 40, top + 0.012 * sin(k * 0.9 + layer * 2), &x, &y, &turn);
			cairo_line_to(cr, x, y);
		}
		for (int k = 40; k >= -40; k--) {
			tier_side(t, tier_span(t) * k / 40, bottom + 0.014 * sin(k * 0.7 + layer), &x, &y, &turn);
			cairo_line_to(cr, x, y);
		}
		cairo_close_path(cr);
		brush_linear(cr, t->x - t->r, 0, t->x + t->r, 0, BRUSH_STOPS({ 0, colour_darker(sponge, 0.2), 0.75 },
		    { 0.3, colour_lighter(sponge, 0.25), 0.72 }, { 0.6, sponge, 0.78 }, { 1, colour_darker(sponge, 0.5), 0.8 }));
	}
	for (int i = 0; i < 260; i++) {
		double x, y, turn;
		tier_side(t, dice_between(&d, -1, 1) * tier_span(t), dice_between(&d, 0.03, 1), &x, &y, &turn);
		brush_ellipse(cr, x, y, t->r * 0.008, t->r * 0.006);
		brush_colour(cr, colour_darker(sponge, 0.5), 0.22);
		cairo_fill(cr);
	}
	cairo_restore(cr);
}

static void
top(cairo_t *cr, const struct tier *t, struct colour c)
{
	double lip = t->r * 0.022;

	/* The edge is round: a band that catches the light, then the top itself. */
	tier_path_top(cr, t, 1);
	brush_linear(cr, t->x - t->r, t->y, t->x + t->r, t->y, BRUSH_STOPS({ 0, colour_darker(c, 0.04), 1 }, { 0.25, colour_lighter(c, 0.75), 1 },
	    { 0.6, colour_lighter(c, 0.3), 1 }, { 1, colour_darker(c, 0.22), 1 }));
	cairo_save(cr);
	cairo_translate(cr, 0, -lip * 0.3);
	tier_path_top(cr, t, 0.965);
	brush_linear(cr, t->x - t->r * 0.7, t->y - t->r * TIER_SLOPE, t->x + t->r * 0.7, t->y + t->r * TIER_SLOPE, BRUSH_STOPS(
	    { 0, colour_lighter(c, 0.34), 1 }, { 0.5, colour_lighter(c, 0.16), 1 }, { 1, colour_darker(c, 0.07), 1 }));
	/* A turn of the spatula. */
	for (int i = 1; i <= 5; i++) {
		tier_path_top(cr, t, 0.17 * i + 0.03);
		brush_colour(cr, i % 2 != 0 ? colour_lighter(c, 0.8) : colour_darker(c, 0.4), i % 2 != 0 ? 0.22 : 0.07);
		cairo_set_line_width(cr, t->r * 0.012);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
}

/* --- what runs down -------------------------------------------------------- */

static void
drips(cairo_t *cr, const struct scene *s, const struct tier *t, int tier)
{
	struct dice d = dice_for(s->brief->seed + (uint64_t)tier, "drips");
	struct colour c = s->drip;
	double span = tier_span(t), step = t->r * 0.155, x, y, turn;
	int n = (int)(2 * span / step);

	/* One path: along the rim, each drop down and up again; twice, the first as its own shadow. */
	for (int pass = 0; pass < 2; pass++) {
		struct dice again = d;
		double off = pass == 0 ? t->r * 0.02 : 0;
		cairo_new_path(cr);
		tier_side(t, -span, -0.02, &x, &y, &turn);
		cairo_move_to(cr, x + off, y + off);
		for (int i = 0; i < n; i++) {
			double a = -span + 2 * span * i / n, b = -span + 2 * span * (i + 1) / n, w = (b - a);
			double len = dice_between(&again, 0.08, 0.44), x1, y1, x2, y2, x3, y3;
			tier_side(t, a + w * 0.22, 0.045, &x, &y, &turn);
			cairo_line_to(cr, x + off, y + off);
			tier_side(t, a + w * 0.25, len, &x1, &y1, &turn);
			tier_side(t, a + w * 0.5, len + 0.07, &x2, &y2, &turn);
			tier_side(t, a + w * 0.75, len, &x3, &y3, &turn);
			cairo_line_to(cr, x1 + off, y1 + off);
			cairo_curve_to(cr, x1 + off, y2 + off * 1.4, x3 + off, y2 + off * 1.4, x3 + off, y3 + off);
			tier_side(t, a + w * 0.78, 0.045, &x, &y, &turn);
			cairo_line_to(cr, x + off, y + off);
			tier_side(t, b, 0.03, &x1, &y1, &turn);
			tier_side(t, b + w * 0.22, 0.045, &x2, &y2, &turn);
			cairo_curve_to(cr, x + off, y + off - t->h * 0.03, x1 + off, y1 + off, x2 + off, y2 + off);
		}
		tier_side(t, span, -0.02, &x, &y, &turn);
		cairo_line_to(cr, x + off, y + off);
		for (int k = 40; k >= -40; k--) {
			tier_side(t, span * k / 40, -0.02, &x, &y, &turn);
			cairo_line_to(cr, x + off, y + off);
		}
		cairo_close_path(cr);
		if (pass == 0) {
			brush_colour(cr, colour_rgb(0x2A1418), 0.22);
			cairo_fill(cr);
		} else {
			brush_linear(cr, t->x - t->r, 0, t->x + t->r, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.35), 1 }, { 0.28, colour_lighter(c, 0.14), 1 },
			    { 0.6, c, 1 }, { 1, colour_darker(c, 0.6), 1 }));
		}
	}
	/* The glint on each drop. */
	for (int i = 0; i < n; i++) {
		double a = -span + 2 * span * (i + 0.42) / n, len = dice_between(&d, 0.08, 0.44);
		tier_side(t, a, len * 0.75, &x, &y, &turn);
		if (fabs(turn) < 0.92) {
			brush_ellipse(cr, x, y, t->r * 0.009, t->h * 0.05);
			brush_colour(cr, white, 0.42);
			cairo_fill(cr);
		}
	}
	/* And the pool on top. */
	tier_path_top(cr, t, 0.985);
	brush_linear(cr, t->x - t->r, t->y - t->r * TIER_SLOPE, t->x + t->r, t->y + t->r * TIER_SLOPE, BRUSH_STOPS(
	    { 0, colour_lighter(c, 0.30), 1 }, { 0.35, colour_lighter(c, 0.10), 1 }, { 0.8, colour_darker(c, 0.12), 1 }, { 1, colour_darker(c, 0.3), 1 }));
	brush_ellipse(cr, t->x - t->r * 0.3, t->y - t->r * TIER_SLOPE * 0.45, t->r * 0.42, t->r * 0.05);
	brush_colour(cr, white, 0.16);
	cairo_fill(cr);
}

/* --- what is piped --------------------------------------------------------- */

/* A shell of cream: a drop with grooves, lit like a ball. */
static void
shell(cairo_t *cr, double x, double y, double r, struct colour c)
{
	brush_shadow(cr, x + r * 0.15, y + r * 0.45, r * 1.15, r * 0.75, 0.22);
	brush_ellipse(cr, x, y, r, r * 0.86);
	brush_radial(cr, x, y, r * 1.15, x - r * 0.3, y - r * 0.42, BRUSH_STOPS({ 0, colour_lighter(c, 0.65), 1 }, { 0.45, c, 1 },
	    { 1, colour_darker(c, 0.30), 1 }));
	for (int i = -1; i <= 1; i++) {
		cairo_new_path(cr);
		cairo_move_to(cr, x + i * r * 0.18, y - r * 0.72);
		cairo_curve_to(cr, x + i * r * 0.62, y - r * 0.3, x + i * r * 0.62, y + r * 0.35, x + i * r * 0.3, y + r * 0.7);
		brush_colour(cr, colour_darker(c, 0.5), 0.16);
		cairo_set_line_width(cr, r * 0.1);
		cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
		cairo_stroke(cr);
	}
}

static void
foot_border(cairo_t *cr, const struct tier *t, struct colour c)
{
	double span = tier_span(t), r = t->r * 0.068, x, y, turn;
	int n = (int)(2 * span / (r * 1.62));

	/* From the sides to the middle, so that each lies over the one that is further away. */
	for (int i = 0; i < n; i++) {
		int from_edge = i / 2, k = i % 2 == 0 ? from_edge : n - 1 - from_edge;
		double at = -span + 2 * span * (k + 0.5) / n;
		tier_side(t, at, 0.985, &x, &y, &turn);
		shell(cr, x, y, r * (0.72 + 0.28 * sqrt(fmax(0, 1 - turn * turn))), c);
	}
}

static void
rim_border(cairo_t *cr, const struct tier *t, struct colour c, bool front)
{
	double r = t->r * 0.062;
	int n = 42;

	for (int i = 0; i < n; i++) {
		/* The back half first, from the middle out; then the front half, to the middle. */
		int half = i / 2, k = i % 2 == 0 ? half : n - 1 - half;
		int point = TIER_POINTS * 3 / 4 + (int)((double)k / n * TIER_POINTS) + TIER_POINTS / (2 * n);
		double x, y;
		bool facing = tier_rim(t, point, 0.93, &x, &y);
		if (facing == front)
			shell(cr, x, y - r * 0.35, r, c);
	}
}

/* Swags of cream along the side, as on old cakes. */
static void
ruffles(cairo_t *cr, const struct tier *t, struct colour c)
{
	double span = tier_span(t), x, y, turn;
	int swags = 7;

	for (int row = 0; row < 2; row++)
		for (int i = 0; i < swags; i++)
			for (int k = 0; k <= 14; k++) {
				double u = k / 14.0, at = -span + 2 * span * (i + u) / swags, sag = 0.10 + row * 0.09 + 0.19 * (1 - pow(2 * u - 1, 2));
				double r = t->r * (0.030 - row * 0.006);
				tier_side(t, at, sag, &x, &y, &turn);
				brush_ellipse(cr, x, y, r * sqrt(fmax(0.1, 1 - turn * turn)) + 1, r);
				brush_radial(cr, x, y, r * 1.2, x - r * 0.3, y - r * 0.5, BRUSH_STOPS({ 0, colour_lighter(c, 0.7), 1 }, { 0.6, c, 1 },
				    { 1, colour_darker(c, 0.3), 1 }));
			}
}

void
cake_tier(cairo_t *cr, const struct scene *s, int tier)
{
	const struct tier *t = &s->tier[tier];
	const struct brief *b = s->brief;
	struct colour c = s->frosting[tier], cream = colour_light(b->accent) > 0.62 ? b->accent : colour_lighter(c, 0.5);
	bool highest = tier == s->ntiers - 1;

	if (tier > 0)
		brush_shadow(cr, t->x + t->r * 0.06, t->y + t->h + t->r * 0.02, t->r * 1.28, t->r * 1.28 * TIER_SLOPE, 0.42);
	side(cr, s, t, c);
	if (brief_has(b, STYLE_NAKED))
		naked(cr, s, t, tier);
	else
		strokes(cr, s, t, c, tier);
	if (brief_has(b, STYLE_OMBRE))
		ombre(cr, s, t, c);
	top(cr, t, !brief_has(b, STYLE_OMBRE) ? c : b->nfrosting > 1 ? b->frosting[b->nfrosting - 1] : colour_lighter(c, 0.6));
	if (s->drips)
		drips(cr, s, t, tier);
	if (brief_has(b, STYLE_RUFFLE))
		ruffles(cr, t, cream);
	if (!brief_has(b, STYLE_MINIMAL) && !brief_has(b, STYLE_NAKED))
		foot_border(cr, t, cream);
	if (highest && !brief_has(b, STYLE_MINIMAL) && !brief_has(b, STYLE_NAKED) && (brief_has(b, STYLE_RUFFLE) || !s->drips)) {
		rim_border(cr, t, cream, false);
		rim_border(cr, t, cream, true);
	}
}
