/* easel: from a job to pixels, and from pixels to files. */
#include "easel.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "image/picture.h"
#include "paint/sketch.h"
#include "remote/painter.h"

static const struct err *
sketch(void *self, struct arena *a, const struct painting *p, const struct image *source, const void *bytes, size_t n,
    struct image_files *out)
{
	struct sketch_ask ask = { .prompt = p->prompt, .width = ratios[p->ratio].width, .height = ratios[p->ratio].height };
	struct sketch_pixels under, drawn;
	struct picture pixels;
	const struct err *e;

	(void)self;
	if (source != NULL) {
		/* What it drew itself it knows by its story, and draws anew. */
		if (source->provider != NULL && strcmp(source->provider, "sketch") == 0)
			ask.story = source->prompt;
		if ((e = picture_read(a, "/existing_image_path", bytes, n, &pixels)) != NULL)
			return e;
		under = (struct sketch_pixels){ pixels.width, pixels.height, pixels.rgb };
		ask.picture = &under;
	}
	if ((e = sketch_draw(a, &ask, &drawn)) != NULL)
		return e;
	pixels = (struct picture){ drawn.width, drawn.height, drawn.rgb };
	return picture_encode(a, &pixels, out);
}

/* The middle of it in the shape that was asked for: models paint in few sizes of their own.  False when the arena is full. */
static bool
crop(struct arena *a, const struct ratio *r, struct picture *p)
{
	int64_t w = (int64_t)p->height * r->wide / r->high, h = p->height;
	unsigned char *rgb;

	if (w > p->width) {
		w = p->width;
		h = (int64_t)p->width * r->high / r->wide;
	}
	if (w < 1 || h < 1 || (w == p->width && h == p->height))
		return true;
	if ((rgb = arena_calloc(a, (size_t)(w * h), 3)) == NULL)
		return false;
	for (int64_t y = 0; y < h; y++)
		memcpy(rgb + y * w * 3, p->rgb + ((y + (p->height - h) / 2) * p->width + (p->width - w) / 2) * 3, (size_t)w * 3);
	*p = (struct picture){ (int)w, (int)h, rgb };
	return true;
}

static const struct err *
model(void *self, struct arena *a, const struct painting *p, const struct image *source, const void *bytes, size_t n,
    struct image_files *out)
{
	struct painter_ask ask = { .prompt = p->prompt, .wide = ratios[p->ratio].wide, .high = ratios[p->ratio].high, .picture = bytes, .len = n };
	const void *painted;
	struct picture pixels;
	size_t len;
	const struct err *e;

	(void)source;
	if ((e = painter_paint(self, a, &ask, &painted, &len)) != NULL)
		return e;
	/* What a model sends is judged like anybody's picture; only it is not the customer who sent it. */
	if ((e = picture_read(a, "", painted, len, &pixels)) != NULL && !err_is(e, ERR_UNAVAILABLE))
		return err_new(a, ERR_UPSTREAM_FAILED, "the painter sent no picture");
	if (e == NULL && !crop(a, &ratios[p->ratio], &pixels))
		e = err_new(a, ERR_UNAVAILABLE, "no memory for the painter's picture");
	return e != NULL ? e : picture_encode(a, &pixels, out);
}

int
easel_open(const struct conf *conf, struct artist *out, char *why, size_t whylen)
{
	if (strcmp(conf->painter_provider, "sketch") == 0) {
		*out = (struct artist){ .name = "sketch", .half_ms = 400, .paint = sketch };
		return 0;
	}
	if (strcmp(conf->painter_provider, "openai") != 0) {
		(void)snprintf(why, whylen, "painter_provider: %s is none; there are sketch and openai", conf->painter_provider);
		return -1;
	}
	*out = (struct artist){ .name = "openai", .half_ms = 15000, .self = painter_open(conf, why, whylen), .paint = model };
	return out->self == NULL ? -1 : 0;
}

void
easel_close(struct artist *a)
{
	if (a->self != NULL)
		painter_close(a->self);
}
