/* tell: an event with its snapshot, laid to the batch's rows. */
#include "shop/tell.h"

#include "shop/batch.h"

void
event_tell(struct batch *b, const struct order *o, enum event_type type)
{
	order_rows_event(&b->rows, &(struct order_event){
		.id = uuid_new(), .order_id = o->id, .order_version = o->version, .type = type,
		.snapshot = event_snapshot(b->arena, o), .at = b->now });
}
