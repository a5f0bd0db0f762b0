/* ticket: handing in, and the two ways an answer is kept and given again. */
#include "shop/ticket.h"

#include "base/arena.h"
#include "shop/shop.h"

const struct err *
ticket_serve(struct shop *shop, struct ticket *t)
{
	desk_hand_in(shop->desk, &t->queue);
	return t->err;
}

void
ticket_answer_again(struct ticket *t, const struct hash *fingerprint, int status, const void *sealed, size_t len)
{
	if (!hash_equal(fingerprint, &t->key.fingerprint)) {
		t->err = err_new(t->arena, ERR_IDEMPOTENCY_KEY_REUSED, NULL);
	} else if (status == 0) {
		struct err *e = err_new(t->arena, ERR_IDEMPOTENCY_IN_FLIGHT, NULL);
		e->retry_after = 1;
		t->err = e;
		t->kept = sealed == NULL ? NULL : idem_open(t->arena, &t->key, status, sealed, len);
	} else if ((t->kept = idem_open(t->arena, &t->key, status, sealed, len)) == NULL) {
		t->err = err_new(t->arena, ERR_INTERNAL_SERVER_ERROR, "a kept answer can not be opened");
	} else {
		t->replayed = true;
	}
}

const void *
ticket_keep_answer(struct ticket *t, struct arena *batch, size_t *len)
{
	if ((t->kept = ARENA_NEW(t->arena, struct kept)) == NULL || t->answer(t, t->kept) != NULL)
		return NULL;
	return idem_seal(batch, &t->key, t->kept, len);
}
