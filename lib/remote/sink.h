/*
 * sink: where events are posted to: a data platform that takes signed CloudEvents.
 *
 * Each event is one POST of CloudEvents 1.0 in its structured JSON form, signed after Standard Webhooks under the
 * event's own id, so that who gets it twice can tell.  2xx is taken.  An answer that speaks of this one event (400, 409,
 * 413, 415, 422) refuses it; anything else, and silence, says that nothing is taken at the moment.
 * Sources: CloudEvents 1.0.2 and its JSON format; the extensions "sequence" and "partitionkey".
 */
#ifndef REMOTE_SINK_H
#define REMOTE_SINK_H

#include <stddef.h>
#include <stdint.h>

#include "remote/sign.h"

struct arena;
struct conf;

enum sink_result { SINK_TAKEN, SINK_REFUSED, SINK_SHUT };

/* Texts are those of the conf it was made from. */
struct sink {
	const char	*url, *ca_file, *source;
	int64_t		 timeout_ms;
	struct sign_key	 key;
};

struct sink_event {
	const char	*id, *type;	/* "shop.banquet.order.paid" */
	const char	*subject;	/* the order's id */
	int64_t		 at;		/* ms; when it happened */
	int64_t		 sequence;	/* in the feed */
	const char	*data;		/* JSON */
};

/* From platform_url, platform_key and their neighbours; false with a sentence in why. */
bool sink_make(const struct conf *, struct sink *, char *why, size_t whylen);
void sink_wipe(struct sink *);

/* Posts it; blocks for timeout_ms at the most.  Unless it is taken *why says what came, in the arena or static. */
enum sink_result sink_post(const struct sink *, struct arena *, const struct sink_event *, const char **why);

#endif
