/* site: the common part of the programs. */
#include "site.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "db/db.h"
#include "domain/user.h"
#include "http/auth.h"
#include "http/model.h"
#include "shop/batch.h"
#include "shop/callers.h"
#include "shop/desk.h"
#include "shop/shop.h"

#define GUEST_COOKIE_AGE (30 * 24 * 3600)	/* s */

int
site_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	struct shop *shop = shop_open(conf, why, whylen);

	*site = shop;
	return shop == NULL ? -1 : 0;
}

void
site_stop(void *site)
{
	shop_close(site);
}

const struct err *
site_identify(struct request *rq)
{
	const struct user *u;
	const struct err *e;

	if ((e = caller_find(rq->site, rq->arena, &rq->caller.session, &u)) != NULL || u == NULL)
		return e;
	rq->caller.user_id = u->id;
	rq->caller.role = u->role;
	rq->caller.name = u->name;
	return NULL;
}

const struct err *
site_ready(void *site, struct arena *a)
{
	return shop_ready(site, a);
}

static void
counter(struct buf *out, const char *name, const char *help, uint64_t value)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s counter\n%s %llu\n", name, help, name, name, (unsigned long long)value);
}

void
site_metrics(void *site, struct buf *out)
{
	const struct shop *shop = site;
	struct desk_counts d = desk_counts(shop->desk);
	struct batch_counts b = batch_counts();
	struct db_counts q = db_counts();
	uint64_t sum = 0;

	buf_puts(out, "# HELP banquet_desk_batch_tickets Tickets in one transaction of the order desk.\n"
	    "# TYPE banquet_desk_batch_tickets histogram\n");
	for (size_t i = 0; i < DESK_SIZES; i++) {
		sum += d.by_size[i];
		if (i < DESK_SIZES - 1)
			buf_printf(out, "banquet_desk_batch_tickets_bucket{le=\"%u\"} %llu\n", 1u << i, (unsigned long long)sum);
	}
	buf_printf(out, "banquet_desk_batch_tickets_bucket{le=\"+Inf\"} %llu\nbanquet_desk_batch_tickets_sum %llu\n"
	    "banquet_desk_batch_tickets_count %llu\n", (unsigned long long)sum, (unsigned long long)d.tickets, (unsigned long long)d.batches);
	counter(out, "banquet_desk_committed_total", "Batches that ended as they should.", b.committed);
	counter(out, "banquet_desk_repeated_total", "Batches tried again.", b.repeated);
	counter(out, "banquet_desk_unsure_total", "Commits whose outcome had to be looked up.", b.unsure);
	counter(out, "banquet_desk_taken_apart_total", "Batches done ticket by ticket after a failure.", b.taken_apart);
	counter(out, "banquet_desk_gave_up_total", "Batches refused after the desk's patience.", b.gave_up);
	counter(out, "banquet_db_statements_total", "SQL statements executed.", q.statements);
	counter(out, "banquet_db_round_trips_total", "Round trips to the database.", q.round_trips);
	counter(out, "banquet_db_reconnects_total", "Connections replaced.", q.reconnects);
}

struct shop *
site_shop(const struct request *rq)
{
	return rq->site;
}

struct order_actor
site_actor(const struct request *rq)
{
	struct order_actor a = { .user_id = rq->caller.user_id, .role = ROLE_CUSTOMER, .guest = rq->caller.guest };

	if (!uuid_is_zero(&a.user_id))
		a.role = rq->caller.role;
	return a;
}

struct idem
site_idem(const struct request *rq)
{
	static const struct hash none;
	const void *caller = rq->caller.user_id.b;
	size_t n = sizeof(rq->caller.user_id.b);

	if (!rq->idempotency.present)
		return (struct idem){ 0 };
	if (uuid_is_zero(&rq->caller.user_id)) {
		caller = rq->caller.guest.b;
		n = hash_equal(&rq->caller.guest, &none) ? 0 : sizeof(rq->caller.guest.b);
	}
	return idem_make(caller, n, rq->match.route->path, rq->idempotency.key, &rq->idempotency.fingerprint);
}

