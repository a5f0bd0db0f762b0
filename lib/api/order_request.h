/*
 * order_request: what the order endpoints are asked, as models over the
 * domain's own structs.
 */
#ifndef API_ORDER_REQUEST_H
#define API_ORDER_REQUEST_H

#include <stdint.h>

#include "base/id.h"
#include "domain/order.h"
#include "http/model.h"

/* struct order_wish */
extern const struct model order_request_model;
/* Parts of it: struct side_dish_wish, struct cake_wish. */
extern const struct model side_dish_order_model, cake_order_model;

/* Overrides of a reorder; NULL and -1 = as in the order repeated. */
struct reorder_request { const char *delivery_address, *notes; int order_type; };
extern const struct model reorder_request_model;

struct update_status_request { int new_status; };	/* enum item_state */
extern const struct model update_status_request_model;

struct cancel_request { const char *reason; };
extern const struct model cancel_request_model;

struct assign_request { struct uuid staff_id; };
extern const struct model assign_request_model;

/* Lists of orders. */
struct order_list_query { int status; int64_t limit; struct uuid cursor; };	/* status -1 = all */
extern const struct model order_list_query_model;

/* A guest's token may come in the query of a link. */
struct token_query { const char *token; };
extern const struct model token_query_model;

#endif
