/*
 * etag: comparing versions (RFC 9110, 8.8.3 and 13.1).
 */
#ifndef HTTP_ETAG_H
#define HTTP_ETAG_H

#include <stdbool.h>

enum etag_compare {
	ETAG_STRONG,	/* If-Match: W/"7" never matches */
	ETAG_WEAK,	/* If-None-Match: W/"7" is "7" */
};

/* Whether an If-Match or If-None-Match header names the (unquoted) version; "*" names any. NULL header: false. */
bool etag_match(const char *header, const char *etag, enum etag_compare);

#endif
