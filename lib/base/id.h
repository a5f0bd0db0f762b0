/*
 * id: identifiers and secrets.
 *
 * uuid_new() makes UUIDv7 (RFC 9562): they grow with time, within one process
 * strictly.  Tokens are 128 random bits; only their BLAKE2b-256 hash is stored.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct uuid { uint8_t b[16]; };
#define UUID_TEXT 37
struct hash { uint8_t b[32]; };
#define TOKEN_TEXT 23			/* 128 bits in base64url without padding, and NUL */
#define ORDER_NUMBER_TEXT 20		/* ORD-20261121-7K3M9Q and NUL */

/* Must be called once before anything else here; -1 when there is no randomness. */
int id_start(void);

struct uuid uuid_new(void);
const char *uuid_text(const struct uuid *, char out[UUID_TEXT]);	/* lower case, with dashes */
bool uuid_parse(const char *, struct uuid *);		/* either case; exactly 36 characters */
bool uuid_is_zero(const struct uuid *);
int uuid_cmp(const struct uuid *, const struct uuid *);
int64_t uuid_time(const struct uuid *);			/* ms since 1970 of a UUIDv7 */
struct uuid uuid_least(int64_t ms);			/* the first UUIDv7 of that moment: a bound, no identifier */

void token_new(char out[TOKEN_TEXT]);
bool token_valid(const char *);				/* has the form of one */
struct hash hash_of(const void *, size_t);
bool hash_equal(const struct hash *, const struct hash *);	/* in constant time */

/* ORD- + the shop's date + 6 random Crockford base32 characters. */
void order_number_new(int64_t now_ms, char out[ORDER_NUMBER_TEXT]);

#endif
