/*
 * safe: which addresses may be spoken to, by whoever sends keys, cards or names.
 */
#ifndef REMOTE_SAFE_H
#define REMOTE_SAFE_H

#include <stdbool.h>

/* Whether the URL, of that scheme ("http"), is on this machine: there what is sent needs no TLS.  Nothing but a port may stand between
 * the host and the path: a name and a password (host:x@elsewhere) would lead elsewhere. */
bool safe_local(const char *url, const char *scheme);
/* https, or on this machine. */
bool safe_url(const char *url);

#endif
