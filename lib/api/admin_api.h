/*
 * admin_api: what an admin sees of the shop's own troubles: what could not be settled or given back.
 */
#ifndef API_ADMIN_API_H
#define API_ADMIN_API_H

#include <stdint.h>

#include "domain/compensation.h"
#include "http/model.h"

struct dead_letters_query { int64_t limit; struct uuid cursor; };
extern const struct model dead_letters_query_model;

struct dead_letter_view {
	struct uuid	 id;
	const char	*kind;
	struct uuid	 order_key, payment_id;
	int64_t		 amount, attempts;
	const char	*reason, *last_error;
	int64_t		 created_at;
};
struct dead_letters_answer { struct list dead_letters; struct uuid next_cursor; };	/* struct dead_letter_view */
extern const struct model dead_letters_answer_model;

struct dead_letter_answer { struct uuid id; const char *state; };
extern const struct model dead_letter_answer_model;

struct dead_letter_view dead_letter_view(const struct compensation *);

#endif
