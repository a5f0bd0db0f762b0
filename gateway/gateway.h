/*
 * gateway: the mock payment gateway, an outside company for the shop.
 *
 * A program of its own with a database of its own; of the shop it knows nothing,
 * and the shop knows nothing but its address.  This is what its handlers share.
 */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include "base/conf.h"
#include "base/id.h"
#include "gateway/control.h"
#include "http/request.h"
#include "remote/sign.h"

struct clerk;
struct db_pool;
struct templates;

struct gateway {
	struct conf		 conf;	/* db_name is the gateway's; the texts are those of the program's conf */
	char			*url;	/* its own address, without a slash at the end */
	struct hash		 key;	/* of gateway_key */
	struct sign_key		 webhook;	/* callbacks are signed with; n = 0: nobody is called */
	struct clerk		*clerk;
	struct db_pool		*pool;
	struct templates	*pages;
	struct knobs		 knobs;
};

/* The JSON becomes the answer; UNAVAILABLE for NULL: the arena is full. */
const struct err *gateway_answer(struct request *, struct response *, const char *json);

/* Handlers of the pages people see. */
const struct err *home_get(struct request *, struct response *);
const struct err *approval_get(struct request *, struct response *);
const struct err *approval_post(struct request *, struct response *);

#endif
