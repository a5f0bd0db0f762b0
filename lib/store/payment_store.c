/* payment_store: rows of payments. */
#include "store/payment_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"

const struct err *
payment_store_of_user(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *before, int64_t limit,
    struct payments *out)
{
	struct uuid from = *before;
	struct paid_order *v;
	struct rows r;
	const struct err *e;

	if (uuid_is_zero(&from))
		memset(from.b, 0xff, sizeof(from.b));
	if ((e = STMT_RUN(db, a, STMT_PAYMENTS_OF_USER, &r, DB_U(*user), DB_U(from), DB_I(limit))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct paid_order, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu payments", r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct paid_order){ row_uuid(&r, i, 1), {
			.id = row_uuid(&r, i, 0), .method = (enum payment_method)payment_method_parse(row_str(&r, i, 2)),
			.status = (enum payment_status)payment_status_parse(row_str(&r, i, 3)),
			.amount = row_int(&r, i, 4), .refunded = row_int(&r, i, 5),
			.masked_card_number = row_str(&r, i, 6), .card_brand = row_str(&r, i, 7),
			.transaction_id = row_str(&r, i, 8), .failure_code = row_str(&r, i, 9),
			.created_at = row_int(&r, i, 10), .paid_at = row_int(&r, i, 11) } };
	*out = (struct payments){ v, r.n };
	return NULL;
}

const struct err *
payment_store_known(struct db *db, struct arena *a, const char *transaction_id, bool *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_PAYMENT_KNOWN_AS, &r, DB_S(transaction_id));

	if (e == NULL)
		*out = r.n > 0;
	return e;
}

const struct err *
payment_store_named(struct db *db, struct arena *a, const char *transaction_id, struct uuid *out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_PAYMENT_KNOWN_AS, &r, DB_S(transaction_id));

	if (e == NULL)
		*out = r.n > 0 ? row_uuid(&r, 0, 0) : (struct uuid){ { 0 } };
	return e;
}
