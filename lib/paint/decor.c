/* decor: gathered first, then drawn from the back to the front. */
#include "paint/decor.h"

#include <math.h>
#include <stdlib.h>

#include "paint/brush.h"
#include "paint/scene.h"

const struct decor decor_table[DECO__DRAWN] = {
#define DECOR(name, sprite, place, size, colour) [DECO_##name] = { sprite, PLACE_##place, (size) / 1000.0, colour },
#include "paint/decor.def"
#undef DECOR
};

static const uint32_t party[] = { 0xF08AA0, 0xF6C65B, 0x7FC4B4, 0x8FB4E3, 0xC79BE0, 0xF79A6B };

#define ITEMS 160
struct item { int deco; double x, y, depth, r, angle; struct colour colour; bool stands; };
struct items { struct item v[ITEMS]; int n; };

static void
put(struct items *is, struct item it)
{
	if (is->n < ITEMS)
		is->v[is->n++] = it;
}

static int
further(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return x->depth < y->depth ? -1 : x->depth > y->depth;
}

struct colour
decor_colour(const struct scene *s, int deco)
{
	const struct brief_thing *t = &s->brief->deco[deco];
	struct colour own = colour_rgb(decor_table[deco].colour);

	if (t->coloured)
		return t->colour;
	if (deco == DECO_SWIRL)
		return colour_light(s->brief->accent) > 0.6 ? s->brief->accent : own;
	/* Flowers and sweets go with the cake; but not so much that they are not seen on it. */
	if ((deco == DECO_ROSE || deco == DECO_FLOWER || deco == DECO_MACARON || deco == DECO_RIBBON || deco == DECO_CANDLE) &&
	    fabs(colour_light(s->brief->accent) - colour_light(s->frosting[0])) > 0.12)
		return colour_mix(s->brief->accent, own, colour_light(s->brief->accent) > 0.88 ? 0.35 : 0.15);
	return own;
}

static bool
wanted(const struct scene *s, int deco, enum decor_place place)
{
	return s->brief->deco[deco].wanted && decor_table[deco].place == place;
}

/* --- on top ---------------------------------------------------------------- */

/* The things that lie on top, each so often as its number says, in turn. */
static int
line_up(const struct scene *s, int *out, int room, int fill)
{
	int kinds[DECO__DRAWN], n = 0, have = 0;

	for (int d = 0; d < DECO__DRAWN; d++)
		if (wanted(s, d, PLACE_TOP) && d != DECO_LEAF)
			kinds[n++] = d;
	/* A bare top looks unfinished. */
	if (n == 0 && fill > 7 && !brief_has(s->brief, STYLE_MINIMAL) && !brief_has(s->brief, STYLE_NAKED))
		kinds[n++] = DECO_SWIRL;
	if (n == 0)
		return 0;
	for (int round = 0; have < fill && round < 64; round++)
		for (int k = 0; k < n && have < room; k++) {
			int count = s->brief->deco[kinds[k]].count;
			if (count > 0 ? round < count : have < fill)
				out[have++] = kinds[k];
		}
	return have;
}

static void
place_top(struct items *is, const struct scene *s, const struct tier *t, struct dice *d)
{
	int line[48], crown = dice_below(d, 3), n;
	bool leaves = s->brief->deco[DECO_LEAF].wanted, counted = false;
	double turn = dice_between(d, 0, 2 * M_PI);

	for (int k = 0; k < DECO__DRAWN; k++)
		counted |= wanted(s, k, PLACE_TOP) && s->brief->deco[k].count > 0;
	n = line_up(s, line, 48, crown == 0 ? 14 : crown == 1 ? 13 : 11);
	for (int i = 0; i < n; i++) {
		const struct decor *k = &decor_table[line[i]];
		double u, v, r = k->size * t->r * dice_between(d, 0.9, 1.1), a, out;
		if (crown == 0 || (counted && n <= 8)) {	/* around the rim */
			a = turn + i * 2 * M_PI / n;
			out = 0.70;
		} else if (crown == 1) {			/* a crescent, from the back left to the right front */
			a = M_PI * (1.05 + 1.0 * i / (n - 1 + (n == 1))) + 0.5;
			out = 0.62 + 0.14 * (i % 2);
		} else {					/* a heap in the middle */
			a = i * 2.399963;
			out = 0.145 * sqrt(i) + 0.02;
		}
		u = cos(a) * out;
		v = sin(a) * out;
		while (!tier_within(t, u, v, 0.86) && out > 0.05)
			out *= 0.93, u = cos(a) * out, v = sin(a) * out;
		struct item it = { .deco = line[i], .r = r, .angle = dice_between(d, -0.25, 0.25), .colour = decor_colour(s, line[i]) };
		if (line[i] == DECO_MACARON && !s->brief->deco[DECO_MACARON].coloured)
			it.colour = colour_mix(it.colour, colour_rgb(party[dice_below(d, 6)]), 0.45);
		tier_top(t, u, v, &it.x, &it.y);
		it.y -= r * 0.42;
		it.depth = v;
		if (crown == 2 && !counted)
			it.y -= t->r * 0.06 * fmax(0, 1 - out / 0.5);
		put(is, it);
		if (leaves && i % 2 == 0) {
			double side = dice_below(d, 2) != 0 ? 1 : -1;
			struct item leaf = { .deco = DECO_LEAF, .x = it.x + side * r * 0.95, .y = it.y + r * 0.1, .depth = v - 0.02, .r = r * 0.78,
			    .angle = side > 0 ? dice_between(d, -0.7, 0.4) : M_PI + dice_between(d, -0.4, 0.7), .colour = decor_colour(s, DECO_LEAF) };
			put(is, leaf);
		}
	}
	if (leaves && n == 0)
		for (int i = 0; i < 14; i++) {
			double a = turn + i * 2 * M_PI / 14;
			struct item leaf = { .deco = DECO_LEAF, .depth = sin(a) * 0.75, .r = t->r * 0.15, .angle = a + 0.9, .colour = decor_colour(s, DECO_LEAF) };
			tier_top(t, cos(a) * 0.75, sin(a) * 0.75, &leaf.x, &leaf.y);
			put(is, leaf);
		}
}

