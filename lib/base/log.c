/*
 * log: see log.h.
 *
 * A line is made whole in memory and written with one write(2), so that lines
 * of many threads and programs on one descriptor do not run into each other.
 */
#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/jsonw.h"

#define LINE_MAX_BYTES ((size_t)16 << 10)

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error",
};
#define LEVELS (sizeof(level_names) / sizeof(level_names[0]))

static char program_name[32] = "banquet";
static atomic_int least = LOG_INFO;
static atomic_int descriptor = STDERR_FILENO;
static _Thread_local const char *request_id;

bool
log_level_parse(const char *name, enum log_level *out)
{
	for (size_t i = 0; name != NULL && i < LEVELS; i++)
		if (strcmp(name, level_names[i]) == 0) {
			*out = (enum log_level)i;
			return true;
		}
	return false;
}

void
log_start(const char *program, enum log_level level)
{
	(void)snprintf(program_name, sizeof(program_name), "%s", program);
	atomic_store(&least, (int)level);
}

void
log_request(const char *id)
{
	request_id = id;
}

void
log_to(int fd)
{
	atomic_store(&descriptor, fd);
}

/* The members every line has, always in this order; leaves the object open. */
static struct jsonw
begin(struct buf *line, enum log_level level, const char *event)
{
	struct jsonw w = { line, false };
	char at[CLOCK_TEXT];

	json_open(&w, '{');
	json_key(&w, "at");
	json_str(&w, clock_text_utc(clock_now(), at));
	json_key(&w, "level");
	json_str(&w, level_names[(unsigned)level < LEVELS ? level : LOG_ERROR]);
	json_key(&w, "program");
	json_str(&w, program_name);
	json_key(&w, "event");
	json_str(&w, event);
	if (request_id != NULL) {
		json_key(&w, "request_id");
		json_str(&w, request_id);
	}
	return w;
}

static void
end(struct jsonw *w)
{
	json_close(w, '}');
	buf_putc(w->out, '\n');
}

void
log_fields(enum log_level level, const char *event, const struct log_field *f)
{
	if ((int)level < atomic_load_explicit(&least, memory_order_relaxed))
		return;

	int before = errno;	/* callers log, then look at errno */
	struct buf line = { .cap = LINE_MAX_BYTES };
	struct jsonw w = begin(&line, level, event);
	for (; f->name != NULL; f++) {
		json_key(&w, f->name);
		if (f->type == 'i')
			json_int(&w, f->i);
		else
			json_str(&w, f->s);
	}
	end(&w);
	if (line.failed) {
		/* Too long: half a line would not be JSON, so say which one it was. */
		buf_reset(&line);
		w = begin(&line, level, event);
		json_key(&w, "truncated");
		json_bool(&w, true);
		end(&w);
	}
	/* Nobody can be told when the log itself fails. */
	if (!line.failed)
		while (write(atomic_load(&descriptor), line.p, line.len) == -1 && errno == EINTR)
			continue;
	buf_free(&line);
	errno = before;
}
