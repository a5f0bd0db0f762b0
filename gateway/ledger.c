/* ledger: see ledger.h. */
#include "gateway/ledger.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

#define TRIES 5		/* of a transaction that lost a deadlock, or whose key was answered meanwhile */

const struct stmt_def ledger_stmts[LEDGER_STMT__MAX] = {
#define STMT(name, params, results, sql) [LEDGER_STMT_##name] = { #name, params, results, sql },
#include "gateway/ledger.def"
#undef STMT
};

const char *const payment_status_names[PAYMENT__MAX + 1] = {
	[PAYMENT_PENDING] = "PENDING",
	[PAYMENT_PAID] = "PAID",
	[PAYMENT_DECLINED] = "DECLINED",
};

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_UNAVAILABLE, "no room for the books");
}

/* --- reading -------------------------------------------------------------- */

static enum payment_status
status_of(const char *name)
{
	for (int s = 0; s < PAYMENT__MAX; s++)
		if (name != NULL && strcmp(payment_status_names[s], name) == 0)
			return (enum payment_status)s;
	return PAYMENT_PENDING;
}

static const struct err *
payments_of(struct arena *a, const struct rows *r, const struct payment **out, size_t *n)
{
	struct payment *v = ARENA_ARRAY(a, struct payment, r->n + 1);

	if (v == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct payment){
			.id = row_uuid(r, i, 0), .reference = row_str(r, i, 1), .amount = row_int(r, i, 2),
			.method = row_str(r, i, 3), .status = status_of(row_str(r, i, 4)), .reason = row_str(r, i, 5),
			.brand = row_str(r, i, 6), .last_four = row_str(r, i, 7), .refunded = row_int(r, i, 8),
			.token = row_str(r, i, 9), .return_url = row_str(r, i, 10), .callback_url = row_str(r, i, 11),
			.created_at = row_int(r, i, 12), .decided_at = row_int(r, i, 13), .expires_at = row_int(r, i, 14),
		};
	*out = v;
	*n = r->n;
	return NULL;
}

static const struct err *
find(struct db *db, struct arena *a, int stmt, struct db_value key, const struct payment **out)
{
	struct rows r;
	size_t n = 0;
	const struct err *e = STMT_RUN(db, a, stmt, &r, key);

	if (e == NULL && (e = payments_of(a, &r, out, &n)) == NULL && n == 0)
		*out = NULL;
	return e;
}

const struct err *
ledger_find(struct db *db, struct arena *a, const struct uuid *id, const struct payment **out)
{
	return find(db, a, LEDGER_STMT_PAYMENT_BY_ID, DB_U(*id), out);
}

const struct err *
ledger_find_token(struct db *db, struct arena *a, const char *token, const struct payment **out)
{
	return find(db, a, LEDGER_STMT_PAYMENT_BY_TOKEN, DB_S(token), out);
}

const struct err *
ledger_of_reference(struct db *db, struct arena *a, const char *reference, const struct payment **out, size_t *n)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_BY_REFERENCE, &r, DB_S(reference));

	return e != NULL ? e : payments_of(a, &r, out, n);
}

const struct err *
ledger_list(struct db *db, struct arena *a, int64_t cursor, int64_t from, int64_t limit, const struct entry **out, size_t *n)
{
	struct rows r;
	struct entry *v;
	const struct err *e = STMT_RUN(db, a, LEDGER_STMT_LEDGER_LIST, &r, DB_I(cursor), DB_T(from), DB_I(limit));

	if (e != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct entry, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct entry){
			.seq = row_int(&r, i, 0), .id = row_uuid(&r, i, 1), .kind = row_str(&r, i, 2),
			.payment_id = row_uuid(&r, i, 3), .reference = row_str(&r, i, 4), .amount = row_int(&r, i, 5),
			.at = row_int(&r, i, 6),
		};
	*out = v;
	*n = r.n;
	return NULL;
}

/* --- one answer a key --------------------------------------------------------- */

/* The answer a key had; told->body stays NULL when it had none. */
static const struct err *
recall(struct db *db, struct arena *a, const struct once *once, struct told *told)
{
	struct rows r;
	struct hash was;
	const struct err *e = STMT_RUN(db, a, LEDGER_STMT_ANSWER_FIND, &r, db_b(once->key.b, sizeof(once->key.b)));

	if (e != NULL || r.n == 0)
		return e;
	was = row_hash(&r, 0, 0);
	if (!hash_equal(&was, &once->fingerprint))
		return err_new(a, ERR_IDEMPOTENCY_KEY_REUSED, NULL);
	*told = (struct told){ row_str(&r, 0, 1), true };
	return NULL;
}

