/*
 * member_api: what the member endpoints are asked and answer.
 */
#ifndef API_MEMBER_API_H
#define API_MEMBER_API_H

#include <stdint.h>

#include "domain/user.h"
#include "http/model.h"

/* struct registration */
extern const struct model user_request_model;

struct session_request { const char *email, *password; };
extern const struct model session_request_model;

/* struct member_change */
extern const struct model user_change_model;

struct user_view {
	struct uuid	 user_id;
	const char	*email, *name, *phone, *address, *role, *status;
	int64_t		 created_at;
};
extern const struct model user_model;
struct user_view user_view(const struct user *);

struct session_view { struct uuid user_id; const char *role, *token; int64_t expires_at; };
extern const struct model session_model;

#endif
