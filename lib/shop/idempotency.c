/* idempotency: hashing keys, sealing answers (libsodium's secretbox). */
#include "shop/idempotency.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"

/* Each use of the key has its own label, so that the stored hash tells nothing of the seal. */
static struct hash
labelled(const char *label, const void *caller, size_t n, const char *route, const char *key)
{
	crypto_generichash_state st;
	struct hash h;

	crypto_generichash_init(&st, NULL, 0, sizeof(h.b));
	crypto_generichash_update(&st, (const unsigned char *)label, strlen(label) + 1);
	crypto_generichash_update(&st, (const unsigned char *)&n, sizeof(n));
	if (n > 0)
		crypto_generichash_update(&st, caller, n);
	crypto_generichash_update(&st, (const unsigned char *)route, strlen(route) + 1);
	crypto_generichash_update(&st, (const unsigned char *)key, strlen(key));
	crypto_generichash_final(&st, h.b, sizeof(h.b));
	return h;
}

struct idem
idem_make(const void *caller, size_t n, const char *route, const char *key, const struct hash *fingerprint)
{
	struct idem out = { 0 };
	struct hash seal;

	if (key == NULL)
		return out;
	out.present = true;
	out.key = labelled("banquet idempotency key", caller, n, route, key);
	seal = labelled("banquet kept answer", caller, n, route, key);
	memcpy(out.seal, seal.b, sizeof(out.seal));
	out.fingerprint = *fingerprint;
	return out;
}

#define OVERHEAD (crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)

/* The parts one after the other, each ended by its NUL; an absent one is empty. */
const void *
idem_seal(struct arena *a, const struct idem *k, const struct kept *answer, size_t *len)
{
	const char *part[] = { answer->location, answer->page, answer->guest_token, answer->json };
	size_t n = 0, at = 0;
	unsigned char *plain, *out;

	for (size_t i = 0; i < 4; i++)
		n += (part[i] == NULL ? 0 : strlen(part[i])) + 1;
	plain = arena_alloc(a, n);
	out = arena_alloc(a, n + OVERHEAD);
	if (plain == NULL || out == NULL)
		return NULL;
	for (size_t i = 0; i < 4; i++) {
		size_t m = (part[i] == NULL ? 0 : strlen(part[i])) + 1;
		memcpy(plain + at, part[i] == NULL ? "" : part[i], m);
		at += m;
	}
	randombytes_buf(out, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, plain, n, out, k->seal);
	*len = n + OVERHEAD;
	return out;
}

struct kept *
idem_open(struct arena *a, const struct idem *k, int status, const void *sealed, size_t len)
{
	const unsigned char *in = sealed;
	const char *part[4];
	struct kept *out = ARENA_NEW(a, struct kept);
	size_t n, at = 0;
	char *plain;

	if (out == NULL || len < OVERHEAD + 4)
		return NULL;
	n = len - OVERHEAD;
	if ((plain = arena_alloc(a, n + 1)) == NULL)
		return NULL;
	if (crypto_secretbox_open_easy((unsigned char *)plain, in + crypto_secretbox_NONCEBYTES,
	    len - crypto_secretbox_NONCEBYTES, in, k->seal) != 0)
		return NULL;
	for (size_t i = 0; i < 4; i++) {
		if (at >= n)
			return NULL;
		part[i] = plain + at;
		at += strlen(part[i]) + 1;
	}
	*out = (struct kept){ status, part[0][0] ? part[0] : NULL, part[1][0] ? part[1] : NULL,
	    part[2][0] ? part[2] : NULL, part[3] };
	return out;
}
