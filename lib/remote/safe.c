/* safe: the beginnings of addresses. */
#include "remote/safe.h"

#include <stddef.h>
#include <string.h>

/* What follows s; NULL when it does not begin so. */
static const char *
after(const char *s, const char *lead)
{
	size_t n = strlen(lead);

	return strncmp(s, lead, n) == 0 ? s + n : NULL;
}

bool
safe_local(const char *url, const char *scheme)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };
	const char *host = after(url, scheme), *rest;

	if (host == NULL || (host = after(host, "://")) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		if ((rest = after(host, hosts[i])) == NULL)
			continue;
		if (*rest == ':')
			rest += 1 + strspn(rest + 1, "0123456789");
		return *rest == '\0' || *rest == '/';
	}
	return false;
}

bool
safe_url(const char *url)
{
	const char *host = after(url, "https://");

	return host != NULL ? *host != '\0' : safe_local(url, "http");
}
