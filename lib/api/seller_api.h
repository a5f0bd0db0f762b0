/*
 * seller_api: what the seller endpoints are asked and answer.
 */
#ifndef API_SELLER_API_H
#define API_SELLER_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/seller.h"
#include "http/model.h"

struct arena;

/* struct seller_wish, struct seller_change */
extern const struct model seller_request_model, seller_change_model;

struct seller_list_query { int status; int64_t limit, cursor; };	/* status -1 = all; cursor 0 = from the first */
extern const struct model seller_list_query_model;

struct seller_view {
	int64_t		 seller_id;
	struct uuid	 user_id;
	const char	*business_name, *registration_number, *phone, *address, *category, *status;
	int64_t		 delivery_fee, free_delivery_from, created_at, updated_at;
};
extern const struct model seller_model;

struct seller_list_answer { struct list sellers; const char *next_cursor; };	/* struct seller_view */
extern const struct model seller_list_model;

struct seller_view seller_view(const struct seller *);
/* Of n sellers; false when the arena is full. */
bool seller_list_view(struct arena *, const struct seller *, size_t n, const char *next, struct seller_list_answer *);

#endif
