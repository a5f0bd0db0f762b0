/* pictures: one function a kind, a table of names. */
#include "support/pictures.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

static void
must(int status, const char *what)
{
	if (status == 0)
		return;
	fprintf(stderr, "pictures: %s: %s\n", what, vips_error_buffer());
	abort();
}

/* What libvips gave, in memory of free(). */
static struct picture_file
take(void *bytes, size_t len)
{
	struct picture_file f = { .bytes = malloc(len + 1), .len = len };

	if (f.bytes == NULL)
		abort();
	memcpy(f.bytes, bytes, len);
	g_free(bytes);
	return f;
}

/* Red at the left to blue at the right, green from the top down: which way up it is can be seen. */
static VipsImage *
gradient(int width, int height, int bands)
{
	unsigned char *p = malloc((size_t)width * (size_t)height * (size_t)bands);
	VipsImage *image;

	if (p == NULL)
		abort();
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			unsigned char *at = p + ((size_t)y * (size_t)width + (size_t)x) * (size_t)bands;
			const int v[4] = { 255 - 255 * x / width, 255 * y / height, 255 * x / width, 255 };
			for (int b = 0; b < bands; b++)
				at[b] = (unsigned char)v[b % 4];
		}
	image = vips_image_new_from_memory_copy(p, (size_t)width * (size_t)height * (size_t)bands, width, height, bands, VIPS_FORMAT_UCHAR);
	free(p);
	if (image == NULL)
		abort();
	image->Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
	return image;
}

static struct picture_file
jpeg_of(VipsImage *image)
{
	void *p;
	size_t n;

	must(vips_jpegsave_buffer(image, &p, &n, "Q", 90, NULL), "jpegsave");
	g_object_unref(image);
	return take(p, n);
}

static struct picture_file
png_of(VipsImage *image, bool interlaced, bool palette)
{
	void *p;
	size_t n;

	must(vips_pngsave_buffer(image, &p, &n, "interlace", interlaced, "palette", palette, NULL), "pngsave");
	g_object_unref(image);
	return take(p, n);
}

static struct picture_file
webp_of(VipsImage *image)
{
	void *p;
	size_t n;

	must(vips_webpsave_buffer(image, &p, &n, NULL), "webpsave");
	g_object_unref(image);
	return take(p, n);
}

static struct picture_file jpeg(void) { return jpeg_of(gradient(640, 480, 3)); }
static struct picture_file png(void) { return png_of(gradient(640, 480, 3), false, false); }
static struct picture_file webp(void) { return webp_of(gradient(640, 480, 3)); }
static struct picture_file one(void) { return png_of(gradient(1, 1, 3), false, false); }
static struct picture_file large(void) { return jpeg_of(gradient(4000, 3000, 3)); }

/* What a camera of 12 megapixels makes: 3 MB, with grain everywhere. */
static struct picture_file
photo(void)
{
	VipsImage *plain = gradient(4000, 3000, 3), *grain, *sum, *bytes;

	must(vips_gaussnoise(&grain, 4000, 3000, "mean", 0.0, "sigma", 5.0, "seed", 1, NULL), "gaussnoise");
	must(vips_add(plain, grain, &sum, NULL), "add");
	must(vips_cast_uchar(sum, &bytes, NULL), "cast");
	g_object_unref(sum);
	g_object_unref(grain);
	g_object_unref(plain);
	bytes->Type = VIPS_INTERPRETATION_sRGB;
	return jpeg_of(bytes);
}

static struct picture_file wide(void) { return png_of(gradient(5000, 10, 3), false, false); }
static struct picture_file grey(void) { return jpeg_of(gradient(320, 200, 1)); }
static struct picture_file interlaced(void) { return png_of(gradient(640, 480, 3), true, false); }
static struct picture_file palette(void) { return png_of(gradient(640, 480, 3), false, true); }

static struct picture_file
transparent(void)
{
	VipsImage *image = gradient(100, 50, 4), *clear;

	must(vips_linear(image, &clear, (double[]){ 1, 1, 1, 0 }, (double[]){ 0, 0, 0, 0 }, 4, "uchar", TRUE, NULL), "linear");
	g_object_unref(image);
	return png_of(clear, false, false);
}

static struct picture_file
deep(void)
{
	VipsImage *image = gradient(640, 480, 3), *wide_ones;

	must(vips_colourspace(image, &wide_ones, VIPS_INTERPRETATION_RGB16, NULL), "colourspace");
	g_object_unref(image);
	return png_of(wide_ones, true, false);
}

static struct picture_file
cmyk(void)
{
	VipsImage *image = gradient(320, 200, 4);

	image->Type = VIPS_INTERPRETATION_CMYK;
	return jpeg_of(image);
}

