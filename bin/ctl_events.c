/* ctl_events: banquetctl events: who was told how much, what was given up, telling it again, and what is made of it. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "ctl.h"
#include "db/db.h"
#include "work/replay.h"
#include "work/sales.h"

#define LIST_MAX 1000

/* What was asked for after the action's name. */
struct asked {
	int		 who;		/* enum event_consumer; -1 = not said */
	const char	*from;		/* --from */
	const char	*what;		/* a number, or "all" */
};

static int
events_usage(void)
{
	fprintf(stderr, "usage: banquetctl events [status]\n"
	    "       banquetctl events list | dead [--consumer NAME]\n"
	    "       banquetctl events replay --from NUMBER|TIME [--consumer NAME]\n"
	    "       banquetctl events retry NUMBER|all [--consumer NAME]\n"
	    "       banquetctl events drop NUMBER [--consumer NAME]\n"
	    "       banquetctl events rebuild\n"
	    "consumers are platform (where none is named), sales, notices; a TIME is YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS in the shop's zone\n");
	return EX_USAGE;
}

static int
consumer_of(const char *name)
{
	for (int c = 0; c < CONSUMER__MAX; c++)
		if (strcasecmp(event_consumer_names[c], name) == 0)
			return c;
	return -1;
}

static bool
read_arguments(int argc, char **argv, struct asked *out)
{
	*out = (struct asked){ .who = -1 };
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--consumer") == 0 && i + 1 < argc) {
			if ((out->who = consumer_of(argv[++i])) == -1)
				return false;
		} else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc) {
			out->from = argv[++i];
		} else if (argv[i][0] != '-' && out->what == NULL) {
			out->what = argv[i];
		} else
			return false;
	}
	return true;
}

/* A number of the feed; 0 when it is none. */
static int64_t
number_of(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	return isdigit((unsigned char)text[0]) && *end == '\0' && n > 0 ? n : 0;
}

/* A day, or a moment of it, in the shop's zone. */
static bool
moment_of(const char *text, int64_t *ms)
{
	char day[11];
	struct civil c;
	int end = 0;

	snprintf(day, sizeof(day), "%s", text);
	if (strlen(day) != 10 || !clock_parse_date(day, &c))
		return false;
	text += 10;
	if (*text != '\0' && (sscanf(text, "T%2d:%2d:%2d%n", &c.hour, &c.minute, &c.second, &end) != 3 || text[end] != '\0' ||
	    c.hour > 23 || c.minute > 59 || c.second > 59))
		return false;
	*ms = clock_moment(c);
	return true;
}

static enum event_consumer
who(const struct asked *q)
{
	return q->who == -1 ? CONSUMER_PLATFORM : (enum event_consumer)q->who;
}

/* --- the actions ------------------------------------------------------------ */

static const struct err *
status(struct db *db, struct arena *a, const struct asked *q)
{
	int64_t waiting = 0;
	const struct err *e;
	struct replay_standing s = { .last = 0 };

	(void)q;
	if ((e = replay_waiting(db, a, &waiting)) != NULL)
		return e;
	printf("%-10s %12s %12s %8s %8s %8s %s\n", "consumer", "told up to", "to come", "due", "held", "dead", "left alone until");
	for (int c = 0; c < CONSUMER__MAX; c++) {
		char until[CLOCK_TEXT];
		if ((e = replay_standing(db, a, (enum event_consumer)c, &s)) != NULL)
			return e;
		printf("%-10s %12" PRId64 " %12" PRId64 " %8" PRId64 " %8" PRId64 " %8" PRId64 " %s\n", event_consumer_names[c], s.cursor.seq,
		    s.last - s.cursor.seq, s.due, s.held, s.dead, s.cursor.paused_until == 0 ? "-" : clock_text(s.cursor.paused_until, until));
	}
	printf("%" PRId64 " events, and %" PRId64 " that have no number yet\n", s.last, waiting);
	return NULL;
}

