/*
 * address_api: what the endpoints of a member's addresses are asked and answer.
 */
#ifndef API_ADDRESS_API_H
#define API_ADDRESS_API_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/user.h"
#include "http/model.h"

struct arena;

/* struct address_wish; the change leaves out what stays. */
extern const struct model address_request_model, address_change_model;

struct address_view {
	struct uuid	 address_id;
	const char	*label, *address, *recipient_name, *recipient_phone, *notes;
	int64_t		 created_at;
};
struct addresses_answer { struct list addresses; };	/* struct address_view */
extern const struct model addresses_model;
/* Of n addresses; false when the arena is full. */
bool addresses_view(struct arena *, const struct user_address *, size_t n, struct addresses_answer *);

#endif
