/* signin: three counts, and where accounts are known. */
#include "shop/signin.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "domain/user.h"
#include "store/member_store.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* How a count slows: its limits in the configuration, 0 for forgiven: never. */
struct rule { int64_t free, longest, forgive_s; };

static void
rules_of(const struct conf *c, struct rule out[SIGNIN_COUNTS])
{
	out[SIGNIN_PAIR] = (struct rule){ c->signin_free_failures, c->signin_delay_max, 0 };
	out[SIGNIN_ADDRESS] = (struct rule){ c->signin_free_address, c->signin_delay_max, c->signin_forgive_s };
	out[SIGNIN_ACCOUNT] = (struct rule){ c->signin_free_account, c->signin_account_delay_max, 0 };
}

/* The half of an IPv6 address that says whose it is, as text; any other as it is. */
static const char *
network(const char *address, char out[INET6_ADDRSTRLEN])
{
	static const unsigned char v4[12] = { [10] = 0xff, [11] = 0xff };
	struct in6_addr a;

	if (address == NULL)
		return "";
	if (inet_pton(AF_INET6, address, &a) != 1 || memcmp(a.s6_addr, v4, sizeof(v4)) == 0)
		return address;
	memset(a.s6_addr + 8, 0, 8);
	return inet_ntop(AF_INET6, &a, out, INET6_ADDRSTRLEN) != NULL ? out : address;
}

/* None can be taken for one of another kind: addresses of clients have no blank in them. */
static struct hash
named(struct arena *a, const char *kind, const char *address, const char *email)
{
	const char *text = arena_printf(a, "%s %s %s", kind, address, email);

	return hash_of(text == NULL ? kind : text, strlen(text == NULL ? kind : text));
}

struct signin_try
signin_try(struct arena *a, const char *email, const char *client_address)
{
	char room[INET6_ADDRSTRLEN];
	const char *address = network(client_address, room);

	if (email == NULL)
		email = "";
	return (struct signin_try){ {
		[SIGNIN_PAIR] = named(a, "pair", address, email),
		[SIGNIN_ADDRESS] = named(a, "address", address, ""),
		[SIGNIN_ACCOUNT] = named(a, "account", "", email),
	} };
}

/* ms that are left of a count's delay. */
static const struct err *
left_of(struct db *db, struct arena *a, const struct hash *who, const struct rule *r, int64_t now, int64_t *left)
{
	int64_t failures, last_at;
	const struct err *e = signin_store_failures(db, a, who, &failures, &last_at);

	if (e != NULL)
		return e;
	failures = signin_unforgiven(failures, (now - last_at) / 1000, r->forgive_s);
	*left = last_at + signin_delay(failures, r->free, r->longest) * 1000 - now;
	return NULL;
}

const struct err *
signin_delayed(struct db *db, struct arena *a, const struct conf *c, const struct signin_try *t)
{
	struct rule rule[SIGNIN_COUNTS];
	int64_t now = clock_now(), longest = 0, left = 0;
	bool known;
	struct err *slow;
	const struct err *e;

	rules_of(c, rule);
	if ((e = signin_store_known(db, a, &t->who[SIGNIN_PAIR], now - SIGNIN_KNOWN_DAYS * DAY_MS, &known)) != NULL)
		return e;
	for (int i = 0; i < (known ? SIGNIN_PAIR + 1 : SIGNIN_COUNTS); i++) {
		if ((e = left_of(db, a, &t->who[i], &rule[i], now, &left)) != NULL)
			return e;
		longest = left > longest ? left : longest;
	}
	if (longest == 0)
		return NULL;
	slow = err_new(a, ERR_TOO_MANY_REQUESTS, NULL);
	slow->retry_after = (int)((longest + 999) / 1000);
	return slow;
}

const struct err *
signin_failed(struct db *db, struct arena *a, const struct conf *c, const struct signin_try *t)
{
	struct rule rule[SIGNIN_COUNTS];
	const struct err *e = NULL;

	rules_of(c, rule);
	for (int i = 0; i < SIGNIN_COUNTS && e == NULL; i++)
		e = signin_store_failed(db, a, &t->who[i], rule[i].forgive_s);
	return e;
}

const struct err *
signin_succeeded(struct db *db, struct arena *a, const struct signin_try *t)
{
	const struct err *e;

	if ((e = signin_store_forget(db, a, &t->who[SIGNIN_PAIR])) != NULL ||
	    (e = signin_store_forget(db, a, &t->who[SIGNIN_ACCOUNT])) != NULL)
		return e;
	return signin_store_know(db, a, &t->who[SIGNIN_PAIR], clock_now());
}
