/*
 * ledger: the gateway's books, and the only code that writes them.
 *
 * A payment, its entry in the ledger and the answer to its Idempotency-Key are
 * written in one transaction, and so is what the merchant is to be told of (callback.h): the same key
 * again gets the same answer and moves nothing.  Refunds of a payment never come to more than was paid.  Entries are
 * only ever added.  Called by the gateway's handlers, from any thread, with a connection each.
 */
#ifndef GATEWAY_LEDGER_H
#define GATEWAY_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/money.h"
#include "db/stmt.h"

struct arena;
struct db;
struct err;

enum ledger_stmt {
#define STMT(name, ...) LEDGER_STMT_##name,
#include "gateway/ledger.def"
#undef STMT
	LEDGER_STMT__MAX
};
extern const struct stmt_def ledger_stmts[LEDGER_STMT__MAX];

#define LEDGER_EXPIRED "payment_expired"	/* the reason when nobody decided in time */

enum payment_status { PAYMENT_PENDING, PAYMENT_PAID, PAYMENT_DECLINED, PAYMENT__MAX };
extern const char *const payment_status_names[PAYMENT__MAX + 1];

struct payment {
	struct uuid		 id;
	const char		*reference;
	won_t			 amount, refunded;
	const char		*method;		/* "CARD", "NAVER", "KAKAO" */
	enum payment_status	 status;
	const char		*reason;		/* of a declined one */
	const char		*brand, *last_four;	/* of a card */
	const char		*token, *return_url;	/* of the others: where the customer decides, and goes then */
	const char		*callback_url;		/* whom to tell of the decision; NULL = nobody */
	int64_t			 created_at, decided_at;	/* ms; 0 = not yet */
	int64_t			 expires_at;		/* when nobody has decided; 0 = not at all */
};

struct refund { struct uuid id; const struct payment *payment; won_t amount; int64_t at; };

struct entry {
	int64_t		 seq;
	struct uuid	 id, payment_id;
	const char	*kind, *reference;	/* "CHARGE", "REFUND" */
	won_t		 amount;
	int64_t		 at;
};

/* The Idempotency-Key of a request, hashed, and what the request was. */
struct once { struct hash key, fingerprint; };
/* What is to be answered; `again`: it was answered before, and nothing was done now. */
struct told { const char *body; bool again; };
/* Writes the answer that is kept under the key; NULL when the arena is full. */
typedef const char *ledger_answer(struct arena *, const void *arg, const void *payment_or_refund);

/* Books a payment as it is decided (or PENDING).  IDEMPOTENCY_KEY_REUSED when the key came with another request. */
const struct err *ledger_pay(struct db *, struct arena *, const struct payment *, const struct once *,
    ledger_answer *answer, const void *arg, struct told *);
/* Books a refund.  ENTITY_NOT_FOUND; PAYMENT_STATE_CONFLICT when it was not paid or less than that is left;
 * IDEMPOTENCY_KEY_REUSED. */
const struct err *ledger_refund(struct db *, struct arena *, const struct uuid *payment, won_t amount, const struct once *,
    ledger_answer *answer, const void *arg, struct told *);
/* The customer's decision; one that comes too late changes nothing, or finds that the time is over.  *out is the payment as
 * it stands then, NULL when no payment has that token. */
const struct err *ledger_decide(struct db *, struct arena *, const char *token, bool approved, const struct payment **out);

/* Declines what nobody decided in time, some of it; *n = how many.  Any number may do it at once. */
const struct err *ledger_expire(struct db *, struct arena *, int64_t now, size_t *n);

/* NULL when there is none. */
const struct err *ledger_find(struct db *, struct arena *, const struct uuid *, const struct payment **);
const struct err *ledger_find_token(struct db *, struct arena *, const char *token, const struct payment **);
/* Payments of a reference, the oldest first, at most 100. */
const struct err *ledger_of_reference(struct db *, struct arena *, const char *reference, const struct payment **, size_t *n);
/* Entries behind `cursor` (0 = from the first) and not older than `from` (ms), at most `limit`, in the order they were
 * numbered.  One whose transaction is under way may still appear before the last: who reads on begins a little earlier. */
const struct err *ledger_list(struct db *, struct arena *, int64_t cursor, int64_t from, int64_t limit,
    const struct entry **, size_t *n);

#endif
