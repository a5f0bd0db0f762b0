/*
 * funnel_store: order sheets counted minute by minute, and alerts.
 *
 * Moments are ms.  Errors live in the arena.
 */
#ifndef STORE_FUNNEL_STORE_H
#define STORE_FUNNEL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/funnel.h"

struct arena;
struct db;
struct err;

/* Counts the minutes from that one on anew, from the sheets themselves; `since` is the beginning of a minute. */
const struct err *funnel_store_count(struct db *, struct arena *, int64_t since);
/* What was counted from there up to before there. */
const struct err *funnel_store_sum(struct db *, struct arena *, int64_t from, int64_t to, struct funnel *);
/* struct funnel_minute, the latest first. */
const struct err *funnel_store_minutes(struct db *, struct arena *, int64_t since, int64_t max, struct list *);

/* The one that lasts, locked until the transaction ends; *found = false when there is none. */
const struct err *funnel_store_open(struct db *, struct arena *, struct funnel_alert *, bool *found);
const struct err *funnel_store_begin(struct db *, struct arena *, const struct funnel_alert *);
const struct err *funnel_store_end(struct db *, struct arena *, const struct uuid *id, int64_t at);
/* struct funnel_alert, the latest first. */
const struct err *funnel_store_alerts(struct db *, struct arena *, int64_t max, struct list *);

#endif
