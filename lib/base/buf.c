/*
 * buf: see buf.h.
 *
 * Growing never leaves a copy of the bytes behind in freed memory, so that
 * buf_wipe() keeps its word for buffers that held a secret.
 */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST ((size_t)256)	/* bytes of the first allocation */

/* Makes room for n more bytes and the NUL; false, and failed, when it can not. */
static bool
grow(struct buf *b, size_t n)
{
	size_t cap = b->cap != 0 ? b->cap : BUF_CAP;

	if (b->failed)
		return false;
	if (b->len > cap || n > cap - b->len || cap == SIZE_MAX)
		goto fail;
	if (b->p != NULL && n < b->room - b->len)
		return true;

	size_t want = b->len + n + 1;
	size_t room = b->room != 0 ? b->room : FIRST;
	while (room < want)
		room = room > SIZE_MAX / 2 ? want : room * 2;
	if (room > cap + 1)
		room = cap + 1;
	char *p = malloc(room);
	if (p == NULL)
		goto fail;
	if (b->p != NULL) {
		memcpy(p, b->p, b->len + 1);
		explicit_bzero(b->p, b->len);
		free(b->p);
	} else
		p[0] = '\0';
	b->p = p;
	b->room = room;
	return true;
fail:
	b->failed = true;
	return false;
}

void
buf_add(struct buf *b, const void *from, size_t n)
{
	if (n == 0 || !grow(b, n))
		return;
	memcpy(b->p + b->len, from, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void
buf_puts(struct buf *b, const char *s)
{
	if (s != NULL)
		buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	if (b->failed)
		return;
	va_copy(again, ap);
	/* Most of what is printed is short: try what room there is first. */
	size_t left = b->p != NULL ? b->room - b->len : 0;
	int n = vsnprintf(left != 0 ? b->p + b->len : NULL, left, fmt, ap);
	if (n < 0)
		b->failed = true;
	else if ((size_t)n >= left || left == 0) {
		if (left != 0)
			b->p[b->len] = '\0';
		if (grow(b, (size_t)n)) {
			(void)vsnprintf(b->p + b->len, (size_t)n + 1, fmt, again);
			b->len += (size_t)n;
		}
	} else
		b->len += (size_t)n;
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
	if (b == NULL)
		return;
	free(b->p);
	*b = (struct buf){ .cap = b->cap };
}

void
buf_wipe(struct buf *b)
{
	if (b != NULL && b->p != NULL)
		explicit_bzero(b->p, b->room);
	buf_free(b);
}

const char *
buf_str(const struct buf *b)
{
	return b->p != NULL ? b->p : "";
}
