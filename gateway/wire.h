/*
 * wire: what the gateway is asked and answers.
 */
#ifndef GATEWAY_WIRE_H
#define GATEWAY_WIRE_H

#include <stdint.h>

#include "gateway/card.h"
#include "gateway/ledger.h"
#include "http/model.h"

struct arena;
struct request;
struct response;

enum pay_method { METHOD_CARD, METHOD_NAVER, METHOD_KAKAO, METHOD__MAX };
extern const char *const pay_method_names[METHOD__MAX + 1];

/* A card, or another method with the address the customer comes back to. */
struct payment_request {
	const char		*reference;
	int64_t			 amount;	/* won */
	int			 method;	/* enum pay_method; -1 = CARD when there is a card */
	const struct card_shown	*card;
	const char		*return_url, *callback_url;	/* NULL = nowhere, nobody */
};
extern const struct model payment_request_model;

struct refund_request { int64_t amount; };
extern const struct model refund_request_model;

struct reference_query { const char *reference; };
extern const struct model reference_query_model;

struct ledger_query { int64_t from, cursor, limit; };
extern const struct model ledger_query_model;

struct decision_request { int decision; };	/* 0 = approve, 1 = decline */
extern const struct model decision_request_model;

struct knobs_view { int64_t latency_ms, slow_ms, fail_next, drop_next, expiry_s; };
extern const struct model knobs_model;

struct payment_view;
struct payments_view { struct list payments; };
struct ledger_view { struct list entries; int64_t next_cursor; const char *next; };
extern const struct model payment_model, payments_model, refund_model, ledger_model;

/* Answers as JSON, in the arena; NULL when it is full.  `url` is the gateway's own address. */
const char *wire_payment(struct arena *, const char *url, const struct payment *);
const char *wire_payments(struct arena *, const char *url, const struct payment *, size_t n);
/* What a merchant is told of a decision: {type, timestamp, data: the payment}. */
const char *wire_callback(struct arena *, const char *url, const struct payment *);
const char *wire_refund(struct arena *, const struct refund *);
const char *wire_entries(struct arena *, const struct entry *, size_t n, int64_t limit);
const char *wire_json(struct arena *, const struct model *, const void *in);

#endif
