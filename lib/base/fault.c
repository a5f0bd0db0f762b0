/* fault: a short growing list in an arena. */
#include "base/fault.h"

#include <string.h>

#include "base/arena.h"

void
fault_add(struct faults *f, const char *pointer, const char *reason)
{
	struct fault *v;
	char *p, *r;

	if (f->n == FAULTS_MAX)
		return;
	if (f->n == f->room) {
		size_t room = f->room == 0 ? 8 : f->room * 2;
		if ((v = ARENA_ARRAY(f->arena, struct fault, room)) == NULL) {
			f->failed = true;
			return;
		}
		if (f->n > 0)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
		f->room = room;
	}
	p = arena_strdup(f->arena, pointer);
	r = arena_strdup(f->arena, reason);
	if (p == NULL || r == NULL) {
		f->failed = true;
		return;
	}
	f->v[f->n++] = (struct fault){ p, r };
}

const struct err *
faults_err(const struct faults *f)
{
	struct err *e;

	if (f->n == 0)
		return f->failed ? err_static(ERR_INVALID_REQUEST) : NULL;
	e = err_new(f->arena, ERR_INVALID_REQUEST, NULL);
	e->faults = f->v;
	e->nfaults = f->n;
	return e;
}
