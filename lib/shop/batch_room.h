/*
 * batch_room: memory for the batches under way, kept between batches.
 */
#ifndef SHOP_BATCH_ROOM_H
#define SHOP_BATCH_ROOM_H

#include <stddef.h>

struct arena;
struct batch_room;

/* Room for n batches at a time; NULL when memory is out. */
struct batch_room *batch_room_new(size_t n);
void batch_room_free(struct batch_room *);	/* NULL is fine */
/* At most n are lent at a time. */
struct arena *batch_room_lend(struct batch_room *);
void batch_room_return(struct batch_room *, struct arena *);

#endif
