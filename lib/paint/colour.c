/* colour: mixing. */
#include "paint/colour.h"

#include <math.h>

static double
clamp(double v)
{
	return v < 0 ? 0 : v > 1 ? 1 : v;
}

struct colour
colour_rgb(uint32_t rgb)
{
	return (struct colour){ (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0 };
}

struct colour
colour_mix(struct colour a, struct colour b, double t)
{
	t = clamp(t);
	return (struct colour){ a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t };
}

double
colour_light(struct colour c)
{
	return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

struct colour
colour_lighter(struct colour c, double t)
{
	return colour_mix(c, colour_rgb(0xFFFAF2), t);
}

struct colour
colour_darker(struct colour c, double t)
{
	/* Squared, a colour is darker and more itself: what light does that comes back from the things around. */
	struct colour deep = { c.r * c.r * 0.55, c.g * c.g * 0.42, c.b * c.b * 0.5 };

	return colour_mix(c, deep, t);
}

struct colour
colour_softer(struct colour c, double t)
{
	double grey = colour_light(c);

	return colour_mix(c, (struct colour){ grey, grey, grey }, t);
}

struct colour
colour_turned(struct colour c, double turn)
{
	/* A rotation around the grey axis. */
	double co = cos(turn * 2 * M_PI), si = sin(turn * 2 * M_PI), third = (1 - co) / 3, root = si * 0.57735026918962576;

	return (struct colour){
		clamp(c.r * (co + third) + c.g * (third - root) + c.b * (third + root)),
		clamp(c.r * (third + root) + c.g * (co + third) + c.b * (third - root)),
		clamp(c.r * (third - root) + c.g * (third + root) + c.b * (co + third))
	};
}
