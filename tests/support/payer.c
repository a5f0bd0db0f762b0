/* payer: see payer.h. */
#include "support/payer.h"

#include <check.h>

#include "base/arena.h"
#include "base/err.h"
#include "remote/gateway.h"
#include "store/charge_store.h"
#include "support/testshop.h"

static const struct err *
answer(void *arena, const struct charge *c, const struct wallet *w, enum checkout_result result, struct kept *kept)
{
	static const int status[] = { [CHECKOUT_HELD] = 0, [CHECKOUT_PAID] = 201, [CHECKOUT_DECLINED] = 402, [CHECKOUT_PENDING] = 202 };
	char id[UUID_TEXT];

	ck_assert((w == NULL) == (result == CHECKOUT_HELD));
	*kept = (struct kept){ .status = status[result], .json = arena_strdup(arena, uuid_text(&c->payment.id, id)),
	    .location = arena_printf(arena, "/v1/users/x/balance/charges/%s", uuid_text(&c->payment.id, id)) };
	return kept->location == NULL || kept->json == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

struct charging
payer_charge(struct arena *a, const struct uuid *user, won_t amount, const char *key)
{
	static const struct gateway_card card = { "4242 4242 4242 4242", "홍길동", "12/39", "123" };
	struct hash print = hash_of(&amount, sizeof(amount));

	return (struct charging){ .user_id = *user, .amount = amount, .card = &card, .answer = answer, .arg = a,
	    .key = idem_make(user->b, sizeof(user->b), "/v1/users/{id}/balance/charges", key, &print) };
}

struct charge
payer_only(struct testshop *t)
{
	const struct charge *c;
	struct uuid id;

	ck_assert_int_eq(testshop_number(t, "SELECT COUNT(*) FROM payments WHERE order_id IS NULL"), 1);
	ck_assert(uuid_parse(testshop_text(t, "SELECT CAST(payment_id AS CHAR) FROM payments WHERE order_id IS NULL"), &id));
	ck_ok(charge_store_get(t->db, t->t.arena, &id, &c));
	return *c;
}

won_t
payer_balance(struct testshop *t, const struct uuid *user)
{
	char id[UUID_TEXT];

	return testshop_number(t, "SELECT COALESCE(SUM(balance), 0) FROM wallets WHERE user_id = '%s'", uuid_text(user, id));
}
