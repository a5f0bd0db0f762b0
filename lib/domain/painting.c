/* painting: shapes, states, stories. */
#include "domain/painting.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#define NAME(w, h) #w ":" #h
const struct ratio ratios[] = {
#define RATIO(wide, high, width, height) { NAME(wide, high), wide, high, width, height },
#include "domain/ratio.def"
#undef RATIO
};

const char *const ratio_names[] = {
#define RATIO(wide, high, width, height) NAME(wide, high),
#include "domain/ratio.def"
#undef RATIO
	NULL
};

const char *const painting_status_names[] = {
	[PAINTING_QUEUED] = "QUEUED",
	[PAINTING_RUNNING] = "RUNNING",
	[PAINTING_DONE] = "DONE",
	[PAINTING_FAILED] = "FAILED",
	[PAINTING__MAX] = NULL
};

int
ratio_parse(const char *name)
{
	return text_among(ratio_names, name);
}

int
ratio_nearest(int64_t width, int64_t height)
{
	int best = 0;
	double nearest = INFINITY;

	for (int i = 0; ratio_names[i] != NULL && width > 0 && height > 0; i++) {
		double far = fabs(log((double)width / (double)height) - log((double)ratios[i].wide / ratios[i].high));
		if (far < nearest) {
			nearest = far;
			best = i;
		}
	}
	return best;
}

int
painting_status_parse(const char *name)
{
	return text_among(painting_status_names, name);
}

struct hash
painting_address(const char *text)
{
	struct in6_addr six;
	struct in_addr four;

	if (text != NULL && inet_pton(AF_INET, text, &four) == 1)
		return hash_of(&four, sizeof(four));
	if (text == NULL || inet_pton(AF_INET6, text, &six) != 1)
		return (struct hash){ { 0 } };
	return IN6_IS_ADDR_V4MAPPED(&six) ? hash_of(six.s6_addr + 12, sizeof(four)) : hash_of(six.s6_addr, 8);
}

const char *
painting_story(struct arena *a, const char *before, const char *prompt)
{
	char *line = arena_strdup(a, prompt), *whole;

	if (line == NULL)
		return NULL;
	for (char *p = line; (p = strpbrk(p, "\r\n")) != NULL;)
		*p = ' ';
	whole = before == NULL ? line : arena_printf(a, "%s\n%s", before, line);
	return whole != NULL && text_length(whole) <= PAINTING_PROMPT ? whole : NULL;
}
