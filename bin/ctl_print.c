/* ctl_print: banquetctl conf, openapi, states, errors, statements: the tables, as documents. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "api/contract.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "ctl.h"
#include "domain/coupon.h"
#include "domain/item_state.h"
#include "domain/order_state.h"
#include "store/stmts.h"

static int
print(struct buf *b)
{
	int status = b->failed || fwrite(b->p, 1, b->len, stdout) != b->len || fflush(stdout) != 0;

	buf_free(b);
	return status;
}

int
ctl_conf(struct ctl *c, int argc, char **argv)
{
	struct buf b = { 0 };

	if (argc == 1 && strcmp(argv[0], "--document") == 0) {
		conf_document(&b);
	} else if (argc == 1 && strcmp(argv[0], "--show") == 0) {
		/* Secrets are told to be set, never what they are. */
#define SECRET 1
#define CONF_STR(name, def, flags, doc) \
		buf_printf(&b, "%s = %s\n", #name, (flags) && c->conf->name[0] != '\0' ? "(set)" : c->conf->name);
#define CONF_INT(name, def, min, max, unit, doc) buf_printf(&b, "%s = %lld\n", #name, (long long)c->conf->name);
#define CONF_BOOL(name, def, doc) buf_printf(&b, "%s = %s\n", #name, c->conf->name ? "on" : "off");
#include "base/conf.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
	} else {
		fprintf(stderr, "usage: banquetctl conf --document | --show\n");
		return EX_USAGE;
	}
	return print(&b);
}

int
ctl_openapi(struct ctl *c, int argc, char **argv)
{
	struct buf b = { 0 };

	(void)c;
	(void)argv;
	if (argc != 0) {
		fprintf(stderr, "usage: banquetctl openapi\n");
		return EX_USAGE;
	}
	contract_write(&b);
	return print(&b);
}

int
ctl_states(struct ctl *c, int argc, char **argv)
{
	struct buf b = { 0 };

	(void)c;
	if (argc == 1 && strcmp(argv[0], "item") == 0) {
		item_state_draw(&b);
	} else if (argc == 1 && strcmp(argv[0], "order") == 0) {
		order_state_draw(&b);
	} else if (argc == 1 && strcmp(argv[0], "coupon") == 0) {
		coupon_state_draw(&b);
	} else {
		fprintf(stderr, "usage: banquetctl states item | order | coupon\n");
		return EX_USAGE;
	}
	return print(&b);
}

int
ctl_errors(struct ctl *c, int argc, char **argv)
{
	struct buf b = { 0 };

	(void)c;
	(void)argv;
	if (argc != 0) {
		fprintf(stderr, "usage: banquetctl errors\n");
		return EX_USAGE;
	}
	buf_puts(&b, "| status | code | type | Korean | English | try again |\n|---|---|---|---|---|---|\n");
	for (int i = 0; i < ERR__MAX; i++) {
		const struct err_kind *k = err_kind((enum err_code)i);
		buf_printf(&b, "| %d | `%s` | `/problems/%s` | %s | %s | %s |\n", k->status, k->name, k->slug,
		    k->message_ko, k->message_en, (k->flags & ERR_F_UNSURE) ? "with the same key: it may have happened" :
		    (k->flags & ERR_F_RETRY) ? "later, unchanged" : "not unchanged");
	}
	return print(&b);
}

int
ctl_statements(struct ctl *c, int argc, char **argv)
{
	struct buf b = { 0 };

	(void)c;
	(void)argv;
	if (argc != 0) {
		fprintf(stderr, "usage: banquetctl statements\n");
		return EX_USAGE;
	}
	for (int i = 0; i < STMT__MAX; i++)
		buf_printf(&b, "%s (%s) -> (%s)\n    %s\n", stmts[i].name, stmts[i].params, stmts[i].results, stmts[i].sql);
	return print(&b);
}
