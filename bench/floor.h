/*
 * floor: what the floor's kinds of orders share: connections, statements, values.  The statements' texts and
 * values are the caller's; whatever can not be done ends the program, but for an order that is rolled back.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <mysql.h>
#include <stdbool.h>

struct floor_run {
	const char	*socket, *database;
	bool		 spread, grouped;	/* all products in turn; a statement a table, not a row */
	int		 lines;			/* of an order of goods */
	double		 until;			/* monotonic seconds */
};
extern struct floor_run floor_run;

/* A kind of order: what it reads before, what a connection prepares, and one order (false: rolled back, to be repeated). */
struct floor_kind {
	void	 (*read)(void);
	void	*(*open)(MYSQL *);
	bool	 (*order)(void *client, unsigned n);
};
extern const struct floor_kind floor_dinners, floor_goods;

void	 floor_die(const char *what, MYSQL *);
MYSQL	*floor_connect(void);
MYSQL_STMT *floor_prepare(MYSQL *, const char *sql);
bool	 floor_execute(MYSQL_STMT *, MYSQL_BIND *);
void	 floor_bytes(MYSQL_BIND *, void *, unsigned long n);
void	 floor_text(MYSQL_BIND *, char *);
void	 floor_number(MYSQL_BIND *, long long *);
void	 floor_uuid(unsigned char[16]);		/* 48 bits of time, then randomness: the form of a UUIDv7 */
void	 floor_order_number(char[20], const unsigned char id[16]);

#endif
