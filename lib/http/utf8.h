/*
 * utf8: whether bytes are UTF-8, before anything is made of them.
 *
 * The readers of bodies look at every name and value with it, so that no broken
 * byte reaches the tree, and from there an answer or the log.
 */
#ifndef HTTP_UTF8_H
#define HTTP_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <utf8proc.h>

/* Bytes of the character at p; 0 when it is none.  n > 0. */
static inline size_t
utf8_char(const char *p, size_t n)
{
	utf8proc_int32_t c;

	if ((unsigned char)*p < 0x80)
		return 1;
	utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)p, n < 4 ? (utf8proc_ssize_t)n : 4, &c);
	return len > 0 ? (size_t)len : 0;
}

static inline bool
utf8_valid(const char *p, size_t n)
{
	for (size_t len; n > 0; p += len, n -= len)
		if ((len = utf8_char(p, n)) == 0)
			return false;
	return true;
}

#endif
