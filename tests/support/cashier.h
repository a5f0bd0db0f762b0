/*
 * cashier: a gateway over a peer of the test's own, for the providers' tests.
 */
#ifndef SUPPORT_CASHIER_H
#define SUPPORT_CASHIER_H

#include "base/conf.h"
#include "remote/gateway.h"
#include "support/http_peer.h"

struct json_object;

struct cashier {
	struct conf	 conf;		/* the defaults, but for the address, the key and short times */
	struct peer	*peer;
	struct gateway	*gateway;
	struct arena	*arena;
};

#define CASHIER_KEY "test_key_1"
#define CASHIER_PAYMENT "0193f0a0-1111-7000-8000-000000000001"
#define CASHIER_REFUND "0193f0a0-2222-7000-8000-000000000002"

void cashier_open(struct cashier *, const char *provider, peer_fn *, void *arg);
void cashier_close(struct cashier *);

struct uuid cashier_uuid(const char *);
/* A charge of 10,000 won by that token, and the refund of it. */
struct gateway_charge cashier_charge(const char *token);
struct gateway_refund_ask cashier_refund(const char *transaction_id, won_t amount);

/* Whether the header has exactly that value; NULL = it is not there. */
bool cashier_header_is(const struct peer_request *, const char *name, const char *value);
/* The request's body as JSON: aborts unless it is an object with exactly these members, parted by spaces. */
struct json_object *cashier_json(const struct peer_request *, const char *members);
/* The value of a field of an urlencoded body or query, decoded, in out; NULL when there is none. */
const char *cashier_field(const char *form, const char *name, char out[256]);
/* How many fields it has. */
int cashier_fields(const char *form);

#endif
