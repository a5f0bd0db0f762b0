/* secrecy: see secrecy.h. */
#include "base/secrecy.h"

#include <malloc.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define PERTURB 0xdb	/* any byte that is no text */

void
secrecy_begin(void)
{
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)mallopt(M_PERTURB, PERTURB);
}
