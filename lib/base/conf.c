/*
 * conf: see conf.h.  The table is conf.def; everything here only walks it.
 *
 * A secret's value never appears in a message.
 */
#include "base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

#define DEFAULT_PATH "/etc/banquet/banquet.conf"
#define ENV_PREFIX "BANQUET_"
#define ENV_NAME 64

enum type { STR, INT, BOOL };
enum { SECRET = 1 };

struct row {
	const char	*name;
	enum type	 type;
	size_t		 offset;	/* in struct conf */
	const char	*def_str;
	int64_t		 def_int, min, max;
	int		 flags;
	const char	*unit, *doc;
};

static const struct row rows[] = {
#define CONF_STR(n, d, f, text) \
	{ .name = #n, .type = STR, .offset = offsetof(struct conf, n), .def_str = (d), .flags = (f), .doc = (text) },
#define CONF_INT(n, d, lo, hi, u, text) \
	{ .name = #n, .type = INT, .offset = offsetof(struct conf, n), .def_int = (d), .min = (lo), .max = (hi), \
	  .unit = (u), .doc = (text) },
#define CONF_BOOL(n, d, text) \
	{ .name = #n, .type = BOOL, .offset = offsetof(struct conf, n), .def_int = (d), .doc = (text) },
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* One conf_load() under way. */
struct load {
	struct conf	*c;
	char		*why;
	size_t		 whylen;
	bool		 failed;
	const char	*path;
	FILE		*file;
	int		 line;		/* of the file, the one read last */
	int		 secret_line;	/* where the file sets a secret; 0 = nowhere */
	bool		 seen[ROWS];	/* in the file */
};

static void *
member(struct conf *c, const struct row *r)
{
	return (char *)c + r->offset;
}

/* Notes the first thing that is wrong. */
static void __attribute__((format(printf, 2, 3)))
complain(struct load *l, const char *fmt, ...)
{
	va_list ap;

	if (l->failed)
		return;
	l->failed = true;
	va_start(ap, fmt);
	(void)vsnprintf(l->why, l->whylen, fmt, ap);
	va_end(ap);
}

static bool
set_str(struct conf *c, const struct row *r, const char *value)
{
	char *copy = strdup(value);
	const char **at = member(c, r);

	if (copy == NULL)
		return false;
	free((char *)(uintptr_t)*at);
	*at = copy;
	return true;
}

static bool
parse_int(const char *value, int64_t *out)
{
	char *end;

	if (!isdigit((unsigned char)value[0]) && value[0] != '-')
		return false;
	errno = 0;
	long long n = strtoll(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0')
		return false;
	*out = n;
	return true;
}

static bool
parse_bool(const char *value, bool *out)
{
	static const struct { const char *word; bool means; } words[] = {
		{ "yes", true }, { "true", true }, { "on", true }, { "1", true },
		{ "no", false }, { "false", false }, { "off", false }, { "0", false },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(value, words[i].word) == 0) {
			*out = words[i].means;
			return true;
		}
	return false;
}

/* Sets a row from text; `where` is what a complaint begins with. */
static void
set(struct load *l, const struct row *r, const char *value, const char *where)
{
	int64_t n;
	bool yes;

	switch (r->type) {
	case STR:
		if (!set_str(l->c, r, value))
			complain(l, "%s: out of memory", where);
		break;
	case INT:
		if (!parse_int(value, &n) || n < r->min || n > r->max)
			complain(l, "%s must be a whole number from %" PRId64 " to %" PRId64 "%s%s, not \"%s\"",
			    where, r->min, r->max, *r->unit != '\0' ? " " : "", r->unit, value);
		else
			*(int64_t *)member(l->c, r) = n;
		break;
	case BOOL:
		if (!parse_bool(value, &yes))
			complain(l, "%s must be yes or no, not \"%s\"", where, value);
		else
			*(bool *)member(l->c, r) = yes;
		break;
	}
}

static void
set_defaults(struct load *l)
{
	for (const struct row *r = rows; r < rows + ROWS; r++)
		if (r->type == STR)
			set(l, r, r->def_str, r->name);
		else if (r->type == INT)
			*(int64_t *)member(l->c, r) = r->def_int;
		else
			*(bool *)member(l->c, r) = r->def_int != 0;
}

/* ini.h's handler: one `name = value` of the file.  Returns 0 for an error, as it wants. */
static int
on_value(void *arg, const char *section, const char *name, const char *value)
{
	struct load *l = arg;
	char where[512];

	(void)snprintf(where, sizeof(where), "%s:%d: %s", l->path, l->line, name);
	if (*section != '\0') {
		complain(l, "%s:%d: sections such as [%s] are not known", l->path, l->line, section);
		return 0;
	}
	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		/* A line that begins with a space continues the value before it
		 * in some INI files; here that would be a second value. */
		if (l->seen[i])
			complain(l, "%s is set a second time", where);
		l->seen[i] = true;
		if (rows[i].flags & SECRET && *value != '\0' && l->secret_line == 0)
			l->secret_line = l->line;
		set(l, &rows[i], value, where);
		return !l->failed;
	}
	complain(l, "%s is no setting", where);
	return 0;
}

/* ini.h's reader: fgets() that counts lines and refuses what does not fit in one. */
static char *
read_line(char *to, int size, void *arg)
{
	struct load *l = arg;

	if (l->failed || fgets(to, size, l->file) == NULL)
		return NULL;
	l->line++;
	if (strchr(to, '\n') == NULL && !feof(l->file)) {
		complain(l, "%s:%d: the line is longer than %d bytes", l->path, l->line, size - 1);
		return NULL;
	}
	return to;
}

static void
read_file(struct load *l)
{
	struct stat st;
	int bad = ini_parse_stream(read_line, l, on_value, l);

	if (!l->failed && ferror(l->file))
		complain(l, "%s: %s", l->path, strerror(errno));
	if (!l->failed && bad > 0)
		complain(l, "%s:%d: not a line of the form name = value", l->path, bad);
	if (!l->failed && bad != 0)
		complain(l, "%s: out of memory", l->path);
	if (l->failed || l->secret_line == 0)
		return;
	if (fstat(fileno(l->file), &st) != 0)
		complain(l, "%s: %s", l->path, strerror(errno));
	else if (st.st_mode & (S_IROTH | S_IWOTH))
		complain(l, "%s:%d: sets a secret, but others may read or write the file; try chmod 640",
		    l->path, l->secret_line);
}

/* `must`: somebody named the file, so it has to be there. */
static void
load_file(struct load *l, const char *path, bool must)
{
	l->path = path;
	l->file = fopen(path, "re");
	if (l->file == NULL) {
		if (must || (errno != ENOENT && errno != ENOTDIR))
			complain(l, "%s: %s", path, strerror(errno));
		return;
	}
	read_file(l);
	(void)fclose(l->file);
}

static const char *
env_name(const struct row *r, char out[ENV_NAME])
{
	size_t n = sizeof(ENV_PREFIX) - 1;

	memcpy(out, ENV_PREFIX, n);
	for (const char *p = r->name; *p != '\0' && n < ENV_NAME - 1; p++)
		out[n++] = (char)toupper((unsigned char)*p);
	out[n] = '\0';
	return out;
}

static void
load_environment(struct load *l)
{
	char name[ENV_NAME];

	for (const struct row *r = rows; r < rows + ROWS; r++) {
		const char *value = getenv(env_name(r, name));
		if (value != NULL)
			set(l, r, value, name);
	}
}

int
conf_load(struct conf *c, const char *path, char *why, size_t whylen)
{
	struct load l = { .c = c, .why = why, .whylen = whylen };

	memset(c, 0, sizeof(*c));
	set_defaults(&l);
	if (path == NULL)
		path = getenv(ENV_PREFIX "CONFIG");
	if (!l.failed)
		load_file(&l, path != NULL ? path : DEFAULT_PATH, path != NULL);
	if (!l.failed)
		load_environment(&l);
	if (!l.failed)
		return 0;
	conf_free(c);
	return -1;
}

void
conf_free(struct conf *c)
{
	for (const struct row *r = rows; c != NULL && r < rows + ROWS; r++)
		if (r->type == STR) {
			const char **at = member(c, r);
			char *s = (char *)(uintptr_t)*at;
			if (s != NULL && r->flags & SECRET)
				explicit_bzero(s, strlen(s));
			free(s);
			*at = NULL;
		}
}

static void
document_default(struct buf *out, const struct row *r)
{
	if (r->type == INT)
		buf_printf(out, "`%" PRId64 "`", r->def_int);
	else if (r->type == BOOL)
		buf_puts(out, r->def_int != 0 ? "`yes`" : "`no`");
	else if (*r->def_str != '\0')
		buf_printf(out, "`%s`", r->def_str);
}

void
conf_document(struct buf *out)
{
	char env[ENV_NAME];

	buf_puts(out, "| setting | environment | default | values | meaning |\n|---|---|---|---|---|\n");
	for (const struct row *r = rows; r < rows + ROWS; r++) {
		buf_printf(out, "| `%s` | `%s` | ", r->name, env_name(r, env));
		document_default(out, r);
		buf_puts(out, " | ");
		if (r->type == INT)
			buf_printf(out, "%" PRId64 "–%" PRId64 "%s%s", r->min, r->max,
			    *r->unit != '\0' ? " " : "", r->unit);
		else
			buf_puts(out, r->type == BOOL ? "yes, no" : r->flags & SECRET ? "text, secret" : "text");
		buf_printf(out, " | %s |\n", r->doc);
	}
}
