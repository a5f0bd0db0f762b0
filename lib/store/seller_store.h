/*
 * seller_store: sellers between rows and structs.
 */
#ifndef STORE_SELLER_STORE_H
#define STORE_SELLER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct err;
struct seller;
struct seller_change;
struct seller_wish;
struct uuid;

/* How asking went. */
enum seller_asked { SELLER_ASKED, SELLER_ALREADY, SELLER_NUMBER_TAKEN };
/* The member asks, or, once rejected, asks again; who asks already, or sells, is left as they are. The number is taken while another who was
 * not rejected has it. */
const struct err *seller_store_ask(struct db *, struct arena *, const struct uuid *user, const struct seller_wish *, enum seller_asked *);

/* *out = NULL when there is none.  `lock`: until the transaction ends. */
const struct err *seller_store_by_id(struct db *, struct arena *, int64_t id, bool lock, const struct seller **out);
const struct err *seller_store_by_user(struct db *, struct arena *, const struct uuid *user, const struct seller **out);
/* By number, from after that one on; status -1 = all. */
const struct err *seller_store_list(struct db *, struct arena *, int status, int64_t after, int64_t limit,
    const struct seller **out, size_t *n);

/* Writes what is not NULL or negative; *taken = the number it would hold again is another's by now, and nothing was written. */
const struct err *seller_store_change(struct db *, struct arena *, uint32_t id, const struct seller_change *, bool *taken);
/* The role of the member who sells, from one to another; *changed = false when it was neither the one. */
const struct err *seller_store_role(struct db *, struct arena *, const struct uuid *user, int from, int to, bool *changed);

#endif
