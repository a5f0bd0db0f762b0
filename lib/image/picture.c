/* picture: libvips with everything turned off that is not needed. */
#include "image/picture.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>
#include <vips/vips.h>
#include <vips/vector.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "image/bare.h"
#include "image/gate.h"
#include "image/sniff.h"

#define QUALITY		84
#define EFFORT		2	/* of 6: the next steps take half as long again for a few percent */
#define HEAVY		(64 << 20)	/* bytes of pixels; a photo of 20 megapixels has less */
#define HEIGHT_MAX	16383	/* WebP has no more */

static struct gate gate;
static int side_max, room;
static long patience_ms;

/* How each is opened; `shrink` > 1: the decoder may leave out so many pixels a side, which spares time and memory. */
static int
open_jpeg(const void *bytes, size_t n, VipsImage **out, int shrink)
{
	return vips_jpegload_buffer((void *)bytes, n, out, "shrink", shrink >= 8 ? 8 : shrink >= 4 ? 4 : shrink >= 2 ? 2 : 1,
	    "fail_on", VIPS_FAIL_ON_ERROR, NULL);
}

static int
open_png(const void *bytes, size_t n, VipsImage **out, int shrink)
{
	(void)shrink;
	return vips_pngload_buffer((void *)bytes, n, out, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
}

static int
open_webp(const void *bytes, size_t n, VipsImage **out, int shrink)
{
	return vips_webpload_buffer((void *)bytes, n, out, "scale", 1.0 / shrink, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
}

typedef int opener(const void *, size_t, VipsImage **, int shrink);
static opener *const openers[SNIFF__MAX] = { [SNIFF_JPEG] = open_jpeg, [SNIFF_PNG] = open_png, [SNIFF_WEBP] = open_webp };

/* A stranger's broken file is answered to the stranger; the log is ours. */
static void
say_nothing(const char *domain, GLogLevelFlags level, const char *message, void *arg)
{
	(void)domain, (void)level, (void)message, (void)arg;
}

int
picture_start(const struct conf *conf, char *why, size_t whylen)
{
	if (VIPS_INIT("banquet") != 0) {
		snprintf(why, whylen, "libvips does not start: %.200s", vips_error_buffer());
		return -1;
	}
	g_log_set_handler("VIPS", (GLogLevelFlags)(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG), say_nothing, NULL);
	/* Nothing is decoded but what is asked for below. */
	vips_operation_block_set("VipsForeignLoad", TRUE);
	vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
	vips_operation_block_set("VipsForeignLoadPng", FALSE);
	vips_operation_block_set("VipsForeignLoadWebp", FALSE);
	vips_block_untrusted_set(TRUE);
	/* Requests run side by side already, and no two are alike.  Code made at run time is not allowed under systemd. */
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_vector_set_enabled(FALSE);
	side_max = (int)conf->image_side;
	patience_ms = (long)conf->image_patience_ms;
	room = (int)conf->image_decodes;
	/* What a picture took goes back to the system, and is not kept for the next thread. */
	(void)mallopt(M_MMAP_THRESHOLD, 256 << 10);
	if (gate_init(&gate, room) != 0) {
		snprintf(why, whylen, "out of memory");
		vips_shutdown();
		return -1;
	}
	return 0;
}

void
picture_stop(void)
{
	gate_destroy(&gate);
	vips_shutdown();
}

static const struct err *
enter(struct arena *a, int weight)
{
	struct err *e;

	if (gate_enter(&gate, weight, patience_ms))
		return NULL;
	e = err_new(a, ERR_UNAVAILABLE, "too many pictures at a time");
	e->retry_after = 2;
	return e;
}

/* INTERNAL_SERVER_ERROR with what libvips says, in short. */
static const struct err *
failed(struct arena *a, const char *doing)
{
	const struct err *e = err_new(a, ERR_INTERNAL_SERVER_ERROR, "%s: %.200s", doing, vips_error_buffer());

	vips_error_clear();
	return e;
}

static const struct err *
refused(struct arena *a, const char *pointer, const char *reason)
{
	vips_error_clear();
	return err_fault(a, pointer, reason);
}

/* Looks at the header alone.  *shrink = by how much the decoder may shrink it, and leave twice the side at the least; *weight = how
 * much of the gate's room it takes: all of it when its pixels alone are many. */
static const struct err *
measure(struct arena *a, const char *pointer, opener *open, const void *bytes, size_t n, int *shrink, int *weight)
{
	VipsImage *header = NULL;
	int64_t width, height, pixel;

	if (open(bytes, n, &header, 1) != 0)
		return refused(a, pointer, "damaged_image");
	width = vips_image_get_width(header);
	height = vips_image_get_height(header);
	pixel = (int64_t)vips_format_sizeof(vips_image_get_format(header)) * vips_image_get_bands(header);
	g_object_unref(header);
	if (width * height > IMAGE_PIXELS_MAX)
		return refused(a, pointer, "too_many_pixels");
	*weight = width * height * pixel > HEAVY ? room : 1;
	*shrink = (int)((width > height ? width : height) / (2 * side_max));
	if (*shrink < 1)
		*shrink = 1;
	return NULL;
}

/* --- bytes to pixels -------------------------------------------------------- */

static int
to_srgb(VipsImage *in, VipsImage **out)
{
	return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, NULL);
}

static int
onto_white(VipsImage *in, VipsImage **out)
{
	VipsArrayDouble *white;
	int status;

	if (!vips_image_hasalpha(in))
		return vips_copy(in, out, NULL);
	white = vips_array_double_newv(1, 255.0);
	status = vips_flatten(in, out, "background", white, NULL);
	vips_area_unref(VIPS_AREA(white));
	return status;
}

static int
to_bytes(VipsImage *in, VipsImage **out)
{
	return vips_cast_uchar(in, out, NULL);
}

/* Upright, no larger than the side allows.  Where there is a profile its colours become those of sRGB; where
 * there is none they are taken to be that, all but those of printers, which have to be brought there. */
static int
shrink_upright(VipsImage *in, VipsImage **out)
{
	if (vips_image_get_typeof(in, VIPS_META_ICC_NAME) != 0 || vips_image_get_interpretation(in) == VIPS_INTERPRETATION_CMYK)
		return vips_thumbnail_image(in, out, side_max, "height", side_max, "size", VIPS_SIZE_DOWN, "export_profile", "srgb", NULL);
	return vips_thumbnail_image(in, out, side_max, "height", side_max, "size", VIPS_SIZE_DOWN, NULL);
}

/* Where all of it is decoded: asked for one pixel, a file opened for any order is decoded whole.  Read line by line, a fault in
 * the middle would be passed over as black.  What is too large for memory goes to a file without a name (libvips, 100 MB). */
static int
decode(VipsImage *in, VipsImage **out)
{
	double *pixel = NULL;
	int n, status = vips_getpoint(in, &pixel, &n, 0, 0, NULL);

	g_free(pixel);
	return status == 0 ? vips_copy(in, out, NULL) : -1;
}

static int (*const steps[])(VipsImage *, VipsImage **) = { decode, shrink_upright, to_srgb, onto_white, to_bytes };

/* The pixels of what the steps make of it; NULL when they can not. */
static unsigned char *
pixels_of(opener *open, const void *bytes, size_t n, int shrink, struct picture *out)
{
	VipsImage *image = NULL, *next = NULL;
	unsigned char *pixels = NULL;
	size_t size;

	if (open(bytes, n, &image, shrink) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i](image, &next) != 0)
			goto done;
		g_object_unref(image);
		image = next;
		next = NULL;
	}
	out->width = vips_image_get_width(image);
	out->height = vips_image_get_height(image);
	if (vips_image_get_bands(image) == 3)
		pixels = vips_image_write_to_memory(image, &size);