static const struct err *
keep(struct db *db, struct arena *a, const struct once *once, const char *body, int64_t at)
{
	return STMT_RUN(db, a, LEDGER_STMT_ANSWER_KEEP, NULL, db_b(once->key.b, sizeof(once->key.b)),
	    db_b(once->fingerprint.b, sizeof(once->fingerprint.b)), DB_S(body), DB_T(at));
}

static const struct err *
add_entry(struct db *db, struct arena *a, const struct uuid *id, const char *kind, const struct uuid *payment, won_t amount, int64_t at)
{
	return STMT_RUN(db, a, LEDGER_STMT_LEDGER_ADD, NULL, DB_U(*id), DB_S(kind), DB_U(*payment), DB_I(amount), DB_T(at));
}

/* What a decision comes to: the charge, if there is one, and the word to the merchant, if it wants one. */
static const struct err *
add_decision(struct db *db, struct arena *a, const struct payment *p)
{
	struct uuid entry = uuid_new(), callback = uuid_new();
	const struct err *e;

	if (p->status == PAYMENT_PAID &&
	    (e = add_entry(db, a, &entry, "CHARGE", &p->id, p->amount, p->decided_at)) != NULL)
		return e;
	return p->callback_url == NULL ? NULL : STMT_RUN(db, a, LEDGER_STMT_CALLBACK_ADD, NULL, DB_U(callback), DB_U(p->id),
	    DB_S(p->callback_url), DB_T(p->decided_at), DB_T(p->decided_at));
}

/* After a failed transaction: whether another try may end otherwise. */
static bool
lost_a_race(struct db *db)
{
	enum db_fault f = db_last_fault(db);

	db_rollback(db);
	return f == DB_FAULT_DEADLOCK || f == DB_FAULT_DUPLICATE;
}

/* --- paying --------------------------------------------------------------------- */

static const struct err *
pay_once(struct db *db, struct arena *a, const struct payment *p, const struct once *once, const char *body)
{
	const struct err *e;

	/* The key first: who comes with the same one waits here, and then finds the answer. */
	if ((e = db_begin(db, a)) != NULL || (e = keep(db, a, once, body, p->created_at)) != NULL ||
	    (e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_ADD, NULL, DB_U(p->id), DB_S(p->reference), DB_I(p->amount),
	    DB_S(p->method), DB_S(payment_status_names[p->status]), DB_S(p->reason), DB_S(p->brand), DB_S(p->last_four),
	    DB_S(p->token), DB_S(p->return_url), DB_S(p->callback_url), DB_T(p->created_at), db_t_or_null(p->decided_at),
	    db_t_or_null(p->expires_at))) != NULL)
		return e;
	if (p->status != PAYMENT_PENDING && (e = add_decision(db, a, p)) != NULL)
		return e;
	return db_commit(db, a);
}

const struct err *
ledger_pay(struct db *db, struct arena *a, const struct payment *p, const struct once *once,
    ledger_answer *answer, const void *arg, struct told *out)
{
	const char *body = answer(a, arg, p);
	const struct err *e = NULL;

	if (body == NULL)
		return full(a);
	for (int tries = 0; tries < TRIES; tries++) {
		struct told told = { 0 };

		if ((e = pay_once(db, a, p, once, body)) == NULL) {
			*out = (struct told){ body, false };
			return NULL;
		}
		if (!lost_a_race(db))
			return e;
		if ((e = recall(db, a, once, &told)) != NULL)
			return e;
		if (told.body != NULL) {
			*out = told;
			return NULL;
		}
	}
	return err_new(a, ERR_UNAVAILABLE, "the payment met others %d times", TRIES);
}

/* --- giving back ---------------------------------------------------------------- */

static const struct err *
check_refund(struct arena *a, const struct payment *p, won_t amount)
{
	if (p->status != PAYMENT_PAID)
		return err_new(a, ERR_PAYMENT_STATE_CONFLICT, "The payment is %s.", payment_status_names[p->status]);
	if (amount > p->amount - p->refunded)
		return err_new(a, ERR_PAYMENT_STATE_CONFLICT, "%lld won of this payment are left to refund.",
		    (long long)(p->amount - p->refunded));
	return NULL;
}

