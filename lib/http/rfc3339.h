/*
 * rfc3339: moments as clients write them.
 */
#ifndef HTTP_RFC3339_H
#define HTTP_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

/* Years 1970 to 9998 (its last day left out).  "2026-11-21T19:00:00+09:00", "…T10:00:00.5Z": milliseconds since 1970, finer digits cut off.  `local`: seconds and offset
 * may be missing, as <input type="datetime-local"> sends it, and the shop's zone is meant.
 * False, and *ms left alone, when it is no such text or no such moment. */
bool rfc3339_parse(const char *, bool local, int64_t *ms);

#endif
