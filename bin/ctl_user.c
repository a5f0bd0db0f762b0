/* ctl_user: banquetctl user add, stock receive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "api/member_api.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "ctl.h"
#include "db/db.h"
#include "domain/user.h"
#include "shop/members.h"
#include "shop/shop.h"
#include "store/stock_store.h"

static int
user_usage(void)
{
	fprintf(stderr, "usage: banquetctl user add --role CUSTOMER|COOK|COURIER|SELLER|ADMIN --email E-MAIL --name NAME [--phone PHONE]\n"
	    "the password is read from standard input\n");
	return EX_USAGE;
}

/* The first line of standard input into buf, asked for and not shown at a terminal; false at its end. */
static bool
read_password(char *buf, size_t n)
{
	struct termios shown, hidden;
	bool asks = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &shown) == 0, read;

	if (asks) {
		fprintf(stderr, "password: ");
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	read = fgets(buf, (int)n, stdin) != NULL;
	if (asks) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fprintf(stderr, "\n");
	}
	if (read)
		buf[strcspn(buf, "\n")] = '\0';
	return read;
}

static int
add(struct ctl *c, const struct registration *r, int role)
{
	const struct user *u;
	char why[256], id[UUID_TEXT];
	struct shop *shop;
	const struct err *e;

	if ((shop = shop_open(c->conf, why, sizeof(why))) == NULL) {
		fprintf(stderr, "banquetctl: %s\n", why);
		return 1;
	}
	e = member_register(shop, c->arena, r, role, &u);
	shop_close(shop);
	if (e != NULL)
		return ctl_failed(e);
	printf("%s\n", uuid_text(&u->id, id));
	return 0;
}

int
ctl_user(struct ctl *c, int argc, char **argv)
{
	struct registration r = { 0 };
	char password[256];
	const char *refusal;
	int role = -1;

	if (argc < 1 || strcmp(argv[0], "add") != 0 || argc % 2 == 0)
		return user_usage();
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--role") == 0) {
			if ((role = role_parse(argv[i + 1])) < 0)
				fprintf(stderr, "banquetctl: there is no role %s\n", argv[i + 1]);
		} else if (strcmp(argv[i], "--email") == 0)
			r.email = argv[i + 1];
		else if (strcmp(argv[i], "--name") == 0)
			r.name = argv[i + 1];
		else if (strcmp(argv[i], "--phone") == 0)
			r.phone = argv[i + 1];
		else
			return user_usage();
	}
	if (role < 0 || r.email == NULL || r.name == NULL)
		return user_usage();
	if ((refusal = user_email_check(&r.email)) != NULL || (refusal = user_phone_check(&r.phone)) != NULL) {
		fprintf(stderr, "banquetctl: %s\n", refusal);
		return 1;
	}
	if (!read_password(password, sizeof(password))) {
		fprintf(stderr, "banquetctl: there is no password on standard input\n");
		return user_usage();
	}
	if (strlen(password) < 8) {
		fprintf(stderr, "banquetctl: the password needs at least 8 characters\n");
		return 1;
	}
	r.password = password;
	return add(c, &r, role);
}

int
ctl_stock(struct ctl *c, int argc, char **argv)
{
	struct db *db;
	qty_t delta;
	const struct err *e;

	if (argc < 3 || argc > 4 || strcmp(argv[0], "receive") != 0 || !qty_parse(argv[2], &delta) || delta == 0) {
		fprintf(stderr, "usage: banquetctl stock receive CODE QUANTITY [REASON]\n");
		return EX_USAGE;
	}
	if ((db = ctl_database(c)) == NULL)
		return 1;
	e = stock_store_receive(db, c->arena, argv[1], delta, argc == 4 ? argv[3] : "received");
	db_close(db);
	return e == NULL ? 0 : ctl_failed(e);
}
