/* bare: RIFF chunks, walked (WebP Container Specification). */
#include "image/bare.h"

#include <stdint.h>
#include <string.h>

#define HEAD 12		/* RIFF, length, WEBP */
#define CHUNK 8		/* name, length */

static uint32_t
length_at(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

size_t
bare_webp(unsigned char *file, size_t n)
{
	if (n < HEAD + CHUNK || memcmp(file, "RIFF", 4) != 0 || memcmp(file + 8, "WEBP", 4) != 0)
		return 0;
	for (size_t at = HEAD; n - at >= CHUNK;) {
		size_t len = length_at(file + at + 4), whole = CHUNK + len + (len & 1);
		if (whole > n - at)
			return 0;
		if (memcmp(file + at, "VP8 ", 4) == 0 || memcmp(file + at, "VP8L", 4) == 0) {
			uint32_t riff = (uint32_t)(4 + whole);
			memmove(file + HEAD, file + at, whole);
			for (int i = 0; i < 4; i++)
				file[4 + i] = (unsigned char)(riff >> (8 * i));
			return HEAD + whole;
		}
		at += whole;
	}
	return 0;
}
