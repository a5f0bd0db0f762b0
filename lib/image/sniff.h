/*
 * sniff: what a file is by its first bytes, whatever its name and its sender say.
 */
#ifndef IMAGE_SNIFF_H
#define IMAGE_SNIFF_H

#include <stddef.h>

enum sniffed { SNIFF_OTHER, SNIFF_JPEG, SNIFF_PNG, SNIFF_WEBP, SNIFF__MAX };

/* SNIFF_OTHER for all that is none of the three; the rest of the file may still be anything. */
enum sniffed sniff(const void *, size_t n);

#endif