static void
place_toppers(struct items *is, const struct scene *s, const struct tier *t, struct dice *d)
{
	int kinds[DECO__DRAWN], n = 0;

	for (int k = 0; k < DECO__DRAWN; k++)
		if (wanted(s, k, PLACE_TOPPER) && k != DECO_CANDLE)
			for (int c = s->brief->deco[k].count > 0 ? s->brief->deco[k].count : k == DECO_BALLOON ? 3 : 1; c > 0 && n < 9; c--)
				kinds[n++] = k;
	for (int i = 0; i < n; i++) {
		double u = n == 1 ? 0 : -0.5 + 1.0 * i / (n - 1), v = -0.12 + 0.1 * (i % 2);
		struct item it = { .deco = kinds[i], .depth = v, .r = decor_table[kinds[i]].size * t->r * (n > 3 ? 0.75 : 1), .stands = true,
		    .colour = decor_colour(s, kinds[i]) };
		if (kinds[i] == DECO_BALLOON && !s->brief->deco[DECO_BALLOON].coloured)
			it.colour = colour_rgb(party[(i + dice_below(d, 6)) % 6]);
		tier_top(t, u * 0.8, v, &it.x, &it.y);
		put(is, it);
	}
}

static void
place_candles(struct items *is, const struct scene *s, const struct tier *t, struct dice *d)
{
	const struct brief_thing *c = &s->brief->deco[DECO_CANDLE];
	int n = c->count > 0 ? c->count : 3 + dice_below(d, 3);
	double shrink = n > 12 ? 0.72 : 1;

	if (!c->wanted)
		return;
	n = n > 40 ? 40 : n;
	for (int i = 0; i < n; i++) {
		double a = 2 * M_PI * i / n + 0.4, out = n > 16 && i % 2 == 0 ? 0.3 : 0.5, u, v;
		struct item it = { .deco = DECO_CANDLE, .r = decor_table[DECO_CANDLE].size * t->r * shrink, .stands = true };
		/* A few stand in a row, slightly bent; many in a ring. */
		if (n <= 6) {
			u = n == 1 ? 0 : -0.42 + 0.84 * i / (n - 1);
			v = 0.10 - 0.5 * u * u;
		} else {
			u = cos(a) * out;
			v = sin(a) * out;
		}
		if (!tier_within(t, u, v, 0.9))
			u *= 0.6, v *= 0.6;
		tier_top(t, u, v, &it.x, &it.y);
		it.depth = v;
		it.colour = c->coloured ? c->colour : i % 2 == 0 ? decor_colour(s, DECO_CANDLE) : colour_rgb(party[(unsigned)(i + 1) % 6]);
		put(is, it);
	}
}

