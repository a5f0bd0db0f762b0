/* ctl_reconcile: banquetctl reconcile. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/err.h"
#include "ctl.h"
#include "db/db.h"
#include "remote/gateway.h"
#include "work/reconcile.h"

#define DAYS	31
#define DAY_MS	(INT64_C(24) * 3600000)
#define GRACE_S	300
#define GRACE_S_MAX 31536000

static void
print_side(const struct reconcile_side *s)
{
	char text[48] = "-";

	if (s->charges > 0)
		(void)snprintf(text, sizeof(text), "%s%" PRId64 " - %" PRId64, s->paid ? "" : "unpaid ", (int64_t)s->amount, (int64_t)s->refunded);
	printf(" %-22s", text);
}

/* A table grows from the top: its head comes with the first line. */
static void
differs(void *arg, const struct difference *d)
{
	size_t *n = arg;
	char id[UUID_TEXT];

	if ((*n)++ == 0)
		printf("%-14s %-20s %-36s %-22s %-22s %s\n", "difference", "order", "payment", "here", "there", "transaction");
	printf("%-14s %-20s %-36s", difference_name(d->kind), d->order_number != NULL ? d->order_number : "-",
	    uuid_is_zero(&d->payment_id) ? "-" : uuid_text(&d->payment_id, id));
	print_side(&d->here);
	print_side(&d->there);
	printf(" %s\n", d->transaction_id != NULL ? d->transaction_id : "-");
}

/* False when the arguments are wrong. */
static bool
read_arguments(int argc, char **argv, struct reconcile_ask *ask)
{
	struct civil day;
	char *end;

	for (int i = 0; i < argc; i += 2) {
		if (i + 1 == argc)
			return false;
		if (strcmp(argv[i], "--from") == 0 && clock_parse_date(argv[i + 1], &day)) {
			ask->from = clock_moment(day);
		} else if (strcmp(argv[i], "--grace") == 0) {
			long s = strtol(argv[i + 1], &end, 10);
			if (*argv[i + 1] == '\0' || *end != '\0' || s < 0 || s > GRACE_S_MAX)
				return false;
			ask->grace_ms = s * INT64_C(1000);
		} else
			return false;
	}
	return true;
}

int
ctl_reconcile(struct ctl *c, int argc, char **argv)
{
	size_t printed = 0;
	struct reconcile_ask ask = { .now = clock_now(), .grace_ms = GRACE_S * 1000, .differs = differs, .arg = &printed };
	struct reconcile_sum sum = { 0 };
	struct gateway *g;
	struct db *db;
	char why[256];
	const struct err *e;

	ask.from = ask.now - DAYS * DAY_MS;
	if (!read_arguments(argc, argv, &ask)) {
		fprintf(stderr, "usage: banquetctl reconcile [--from YYYY-MM-DD] [--grace SECONDS]\n");
		return EX_USAGE;
	}
	if ((g = gateway_open(c->conf, why, sizeof(why))) == NULL) {
		fprintf(stderr, "banquetctl: %s\n", why);
		return EX_CONFIG;
	}
	if ((db = ctl_database(c)) == NULL) {
		gateway_close(g);
		return EXIT_FAILURE;
	}
	e = reconcile(db, g, c->arena, &ask, &sum);
	db_close(db);
	gateway_close(g);
	if (e != NULL)
		return ctl_failed(e);
	for (int k = DIFFERENCE_NONE + 1; printed > 0 && k < DIFFERENCE__MAX; k++)
		printf("%s%-14s %s\n", k == 1 ? "\n" : "", difference_name((enum difference_kind)k), difference_meaning((enum difference_kind)k));
	printf("%zu differences; %zu payments here, %zu entries there, %zu still being worked on\n", sum.differences, sum.payments,
	    sum.entries, sum.under_way);
	return sum.differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
