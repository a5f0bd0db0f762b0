/*
 * err: see err.h.  The table is errors.def; everything here only reads it.
 */
#include "base/err.h"

#include <stdarg.h>

#include "base/arena.h"

#define TELL ERR_F_TELL
#define RETRY ERR_F_RETRY
#define UNSURE ERR_F_UNSURE

static const struct err_kind kinds[ERR__MAX] = {
#define ERROR(name, slug, status, flags, title, ko, en) \
	[ERR_##name] = { #name, slug, status, flags, title, ko, en },
#include "base/errors.def"
#undef ERROR
};

static const struct err plain[ERR__MAX] = {
#define ERROR(name, ...) [ERR_##name] = { .code = ERR_##name },
#include "base/errors.def"
#undef ERROR
};

/* What err_new() answers when the arena is full: callers may still set
 * members, so each thread has its own. */
static _Thread_local struct err spare[ERR__MAX];

static enum err_code
in_table(enum err_code code)
{
	return (unsigned)code < ERR__MAX ? code : ERR_INTERNAL_SERVER_ERROR;
}

const struct err_kind *
err_kind(enum err_code code)
{
	return &kinds[in_table(code)];
}

const struct err *
err_static(enum err_code code)
{
	return &plain[in_table(code)];
}

struct err *
err_new(struct arena *a, enum err_code code, const char *fmt, ...)
{
	code = in_table(code);
	struct err *e = a != NULL ? ARENA_NEW(a, struct err) : NULL;
	if (e == NULL) {
		spare[code] = plain[code];
		return &spare[code];
	}
	e->code = code;
	if (fmt != NULL) {
		va_list ap;
		va_start(ap, fmt);
		e->detail = arena_vprintf(a, fmt, ap);
		va_end(ap);
	}
	return e;
}

const struct err *
err_fault(struct arena *a, const char *pointer, const char *reason)
{
	if (a == NULL)
		return err_static(ERR_INVALID_REQUEST);
	struct fault *f = ARENA_NEW(a, struct fault);
	struct err *e = ARENA_NEW(a, struct err);
	char *copy = arena_strdup(a, pointer);
	if (f == NULL || e == NULL || copy == NULL)
		return err_static(ERR_INVALID_REQUEST);
	*f = (struct fault){ copy, reason };
	*e = (struct err){ .code = ERR_INVALID_REQUEST, .faults = f, .nfaults = 1 };
	return e;
}
