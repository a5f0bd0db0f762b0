/* dice: splitmix64. */
#include "paint/dice.h"

#include <string.h>

uint64_t
dice_seed(const void *p, size_t n)
{
	/* FNV-1a: no secret hangs on it. */
	const unsigned char *b = p;
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * UINT64_C(1099511628211);
	return h;
}

struct dice
dice_for(uint64_t seed, const char *name)
{
	struct dice d = { seed ^ dice_seed(name, strlen(name)) };

	(void)dice_next(&d);
	return d;
}

uint64_t
dice_next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

int
dice_below(struct dice *d, int n)
{
	return (int)(dice_next(d) % (uint64_t)n);
}

double
dice_between(struct dice *d, double low, double high)
{
	return low + (high - low) * ((double)(dice_next(d) >> 11) * 0x1p-53);
}
