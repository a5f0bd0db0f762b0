/*
 * sign: proves that a message over HTTP is from whom it says, unaltered and recent.
 *
 * Standard Webhooks: the headers webhook-id, webhook-timestamp (seconds since 1970) and
 * webhook-signature ("v1," and the base64 of HMAC-SHA256 over "id.timestamp.body"; several, parted by
 * spaces, while a key is being replaced).  Events leave signed so, callbacks arrive so.
 * Signatures are compared in constant time, and all of them.
 */
#ifndef REMOTE_SIGN_H
#define REMOTE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIGN_MAC 32			/* bytes of HMAC-SHA256 */
#define SIGN_KEY_MIN 16			/* bytes */
#define SIGN_KEY_MAX 64
#define SIGN_TEXT 48			/* "v1," and 44 characters of base64 and NUL */
#define SIGN_TOLERANCE 300		/* seconds a timestamp may be off, either way, where nothing else is said */

struct sign_key { unsigned char b[SIGN_KEY_MAX]; size_t n; };

/* "whsec_" and base64 of 16 to 64 bytes; the prefix may be missing.  False when it is neither. */
bool sign_key_parse(const char *text, struct sign_key *);
void sign_key_wipe(struct sign_key *);

/* The value of webhook-signature.  False, and nothing in out, for an id that is empty or has a dot in it. */
bool sign_webhook(const struct sign_key *, const char *id, int64_t at_s, const void *body, size_t n, char out[SIGN_TEXT]);

/* Headers as they came; NULL = not there. */
struct sign_headers { const char *id, *timestamp, *signature; };
enum sign_verdict { SIGN_GOOD, SIGN_MISSING, SIGN_MALFORMED, SIGN_TOO_OLD, SIGN_TOO_NEW, SIGN_WRONG };
/* Good when any of its v1 signatures is one of any of the keys. */
enum sign_verdict sign_verify(const struct sign_key *, size_t nkeys, const struct sign_headers *, const void *body, size_t n,
    int64_t now_s, int64_t tolerance_s);

/* For other schemes: HMAC-SHA256 over the parts, one after another. */
struct sign_part { const void *p; size_t n; };
void sign_mac(const void *key, size_t nkey, const struct sign_part *, size_t nparts, unsigned char mac[SIGN_MAC]);
/* Seconds since 1970, digits alone; false for anything else. */
bool sign_parse_time(const char *text, size_t n, int64_t *out);
/* SIGN_GOOD, SIGN_TOO_OLD or SIGN_TOO_NEW. */
enum sign_verdict sign_check_time(int64_t at_s, int64_t now_s, int64_t tolerance_s);

#endif
