/* mails: claim, write, hand in, note. */
#include "work/mails.h"

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "domain/user.h"
#include "remote/mail.h"
#include "shop/shop.h"
#include "store/mail_store.h"
#include "store/member_store.h"
#include "store/notice_store.h"
#include "work/feed.h"
#include "work/job.h"

#define ROUND		500		/* e-mails in one run at the most */
#define MAIL_ARENA	(1u << 20)	/* bytes, of one e-mail */
#define GRACE_MS	INT64_C(60000)	/* how much longer than a transfer may take a claim lasts */

struct sending { struct shop *shop; struct arena *a; struct mailer mailer; struct queued_mail mail; };

/* The text in both languages: which one the member reads nobody has asked. */
static bool
write_mail(const struct sending *s, const struct notice *n, const struct user *u, struct mail *out, char id[UUID_TEXT])
{
	const char *ko = notice_body(s->a, n, false), *en = notice_body(s->a, n, true), *url = s->shop->conf->public_url;
	char order[UUID_TEXT];

	uuid_text(&n->order_id, order);
	*out = (struct mail){
		.id = uuid_text(&n->id, id), .to = u->email, .at = clock_now(),
		.subject = arena_printf(s->a, "%s · %s (%s)", notice_title(n->kind, false), notice_title(n->kind, true), n->number),
		.text = arena_printf(s->a, "%s\n\n%s\n%s%s%s%s", ko, en, url[0] != '\0' ? "\n" : "", url, url[0] != '\0' ? "/orders/" : "",
		    url[0] != '\0' ? order : ""),
	};
	return ko != NULL && en != NULL && out->subject != NULL && out->text != NULL;
}

/* What it is about and to whom it goes; *n NULL when there is nothing of it any more. */
static const struct err *
look_up(const struct sending *s, const struct notice **n, const struct user **u)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(s->shop->pool, s->a, &db)) != NULL)
		return e;
	if ((e = notice_store_find(db, s->a, &s->mail.id, n)) == NULL)
		e = member_store_by_id(db, s->a, &s->mail.user_id, u);
	db_return(s->shop->pool, db);
	return e;
}

static const struct err *
note(const struct sending *s, enum mail_state state, const char *error)
{
	const struct conf *c = s->shop->conf;
	int64_t now = clock_now();
	char id[UUID_TEXT];
	struct db *db;
	const struct err *e;

	if (state == MAIL_QUEUED && s->mail.attempts >= c->mail_tries)
		state = MAIL_FAILED;
	if (state != MAIL_SENT)
		log_event(LOG_WARN, "mail_not_sent", LOG_S("mail_id", uuid_text(&s->mail.id, id)), LOG_S("state", mail_state_names[state]),
		    LOG_I("try", s->mail.attempts), LOG_S("why", error));
	if ((e = db_borrow(s->shop->pool, s->a, &db)) != NULL)
		return e;
	e = mail_store_outcome(db, s->a, &s->mail, state, now + feed_retry_pause(c->mail_retry_ms, s->mail.attempts), error, now);
	db_return(s->shop->pool, db);
	return e;
}

/* *shut = the server takes nothing at the moment: the others need not try. */
static const struct err *
send_one(struct sending *s, bool *shut)
{
	static const enum mail_state states[] = { [MAILED] = MAIL_SENT, [MAILED_REFUSED] = MAIL_FAILED, [MAILED_LATER] = MAIL_QUEUED,
	    [MAILED_UNSURE] = MAIL_UNSURE };
	const struct notice *n = NULL;
	const struct user *u = NULL;
	char id[UUID_TEXT];
	struct mail mail;
	enum mailed result;
	const char *why;
	const struct err *e;

	if ((e = look_up(s, &n, &u)) != NULL) {
		(void)note(s, MAIL_QUEUED, "the database did not answer");
		return e;
	}
	if (n == NULL || u == NULL || u->status != USER_ACTIVE)
		return note(s, MAIL_FAILED, "nobody to tell");
	if (!write_mail(s, n, u, &mail, id))
		return note(s, MAIL_QUEUED, "no room to write it");
	result = mail_send(&s->mailer, s->a, &mail, &why);
	*shut = result == MAILED_LATER;
	return note(s, states[result], why);
}

static const struct err *
claim(struct sending *s, bool *found)
{
	int64_t now = clock_now(), lost = 0;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(s->shop->pool, s->a, &db)) != NULL)
		return e;
	if ((e = mail_store_lost(db, s->a, now, &lost)) == NULL)
		e = mail_store_claim(db, s->a, now, now + s->mailer.timeout_ms + GRACE_MS, &s->mail, found);
	db_return(s->shop->pool, db);
	if (lost > 0)
		log_event(LOG_WARN, "mails_lost", LOG_I("mails", lost));
	return e;
}

const struct err *
mails_job(struct job_run *run)
{
	struct sending s = { .shop = run->shop };
	bool found, shut = false;
	char why[160];
	const struct err *e = NULL;

	if (run->shop->conf->smtp_url[0] == '\0')
		return NULL;
	if (!mail_make(run->shop->conf, &s.mailer, why, sizeof(why)))
		return err_new(run->arena, ERR_INTERNAL_SERVER_ERROR, "%s", why);
	if ((s.a = arena_new(MAIL_ARENA)) == NULL)
		return err_new(run->arena, ERR_UNAVAILABLE, "no memory for an e-mail");
	for (int i = 0; i < ROUND && e == NULL && !shut && !job_stopping(run); i++) {
		found = false;
		if ((e = claim(&s, &found)) != NULL || !found)
			break;
		if ((e = send_one(&s, &shut)) == NULL)
			run->done++;
		arena_reset(s.a);
	}
	if (e != NULL)
		e = err_new(run->arena, e->code, "%s", e->detail == NULL ? "" : e->detail);
	arena_free(s.a);
	return e;
}
