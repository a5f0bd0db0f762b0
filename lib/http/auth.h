/*
 * auth: what a request brings along to say who it is from.
 *
 * Only the tokens are read here; the program's identify() knows whose they are.
 */
#ifndef HTTP_AUTH_H
#define HTTP_AUTH_H

#include <stdbool.h>

#include "http/request.h"

#define AUTH_COOKIE		"banquet"	/* __Host-banquet on https */
#define AUTH_GUEST_COOKIE	"banquet_guest"	/* a guest's order token, as X-Order-Token or ?token= */

/* What came: fills caller.session, guest, guest_token, by_cookie and by_header. */
struct auth {
	bool	 session;	/* a session token came (not yet known to be one) */
	bool	 bearer;	/* … in an Authorization header: if it is unknown, that is an error */
	bool	 guest_by_cookie;
};
/* UNAUTHENTICATED when an Authorization header can not be a token of ours. */
const struct err *auth_read(struct request *, struct auth *);

/* Whether a browser sent this from one of our own pages: Sec-Fetch-Site same-origin or none; without that header an Origin
 * equal to the request's; without either: no. */
bool auth_same_origin(struct request *);

/* Whether an unsafe request may go on: with a cookie it must be proved to come from our own pages; with nothing in a header
 * that only a program can set, it must at least not be said to come from another site's. */
bool auth_not_forged(struct request *);

#endif