void
site_answer_again(struct request *rq, struct response *rs, const struct kept *kept)
{
	rs->status = kept->status;
	rs->location = kept->location;
	rs->page = kept->page;
	rs->json = kept->json;
	if (kept->guest_token != NULL)
		response_cookie(rq, rs, AUTH_GUEST_COOKIE, kept->guest_token, GUEST_COOKIE_AGE);
}

void
site_locate(struct arena *a, const struct uuid *id, const char **location, const char **page)
{
	char text[UUID_TEXT];

	uuid_text(id, text);
	*location = arena_printf(a, "/api/orders/%s", text);
	*page = arena_printf(a, "/orders/%s", text);
}

const char *
site_written(struct arena *a, const struct model *m, const void *answer)
{
	struct buf b = { 0 };
	const char *json;

	model_write_members(&b, m, answer);
	json = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return json;
}

const char *
site_guest(struct request *rq, struct hash *out)
{
	char *fresh = arena_alloc(rq->arena, TOKEN_TEXT);
	const char *token = rq->caller.guest_token;

	if (fresh == NULL)
		return NULL;
	if (token == NULL) {
		token_new(fresh);
		token = fresh;
	}
	*out = hash_of(token, strlen(token));
	return token;
}

const struct err *
site_full(void)
{
	return err_static(ERR_INTERNAL_SERVER_ERROR);
}

const struct err *
site_uuid(struct request *rq, const char *name, struct uuid *out)
{
	return request_uuid(rq, name, out) ? NULL : err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
}

const struct err *
site_number(struct request *rq, const char *name, int64_t *out)
{
	const char *text = request_param(rq, name);
	size_t n = strspn(text, "0123456789");
	int64_t v = 0;

	if (n == 0 || n > 18 || text[n] != '\0')
		return err_new(rq->arena, ERR_ENTITY_NOT_FOUND, NULL);
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (text[i] - '0');
	*out = v;
	return NULL;
}

void
site_shared(const struct request *rq, struct response *rs)
{
	if (!uuid_is_zero(&rq->caller.user_id))
		return;
	response_header(rs, "Cache-Control", "public, max-age=1, stale-while-revalidate=1");
	response_header(rs, "Vary", "Accept, Accept-Language, Authorization, Cookie");
}

/* Digits between quotes, as our ETags are; what follows a dash moves without anybody's change, and is not compared. */
static bool
tag_version(const char *tag, size_t len, int64_t *out)
{
	size_t n = len < 3 ? 0 : strspn(tag + 1, "0123456789");
	int64_t v = 0;

	if (n == 0 || n > 18 || tag[0] != '"' || tag[len - 1] != '"')
		return false;
	if (n != len - 2 && (tag[1 + n] != '-' || strspn(tag + 2 + n, "0123456789") != len - 3 - n || len == 3 + n))
		return false;
	for (size_t i = 1; i <= n; i++)
		v = v * 10 + (tag[i] - '0');
	*out = v;
	return true;
}

const struct err *
site_if_match(struct request *rq, const int64_t **v, size_t *n)
{
	const char *p = rq->if_match;
	size_t room = 1, have = 0;
	int64_t *versions;

	*v = NULL;
	*n = 0;
	if (p == NULL || strcmp(p, "*") == 0)
		return NULL;
	for (const char *c = p; *c != '\0'; c++)
		room += *c == ',';
	if ((versions = ARENA_ARRAY(rq->arena, int64_t, room)) == NULL)
		return site_full();
	while (*(p += strspn(p, " \t,")) != '\0') {
		size_t len = strcspn(p, " \t,");
		have += tag_version(p, len, &versions[have]);
		p += len;
	}
	*v = versions;
	*n = have;
	return NULL;
}

const char *
site_next(struct request *rq, const struct uuid *next, const char *status, int64_t limit)
{
	char id[UUID_TEXT];

	if (uuid_is_zero(next))
		return NULL;
	return arena_printf(rq->arena, "%s%s%slimit=%lld&cursor=%s", status == NULL ? "" : "status=",
	    status == NULL ? "" : status, status == NULL ? "" : "&", (long long)limit, uuid_text(next, id));
}