/* A camera held sideways, which tells where it was. */
static struct picture_file
rotated(void)
{
	VipsImage *image = gradient(640, 480, 3), *own;

	must(vips_copy(image, &own, NULL), "copy");
	g_object_unref(image);
	vips_image_set_int(own, "orientation", 6);
	vips_image_set_string(own, "exif-ifd3-GPSLatitude", "37/1 33/1 59/1 (37, 33, 59, Rational, 3 components, 24 bytes)");
	vips_image_set_string(own, "exif-ifd0-Make", "SecretCamera (SecretCamera, ASCII, 13 components, 13 bytes)");
	return jpeg_of(own);
}

static struct picture_file
animated(void)
{
	VipsImage *frames = gradient(64, 192, 3), *own;
	void *p;
	size_t n;

	must(vips_copy(frames, &own, NULL), "copy");
	g_object_unref(frames);
	vips_image_set_int(own, "page-height", 64);
	must(vips_webpsave_buffer(own, &p, &n, "page-height", 64, NULL), "webpsave");
	g_object_unref(own);
	return take(p, n);
}

static struct picture_file
gif(void)
{
	VipsImage *image = gradient(64, 64, 3);
	void *p;
	size_t n;

	must(vips_gifsave_buffer(image, &p, &n, NULL), "gifsave");
	g_object_unref(image);
	return take(p, n);
}

static struct picture_file
literal(const char *text)
{
	return take(g_strdup(text), strlen(text));
}

static struct picture_file svg(void) { return literal("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>"); }
static struct picture_file html(void) { return literal("<!doctype html><script>alert(1)</script>"); }
static struct picture_file empty(void) { return literal(""); }
static struct picture_file soi(void) { return literal("\xff\xd8\xff"); }

static struct picture_file
truncated(struct picture_file f)
{
	f.len = f.len * 6 / 10;
	return f;
}

static struct picture_file truncated_jpeg(void) { return truncated(jpeg()); }
static struct picture_file truncated_png(void) { return truncated(png()); }
static struct picture_file truncated_webp(void) { return truncated(webp()); }

/* With a page and a program behind the picture. */
static struct picture_file
polyglot(void)
{
	static const char tail[] = "<html><script>alert('polyglot')</script><?php system($_GET['c']); ?></html>";
	struct picture_file f = jpeg();
	unsigned char *more = realloc(f.bytes, f.len + sizeof(tail));

	if (more == NULL)
		abort();
	memcpy(more + f.len, tail, sizeof(tail));
	return (struct picture_file){ NULL, more, f.len + sizeof(tail) };
}

static uint32_t
crc(const unsigned char *p, size_t n)
{
	uint32_t c = 0xffffffff;

	while (n-- > 0) {
		c ^= *p++;
		for (int k = 0; k < 8; k++)
			c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
	}
	return ~c;
}

static void
put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* A PNG that says it is so large, in its header; the rest is that of a small one. */
static struct picture_file
png_that_says(uint32_t width, uint32_t height)
{
	struct picture_file f = png();

	put32(f.bytes + 16, width);
	put32(f.bytes + 20, height);
	put32(f.bytes + 29, crc(f.bytes + 12, 17));
	return f;
}

static struct picture_file huge_png(void) { return png_that_says(65000, 65000); }
static struct picture_file claims(void) { return png_that_says(6000, 6000); }

static struct picture_file
huge_jpeg(void)
{
	struct picture_file f = jpeg();

	for (size_t i = 2; i + 9 < f.len; i++)
		if (f.bytes[i] == 0xff && f.bytes[i + 1] == 0xc0) {
			memset(f.bytes + i + 5, 0xfd, 4);	/* 65,021 by 65,021 */
			return f;
		}
	abort();
}

/* 64 million pixels of one colour in some kilobytes. */
static struct picture_file
bomb(void)
{
	VipsImage *black;
	void *p;
	size_t n;

	must(vips_black(&black, 8000, 8000, "bands", 3, NULL), "black");
	must(vips_pngsave_buffer(black, &p, &n, "compression", 9, NULL), "pngsave");
	g_object_unref(black);
	return take(p, n);
}

static const struct { const char *name; struct picture_file (*make)(void); } kinds[] = {
#define KIND(name) { #name, name }
	KIND(jpeg), KIND(png), KIND(webp), KIND(one), KIND(large), KIND(photo), KIND(wide), KIND(grey), KIND(interlaced), KIND(palette),
	KIND(transparent), KIND(deep), KIND(cmyk), KIND(rotated), KIND(animated), KIND(gif), KIND(svg), KIND(html), KIND(empty),
	KIND(soi), KIND(truncated_jpeg), KIND(truncated_png), KIND(truncated_webp), KIND(polyglot), KIND(huge_png), KIND(claims),
	KIND(huge_jpeg), KIND(bomb),
};

struct picture_file
picture_make(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0) {
			struct picture_file f = kinds[i].make();
			f.name = kinds[i].name;
			return f;
		}
	fprintf(stderr, "pictures: there is no %s\n", name);
	abort();
}
