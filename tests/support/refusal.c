/* refusal: see refusal.h. */
#include "base/arena.h"
#include "base/err.h"
#include "support/refusal.h"

const char *
refusal(struct arena *arena, const struct err *e)
{
	if (e == NULL)
		return "";
	const char *text = err_kind(e->code)->name;
	for (size_t i = 0; i < e->nfaults; i++)
		text = arena_printf(arena, "%s %s=%s", text, e->faults[i].pointer, e->faults[i].reason);
	return text != NULL ? text : "(the arena is full)";
}
