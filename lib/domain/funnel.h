/*
 * funnel: how many order sheets were made, paid and left to expire, over time (struct funnel and what is made of it: sheet.h).
 */
#ifndef DOMAIN_FUNNEL_H
#define DOMAIN_FUNNEL_H

#include <stdint.h>

#include "base/id.h"
#include "base/list.h"
#include "domain/sheet.h"

struct funnel_minute { int64_t at; struct funnel f; };		/* at: ms, its beginning */
struct funnel_alert { struct uuid id; int64_t began_at, ended_at; struct funnel f; };	/* ended_at 0 = it lasts; f as it began, made is 0 */

struct funnel_view {
	struct funnel	 window;	/* of the latest funnel_window_min minutes */
	int64_t		 unpaid;	/* of it, hundredths of a per cent */
	struct list	 minutes;	/* struct funnel_minute, the latest first; those in which nothing happened are left out */
	struct list	 alerts;	/* struct funnel_alert, the latest first: ten at the most */
};

#endif
