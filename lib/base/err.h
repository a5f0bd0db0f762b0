/*
 * err: what every fallible function returns.
 *
 * A function that can fail returns `const struct err *`; NULL is fine.  Errors
 * come from the table errors.def and live in the arena they were made in (the
 * request's), so nobody frees them.  "Not found" and "already done" are plain
 * results, not errors, wherever a caller branches on them.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

enum err_code {
#define ERROR(name, ...) ERR_##name,
#include "base/errors.def"
#undef ERROR
	ERR__MAX
};

enum err_flag { ERR_F_TELL = 1, ERR_F_RETRY = 2, ERR_F_UNSURE = 4 };

/* One row of the table. */
struct err_kind {
	const char	*name;		/* "STOCK_NOT_ENOUGH" */
	const char	*slug;		/* "stock-not-enough" */
	int		 status;	/* HTTP */
	unsigned	 flags;		/* enum err_flag */
	const char	*title;
	const char	*message_ko, *message_en;
};

/* One thing to correct in a request. */
struct fault {
	const char	*pointer;	/* JSON pointer into the body: "/delivery/address"; "?limit" for a query field */
	const char	*reason;	/* one of faults.def's words: "required", "too_long", … */
};

struct err {
	enum err_code		 code;
	const char		*detail;	/* NULL, or a sentence; shown to the client only when the row says TELL */
	const struct fault	*faults;	/* INVALID_REQUEST: all of them */
	size_t			 nfaults;
	int			 retry_after;	/* seconds; 0 = none to say */
	const char		*allow;		/* METHOD_NOT_ALLOWED: the Allow header */
	/* Writes further members of the problem, with commas only between
	 * them ("\"shortages\":[…]"); NULL when there are none. */
	void			(*extra)(struct buf *, const void *);
	const void		*extra_arg;
};

const struct err_kind *err_kind(enum err_code);

/* A new error in the arena; when the arena is full, a static one of the same
 * code without detail.  `fmt` may be NULL. */
struct err *err_new(struct arena *, enum err_code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));
/* A static error of that code: for places without an arena. */
const struct err *err_static(enum err_code) __attribute__((returns_nonnull));
/* INVALID_REQUEST with exactly this fault. */
const struct err *err_fault(struct arena *, const char *pointer, const char *reason)
    __attribute__((returns_nonnull));

static inline bool
err_is(const struct err *e, enum err_code code)
{
	return e != NULL && e->code == code;
}

#endif
