/*
 * keyed: a small transaction of its own under an Idempotency-Key, for what moves neither stock nor money and so needs no desk.
 *
 * What is written and the answer kept of it are one transaction, as at the desk; who comes with the key again, or at the same moment,
 * gets that answer.  The ticket is only the way answers are kept: it is never handed in.
 */
#ifndef SHOP_KEYED_H
#define SHOP_KEYED_H

struct db;
struct err;
struct shop;
struct ticket;

/* Writes what is wanted, within a transaction of the caller's; may be called again when that met another one. */
typedef const struct err *keyed_write(struct db *, struct ticket *);

/* Needs the ticket's arena, and its answer where it has a key.  The ticket is `replayed` when its key was known: nothing was written then, and
 * the answer is kept in it.  The errors of `write`, and IDEMPOTENCY_KEY_REUSED. */
const struct err *keyed_run(struct shop *, struct ticket *, keyed_write *);

#endif
