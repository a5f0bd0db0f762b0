/* sketch: from an ask to pixels. */
#include "paint/sketch.h"

#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "paint/brief.h"
#include "paint/cake.h"
#include "paint/decor.h"
#include "paint/lettering.h"
#include "paint/overlay.h"
#include "paint/scene.h"
#include "paint/stage.h"

static void
draw_scene(cairo_t *cr, const struct brief *b, double w, double h)
{
	struct scene s;

	scene_make(&s, b, w, h);
	stage_room(cr, &s);
	stage_stand(cr, &s);
	for (int i = 0; i < s.ntiers; i++) {
		cake_tier(cr, &s, i);
		lettering_tier(cr, &s, i);
		decor_tier(cr, &s, i);
	}
	decor_table_around(cr, &s);
	stage_light(cr, &s);
}

/* What all lines of a story and the newest prompt come to. */
static const struct err *
told(struct arena *a, const struct sketch_ask *ask, struct brief *out)
{
	char *line = arena_strdup(a, ask->story), *next;
	struct brief b;

	if (line == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no memory for a picture's story");
	next = line + strcspn(line, "\n");
	next += *next != '\0' ? (*next = '\0', 1) : 0;
	*out = brief_read(a, line);
	while (*(line = next) != '\0') {
		next = line + strcspn(line, "\n");
		next += *next != '\0' ? (*next = '\0', 1) : 0;
		b = brief_read(a, line);
		brief_change(out, &b);
	}
	b = brief_read(a, ask->prompt);
	brief_change(out, &b);
	return NULL;
}

/* Cairo keeps a pixel as a number, 0x00RRGGBB. */
static cairo_surface_t *
surface_of(const struct sketch_pixels *p)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, p->width, p->height);
	unsigned char *to = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s);

	for (int y = 0; to != NULL && y < p->height; y++)
		for (int x = 0; x < p->width; x++) {
			const unsigned char *c = p->rgb + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
			uint32_t v = (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2];
			memcpy(to + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, &v, sizeof(v));
		}
	cairo_surface_mark_dirty(s);
	return s;
}

static const unsigned char *
pixels_of(struct arena *a, cairo_surface_t *s, int w, int h)
{
	unsigned char *rgb = arena_calloc(a, (size_t)w * (size_t)h, 3), *to = rgb;
	const unsigned char *from;

	cairo_surface_flush(s);
	from = cairo_image_surface_get_data(s);
	for (int y = 0; rgb != NULL && y < h; y++)
		for (int x = 0; x < w; x++) {
			uint32_t v;
			memcpy(&v, from + (ptrdiff_t)y * cairo_image_surface_get_stride(s) + (ptrdiff_t)x * 4, sizeof(v));
			*to++ = (unsigned char)(v >> 16);
			*to++ = (unsigned char)(v >> 8);
			*to++ = (unsigned char)v;
		}
	return rgb;
}

/* The given picture, so large that it covers everything, its middle in the middle. */
static void
lay(cairo_t *cr, const struct sketch_ask *ask)
{
	cairo_surface_t *picture = surface_of(ask->picture);
	double w = ask->picture->width, h = ask->picture->height, k = fmax(ask->width / w, ask->height / h);

	cairo_save(cr);
	cairo_translate(cr, (ask->width - w * k) / 2, (ask->height - h * k) / 2);
	cairo_scale(cr, k, k);
	cairo_set_source_surface(cr, picture, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_restore(cr);
	cairo_surface_destroy(picture);
}

const struct err *
sketch_draw(struct arena *a, const struct sketch_ask *ask, struct sketch_pixels *out)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, ask->width, ask->height);
	cairo_t *cr = cairo_create(surface);
	const unsigned char *rgb = NULL;
	const struct err *e = NULL;
	struct brief b;

	if (ask->story != NULL)
		e = told(a, ask, &b);
	else
		b = brief_read(a, ask->prompt);
	if (e == NULL && ask->picture != NULL && ask->story == NULL) {
		lay(cr, ask);
		overlay_draw(cr, &b, ask->width, ask->height);
	} else if (e == NULL) {
		draw_scene(cr, &b, ask->width, ask->height);
	}
	if (e == NULL && cairo_status(cr) == CAIRO_STATUS_SUCCESS)
		rgb = pixels_of(a, surface, ask->width, ask->height);
	if (rgb != NULL)
		*out = (struct sketch_pixels){ ask->width, ask->height, rgb };
	else if (e == NULL)
		e = err_new(a, ERR_UNAVAILABLE, "the picture could not be drawn: %s", cairo_status_to_string(cairo_status(cr)));
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return e;
}
