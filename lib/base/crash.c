/*
 * crash: see crash.h.  The table is crash.def.
 */
#include "base/crash.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const char *const names[CRASH__MAX] = {
	[CRASH_NONE] = "",
#define CRASH_POINT(name, where) [CRASH_##name] = #name,
#include "base/crash.def"
#undef CRASH_POINT
};

enum crash_point crash_armed;

bool
crash_start(const char *name)
{
	for (int i = 0; i < CRASH__MAX; i++)
		if (strcmp(name == NULL ? "" : name, names[i]) == 0) {
			crash_armed = (enum crash_point)i;
			return true;
		}
	return false;
}

/* The signal that no handler sees and that ends all threads at once. */
void
crash_now(void)
{
	for (;;)
		(void)kill(getpid(), SIGKILL);
}
