/*
 * pictures: files as customers and attackers send them, made by libvips or byte by byte.
 *
 * The tests of lib/image make them in memory; tests/pictures writes them to a folder for the tests through nginx.
 */
#ifndef SUPPORT_PICTURES_H
#define SUPPORT_PICTURES_H

#include <stddef.h>

struct picture_file { const char *name; unsigned char *bytes; size_t len; };	/* bytes: free() */

/* Makes it; ends the program when it can not.  libvips must have been started, without blocks. */
struct picture_file picture_make(const char *name);

#endif
