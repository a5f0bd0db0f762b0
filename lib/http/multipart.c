/*
 * multipart: multipart/form-data bodies (RFC 7578), for body_parse().
 *
 * One pass from delimiter to delimiter.  Nothing is repaired: a body without
 * its closing delimiter, a part without a name, a transfer encoding are refused.
 */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "http/body.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/utf8.h"

#define BOUNDARY_MAX 70		/* RFC 2046 5.1.1 */
#define HEADER_MAX 4096		/* bytes of a part's headers */

struct span { const char *p; size_t n; };

struct part {
	struct arena	*arena;
	const char	*name, *filename;	/* NULL = not said */
	const char	*type;
	bool		 form_data;		/* Content-Disposition said so */
	bool		 encoded;		/* Content-Transfer-Encoding that is one */
};

static struct span
trim(struct span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s.p++, s.n--;
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static bool
is(struct span s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* Takes one `; name=value` off the front of *rest; the value of a quoted one is what
 * stands between the quotes, escapes and all.  False at the end, or where it is none: then *bad. */
static bool
next_param(struct span *rest, struct span *name, struct span *value, bool *bad)
{
	*rest = trim(*rest);
	if (rest->n == 0)
		return false;
	*bad = true;
	if (*rest->p != ';')
		return false;
	rest->p++, rest->n--;
	*rest = trim(*rest);
	if (rest->n == 0) {		/* a last semicolon with nothing after it */
		*bad = false;
		return false;
	}
	const char *end = rest->p + rest->n, *eq = memchr(rest->p, '=', rest->n), *p;
	if (eq == NULL || eq == rest->p)
		return false;
	*name = trim((struct span){ rest->p, (size_t)(eq - rest->p) });
	p = eq + 1;
	if (p < end && *p == '"') {
		const char *from = ++p;
		while (p < end && *p != '"')
			p += *p == '\\' && end - p > 1 && p[1] == '"' ? 2 : 1;
		if (p >= end)
			return false;
		*value = (struct span){ from, (size_t)(p - from) };
		p++;
	} else {
		const char *from = p;
		while (p < end && *p != ';')
			p++;
		*value = trim((struct span){ from, (size_t)(p - from) });
	}
	*rest = (struct span){ p, (size_t)(end - p) };
	*bad = false;
	return true;
}

const char *
multipart_boundary(struct arena *arena, const char *content_type)
{
	const char *semicolon = strchr(content_type, ';');
	struct span rest, name, value, found = { 0 };
	bool bad = false;

	if (semicolon == NULL)
		return NULL;
	rest = (struct span){ semicolon, strlen(semicolon) };
	while (next_param(&rest, &name, &value, &bad))
		if (is(name, "boundary") && found.p == NULL)
			found = value;
	if (bad || found.n == 0 || found.n > BOUNDARY_MAX)
		return NULL;
	for (size_t i = 0; i < found.n; i++)
		if ((unsigned char)found.p[i] < 0x20 || (unsigned char)found.p[i] > 0x7e)
			return NULL;
	return arena_memdup(arena, found.p, found.n);
}

/* A name as browsers write it: %22, %0D and %0A stand for what a quoted string can
 * not hold (HTML, multipart/form-data encoding algorithm), elder clients wrote \". */
static const char *
unquote(struct arena *arena, struct span s)
{
	char *text = arena_alloc(arena, s.n + 1), *to = text;

	for (size_t i = 0; text != NULL && i < s.n; i++) {
		size_t left = s.n - i;
		if (left >= 2 && s.p[i] == '\\' && s.p[i + 1] == '"')
			i++, *to++ = '"';
		else if (left >= 3 && strncmp(s.p + i, "%22", 3) == 0)
			i += 2, *to++ = '"';
		else if (left >= 3 && strncasecmp(s.p + i, "%0d", 3) == 0)
			i += 2, *to++ = '\r';
		else if (left >= 3 && strncasecmp(s.p + i, "%0a", 3) == 0)
			i += 2, *to++ = '\n';
		else
			*to++ = s.p[i];
	}
	return text;
}

/* What follows the last slash or backslash: some clients send the whole path. */
static const char *
base_name(const char *path)
{
	const char *base = path;

	for (; *path != '\0'; path++)
		if (*path == '/' || *path == '\\')
			base = path + 1;
	return base;
}

static const char *
read_disposition(struct part *part, struct span value)
{
	size_t n = 0;
	struct span rest, name, arg;
	bool bad = false;

	while (n < value.n && value.p[n] != ';')
		n++;
	part->form_data = is(trim((struct span){ value.p, n }), "form-data");
	rest = (struct span){ value.p + n, value.n - n };
	while (next_param(&rest, &name, &arg, &bad)) {
		const char **to = is(name, "name") ? &part->name : is(name, "filename") ? &part->filename : NULL;
		if (to == NULL)
			continue;	/* filename* is not for forms: RFC 7578 4.2 */
		if (*to != NULL || memchr(arg.p, '\0', arg.n) != NULL)
			return "bad_multipart";
		if (!utf8_valid(arg.p, arg.n))
			return "not_text";
		if ((*to = unquote(part->arena, arg)) == NULL)
			return "bad_multipart";
	}
	return bad ? "bad_multipart" : NULL;
}

static const char *
read_header(struct part *part, struct span line)
{
	const char *colon = memchr(line.p, ':', line.n);

	if (colon == NULL || colon == line.p)
		return "bad_multipart";
	struct span name = { line.p, (size_t)(colon - line.p) };
	struct span value = trim((struct span){ colon + 1, line.n - name.n - 1 });
	if (is(name, "Content-Disposition"))
		return part->form_data ? "bad_multipart" : read_disposition(part, value);
	if (is(name, "Content-Type")) {
		for (size_t i = 0; i < value.n; i++)
			if ((unsigned char)value.p[i] < 0x20 || (unsigned char)value.p[i] > 0x7e)
				return "bad_multipart";
		part->type = arena_memdup(part->arena, value.p, value.n);
	} else if (is(name, "Content-Transfer-Encoding"))
		part->encoded = !is(value, "binary") && !is(value, "8bit") && !is(value, "7bit");
	return NULL;
}

/* Reads the header lines at *p; leaves *p at the first byte of the content. */
static const char *
read_headers(struct part *part, const char **p, const char *end)
{
	const char *limit = end - *p > HEADER_MAX ? *p + HEADER_MAX : end;

	for (;;) {
		const char *eol = memmem(*p, (size_t)(limit - *p), "\r\n", 2);
		if (eol == NULL)
			return "bad_multipart";
		struct span line = { *p, (size_t)(eol - *p) };
		*p = eol + 2;
		if (line.n == 0)
			break;
		const char *why = read_header(part, line);
		if (why != NULL)
			return why;
	}
	if (!part->form_data || part->name == NULL || part->encoded)
		return "bad_multipart";
	return NULL;
}

static const struct err *
take_part(struct form *f, const struct part *part, struct span content, struct files *files)
{
	if (part->filename == NULL)
		return form_put(f, part->name, content.p, content.n);
	if (*part->filename == '\0' && content.n == 0)
		return NULL;
	if (files->n == FILES_MAX)
		return err_fault(f->arena, "", "too_many_files");
	if (files->v == NULL && (files->v = ARENA_ARRAY(f->arena, struct body_file, FILES_MAX)) == NULL)
		return err_static(ERR_UNAVAILABLE);
	files->v[files->n++] = (struct body_file){
		.field = part->name,
		.filename = base_name(part->filename),
		.type = part->type != NULL ? part->type : "application/octet-stream",
		.data = content.p,
		.len = content.n,
	};
	return NULL;
}

/* After a delimiter: 1 = a part follows at *p, 0 = it was the last, -1 = neither. */
static int
after_delimiter(const char **p, const char *end)
{
	if (end - *p >= 2 && memcmp(*p, "--", 2) == 0)
		return 0;
	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
	if (end - *p < 2 || memcmp(*p, "\r\n", 2) != 0)
		return -1;
	*p += 2;
	return 1;
}

const struct err *
multipart_parse(struct form *f, const char *boundary, const char *data, size_t n, struct files *files)
{
	char mark[4 + BOUNDARY_MAX + 1] = "\r\n--";
	size_t len = strlen(boundary);
	const char *end = data + n, *p = data;
	int more;

	if (len == 0 || len > BOUNDARY_MAX)
		return err_fault(f->arena, "", "bad_multipart");
	memcpy(mark + 4, boundary, len + 1);
	len += 4;

	/* The first delimiter has no line before it, unless there is a preamble. */
	if (n >= len - 2 && memcmp(data, mark + 2, len - 2) == 0)
		p = data + len - 2;
	else if ((p = memmem(data, n, mark, len)) != NULL)
		p += len;
	else
		return err_fault(f->arena, "", "bad_multipart");

	while ((more = after_delimiter(&p, end)) == 1) {
		struct part part = { .arena = f->arena };
		const char *why = read_headers(&part, &p, end);
		if (why != NULL)
			return err_fault(f->arena, "", why);
		/* The line break that ended the headers may already begin the delimiter of an empty part. */
		const char *next = memmem(p - 2, (size_t)(end - p) + 2, mark, len);
		if (next == NULL)
			break;
		struct span content = { p, next > p ? (size_t)(next - p) : 0 };
		const struct err *e = take_part(f, &part, content, files);
		if (e != NULL)
			return e;
		p = next + len;
	}
	return more == 0 ? NULL : err_fault(f->arena, "", "bad_multipart");
}