/* On a ledge, to the left and the right of the tier above: a cascade. */
static void
place_ledge(struct items *is, const struct scene *s, const struct tier *t, const struct tier *above, struct dice *d)
{
	int line[12], n = line_up(s, line, 12, 7);
	double part = (1 + above->r / t->r) / 2, from = dice_between(d, 0.05, 0.3), side = dice_below(d, 2) != 0 ? 1 : -1;

	for (int i = 0; i < n; i++) {
		double a = from + 0.26 * i;
		struct item it = { .deco = line[i], .r = decor_table[line[i]].size * t->r * 0.72, .angle = dice_between(d, -0.3, 0.3),
		    .colour = decor_colour(s, line[i]), .depth = sin(a) };
		tier_top(t, side * cos(a) * part, sin(a) * part, &it.x, &it.y);
		it.y -= it.r * 0.4;
		put(is, it);
		if (s->brief->deco[DECO_LEAF].wanted && i % 2 == 0) {
			struct item leaf = { .deco = DECO_LEAF, .x = it.x - side * it.r * 0.9, .y = it.y + it.r * 0.1, .depth = it.depth - 0.02,
			    .r = it.r * 0.8, .angle = side > 0 ? M_PI - 0.3 : -0.3, .colour = decor_colour(s, DECO_LEAF) };
			put(is, leaf);
		}
	}
}

/* --- on the side ------------------------------------------------------------ */

static void
dress_side(cairo_t *cr, const struct scene *s, const struct tier *t, int tier, struct dice *d)
{
	double span = tier_span(t), x, y, turn;
	int kinds[DECO__DRAWN], n = 0, many;

	for (int k = 0; k < DECO__DRAWN; k++)
		if (wanted(s, k, PLACE_SIDE))
			kinds[n++] = k;
	if (n == 0)
		return;
	/* In two rows, set off against each other; where there is writing, below it and smaller. */
	many = n == 1 && s->brief->deco[kinds[0]].count > 0 ? s->brief->deco[kinds[0]].count : 16;
	if (many > 30)
		many = 30;
	for (int i = 0; i < many; i++) {
		int k = kinds[i % n];
		double at = -span + 2 * span * (i + 0.5) / many, down = i % 2 == 0 ? 0.36 : 0.66, r = decor_table[k].size * s->r * dice_between(d, 0.8, 1.1);
		if (tier == s->lettered) {
			down = i % 2 == 0 ? 0.16 : 0.86;
			r *= 0.66;
		} else if (s->drips)
			down += 0.14;
		tier_side(t, at, down + dice_between(d, -0.05, 0.05), &x, &y, &turn);
		cairo_save(cr);
		cairo_translate(cr, x, y);
		cairo_scale(cr, sqrt(fmax(0.05, 1 - turn * turn)), 1);
		brush_shadow(cr, r * 0.14, r * 0.2, r * 1.1, r * 1.1, 0.25);
		sprite_put(cr, decor_table[k].sprite, 0, 0, r, dice_between(d, -0.3, 0.3), decor_colour(s, k), d);
		cairo_restore(cr);
	}
}

static void
strew(cairo_t *cr, const struct scene *s, const struct tier *t, struct dice *d)
{
	for (int k = 0; k < DECO__DRAWN; k++) {
		double r = decor_table[k].size * s->r, span = tier_span(t);
		if (wanted(s, k, PLACE_DUST))
			for (int i = 0; i < 420; i++) {
				double a = dice_between(d, 0, 2 * M_PI), out = sqrt(dice_between(d, 0, 0.9)), x, y;
				tier_top(t, cos(a) * out, sin(a) * out, &x, &y);
				brush_light(cr, x, y, r * dice_between(d, 0.6, 2.2), colour_rgb(0xFFFFFF), 0.7);
			}
		if (!wanted(s, k, PLACE_STREWN))
			continue;
		for (int i = 0; i < 130; i++) {
			double x, y, turn = 0;
			bool top = i < 60;
			struct colour c = s->brief->deco[k].coloured || k == DECO_PEARL ? decor_colour(s, k) : colour_rgb(party[dice_below(d, 6)]);
			if (top) {
				double a = dice_between(d, 0, 2 * M_PI), out = sqrt(dice_between(d, 0, 0.85));
				if (!tier_within(t, cos(a) * out, sin(a) * out, 0.9))
					continue;
				tier_top(t, cos(a) * out, sin(a) * out, &x, &y);
			} else {
				/* Thicker to the rim. */
				double down = pow(dice_between(d, 0, 1), 1.8) * (k == DECO_PEARL ? 0.9 : 0.7);
				tier_side(t, dice_between(d, -1, 1) * span, down, &x, &y, &turn);
			}
			cairo_save(cr);
			cairo_translate(cr, x, y);
			cairo_scale(cr, sqrt(fmax(0.08, 1 - turn * turn)), top ? 0.75 : 1);
			sprite_put(cr, decor_table[k].sprite, 0, 0, r * dice_between(d, 0.7, 1.15), dice_between(d, 0, M_PI), c, d);
			cairo_restore(cr);
		}
	}
}

