/*
 * url: percent-encoding there and back.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "http/url.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *
url_decode(struct arena *arena, const char *s, size_t n, bool plus)
{
	char *out = arena_alloc(arena, n + 1), *o = out;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c == '%') {
			int hi, lo;

			if (n - i < 3 || (hi = hex(s[i + 1])) < 0 || (lo = hex(s[i + 2])) < 0)
				return NULL;
			c = (char)(hi << 4 | lo);
			i += 2;
		} else if (c == '+' && plus)
			c = ' ';
		if (c == '\0')
			return NULL;
		*o++ = c;
	}
	*o = '\0';
	return text_length(out) < 0 ? NULL : out;
}

char *
url_query_value(struct arena *arena, const char *query, const char *name)
{
	size_t n = strlen(name);

	while (*query != '\0') {
		size_t len = strcspn(query, "&");

		if (len > n && strncmp(query, name, n) == 0 && query[n] == '=')
			return url_decode(arena, query + n + 1, len - n - 1, true);
		query += len + (query[len] == '&');
	}
	return NULL;
}

void
url_encode_path(struct buf *out, const char *path)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$'()*+,;=:@";

	while (*path != '\0') {
		size_t n = strspn(path, plain);

		buf_add(out, path, n);
		path += n;
		if (*path != '\0')
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)*path++);
	}
}

void
url_encode_value(struct buf *out, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
	}
}
