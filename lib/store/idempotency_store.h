/*
 * idempotency_store: keys seen, and the answers kept for them.
 */
#ifndef STORE_IDEMPOTENCY_STORE_H
#define STORE_IDEMPOTENCY_STORE_H

#include <stddef.h>

#include "base/id.h"

struct arena;
struct db;
struct err;

struct kept_answer {
	struct hash	 key, fingerprint;
	int		 status;		/* HTTP; 0 = still in flight */
	const void	*sealed;		/* the answer, sealed; NULL while in flight */
	size_t		 len;
};

/* Those of the keys that are known, in any order. */
const struct err *idempotency_store_find(struct db *, struct arena *, const struct hash *keys, size_t n,
    struct kept_answer **out, size_t *nout);

#endif
