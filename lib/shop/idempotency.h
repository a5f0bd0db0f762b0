/*
 * idempotency: the same key and request have one effect and one answer.
 *
 * The table keeps only hashes of keys, and answers sealed with a secret made from the key itself: who
 * has the key may read its answer (a guest's token is in it), who has the
 * table may not.
 */
#ifndef SHOP_IDEMPOTENCY_H
#define SHOP_IDEMPOTENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

struct arena;

/* A key as the desk needs it. */
struct idem {
	bool		 present;
	struct hash	 key;		/* of caller, route and key: what the table knows */
	struct hash	 fingerprint;	/* of the request as understood */
	unsigned char	 seal[32];	/* opens the kept answer */
};

/* An answer as it is kept. */
struct kept {
	int		 status;	/* HTTP */
	const char	*location, *page;	/* may be NULL */
	const char	*guest_token;	/* NULL = none */
	const char	*json;		/* the members of the answer */
};

/* `caller` = user id or guest token hash (n bytes; 0 = nobody known); zero value when key is NULL. */
struct idem idem_make(const void *caller, size_t n, const char *route, const char *key, const struct hash *fingerprint);

/* Sealed bytes in the arena; NULL when it is full. */
const void *idem_seal(struct arena *, const struct idem *, const struct kept *, size_t *len);
/* NULL when the bytes were not sealed with this key, or the arena is full. */
struct kept *idem_open(struct arena *, const struct idem *, int status, const void *sealed, size_t len);

#endif
