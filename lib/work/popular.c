/* popular: a copy of the last answer behind a mutex. */
#include "work/popular.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"

#define NAME (4 * 100 + 1)	/* bytes: as many characters as the column has */

/* The process's one answer; all of it under the mutex. */
static struct {
	pthread_mutex_t	 mutex;
	const struct shop *of;		/* NULL before the first */
	int64_t		 asked_at;	/* ms; when it failed, too: a database in trouble is not asked by every page */
	bool		 asking;
	char		 from[CLOCK_TEXT], to[CLOCK_TEXT];
	size_t		 n;
	struct { int64_t product_id, quantity; won_t price; bool english; char name[NAME], name_en[NAME]; } v[SALE_POPULAR_MAX];
} last = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static void
keep(const struct popular *p)
{
	last.n = p->products.n < SALE_POPULAR_MAX ? p->products.n : SALE_POPULAR_MAX;
	memcpy(last.from, p->from, sizeof(last.from));
	memcpy(last.to, p->to, sizeof(last.to));
	for (size_t i = 0; i < last.n; i++) {
		const struct sale_popular *s = LIST_AT(p->products, struct sale_popular, i);
		last.v[i].product_id = s->product_id;
		last.v[i].quantity = s->quantity;
		last.v[i].price = s->price;
		last.v[i].english = s->name_en != NULL;
		(void)snprintf(last.v[i].name, NAME, "%s", s->name);
		(void)snprintf(last.v[i].name_en, NAME, "%s", s->name_en != NULL ? s->name_en : "");
	}
}

static bool
copy(struct arena *a, struct popular *out)
{
	struct sale_popular *v = ARENA_ARRAY(a, struct sale_popular, last.n + 1);

	if (v == NULL)
		return false;
	for (size_t i = 0; i < last.n; i++) {
		v[i] = (struct sale_popular){ .product_id = last.v[i].product_id, .quantity = last.v[i].quantity, .price = last.v[i].price };
		if ((v[i].name = arena_strdup(a, last.v[i].name)) == NULL ||
		    (last.v[i].english && (v[i].name_en = arena_strdup(a, last.v[i].name_en)) == NULL))
			return false;
	}
	memcpy(out->from, last.from, sizeof(out->from));
	memcpy(out->to, last.to, sizeof(out->to));
	out->products = (struct list){ v, last.n };
	return true;
}

/* Whether this caller is the one who asks anew. */
static bool
is_mine_to_ask(const struct shop *shop, int64_t now)
{
	if (last.of != shop) {	/* another shop's, as in tests, or the first */
		last.of = shop;
		last.n = 0;
		last.asking = true;
		return true;
	}
	if (last.asking || (now >= last.asked_at && now - last.asked_at < POPULAR_FRESH_MS))
		return false;
	last.asking = true;
	return true;
}

bool
popular_shown(struct shop *shop, struct arena *a, struct popular *out)
{
	int64_t now = clock_now();
	struct popular found;
	const struct err *e;
	bool mine, fits;

	pthread_mutex_lock(&last.mutex);
	mine = is_mine_to_ask(shop, now);
	pthread_mutex_unlock(&last.mutex);
	e = mine ? sales_popular(shop, a, &found) : NULL;
	if (e != NULL)
		log_event(LOG_WARN, "popular_not_read", LOG_S("code", err_kind(e->code)->name), LOG_S("detail", e->detail));
	pthread_mutex_lock(&last.mutex);
	if (mine) {
		last.asking = false;
		last.asked_at = now;
		if (e == NULL)
			keep(&found);
	}
	fits = copy(a, out);
	pthread_mutex_unlock(&last.mutex);
	return fits;
}
