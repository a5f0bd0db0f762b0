/*
 * accept: the preferences of Accept and Accept-Language headers.
 *
 * Both are lists of ranges with a quality.  What can not be read is passed
 * over: a preference is never a reason to fail.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "http/accept.h"

struct range {
	const char	*name;
	size_t		 len;
	int		 q;	/* thousandths */
};

/* "0", "0.8", "1.000"; -1 when it is no quality. */
static int
quality(const char *p, const char *end)
{
	int q, unit = 100;

	if (p == end || (*p != '0' && *p != '1'))
		return -1;
	q = (*p++ - '0') * 1000;
	if (p < end && *p == '.')
		for (p++; p < end && isdigit((unsigned char)*p) && unit > 0; p++, unit /= 10)
			q += (*p - '0') * unit;
	return p == end && q <= 1000 ? q : -1;
}

static const char *
skip_blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static const char *
trim_blank(const char *p, const char *end)
{
	while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end;
}

/* The next range of a list; false at its end. */
static bool
next_range(const char **at, struct range *r)
{
	while (**at != '\0') {
		const char *p = *at, *end = p + strcspn(p, ",");
		const char *semi = memchr(p, ';', (size_t)(end - p));

		*at = *end == ',' ? end + 1 : end;
		r->name = skip_blank(p, end);
		r->len = (size_t)(trim_blank(r->name, semi != NULL ? semi : end) - r->name);
		r->q = 1000;
		while (semi != NULL && r->q >= 0) {
			const char *par = skip_blank(semi + 1, end);

			semi = par < end ? memchr(par, ';', (size_t)(end - par)) : NULL;
			if (end - par > 2 && tolower((unsigned char)par[0]) == 'q' && par[1] == '=')
				r->q = quality(par + 2, trim_blank(par, semi != NULL ? semi : end));
		}
		if (r->len > 0 && r->q >= 0)
			return true;
	}
	return false;
}

static bool
range_is(const struct range *r, const char *name, size_t n)
{
	return r->len == n && strncasecmp(r->name, name, n) == 0;
}

int
accept_media(const char *header, const char *type)
{
	size_t whole = strlen(type), major = strcspn(type, "/");
	struct range r;
	int best = 0, q = 0;

	if (header == NULL || header[strspn(header, " \t")] == '\0')
		return 1000;
	while (next_range(&header, &r)) {
		int fit = 0;

		if (range_is(&r, type, whole))
			fit = 3;
		else if (r.len == major + 2 && r.name[major] == '/' && r.name[major + 1] == '*' &&
		    strncasecmp(r.name, type, major) == 0)
			fit = 2;
		else if (range_is(&r, "*/*", 3))
			fit = 1;
		/* The same range twice: the kinder one. */
		if (fit > best || (fit == best && fit > 0 && r.q > q)) {
			best = fit;
			q = r.q;
		}
	}
	return q;
}

enum lang
accept_lang(const char *header)
{
	static const char *const names[] = { [LANG_KO] = "ko", [LANG_EN] = "en" };
	int q[2] = { -1, -1 }, any = -1;
	struct range r;

	if (header == NULL)
		return LANG_KO;
	while (next_range(&header, &r)) {
		if (range_is(&r, "*", 1)) {
			any = r.q;
			continue;
		}
		for (int i = LANG_KO; i <= LANG_EN; i++)
			if (r.len >= 2 && strncasecmp(r.name, names[i], 2) == 0 &&
			    (r.len == 2 || r.name[2] == '-') && r.q > q[i])
				q[i] = r.q;
	}
	for (int i = LANG_KO; i <= LANG_EN; i++)
		if (q[i] < 0)
			q[i] = any;
	return q[LANG_EN] > 0 && q[LANG_EN] > q[LANG_KO] ? LANG_EN : LANG_KO;
}
