/* batch_names: the gateway's names of payments that begin in a batch: each belongs to one, whoever asks for it at the same moment. */
#include "shop/batch_work.h"

#include <string.h>

#include "base/err.h"
#include "store/payment_store.h"

/* A token that has paid an order pays no other. */
static const struct err *
used(struct ticket *t)
{
	return err_fault(t->arena, "/payment/payment_token", "already_used");
}

const struct err *
batch_names_known(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct ticket *t = w->ticket[i];
		bool known = false;
		const struct err *e;

		if (!open_still(t) || t->charged_as == NULL)
			continue;
		if ((e = payment_store_known(w->batch.db, w->batch.arena, t->charged_as, &known)) != NULL)
			return e;
		if (known)
			t->err = used(t);
	}
	return NULL;
}

void
batch_names_like_earlier(struct work *w, size_t i)
{
	struct ticket *t = w->ticket[i];

	if (t->charged_as == NULL)
		return;
	for (size_t k = 0; k < i && open_still(t); k++) {
		const struct ticket *first = w->ticket[k];
		if (open_still(first) && first->charged_as != NULL && strcmp(first->charged_as, t->charged_as) == 0)
			t->err = used(t);
	}
}
