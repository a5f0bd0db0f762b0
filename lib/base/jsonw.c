/*
 * jsonw: see jsonw.h.
 *
 * Whatever it is given, what comes out is valid JSON text in UTF-8: bytes that
 * are no UTF-8 come out as U+FFFD, one for each.
 */
#include "base/jsonw.h"

#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"

/* Before a value or a key: the comma that parts it from the one before. */
static void
separate(struct jsonw *w)
{
	if (w->comma)
		buf_putc(w->out, ',');
	w->comma = true;
}

void
json_open(struct jsonw *w, char brace)
{
	separate(w);
	buf_putc(w->out, brace);
	w->comma = false;
}

void
json_close(struct jsonw *w, char brace)
{
	buf_putc(w->out, brace);
	w->comma = true;
}

/* Bytes that can stand in a JSON string as they are: ASCII but for controls, " and \. */
static inline bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void
escape(struct buf *out, unsigned char c)
{
	static const char letter[0x80] = {
		['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
		['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
	};

	if (letter[c] != '\0') {
		buf_putc(out, '\\');
		buf_putc(out, letter[c]);
	} else
		buf_printf(out, "\\u%04x", (unsigned)c);
}

static void
quoted(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	for (size_t left = strlen(s); left > 0; ) {
		const unsigned char *u = (const unsigned char *)s;
		size_t run = 0;
		while (run < left && is_plain(u[run]))
			run++;
		if (run > 0)
			buf_add(out, s, run);
		else if (u[0] < 0x80) {
			escape(out, u[0]);
			run = 1;
		} else {
			utf8proc_int32_t point;
			utf8proc_ssize_t n = utf8proc_iterate(u, (utf8proc_ssize_t)left, &point);
			run = n > 0 ? (size_t)n : 1;
			if (n > 0)
				buf_add(out, s, run);
			else
				buf_puts(out, "\xef\xbf\xbd");
		}
		s += run;
		left -= run;
	}
	buf_putc(out, '"');
}

void
json_key(struct jsonw *w, const char *name)
{
	separate(w);
	quoted(w->out, name);
	buf_putc(w->out, ':');
	w->comma = false;
}

void
json_str(struct jsonw *w, const char *s)
{
	if (s == NULL) {
		json_null(w);
		return;
	}
	separate(w);
	quoted(w->out, s);
}

void
json_int(struct jsonw *w, int64_t i)
{
	separate(w);
	buf_printf(w->out, "%" PRId64, i);
}

void
json_qty(struct jsonw *w, qty_t q)
{
	char text[QTY_TEXT];
	size_t n = strlen(qty_text(q, text));

	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	text[n] = '\0';
	json_raw(w, text);
}

void
json_bool(struct jsonw *w, bool yes)
{
	json_raw(w, yes ? "true" : "false");
}

void
json_null(struct jsonw *w)
{
	json_raw(w, "null");
}

void
json_raw(struct jsonw *w, const char *json)
{
	separate(w);
	buf_puts(w->out, json != NULL ? json : "null");
}