static void
band(cairo_t *cr, const struct scene *s, const struct tier *t, int tier)
{
	struct colour c = decor_colour(s, DECO_RIBBON);
	double span = tier_span(t), x, y, turn, high = tier == s->lettered ? 0.90 : 0.62, wide = tier == s->lettered ? 0.10 : 0.20;
	struct dice d = dice_for(s->brief->seed, "band");

	cairo_new_path(cr);
	for (int k = -40; k <= 40; k++) {
		tier_side(t, span * k / 40, high, &x, &y, &turn);
		cairo_line_to(cr, x, y);
	}
	for (int k = 40; k >= -40; k--) {
		tier_side(t, span * k / 40, high + wide, &x, &y, &turn);
		cairo_line_to(cr, x, y);
	}
	cairo_close_path(cr);
	brush_linear(cr, t->x - t->r, 0, t->x + t->r, 0, BRUSH_STOPS({ 0, colour_darker(c, 0.4), 1 }, { 0.25, colour_lighter(c, 0.5), 1 },
	    { 0.5, c, 1 }, { 0.8, colour_darker(c, 0.2), 1 }, { 1, colour_darker(c, 0.55), 1 }));
	if (tier == s->lettered)
		return;
	tier_side(t, span * 0.12, high + wide / 2, &x, &y, &turn);
	brush_shadow(cr, x + t->r * 0.03, y + t->r * 0.08, t->r * 0.34, t->r * 0.26, 0.3);
	sprite_put(cr, sprite_ribbon, x, y, t->r * 0.25, 0, c, &d);
}

void
decor_tier(cairo_t *cr, const struct scene *s, int tier)
{
	struct dice d = dice_for(s->brief->seed + (uint64_t)tier * 977, "decor");
	const struct tier *t = &s->tier[tier];
	struct items is = { .n = 0 };

	if (s->brief->deco[DECO_RIBBON].wanted)
		band(cr, s, t, tier);
	dress_side(cr, s, t, tier, &d);
	strew(cr, s, t, &d);
	if (tier == s->ntiers - 1) {
		place_top(&is, s, t, &d);
		place_toppers(&is, s, t, &d);
		place_candles(&is, s, t, &d);
	} else
		place_ledge(&is, s, t, &s->tier[tier + 1], &d);
	qsort(is.v, (size_t)is.n, sizeof(is.v[0]), further);
	for (int i = 0; i < is.n; i++) {
		const struct item *it = &is.v[i];
		double wide = it->deco == DECO_CANDLE ? 1.0 : 1.25;
		brush_shadow(cr, it->x + it->r * 0.2, it->y + (it->stands ? 0 : it->r * 0.55), it->r * wide, it->r * (it->stands ? 0.3 : 0.55), 0.36);
		sprite_put(cr, decor_table[it->deco].sprite, it->x, it->y, it->r, it->angle, it->colour, &d);
	}
}

void
decor_table_around(cairo_t *cr, const struct scene *s)
{
	static const int lies[] = { DECO_STRAWBERRY, DECO_BLUEBERRY, DECO_RASPBERRY, DECO_CHERRY, DECO_ROSE, DECO_FLOWER, DECO_MACARON, DECO_LEAF,
	    DECO_ORANGE, DECO_LEMON, DECO_STAR, DECO_HEART };
	struct dice d = dice_for(s->brief->seed, "around");
	double edge = s->r * 1.3, foot = s->tier[0].y + s->tier[0].h + s->r * 0.40;
	int kinds[12], n = 0;

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		if (s->brief->deco[lies[i]].wanted && s->brief->deco[lies[i]].count == 0)
			kinds[n++] = lies[i];
	if (n == 0 || brief_has(s->brief, STYLE_MINIMAL))
		return;
	for (int side = -1; side <= 1; side += 2) {
		int many = (int)fmin(7, (s->w / 2 - edge) / s->r * 3.2) + 1;
		for (int i = 0; i < many; i++) {
			int k = kinds[dice_below(&d, n)];
			double x = s->x + side * dice_between(&d, 0.95, fmax(1.1, s->w / 2 / s->r)) * s->r;
			double y = foot + dice_between(&d, -0.12, 0.34) * s->r, r = decor_table[k].size * s->r * 0.8;
			if (y + r > s->h || fabs(x - s->x) < s->r * 0.75)
				continue;
			brush_shadow(cr, x + r * 0.25, y + r * 0.55, r * 1.5, r * 0.5, 0.4);
			sprite_put(cr, decor_table[k].sprite, x, y, r, dice_between(&d, -0.5, 0.5), decor_colour(s, k), &d);
		}
	}
}
