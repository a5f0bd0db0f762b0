/* scene: sizes and colours. */
#include "paint/scene.h"

#include <math.h>
#include <string.h>

#include "paint/dice.h"

/* Radius and height of each tier, in radii of the lowest. */
static const struct { double r[SCENE_TIERS], h[SCENE_TIERS]; } builds[SCENE_TIERS] = {
	{ { 1 }, { 0.92 } },
	{ { 1, 0.68 }, { 0.68, 0.58 } },
	{ { 1, 0.74, 0.50 }, { 0.58, 0.53, 0.46 } },
	{ { 1, 0.78, 0.57, 0.38 }, { 0.50, 0.46, 0.42, 0.36 } },
};
#define STAND 0.42	/* height of the stand, and what of the plate is seen before the cake */

/* How much room above the top tier what stands on it takes. */
static double
crown_room(const struct brief *b)
{
	static const struct { enum deco deco; double room; } tall[] = {
		{ DECO_CANDLE, 0.62 }, { DECO_BALLOON, 0.95 }, { DECO_BEAR, 0.72 }, { DECO_RABBIT, 0.85 }, { DECO_CAT, 0.72 }, { DECO_TREE, 0.75 },
		{ DECO_CROWN, 0.5 }, { DECO_RIBBON, 0.5 }, { DECO_STAR, 0.6 }, { DECO_HEART, 0.6 }, { DECO_MOON, 0.6 },
	};
	double room = 0.34;

	for (size_t i = 0; i < sizeof(tall) / sizeof(tall[0]); i++)
		if (b->deco[tall[i].deco].wanted)
			room = fmax(room, tall[i].room);
	return room;
}

static void
colour_tiers(struct scene *s)
{
	const struct brief *b = s->brief;

	for (int i = 0; i < s->ntiers; i++) {
		if (brief_has(b, STYLE_OMBRE) && b->nfrosting == 1) {
			s->frosting[i] = colour_lighter(b->frosting[0], s->ntiers == 1 ? 0 : 0.6 * i / s->ntiers);
		} else {
			int n = b->nfrosting;
			s->frosting[i] = b->frosting[i < n ? i : n - 1];
			/* Of one colour, tiers are each a little lighter than the one below. */
			if (n == 1)
				s->frosting[i] = colour_lighter(s->frosting[i], 0.10 * i);
		}
	}
}

static void
colour_room(struct scene *s, struct dice *d)
{
	const struct brief *b = s->brief;
	struct colour base = b->frosting[0];

	s->dark = brief_has(b, STYLE_NIGHT) || b->occasion == OCCASION_HALLOWEEN || b->occasion == OCCASION_CHRISTMAS;
	if (brief_has(b, STYLE_NIGHT)) {
		s->wall = colour_rgb(0x2B3157);
		s->table = colour_rgb(0x4A4468);
	} else if (b->occasion == OCCASION_HALLOWEEN) {
		s->wall = colour_rgb(0x3B2748);
		s->table = colour_rgb(0x56374A);
	} else if (b->occasion == OCCASION_CHRISTMAS) {
		s->wall = colour_rgb(0x2E4A3E);
		s->table = colour_rgb(0x7A5238);
	} else {
		static const uint32_t warm[] = { 0xF3E3D6, 0xEFE0DF, 0xE6E3EE, 0xDFE9E6, 0xF1E8D9, 0xE3E9F0 };
		static const uint32_t wood[] = { 0xF7F1EB, 0xD9B998, 0xC49A78, 0xF4ECE6 };
		struct colour wall = colour_rgb(warm[dice_below(d, 6)]);
		/* A wall that lets the cake stand out: near its colour's other side when it is coloured, darker when it is white. */
		s->wall = colour_light(base) > 0.85 ? colour_mix(wall, colour_rgb(0xE9C9BE), 0.35) :
		    colour_mix(wall, colour_lighter(colour_turned(base, 0.5), 0.55), 0.35);
		s->table = colour_rgb(wood[dice_below(d, 4)]);
	}
}

void
scene_make(struct scene *s, const struct brief *b, double w, double h)
{
	struct dice d = dice_for(b->seed, "scene");
	int n = b->tiers < 1 ? 1 : b->tiers > SCENE_TIERS ? SCENE_TIERS : b->tiers;
	double tall = 0, y;

	memset(s, 0, sizeof(*s));
	s->brief = b;
	s->w = w;
	s->h = h;
	s->ntiers = n;
	s->x = w / 2;
	for (int i = 0; i < n; i++)
		tall += builds[n - 1].h[i];
	tall += crown_room(b) * builds[n - 1].r[n - 1] + TIER_SLOPE * builds[n - 1].r[n - 1] + TIER_SLOPE + STAND;
	s->r = fmin(w * 0.86 / 2.56, h * 0.88 / tall);
	/* The whole is in the middle, a little low. */
	y = h / 2 + tall * s->r / 2 + h * 0.012 - (STAND + TIER_SLOPE) * s->r;
	s->horizon = y - s->r * 0.30;
	for (int i = 0; i < n; i++) {
		double r = builds[n - 1].r[i] * s->r, th = builds[n - 1].h[i] * s->r;
		y -= th;
		tier_make(&s->tier[i], b->shape, s->x, y, r, th);
		/* The tier above stands on the middle of this one. */
	}
	colour_room(s, &d);
	colour_tiers(s);
	s->drips = brief_has(b, STYLE_DRIP);
	s->drip = b->flavor == FLAVOR_NONE || b->flavor == FLAVOR_CHOCOLATE || colour_light(b->frosting[0]) > 0.8 ? colour_rgb(0x5A3322) :
	    colour_rgb(0xFFF8EE);
	if (b->flavor == FLAVOR_CARAMEL)
		s->drip = colour_rgb(0xB8752E);
	if (colour_light(b->frosting[0]) < 0.35)
		s->drip = colour_rgb(0xFBF2E6);
	s->lettered = -1;
	if (b->message != NULL)
		s->lettered = 0;
	s->ink = colour_light(s->frosting[0]) < 0.5 ? colour_rgb(0xFFF6E8) : colour_light(b->accent) < 0.55 ? b->accent : colour_rgb(0x6A3526);
}
