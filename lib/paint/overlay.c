/* overlay: a tint, things at their places, a line of writing. */
#include "paint/overlay.h"

#include <math.h>

#include "paint/brush.h"
#include "paint/decor.h"
#include "paint/lettering.h"
#include "paint/scene.h"

static const uint32_t party[] = { 0xF08AA0, 0xF6C65B, 0x7FC4B4, 0x8FB4E3, 0xC79BE0, 0xF79A6B };

static void
shadowed(cairo_t *cr, int deco, double x, double y, double r, double angle, struct colour c, struct dice *d)
{
	brush_shadow(cr, x + r * 0.2, y + r * 0.35, r * 1.25, r * 1.0, 0.38);
	sprite_put(cr, decor_table[deco].sprite, x, y, r, angle, c, d);
}

/* Colour words: the middle, where the cake is, takes on the colour; the edges less. */
static void
tint(cairo_t *cr, const struct brief *b, double w, double h)
{
	cairo_save(cr);
	cairo_set_operator(cr, colour_light(b->frosting[0]) > 0.25 ? CAIRO_OPERATOR_HSL_COLOR : CAIRO_OPERATOR_SOFT_LIGHT);
	brush_light(cr, w / 2, h * 0.55, hypot(w, h) * 0.5, b->frosting[0], 0.8);
	cairo_restore(cr);
}

/* Fruit, flowers and sweets: heaps in the lower corners, larger in front. */
static void
corners(cairo_t *cr, const struct scene *s, const int *kinds, int n, struct dice *d)
{
	double unit = fmin(s->w, s->h) * 0.30;

	for (int side = -1; side <= 1; side += 2)
		for (int i = 0; i < 9; i++) {
			int k = kinds[i % n];
			double t = i / 8.0, r = decor_table[k].size * unit * (1.15 - 0.35 * t) * dice_between(d, 0.9, 1.1);
			double x = s->w / 2 + side * (s->w / 2 - unit * (0.12 + 0.85 * (1 - t) * 0.9)), y = s->h - unit * (0.14 + 0.62 * t * t) - r * 0.2 * (i % 2);
			shadowed(cr, k, x, y, r, dice_between(d, -0.4, 0.4), decor_colour(s, k), d);
		}
}

/* Hearts, stars and their like: around the middle, not over it. */
static void
around(cairo_t *cr, const struct scene *s, const int *kinds, int n, struct dice *d)
{
	double unit = fmin(s->w, s->h);

	for (int i = 0; i < 22; i++) {
		int k = kinds[i % n];
		double a = i * 2.399963 + dice_between(d, -0.2, 0.2), out = dice_between(d, 0.80, 1.04), r = decor_table[k].size * unit * dice_between(d, 0.22, 0.5);
		double x = s->w / 2 + cos(a) * out * s->w * 0.47, y = s->h / 2 + sin(a) * out * s->h * 0.47;
		shadowed(cr, k, x, y, r, dice_between(d, -0.5, 0.5), decor_colour(s, k), d);
	}
}

static void
strewn(cairo_t *cr, const struct scene *s, int k, struct dice *d)
{
	double unit = fmin(s->w, s->h);

	for (int i = 0; i < 150; i++) {
		struct colour c = s->brief->deco[k].coloured || k != DECO_SPRINKLE ? decor_colour(s, k) : colour_rgb(party[dice_below(d, 6)]);
		double y = pow(dice_between(d, 0, 1), 1.6) * s->h;
		sprite_put(cr, decor_table[k].sprite, dice_between(d, 0, 1) * s->w, y, unit * decor_table[k].size * 0.4 * dice_between(d, 0.6, 1.2),
		    dice_between(d, 0, M_PI), c, d);
	}
}

/* What stands: on the line where the top of a cake in the middle would be. */
static void
standing(cairo_t *cr, const struct scene *s, int k, struct dice *d)
{
	const struct brief_thing *t = &s->brief->deco[k];
	double unit = fmin(s->w, s->h) * 0.33;
	int n = t->count > 0 ? t->count : k == DECO_CANDLE ? 5 : k == DECO_BALLOON ? 3 : 1;

	n = n > 20 ? 20 : n;
	for (int i = 0; i < n; i++) {
		double u = n == 1 ? 0 : -0.55 + 1.1 * i / (n - 1), y = s->h * 0.40 + unit * 0.10 * (1 - u * u);
		struct colour c = t->coloured || n == 1 ? decor_colour(s, k) : colour_rgb(party[i % 6]);
		brush_shadow(cr, s->w / 2 + u * unit, y, unit * decor_table[k].size * 1.2, unit * decor_table[k].size * 0.3, 0.35);
		sprite_put(cr, decor_table[k].sprite, s->w / 2 + u * unit, y, unit * decor_table[k].size, 0, c, d);
	}
}

void
overlay_draw(cairo_t *cr, const struct brief *b, double w, double h)
{
	struct dice d = dice_for(b->seed, "overlay");
	int lying[DECO__DRAWN], round[DECO__DRAWN], nlying = 0, nround = 0;
	struct scene s;

	scene_make(&s, b, w, h);
	if (b->names_colour)
		tint(cr, b, w, h);
	/* A wish for a colour or a message alone is that alone. */
	for (int k = 0; k < DECO__DRAWN && (b->names_things || (!b->names_colour && b->message == NULL)); k++) {
		if (!b->deco[k].wanted)
			continue;
		switch (decor_table[k].place) {
		case PLACE_TOP:
			lying[nlying++] = k;
			break;
		case PLACE_SIDE:
		case PLACE_STICK:
			round[nround++] = k;
			break;
		case PLACE_STREWN:
		case PLACE_DUST:
			strewn(cr, &s, k, &d);
			break;
		case PLACE_TOPPER:
			standing(cr, &s, k, &d);
			break;
		case PLACE_BAND:
			shadowed(cr, k, w / 2, h * 0.80, fmin(w, h) * 0.12, 0, decor_colour(&s, k), &d);
			break;
		}
	}
	if (nround > 0)
		around(cr, &s, round, nround, &d);
	if (nlying > 0)
		corners(cr, &s, lying, nlying, &d);
	if (b->message != NULL)
		lettering_flat(cr, b->message, w / 2, h * 0.87, w * 0.78, h * 0.15, colour_rgb(0xFFF9EF), colour_rgb(0x4A2030));
}
