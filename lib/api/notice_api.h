/*
 * notice_api: what the notification endpoints are asked and answer.
 */
#ifndef API_NOTICE_API_H
#define API_NOTICE_API_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/notice.h"
#include "http/model.h"

struct arena;

struct notices_query { bool unread; int64_t limit; struct uuid cursor; };
extern const struct model notices_query_model;

struct notice_change { bool read; };
extern const struct model notice_change_model;

struct notice_view {
	struct uuid	 notification_id;
	const char	*kind, *title, *body;
	struct uuid	 order_key;
	bool		 read;
	int64_t		 at;
};
extern const struct model notice_model;
struct notices_answer { struct list notifications; int64_t unread; struct uuid next_cursor; };	/* struct notice_view */
extern const struct model notices_model;

/* False when the arena is full. */
bool notice_view(struct arena *, const struct notice *, bool english, struct notice_view *);
bool notices_view(struct arena *, const struct notice *, size_t count, int64_t unread, const struct uuid *next, bool english,
    struct notices_answer *);

#endif
