/*
 * shop: what every use case needs: configuration, database, catalogue, desk.
 *
 * One a process; opened at start, closed at the end; its parts are safe for any number of threads.
 */
#ifndef SHOP_SHOP_H
#define SHOP_SHOP_H

#include <stddef.h>

struct arena;
struct catalog;
struct conf;
struct db_pool;
struct desk;
struct err;
struct batch_room;
struct gateway;

struct shop {
	const struct conf	*conf;
	struct conf		*desk_conf;	/* the same with the desk's number of connections */
	struct db_pool		*pool;		/* for reading, and what needs no desk */
	struct db_pool		*desk_pool;	/* the desk's own: its sessions never leave their transactions' mode */
	struct catalog		*catalog;	/* the current menu */
	struct desk		*desk;		/* where orders are taken */
	struct batch_room	*room;		/* memory for the batches under way */
	struct desk		*callers;	/* where members' requests ask who they are (shop/callers.h) */
	struct gateway		*gateway;	/* NULL in programs that take no cards */
};

/* NULL with a sentence in why when it can not be opened. Does not need the database to be up. */
struct shop *shop_open(const struct conf *, char *why, size_t whylen);
/* So that it can take cards and give back; -1 with a sentence in why when the gateway's settings are none to work with. */
int shop_open_gateway(struct shop *, char *why, size_t whylen);
void shop_close(struct shop *);

/* NULL when the database answers and has the schema of this program. */
const struct err *shop_ready(struct shop *, struct arena *);

#endif
