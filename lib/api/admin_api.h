/*
 * admin_api: what an admin sees of the shop's own troubles: what was given up, and how many order sheets are paid.
 */
#ifndef API_ADMIN_API_H
#define API_ADMIN_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/funnel.h"
#include "domain/letter.h"
#include "http/model.h"

struct arena;
struct conf;

struct dead_letters_query { int64_t limit; struct uuid cursor; };
extern const struct model dead_letters_query_model;

struct dead_letter_view {
	struct uuid	 id;
	const char	*kind;
	struct uuid	 order_key, payment_id;
	int64_t		 amount, attempts;
	const char	*reason, *last_error, *consumer;
	int64_t		 created_at;
	bool		 may_have_arrived;
};
struct dead_letters_answer { struct list dead_letters; struct uuid next_cursor; };	/* struct dead_letter_view */
extern const struct model dead_letters_answer_model;

struct dead_letter_retry { bool may_arrive_twice; };
extern const struct model dead_letter_retry_model;
struct dead_letter_answer { struct uuid id; const char *state; };
extern const struct model dead_letter_answer_model;

/* False when the arena is full. */
bool dead_letters_view(struct arena *, const struct letters *, struct dead_letters_answer *);

struct funnel_query { int64_t minutes; };
extern const struct model funnel_query_model;

struct funnel_window { int64_t minutes, made, paid, expired, unpaid, limit, least; };
struct funnel_minute_view { int64_t minute, made, paid, expired; };
struct funnel_alert_view { struct uuid alert_id; int64_t began_at, ended_at, paid, expired; };
struct funnel_answer {
	bool				 alert;
	const struct funnel_window	*window;
	struct list			 minutes, alerts;	/* struct funnel_minute_view, struct funnel_alert_view */
};
extern const struct model funnel_model;
/* False when the arena is full. */
bool funnel_answer_of(struct arena *, const struct funnel_view *, const struct conf *, struct funnel_answer *);

#endif