static const struct err *
refund_once(struct db *db, struct arena *a, const struct uuid *payment, won_t amount, const struct once *once,
    ledger_answer *answer, const void *arg, struct told *told)
{
	struct refund refund = { .amount = amount, .at = clock_now() };
	const struct payment *was;
	struct payment now;
	const char *body;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL ||
	    (e = find(db, a, LEDGER_STMT_PAYMENT_LOCK, DB_U(*payment), &was)) != NULL)
		return e;
	if (was == NULL)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	/* Behind the lock: a twin of this request is through, or has not begun. */
	if ((e = recall(db, a, once, told)) != NULL)
		return e;
	if (told->body != NULL)
		return db_commit(db, a);
	if ((e = check_refund(a, was, amount)) != NULL)
		return e;
	now = *was;
	now.refunded += amount;
	refund.id = uuid_new();
	refund.payment = &now;
	if ((body = answer(a, arg, &refund)) == NULL)
		return full(a);
	if ((e = add_entry(db, a, &refund.id, "REFUND", payment, amount, refund.at)) != NULL ||
	    (e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_REFUNDED, NULL, DB_I(amount), DB_U(*payment))) != NULL ||
	    (e = keep(db, a, once, body, refund.at)) != NULL || (e = db_commit(db, a)) != NULL)
		return e;
	*told = (struct told){ body, false };
	return NULL;
}

const struct err *
ledger_refund(struct db *db, struct arena *a, const struct uuid *payment, won_t amount, const struct once *once,
    ledger_answer *answer, const void *arg, struct told *out)
{
	const struct err *e = NULL;

	for (int tries = 0; tries < TRIES; tries++) {
		struct told told = { 0 };

		if ((e = refund_once(db, a, payment, amount, once, answer, arg, &told)) == NULL) {
			*out = told;
			return NULL;
		}
		if (!lost_a_race(db))
			return e;
	}
	return e;
}

/* --- the customer decides, or does not --------------------------------------------------------- */

static bool
is_over(const struct payment *p, int64_t now)
{
	return p->expires_at != 0 && now >= p->expires_at;
}

/* A locked one that is PENDING; reason NULL = it is paid. */
static const struct err *
decide(struct db *db, struct arena *a, struct payment *p, const char *reason, int64_t now)
{
	const struct err *e;

	p->status = reason == NULL ? PAYMENT_PAID : PAYMENT_DECLINED;
	p->reason = reason;
	p->decided_at = now;
	if ((e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_DECIDE, NULL, DB_S(payment_status_names[p->status]), DB_S(p->reason),
	    DB_T(p->decided_at), DB_U(p->id))) != NULL)
		return e;
	return add_decision(db, a, p);
}

const struct err *
ledger_decide(struct db *db, struct arena *a, const char *token, bool approved, const struct payment **out)
{
	const int64_t at = clock_now();
	const struct payment *p;
	struct payment *now;
	const struct err *e;

	if ((e = ledger_find_token(db, a, token, &p)) != NULL)
		return e;
	if (p == NULL || p->status != PAYMENT_PENDING) {
		*out = p;
		return NULL;
	}
	if ((e = db_begin(db, a)) != NULL ||
	    (e = find(db, a, LEDGER_STMT_PAYMENT_LOCK, DB_U(p->id), &p)) != NULL)
		goto failed;
	if (p != NULL && p->status == PAYMENT_PENDING) {
		if ((now = ARENA_NEW(a, struct payment)) == NULL) {
			e = full(a);
			goto failed;
		}
		*now = *p;
		if ((e = decide(db, a, now, is_over(p, at) ? LEDGER_EXPIRED : approved ? NULL : "customer_declined", at)) != NULL)
			goto failed;
		p = now;
	}
	if ((e = db_commit(db, a)) != NULL)
		return e;
	*out = p;
	return NULL;
failed:
	db_rollback(db);
	return e;
}

const struct err *
ledger_expire(struct db *db, struct arena *a, int64_t now, size_t *n)
{
	const struct payment *over;
	struct rows r;
	const struct err *e;

	if ((e = db_begin(db, a)) != NULL || (e = STMT_RUN(db, a, LEDGER_STMT_PAYMENT_EXPIRED, &r, DB_T(now))) != NULL ||
	    (e = payments_of(a, &r, &over, n)) != NULL)
		goto failed;
	for (size_t i = 0; i < *n; i++) {
		struct payment p = over[i];
		if ((e = decide(db, a, &p, LEDGER_EXPIRED, now)) != NULL)
			goto failed;
	}
	return db_commit(db, a);
failed:
	db_rollback(db);
	return e;
}
