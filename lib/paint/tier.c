/* tier: outlines, and where their points come to lie. */
#include "paint/tier.h"

#include <math.h>

/* A heart with its point to the viewer, at angle t. */
static void
heart(double t, double *x, double *z)
{
	double s = sin(t);

	*x = s * s * s;
	*z = -(13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)) / 15.5 - 0.08;
}

/* A square with round corners: a superellipse, turned so that a side is in front. */
static void
square(double t, double *x, double *z)
{
	double c = cos(t), s = sin(t), n = 2.0 / 7;

	*x = copysign(pow(fabs(c), n), c) * 0.94;
	*z = copysign(pow(fabs(s), n), s) * 0.94;
}

static void
outline(enum shape shape, double t, double *x, double *z)
{
	if (shape == SHAPE_HEART)
		heart(t, x, z);
	else if (shape == SHAPE_SQUARE)
		square(t, x, z);
	else {
		*x = cos(t);
		*z = sin(t);
	}
}

/* The front: of all points with one x those nearest to the viewer, from left to right. */
static void
find_front(struct tier *t)
{
	double s = 0;

	t->nfront = 0;
	for (int i = 0; i < TIER_POINTS; i++) {
		double x = -1 + 2.0 * i / (TIER_POINTS - 1), z = -9;
		/* Closer together where the outline turns away. */
		x = sin(x * M_PI / 2);
		for (int k = 0; k < TIER_POINTS; k++) {
			double ax = t->at[k].x, az = t->at[k].z;
			double bx = t->at[(k + 1) % TIER_POINTS].x, bz = t->at[(k + 1) % TIER_POINTS].z;
			double part = fabs(bx - ax) < 1e-9 ? 0 : (x - ax) / (bx - ax);
			if (((ax <= x && x <= bx) || (bx <= x && x <= ax)) && az + (bz - az) * part > z)
				z = az + (bz - az) * part;
		}
		if (z < -8)
			continue;
		if (t->nfront > 0)
			s += hypot(x - t->front[t->nfront - 1].x, z - t->front[t->nfront - 1].z);
		t->front[t->nfront].x = x;
		t->front[t->nfront].z = z;
		t->front[t->nfront++].s = s;
	}
	for (int i = 0; i < t->nfront; i++)
		t->front[i].s -= s / 2;
}

/* Points of the outline at equal distances, so that what is put on the rim stands evenly. */
static void
find_outline(struct tier *t)
{
	enum { FINE = 4096 };
	double whole = 0, s = 0, px, pz, x, z;
	int next = 0;

	outline(t->shape, 0, &px, &pz);
	for (int i = 1; i <= FINE; i++) {
		outline(t->shape, 2 * M_PI * i / FINE, &x, &z);
		whole += hypot(x - px, z - pz);
		px = x;
		pz = z;
	}
	outline(t->shape, 0, &px, &pz);
	for (int i = 1; i <= FINE && next < TIER_POINTS; i++) {
		double step;
		outline(t->shape, 2 * M_PI * i / FINE, &x, &z);
		step = hypot(x - px, z - pz);
		while (next < TIER_POINTS && s + step >= whole * next / TIER_POINTS) {
			double part = step > 0 ? (whole * next / TIER_POINTS - s) / step : 0;
			t->at[next].x = px + (x - px) * part;
			t->at[next++].z = pz + (z - pz) * part;
		}
		s += step;
		px = x;
		pz = z;
	}
	for (; next < TIER_POINTS; next++)
		t->at[next].x = px, t->at[next].z = pz;
}

void
tier_make(struct tier *t, enum shape shape, double x, double y, double r, double h)
{
	t->shape = shape;
	t->x = x;
	t->y = y;
	t->r = r;
	t->h = h;
	find_outline(t);
	find_front(t);
}

void
tier_top(const struct tier *t, double u, double v, double *x, double *y)
{
	*x = t->x + u * t->r;
	*y = t->y + v * t->r * TIER_SLOPE;
}

bool
tier_within(const struct tier *t, double u, double v, double part)
{
	bool in = false;

	for (int i = 0, k = TIER_POINTS - 1; i < TIER_POINTS; k = i++) {
		double ax = t->at[i].x * part, az = t->at[i].z * part, bx = t->at[k].x * part, bz = t->at[k].z * part;
		if ((az > v) != (bz > v) && u < (bx - ax) * (v - az) / (bz - az) + ax)
			in = !in;
	}
	return in;
}

double
tier_span(const struct tier *t)
{
	return t->nfront == 0 ? 0 : t->front[t->nfront - 1].s * t->r;
}

void
tier_side(const struct tier *t, double s, double d, double *x, double *y, double *turn)
{
	int i = 1;
	double at = s / t->r, part, dx, dz;

	while (i < t->nfront - 1 && t->front[i].s < at)
		i++;
	part = (at - t->front[i - 1].s) / (t->front[i].s - t->front[i - 1].s + 1e-12);
	part = part < 0 ? 0 : part > 1 ? 1 : part;
	dx = t->front[i].x - t->front[i - 1].x;
	dz = t->front[i].z - t->front[i - 1].z;
	*x = t->x + (t->front[i - 1].x + dx * part) * t->r;
	*y = t->y + (t->front[i - 1].z + dz * part) * t->r * TIER_SLOPE + d * t->h;
	*turn = -dz / (hypot(dx, dz) + 1e-12);
}

bool
tier_rim(const struct tier *t, int i, double part, double *x, double *y)
{
	i = ((i % TIER_POINTS) + TIER_POINTS) % TIER_POINTS;
	tier_top(t, t->at[i].x * part, t->at[i].z * part, x, y);
	return t->at[i].z > -0.02;
}

void
tier_path_top(cairo_t *cr, const struct tier *t, double part)
{
	cairo_new_path(cr);
	for (int i = 0; i < TIER_POINTS; i++) {
		double x, y;
		tier_top(t, t->at[i].x * part, t->at[i].z * part, &x, &y);
		cairo_line_to(cr, x, y);
	}
	cairo_close_path(cr);
}

void
tier_path_side(cairo_t *cr, const struct tier *t)
{
	double x, y;

	cairo_new_path(cr);
	for (int i = 0; i < t->nfront; i++) {
		tier_top(t, t->front[i].x, t->front[i].z, &x, &y);
		cairo_line_to(cr, x, y);
	}
	for (int i = t->nfront - 1; i >= 0; i--) {
		tier_top(t, t->front[i].x, t->front[i].z, &x, &y);
		cairo_line_to(cr, x, y + t->h);
	}
	cairo_close_path(cr);
}
