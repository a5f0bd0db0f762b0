/*
 * store_items: what happens to goods after they were bought: the part of orders.fcgi that serves buyers, sellers and staff item by item.
 */
#ifndef CGI_STORE_ITEMS_H
#define CGI_STORE_ITEMS_H

#include "base/err.h"

struct request;
struct response;

/* Handlers of /v1/orders/{orderKey}/… */
const struct err *store_cancel_post(struct request *, struct response *);
const struct err *item_cancel_post(struct request *, struct response *);
const struct err *item_return_post(struct request *, struct response *);
const struct err *item_exchange_post(struct request *, struct response *);
const struct err *item_confirm_post(struct request *, struct response *);
const struct err *item_history_get(struct request *, struct response *);
const struct err *deliveries_get(struct request *, struct response *);
/* … of /v1/order-items and /v1/deliveries. */
const struct err *item_tasks_get(struct request *, struct response *);
const struct err *item_status_patch(struct request *, struct response *);
const struct err *delivery_patch(struct request *, struct response *);

#endif
