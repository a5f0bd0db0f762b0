/*
 * picture: hostile bytes in, harmless pixels out; pixels in, files for keeping out.
 *
 * What is sent is judged by its content, and its size by its header before anything is
 * decoded.  It is decoded by libvips (this room alone includes vips.h) with no loaders but
 * those of JPEG, PNG and WebP, turned upright, made 8-bit sRGB on white, shrunk to the side
 * the configuration allows; of the bytes that came none are kept, metadata least of all.
 * Programs that use this link libimage.a and libvips; any number of threads may call it,
 * image_decodes at a time work, the others wait.
 */
#ifndef IMAGE_PICTURE_H
#define IMAGE_PICTURE_H

#include <stddef.h>

#include "domain/image.h"

struct arena;
struct conf;
struct err;

/* Three bytes a pixel (red, green, blue), line after line, from the top. */
struct picture { int width, height; const unsigned char *rgb; };

/* Once, before there are threads: 0, or -1 with a sentence in why. */
int picture_start(const struct conf *, char *why, size_t whylen);
void picture_stop(void);

/* Decodes.  The pixels are freed with the arena; the first frame of an animated picture counts.  INVALID_REQUEST with the fault `empty`,
 * `damaged_image` or `too_many_pixels` at pointer; UNSUPPORTED_MEDIA_TYPE when it is no JPEG, PNG or WebP;
 * UNAVAILABLE when too many others are being decoded. */
const struct err *picture_read(struct arena *, const char *pointer, const void *bytes, size_t n, struct picture *);

/* Encodes it in every size it is kept in; freed with the arena. */
const struct err *picture_encode(struct arena *, const struct picture *, struct image_files *);

#endif
