/*
 * auth: session and guest tokens, and the same-origin rule.
 *
 * A header that only a program can set (Authorization, X-Order-Token) or the
 * address itself (?token=) is stronger than a cookie, which a browser adds to any request, also to
 * those that a stranger's page makes: by_cookie tells them apart.
 *
 * A stranger's form needs no cookie to do harm: the answer to it may set one, that of the stranger's own account
 * or of a guest whose token the stranger knows, and what is ordered later is theirs to read.  So whoever shows
 * nothing in a header is asked where they come from, too.
 */
#include <string.h>
#include <strings.h>

#include "http/auth.h"
#include "http/url.h"

static const char *
bearer(const char *header)
{
	if (strncasecmp(header, "Bearer", 6) != 0 || (header[6] != ' ' && header[6] != '\t'))
		return NULL;
	header += 6 + strspn(header + 6, " \t");
	return token_valid(header) ? header : NULL;
}

static void
read_guest(struct request *rq, struct auth *auth)
{
	const char *token = request_header(rq, "X-Order-Token");

	rq->caller.by_header = token != NULL && token_valid(token);
	if (token == NULL && strstr(rq->query, "token=") != NULL)
		token = url_query_value(rq->arena, rq->query, "token");
	if (token == NULL || !token_valid(token)) {
		token = request_cookie(rq, AUTH_GUEST_COOKIE);
		auth->guest_by_cookie = token != NULL && token_valid(token);
	}
	if (token != NULL && token_valid(token)) {
		rq->caller.guest_token = token;
		rq->caller.guest = hash_of(token, strlen(token));
	}
}

const struct err *
auth_read(struct request *rq, struct auth *auth)
{
	const char *header = request_header(rq, "Authorization"), *token;

	*auth = (struct auth){ 0 };
	read_guest(rq, auth);
	if (header != NULL) {
		if ((token = bearer(header)) == NULL)
			return err_new(rq->arena, ERR_UNAUTHENTICATED, "The Authorization header holds no valid token.");
		auth->bearer = rq->caller.by_header = true;
	} else
		token = request_cookie(rq, AUTH_COOKIE);
	if (token != NULL && token_valid(token)) {
		auth->session = true;
		rq->caller.session = hash_of(token, strlen(token));
	}
	rq->caller.by_cookie = !auth->bearer && (auth->session || auth->guest_by_cookie);
	return NULL;
}

bool
auth_same_origin(struct request *rq)
{
	const char *site = request_header(rq, "Sec-Fetch-Site");
	const char *origin = request_header(rq, "Origin");

	if (site != NULL)
		return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
	return origin != NULL && rq->origin[0] != '\0' && strcasecmp(origin, rq->origin) == 0;
}

bool
auth_not_forged(struct request *rq)
{
	bool told = request_header(rq, "Sec-Fetch-Site") != NULL || request_header(rq, "Origin") != NULL;

	if (!rq->caller.by_cookie && (rq->caller.by_header || !told))
		return true;
	return auth_same_origin(rq);
}
