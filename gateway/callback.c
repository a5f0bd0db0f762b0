/* callback: see callback.h. */
#include "gateway/callback.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "gateway/ledger.h"
#include "gateway/wire.h"
#include "remote/http_client.h"
#include "remote/sign.h"

#define CONNECT_MS	2000
#define TIMEOUT_MS	5000
#define ANSWER_CAP	((size_t)64 << 10)	/* bytes of an answer; none of them is looked at */

struct letter { struct uuid id; const char *url, *body; int64_t tries, created_at; };

int64_t
callback_delay(int64_t tries)
{
	int64_t ms = 1000;

	while (--tries > 0 && ms < CALLBACK_DELAY_MAX)
		ms *= 2;
	return ms < CALLBACK_DELAY_MAX ? ms : CALLBACK_DELAY_MAX;
}

/* Takes the one longest due off the shelf for as long as sending it may take; *found = false when none is.
 * Should this program die meanwhile, it is due again afterwards. */
static const struct err *
claim(struct db *db, struct arena *a, const char *url, int64_t now, struct letter *out, bool *found)
{
	const struct payment *p;
	struct rows r;
	struct uuid payment;
	const struct err *e;

	*found = false;
	if ((e = db_begin(db, a)) != NULL || (e = STMT_RUN(db, a, LEDGER_STMT_CALLBACK_CLAIM, &r, DB_T(now))) != NULL)
		return e;
	if (r.n == 0)
		return db_commit(db, a);
	*out = (struct letter){ .id = row_uuid(&r, 0, 0), .url = row_str(&r, 0, 2), .tries = row_int(&r, 0, 3) + 1,
	    .created_at = row_int(&r, 0, 4) };
	payment = row_uuid(&r, 0, 1);
	if ((e = STMT_RUN(db, a, LEDGER_STMT_CALLBACK_TRY, NULL, DB_T(now + TIMEOUT_MS + callback_delay(out->tries)),
	    DB_U(out->id))) != NULL || (e = db_commit(db, a)) != NULL || (e = ledger_find(db, a, &payment, &p)) != NULL)
		return e;
	if (p == NULL || (out->body = wire_callback(a, url, p)) == NULL)
		return err_new(a, ERR_UNAVAILABLE, "no room for a callback");
	*found = true;
	return NULL;
}

/* The status of the answer; 0 = there was none. */
static int
post(struct arena *a, const struct letter *l, const struct sign_key *key, int64_t now)
{
	char id[UUID_TEXT], signature[SIGN_TEXT];
	struct http_answer answer;
	const char *at = arena_printf(a, "%lld", (long long)(now / 1000));
	size_t n = strlen(l->body);

	if (at == NULL || !sign_webhook(key, uuid_text(&l->id, id), now / 1000, l->body, n, signature))
		return 0;
	const struct http_ask ask = {
		.method = "POST", .url = l->url, .body = l->body, .len = n, .cap = ANSWER_CAP,
		.headers = { { "Content-Type", "application/json" }, { "webhook-id", id }, { "webhook-timestamp", at },
		    { "webhook-signature", signature } },
		.connect_ms = CONNECT_MS, .timeout_ms = TIMEOUT_MS,
	};
	http_client_call(a, &ask, &answer);
	return answer.outcome == OUTCOME_ANSWERED ? answer.status : 0;
}

/* Had we taken too long, another may have sent it meanwhile: what was heard stays so. */
static const struct err *
note(struct db *db, struct arena *a, const struct letter *l, int status)
{
	int64_t now = clock_now();
	bool heard = status >= 200 && status < 300;
	bool over = !heard && now >= l->created_at + CALLBACK_GIVE_UP;
	char id[UUID_TEXT];

	log_event(heard ? LOG_INFO : LOG_WARN, "callback", LOG_S("id", uuid_text(&l->id, id)), LOG_I("status", status),
	    LOG_I("tries", l->tries), LOG_S("then", heard ? "heard" : over ? "given up" : "again"));
	return STMT_RUN(db, a, LEDGER_STMT_CALLBACK_TRIED, NULL, heard || over ? DB_NULL : DB_T(now + callback_delay(l->tries)),
	    status == 0 ? DB_NULL : DB_I(status), heard ? DB_T(now) : DB_NULL, DB_U(l->id));
}

const struct err *
callback_send(struct db_pool *pool, struct arena *a, const char *url, const struct sign_key *key, int64_t now, bool *sent)
{
	struct letter letter;
	struct db *db;
	bool found;
	int status;
	const struct err *e;

	*sent = false;
	if ((e = db_borrow(pool, a, &db)) != NULL)
		return e;
	e = claim(db, a, url, now, &letter, &found);
	db_return(pool, db);
	if (e != NULL || !found)
		return e;
	*sent = true;
	status = post(a, &letter, key, now);
	if ((e = db_borrow(pool, a, &db)) != NULL)
		return e;
	e = note(db, a, &letter, status);
	db_return(pool, db);
	return e;
}
