/*
 * buf: a growing byte buffer with a sticky failure.
 *
 * Writers append without looking; whoever sends the buffer looks at `failed`
 * once.  It has a cap; past it, or without memory, nothing more is appended.
 * The bytes are always followed by a NUL that is not counted.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char	*p;		/* owned; NULL until the first append */
	size_t	 len, room;	/* bytes */
	size_t	 cap;		/* bytes at the most; 0 = BUF_CAP */
	bool	 failed;
};
#define BUF_CAP (16u << 20)

void buf_add(struct buf *, const void *, size_t n);
void buf_puts(struct buf *, const char *);		/* NULL adds nothing */
void buf_putc(struct buf *, char);
void buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));
void buf_reset(struct buf *);	/* empty, memory kept */
void buf_wipe(struct buf *);	/* zeroed and freed, for what was secret */
void buf_free(struct buf *);	/* NULL is fine */
const char *buf_str(const struct buf *);	/* "" when empty */

#endif