done:
	VIPS_UNREF(next);
	g_object_unref(image);
	return pixels;
}

const struct err *
picture_read(struct arena *a, const char *pointer, const void *bytes, size_t n, struct picture *out)
{
	opener *open = openers[sniff(bytes, n)];
	struct picture p = { 0 };
	int shrink, weight;
	const struct err *e;

	if (n == 0)
		return err_fault(a, pointer, "empty");
	if (open == NULL)
		return err_new(a, ERR_UNSUPPORTED_MEDIA_TYPE, "not_a_picture");
	if ((e = measure(a, pointer, open, bytes, n, &shrink, &weight)) != NULL || (e = enter(a, weight)) != NULL)
		return e;
	if ((p.rgb = pixels_of(open, bytes, n, shrink, &p)) == NULL)
		e = refused(a, pointer, "damaged_image");
	gate_leave(&gate, weight);
	if (e != NULL)
		return e;
	if (arena_defer(a, g_free, (void *)p.rgb) != 0)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	*out = p;
	return NULL;
}

/* --- pixels to files -------------------------------------------------------- */

static int
write_webp(VipsImage *image, struct image_files *out, enum image_size size)
{
	void *bytes = NULL;
	size_t n = 0;

	if (vips_webpsave_buffer(image, &bytes, &n, "Q", QUALITY, "effort", EFFORT, "strip", TRUE, NULL) != 0)
		return -1;
	out->size[size].p = bytes;
	out->size[size].len = bare_webp(bytes, n);
	return out->size[size].len > 0 ? 0 : -1;
}

static int
write_size(VipsImage *image, struct image_files *out, enum image_size size)
{
	VipsImage *small = NULL;
	int status;

	if (size == IMAGE_FULL)
		return write_webp(image, out, size);
	if (vips_thumbnail_image(image, &small, image_widths[size], "height", HEIGHT_MAX, "size", VIPS_SIZE_DOWN, NULL) != 0)
		return -1;
	status = write_webp(small, out, size);
	g_object_unref(small);
	return status;
}

/* In the arena's care; false when that is full, and what is left is freed. */
static bool
keep(struct arena *a, struct image_files *files)
{
	bool kept = true;

	for (int i = 0; i < IMAGE_SIZE__MAX; i++)
		kept &= files->size[i].p == NULL || arena_defer(a, g_free, (void *)files->size[i].p) == 0;
	return kept;
}

const struct err *
picture_encode(struct arena *a, const struct picture *p, struct image_files *out)
{
	struct image_files files = { .width = p->width, .height = p->height };
	VipsImage *plain = NULL, *image = NULL;
	const struct err *e;

	if ((e = enter(a, 1)) != NULL)
		return e;
	plain = vips_image_new_from_memory(p->rgb, (size_t)p->width * (size_t)p->height * 3, p->width, p->height, 3, VIPS_FORMAT_UCHAR);
	if (plain == NULL || vips_copy(plain, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0)
		e = failed(a, "making a picture");
	for (int i = 0; e == NULL && i < IMAGE_SIZE__MAX; i++)
		if (write_size(image, &files, (enum image_size)i) != 0)
			e = failed(a, "encoding a picture");
	VIPS_UNREF(image);
	VIPS_UNREF(plain);
	gate_leave(&gate, 1);
	if (!keep(a, &files) && e == NULL)
		e = err_static(ERR_INTERNAL_SERVER_ERROR);
	if (e == NULL)
		*out = files;
	return e;
}
