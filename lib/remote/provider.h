/*
 * provider: what one payment provider has to know how to do; inside lib/remote alone.
 *
 * gateway.c checks what goes in and what comes out; a provider turns a wish into requests of its API and the
 * answers into results, which are preset to UNKNOWN.  provider_call() is the one way a request goes out: it
 * asks the circuit breaker, sends, wipes the body and writes the log.
 */
#ifndef REMOTE_PROVIDER_H
#define REMOTE_PROVIDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "remote/breaker.h"
#include "remote/gateway.h"
#include "remote/http_client.h"

struct json_object;

/* How the key is sent. */
enum provider_auth { AUTH_BEARER, AUTH_BASIC };

/* One request to the provider. */
struct provider_ask {
	const char	*what;			/* "charge": for the log */
	const char	*method, *path;		/* the path with its query, from "/" on */
	const char	*type;			/* of the body; NULL = none */
	struct buf	*body;			/* wiped by the call; NULL = none */
	const char	*key;			/* Idempotency-Key; NULL = none */
	bool		 secret;		/* a card is in the body */
};

struct provider_reply {
	struct http_answer		 http;
	const struct json_object	*json;		/* NULL when the answer is not a JSON object */
	int				 retry_after;	/* of an open circuit */
};

struct gateway_provider {
	const char		*name;
	const char		*url;			/* where it is when gateway_url is empty */
	const char		*version_header, *version;	/* the API's, pinned; NULL = it has none */
	enum provider_auth	 auth;
	bool			 needs_token, needs_key;

	const char *(*known_as)(struct arena *, const struct gateway_charge *);	/* may be NULL */
	void (*charge)(struct gateway *, struct arena *, const struct gateway_charge *, struct gateway_payment *);
	void (*find)(struct gateway *, struct arena *, const struct gateway_ref *, struct gateway_payment *);
	void (*abandon)(struct gateway *, struct arena *, const struct gateway_ref *, struct gateway_payment *);	/* NULL = find */
	void (*refund)(struct gateway *, struct arena *, const struct gateway_refund_ask *, struct gateway_refund *);
	void (*find_refund)(struct gateway *, struct arena *, const struct gateway_refund_ask *, struct gateway_refund *);
	void (*ledger)(struct gateway *, struct arena *, int64_t from, const char *cursor, struct gateway_ledger *);	/* NULL = NONE */
};

struct gateway {
	const struct gateway_provider	*provider;
	char				*url;		/* without a slash at its end */
	char				*ca_file;
	struct buf			 auth;		/* the Authorization header; empty = none */
	int64_t				 connect_ms, timeout_ms;
	struct guard			 guard;
};

extern const struct gateway_provider gateway_mock, gateway_toss, gateway_stripe;

void provider_call(struct gateway *, struct arena *, const struct provider_ask *, struct provider_reply *);
/* An answer without a status of success: true, and the result, when nothing of its content needs to be looked at:
 * not sent (NOT_DONE) or not answered (UNKNOWN). */
bool provider_silent(const struct provider_reply *, struct gateway_payment *);
bool provider_silent_refund(const struct provider_reply *, struct gateway_refund *);

/* The provider's name for a payment that is to be refunded: the one that was kept, or found.  NULL, and the result,
 * when it can not be had. */
const char *provider_payment_of(struct gateway *, struct arena *, const struct gateway_ref *, struct gateway_refund *);

/* Letters, digits, - _ = . of at most 200 characters: what may stand in a path as it is. */
bool provider_is_word(const char *);
/* Appends "name=value", percent-encoded, with an & before all but the first; NULL appends nothing. */
void provider_form(struct buf *, const char *name, const char *value);
void provider_form_int(struct buf *, const char *name, int64_t value);

#endif
