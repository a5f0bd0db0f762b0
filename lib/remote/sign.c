/*
 * sign: see sign.h.
 */
#include "remote/sign.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SECRET_PREFIX "whsec_"
#define TIME_TEXT 24

_Static_assert(SIGN_MAC == crypto_auth_hmacsha256_BYTES, "a MAC of HMAC-SHA256");
_Static_assert(SIGN_TEXT >= 3 + sodium_base64_ENCODED_LEN(SIGN_MAC, sodium_base64_VARIANT_ORIGINAL), "v1,base64");

bool
sign_key_parse(const char *text, struct sign_key *out)
{
	struct sign_key key = { .n = 0 };
	const char *end;

	if (text == NULL)
		return false;
	if (strncmp(text, SECRET_PREFIX, strlen(SECRET_PREFIX)) == 0)
		text += strlen(SECRET_PREFIX);
	if (sodium_base642bin(key.b, sizeof(key.b), text, strlen(text), NULL, &key.n, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    *end != '\0' || key.n < SIGN_KEY_MIN) {
		sign_key_wipe(&key);
		return false;
	}
	*out = key;
	sign_key_wipe(&key);
	return true;
}

void
sign_key_wipe(struct sign_key *key)
{
	sodium_memzero(key, sizeof(*key));
}

void
sign_mac(const void *key, size_t nkey, const struct sign_part *part, size_t nparts, unsigned char mac[SIGN_MAC])
{
	crypto_auth_hmacsha256_state state;

	(void)crypto_auth_hmacsha256_init(&state, key, nkey);
	for (size_t i = 0; i < nparts; i++)
		(void)crypto_auth_hmacsha256_update(&state, part[i].p, part[i].n);
	(void)crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof(state));
}

bool
sign_parse_time(const char *text, size_t n, int64_t *out)
{
	int64_t t = 0;

	if (n == 0 || n > 12)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		t = t * 10 + (text[i] - '0');
	}
	*out = t;
	return true;
}

enum sign_verdict
sign_check_time(int64_t at_s, int64_t now_s, int64_t tolerance_s)
{
	if (at_s < now_s - tolerance_s)
		return SIGN_TOO_OLD;
	return at_s > now_s + tolerance_s ? SIGN_TOO_NEW : SIGN_GOOD;
}

/* An id with a dot could be read as another id with another time. */
static bool
is_id(const char *id)
{
	return *id != '\0' && strchr(id, '.') == NULL;
}

static void
mac_of(const struct sign_key *key, const char *id, const char *at, const void *body, size_t n, unsigned char mac[SIGN_MAC])
{
	const struct sign_part parts[] = {
		{ id, strlen(id) }, { ".", 1 }, { at, strlen(at) }, { ".", 1 }, { n != 0 ? body : "", n },
	};

	sign_mac(key->b, key->n, parts, sizeof(parts) / sizeof(parts[0]), mac);
}

bool
sign_webhook(const struct sign_key *key, const char *id, int64_t at_s, const void *body, size_t n, char out[SIGN_TEXT])
{
	unsigned char mac[SIGN_MAC];
	char at[TIME_TEXT];

	if (!is_id(id) || at_s < 0)
		return false;
	(void)snprintf(at, sizeof(at), "%" PRId64, at_s);
	mac_of(key, id, at, body, n, mac);
	memcpy(out, "v1,", 3);
	(void)sodium_bin2base64(out + 3, SIGN_TEXT - 3, mac, sizeof(mac), sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(mac, sizeof(mac));
	return true;
}

/* One word of webhook-signature: is it a v1 signature equal to mac? */
static bool
is_mac(const char *word, size_t n, const unsigned char mac[SIGN_MAC])
{
	unsigned char given[SIGN_MAC];
	const char *end;
	size_t ngiven;

	return n > 3 && memcmp(word, "v1,", 3) == 0 &&
	    sodium_base642bin(given, sizeof(given), word + 3, n - 3, NULL, &ngiven, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    end == word + n && ngiven == SIGN_MAC && sodium_memcmp(given, mac, SIGN_MAC) == 0;
}

enum sign_verdict
sign_verify(const struct sign_key *key, size_t nkeys, const struct sign_headers *h, const void *body, size_t n,
    int64_t now_s, int64_t tolerance_s)
{
	unsigned char mac[SIGN_MAC];
	int64_t at;
	bool good = false;

	if (h->id == NULL || h->timestamp == NULL || h->signature == NULL)
		return SIGN_MISSING;
	if (!is_id(h->id) || !sign_parse_time(h->timestamp, strlen(h->timestamp), &at))
		return SIGN_MALFORMED;
	enum sign_verdict time = sign_check_time(at, now_s, tolerance_s);
	if (time != SIGN_GOOD)
		return time;
	for (size_t i = 0; i < nkeys; i++) {
		mac_of(&key[i], h->id, h->timestamp, body, n, mac);
		for (const char *word = h->signature; *word != '\0'; word += strspn(word, " ")) {
			size_t len = strcspn(word, " ");
			/* Not ||: every signature is looked at, whichever it was. */
			good |= is_mac(word, len, mac);
			word += len;
		}
	}
	sodium_memzero(mac, sizeof(mac));
	return good ? SIGN_GOOD : SIGN_WRONG;
}
