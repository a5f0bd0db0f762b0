/*
 * stripe_webhook: see stripe_webhook.h.
 */
#include "remote/stripe_webhook.h"

#include <sodium.h>
#include <string.h>

enum sign_verdict
stripe_webhook_verify(const char *secret, const char *header, const void *body, size_t n, int64_t now_s, int64_t tolerance_s)
{
	unsigned char mac[SIGN_MAC], given[SIGN_MAC];
	const char *at = NULL, *end;
	size_t nat = 0, ngiven;
	int64_t at_s;
	bool good = false;

	if (header == NULL)
		return SIGN_MISSING;
	for (const char *item = header; *item != '\0' && at == NULL; item += strcspn(item, ","), item += *item == ',')
		if (strncmp(item, "t=", 2) == 0) {
			at = item + 2;
			nat = strcspn(at, ",");
		}
	if (at == NULL || !sign_parse_time(at, nat, &at_s))
		return SIGN_MALFORMED;
	enum sign_verdict time = sign_check_time(at_s, now_s, tolerance_s);
	if (time != SIGN_GOOD)
		return time;
	const struct sign_part parts[] = { { at, nat }, { ".", 1 }, { n != 0 ? body : "", n } };
	sign_mac(secret, strlen(secret), parts, 3, mac);
	for (const char *item = header; *item != '\0'; item += strcspn(item, ","), item += *item == ',') {
		size_t len = strcspn(item, ",");
		/* Not ||: every signature is looked at, whichever it was. */
		if (len > 3 && memcmp(item, "v1=", 3) == 0 &&
		    sodium_hex2bin(given, sizeof(given), item + 3, len - 3, NULL, &ngiven, &end) == 0 && end == item + len &&
		    ngiven == SIGN_MAC)
			good |= sodium_memcmp(given, mac, SIGN_MAC) == 0;
	}
	sodium_memzero(mac, sizeof(mac));
	return good ? SIGN_GOOD : SIGN_WRONG;
}
