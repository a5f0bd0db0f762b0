/*
 * order_copy: an order that outlives the batch it was changed in.
 */
#ifndef SHOP_ORDER_COPY_H
#define SHOP_ORDER_COPY_H

struct arena;
struct order;

/* A copy in the arena without what the order took and its history; NULL when the arena is full. */
struct order *order_copy(struct arena *, const struct order *);
/* Lays what a step changes over a copy made before it.  The reason a payment failed has to outlive the batch by itself. */
void order_copy_refresh(struct order *copy, const struct order *);

#endif
