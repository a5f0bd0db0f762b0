/*
 * bare: a WebP file reduced to its picture.
 *
 * libvips writes an EXIF chunk of its own even when told to keep no metadata; here everything but the
 * one chunk with the pixels is taken away.
 */
#ifndef IMAGE_BARE_H
#define IMAGE_BARE_H

#include <stddef.h>

/* In place; the new length, or 0 when it is no WebP file with a still picture (then it is as it was). */
size_t bare_webp(unsigned char *, size_t n);

#endif