static const struct err *
print_list(struct db *db, struct arena *a, const struct asked *q, bool dead)
{
	struct replay_row *rows;
	size_t n;
	const struct err *e = replay_list(db, a, q->who == -1 ? CONSUMER__MAX : (enum event_consumer)q->who, dead, LIST_MAX, &rows, &n);

	if (e != NULL)
		return e;
	if (n > 0)
		printf("%-10s %12s %-26s %-36s %-5s %5s %-30s %s\n", "consumer", "number", "event", "order", "state", "tries", "next try", "last error");
	for (size_t i = 0; i < n; i++) {
		char next[CLOCK_TEXT];
		printf("%-10s %12" PRId64 " %-26s %-36s %-5s %5" PRId64 " %-30s %s\n", rows[i].consumer, rows[i].seq, rows[i].type, rows[i].order_id,
		    rows[i].state, rows[i].tries, strcmp(rows[i].state, "DUE") == 0 ? clock_text(rows[i].next_at, next) : "-",
		    rows[i].error != NULL ? rows[i].error : "-");
	}
	printf("%zu events%s\n", n, n == LIST_MAX ? " (there may be more)" : "");
	return NULL;
}

static const struct err *list(struct db *db, struct arena *a, const struct asked *q) { return print_list(db, a, q, false); }
static const struct err *dead(struct db *db, struct arena *a, const struct asked *q) { return print_list(db, a, q, true); }

static const struct err *
replay(struct db *db, struct arena *a, const struct asked *q)
{
	int64_t seq = number_of(q->from), at = 0;
	const struct err *e;

	if (seq == 0 && !moment_of(q->from, &at))
		return err_new(a, ERR_INVALID_REQUEST, "%s is neither a number nor a time", q->from);
	if (seq == 0 && (e = replay_number_of(db, a, at, &seq)) != NULL)
		return e;
	if (seq == 0) {
		printf("there are no events since then\n");
		return NULL;
	}
	if ((e = replay_from(db, a, who(q), seq)) == NULL)
		printf("%s is told again from number %" PRId64 " on\n", event_consumer_names[who(q)], seq);
	return e;
}

static const struct err *
retry(struct db *db, struct arena *a, const struct asked *q)
{
	int64_t seq = number_of(q->what), n = 0;
	const struct err *e;

	if (seq == 0 && strcmp(q->what, "all") != 0)
		return err_new(a, ERR_INVALID_REQUEST, "%s is neither a number nor all", q->what);
	if ((e = replay_retry(db, a, who(q), seq, &n)) == NULL)
		printf("%" PRId64 " events are tried again\n", n);
	return e;
}

static const struct err *
drop(struct db *db, struct arena *a, const struct asked *q)
{
	const struct err *e = replay_drop(db, a, who(q), number_of(q->what));

	if (e == NULL)
		printf("%s will not be told of it\n", event_consumer_names[who(q)]);
	return e;
}

static const struct err *
rebuild(struct db *db, struct arena *a, const struct asked *q)
{
	int64_t n = 0;
	const struct err *e;

	(void)q;
	if ((e = sales_rebuild(db, a, &n)) == NULL)
		printf("the sums of sales were made anew from %" PRId64 " events\n", n);
	return e;
}

static const struct action {
	const char		*name;
	bool			 wants_what, wants_from;
	const struct err	*(*run)(struct db *, struct arena *, const struct asked *);
} actions[] = {
	{ "status", false, false, status },
	{ "list", false, false, list },
	{ "dead", false, false, dead },
	{ "replay", false, true, replay },
	{ "retry", true, false, retry },
	{ "drop", true, false, drop },
	{ "rebuild", false, false, rebuild },
};

int
ctl_events(struct ctl *c, int argc, char **argv)
{
	const char *name = argc > 0 ? argv[0] : "status";
	struct asked asked;
	struct db *db;
	const struct err *e;

	if (!read_arguments(argc > 0 ? argc - 1 : 0, argv + 1, &asked))
		return events_usage();
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, name) != 0)
			continue;
		if (actions[i].wants_what != (asked.what != NULL) || actions[i].wants_from != (asked.from != NULL))
			return events_usage();
		if ((db = ctl_database(c)) == NULL)
			return EXIT_FAILURE;
		e = actions[i].run(db, c->arena, &asked);
		db_close(db);
		return e == NULL ? EXIT_SUCCESS : ctl_failed(e);
	}
	return events_usage();
}
