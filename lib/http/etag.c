/*
 * etag: whether a list of entity tags names a version.
 */
#include <string.h>

#include "http/etag.h"

bool
etag_match(const char *header, const char *etag, enum etag_compare how)
{
	size_t n = strlen(etag);
	const char *p = header;

	if (p == NULL)
		return false;
	p += strspn(p, " \t");
	if (*p == '*')
		return p[1 + strspn(p + 1, " \t")] == '\0';
	while (*p != '\0') {
		bool weak = strncmp(p, "W/", 2) == 0;
		const char *end;

		if (weak)
			p += 2;
		if (*p != '"' || (end = strchr(p + 1, '"')) == NULL)
			return false;
		if ((size_t)(end - p - 1) == n && memcmp(p + 1, etag, n) == 0 && !(weak && how == ETAG_STRONG))
			return true;
		p = end + 1 + strspn(end + 1, " \t,");
	}
	return false;
}
