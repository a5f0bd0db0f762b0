/* order_store: the reading half; rows of each table to the orders they belong to. */
#include "store/order_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "db/db.h"
#include "store/keys.h"
#include "store/stmts.h"

static const struct err *
full(struct arena *a)
{
	return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the orders asked for");
}

static int
word(const char *const *names, const char *name)
{
	int i = text_among(names, name);

	return i < 0 ? 0 : i;
}

static void
order_row(const struct rows *r, size_t i, struct order *o)
{
	size_t c = 0;

	*o = (struct order){ .id = row_uuid(r, i, 0) };
	strncpy(o->number, row_str(r, i, 1), sizeof(o->number) - 1);
	o->user_id = row_uuid(r, i, 2);
	o->guest = row_hash(r, i, 3);
	o->status = (enum order_state)word(order_state_names, row_str(r, i, 4));
	o->stage = (enum item_state)word(item_state_names, row_str(r, i, 5));
	o->type = (enum order_type)word(order_type_names, row_str(r, i, 6));
	won_t *price[] = { &o->price.base_price_total, &o->price.customization_cost, &o->price.side_dish_total,
	    &o->price.cake_total, &o->price.discount_total, &o->price.delivery_fee, &o->price.final_price };
	for (c = 0; c < sizeof(price) / sizeof(price[0]); c++)
		*price[c] = row_int(r, i, 7 + c);
	o->delivery_address = row_str(r, i, 14);
	o->notes = row_str(r, i, 15);
	o->cook_id = row_uuid(r, i, 16);
	o->courier_id = row_uuid(r, i, 17);
	o->reordered_from = row_uuid(r, i, 18);
	o->version = row_int(r, i, 19);
	o->created_at = row_int(r, i, 20);
	o->estimated_at = row_int(r, i, 21);
	o->recipient_name = row_str(r, i, 22);
	o->recipient_phone = row_str(r, i, 23);
	o->delivery_notes = row_str(r, i, 24);
	o->slot = row_int(r, i, 25);
	o->payable_until = row_int(r, i, 26);
}

/* The order a row's first column names. */
static struct order *
owner(const struct orders *os, const struct rows *r, size_t i)
{
	struct uuid id = row_uuid(r, i, 0);

	for (size_t k = 0; k < os->n; k++)
		if (uuid_cmp(&os->v[k].id, &id) == 0)
			return &os->v[k];
	return NULL;
}

/* Rows of one order, from row i on. */
static size_t
run_length(const struct rows *r, size_t i)
{
	struct uuid first = row_uuid(r, i, 0), next;
	size_t n = 1;

	while (i + n < r->n && (next = row_uuid(r, i + n, 0), uuid_cmp(&first, &next) == 0))
		n++;
	return n;
}

static bool
read_items(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0, n; i < r->n; i += n) {
		struct order *o = owner(os, r, i);
		n = run_length(r, i);
		if (o == NULL)
			continue;
		if ((o->items = ARENA_ARRAY(a, struct order_item, n)) == NULL)
			return false;
		for (size_t k = i; k < i + n; k++)
			o->items[o->nitems++] = (struct order_item){
				.product_id = (uint32_t)row_int(r, k, 2),
				.kind = (enum product_kind)word(product_kind_names, row_str(r, k, 3)),
				.code = row_str(r, k, 4), .variant = row_str(r, k, 5),
				.name = row_str(r, k, 6), .name_en = row_str(r, k, 7),
				.quantity = row_int(r, k, 8), .cancelled_quantity = row_int(r, k, 9),
				.unit_price = row_int(r, k, 10), .customization_cost = row_int(r, k, 11),
				.discount = row_int(r, k, 12), .total = row_int(r, k, 13),
				.status = (enum item_state)word(item_state_names, row_str(r, k, 14)),
				.seller_id = (uint32_t)row_int(r, k, 15), .product_discount = row_int(r, k, 16),
				.order_discount = row_int(r, k, 17), .points = row_int(r, k, 18),
				.returned_quantity = row_int(r, k, 19), .requested_quantity = row_int(r, k, 20),
				.carrier = row_str(r, k, 21), .tracking_number = row_str(r, k, 22),
				.confirmed = !row_null(r, k, 23), .earned = row_int(r, k, 23), .withheld = row_int(r, k, 24)
			};
	}
	return true;
}

static bool
read_customizations(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0; i < r->n; i++) {
		struct order *o = owner(os, r, i);
		size_t index = (size_t)row_int(r, i, 1);
		if (o == NULL || index >= o->nitems)
			continue;
		struct order_item *it = &o->items[index];
		if (it->customizations == NULL &&
		    (it->customizations = ARENA_ARRAY(a, struct customization, run_length(r, i))) == NULL)
			return false;
		it->customizations[it->ncustomizations++] = (struct customization){
			.sku_id = (uint32_t)row_int(r, i, 2), .code = row_str(r, i, 3), .name = row_str(r, i, 4),
			.name_en = row_str(r, i, 5), .base_quantity = row_int(r, i, 6), .quantity = row_int(r, i, 7),
			.price_change = row_int(r, i, 8)
		};
	}
	return true;
}

static bool
read_fees(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0, n; i < r->n; i += n) {
		struct order *o = owner(os, r, i);
		n = run_length(r, i);
		if (o == NULL)
			continue;
		if ((o->fees = ARENA_ARRAY(a, struct order_fee, n)) == NULL)
			return false;
		for (size_t k = i; k < i + n; k++)
			o->fees[o->nfees++] = (struct order_fee){ (uint32_t)row_int(r, k, 1), row_int(r, k, 2), row_int(r, k, 3) };
	}
	return true;
}

static bool
read_uses(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0, n; i < r->n; i += n) {
		struct order *o = owner(os, r, i);
		n = run_length(r, i);
		if (o == NULL)
			continue;
		if ((o->uses = ARENA_ARRAY(a, struct stock_use, n)) == NULL)
			return false;
		for (size_t k = i; k < i + n; k++)
			o->uses[o->nuses++] = (struct stock_use){ (uint32_t)row_int(r, k, 1), row_int(r, k, 2), row_int(r, k, 3) };
	}
	return true;
}

static bool
read_cakes(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0; i < r->n; i++) {
		struct order *o = owner(os, r, i);
		struct cake_wish *c = ARENA_NEW(a, struct cake_wish);
		if (c == NULL)
			return false;
		*c = (struct cake_wish){ row_str(r, i, 1), row_str(r, i, 2), row_str(r, i, 3), row_str(r, i, 4), NULL };
		if (o != NULL)
			o->cake = c;
	}
	return true;
}

static struct payment
payment_row(const struct rows *r, size_t i)
{
	return (struct payment){
		.id = row_uuid(r, i, 1),
		.method = (enum payment_method)word(payment_method_names, row_str(r, i, 2)),
		.status = (enum payment_status)word(payment_status_names, row_str(r, i, 3)),
		.amount = row_int(r, i, 4), .refunded = row_int(r, i, 5),
		.masked_card_number = row_str(r, i, 6), .card_brand = row_str(r, i, 7),
		.transaction_id = row_str(r, i, 8), .failure_code = row_str(r, i, 9),
		.created_at = row_int(r, i, 10), .paid_at = row_int(r, i, 11), .refunding = row_int(r, i, 12), .redirect_url = row_str(r, i, 13)
	};
}

static bool
read_payments(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0, n; i < r->n; i += n) {
		struct order *o = owner(os, r, i);
		n = run_length(r, i);
		if (o == NULL)
			continue;
		o->payment = payment_row(r, i + n - 1);		/* rows come oldest first */
		if (n == 1)
			continue;
		if ((o->earlier = ARENA_ARRAY(a, struct payment, n - 1)) == NULL)
			return false;
		for (size_t k = i; k < i + n - 1; k++)
			o->earlier[o->nearlier++] = payment_row(r, k);
	}
	return true;
}

static bool
read_history(struct arena *a, const struct rows *r, struct orders *os)
{
	for (size_t i = 0, n; i < r->n; i += n) {
		struct order *o = owner(os, r, i);
		n = run_length(r, i);
		if (o == NULL)
			continue;
		if ((o->history = ARENA_ARRAY(a, struct history_entry, n)) == NULL)
			return false;
		for (size_t k = i; k < i + n; k++)
			o->history[o->nhistory++] = (struct history_entry){
				.id = row_uuid(r, k, 1), .item_index = row_null(r, k, 2) ? -1 : (int)row_int(r, k, 2),
				.event = row_str(r, k, 3), .from = row_str(r, k, 4), .to = row_str(r, k, 5),
				.actor = (enum actor)word(actor_names, row_str(r, k, 6)), .actor_id = row_uuid(r, k, 7),
				.at = row_int(r, k, 8), .reason = row_str(r, k, 9), .pieces = row_int(r, k, 10)
			};
	}
	return true;
}

/* Which statement reads a part, and how its rows are laid to the orders. */
static const struct {
	unsigned	 part;
	int		 stmt, stmt_one;	/* for many orders, for one */
	bool		 (*read)(struct arena *, const struct rows *, struct orders *);
} parts_table[] = {
	{ ORDER_ITEMS,		STMT_ITEMS_OF, STMT_ITEMS_OF_ONE, read_items },
	{ ORDER_CUSTOMIZATIONS,	STMT_CUSTOMIZATIONS_OF, STMT_CUSTOMIZATIONS_OF_ONE, read_customizations },	/* after the items they belong to */
	{ ORDER_FEES,		STMT_FEES_OF, STMT_FEES_OF_ONE, read_fees },
	{ ORDER_USES,		STMT_TAKES_OF, STMT_TAKES_OF_ONE, read_uses },
	{ ORDER_CAKE,		STMT_CAKES_OF, STMT_CAKES_OF_ONE, read_cakes },
	{ ORDER_PAYMENT,	STMT_PAYMENTS_OF, STMT_PAYMENTS_OF_ONE, read_payments },
	{ ORDER_HISTORY,	STMT_HISTORY_OF, STMT_HISTORY_OF_ONE, read_history },
};

/* The shop itself delivers free: only sellers have fees. */
static bool
a_seller_delivers(const struct orders *os)
{
	for (size_t i = 0; i < os->n; i++)
		for (size_t k = 0; k < os->v[i].nitems; k++)
			if (os->v[i].items[k].seller_id != 0)
				return true;
	return false;
}

/* Rows of orders to structs, and what belongs to them. */
static const struct err *
load(struct db *db, struct arena *a, const struct rows *r, unsigned parts, struct orders *out)
{
	struct orders os = { ARENA_ARRAY(a, struct order, r->n + 1), r->n };
	struct uuid *ids = ARENA_ARRAY(a, struct uuid, r->n + 1);
	const char *keys = NULL;
	const struct err *e;

	if (os.v == NULL || ids == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++) {
		order_row(r, i, &os.v[i]);
		ids[i] = os.v[i].id;
	}
	if (r->n > 0 && (keys = keys_uuids(a, ids, r->n)) == NULL)
		return full(a);
	for (size_t p = 0; r->n > 0 && p < sizeof(parts_table) / sizeof(parts_table[0]); p++) {
		struct rows more;
		if ((parts & parts_table[p].part) == 0 || (parts_table[p].part == ORDER_FEES && !a_seller_delivers(&os)))
			continue;
		e = r->n == 1 ? STMT_RUN(db, a, parts_table[p].stmt_one, &more, DB_U(ids[0])) :
		    STMT_RUN(db, a, parts_table[p].stmt, &more, DB_S(keys));
		if (e != NULL)
			return e;
		if (!parts_table[p].read(a, &more, &os))
			return full(a);
	}
	*out = os;
	return NULL;
}

const struct err *
order_store_get(struct db *db, struct arena *a, const struct uuid *ids, size_t n, bool lock, unsigned parts, struct orders *out)
{
	struct rows r;
	const struct err *e;

	if (n == 1 && !lock)
		e = STMT_RUN(db, a, STMT_ORDERS_BY_ID_ONE, &r, DB_U(ids[0]));
	else
		e = keys_run_uuids(db, a, lock ? STMT_ORDERS_LOCK : STMT_ORDERS_BY_ID, ids, n, &r);
	if (e != NULL)
		return e;
	return load(db, a, &r, parts, out);
}

/* Just past any UUID, for lists that start at the newest. */
static const struct uuid uuid_last = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };

static struct db_value
stage_or_null(int stage)
{
	return stage < 0 ? DB_NULL : DB_S(item_state_names[stage]);
}

const struct err *
order_store_of_user(struct db *db, struct arena *a, const struct uuid *user, int stage, const struct uuid *before,
    int64_t limit, unsigned parts, struct orders *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ORDERS_OF_USER, &r, DB_U(*user), stage_or_null(stage), stage_or_null(stage),
	    DB_U(uuid_is_zero(before) ? uuid_last : *before), DB_I(limit))) != NULL)
		return e;
	return load(db, a, &r, parts, out);
}

const struct err *
order_store_paid_of(struct db *db, struct arena *a, const struct uuid *user, const struct uuid *before, int64_t limit, unsigned parts,
    struct orders *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ORDERS_PAID_OF, &r, DB_U(*user), DB_U(uuid_is_zero(before) ? uuid_last : *before), DB_I(limit))) != NULL)
		return e;
	return load(db, a, &r, parts, out);
}

const struct err *
order_store_count(struct db *db, struct arena *a, const struct uuid *user, int stage, int64_t *out)
{
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ORDERS_OF_USER_COUNT, &r, DB_U(*user), stage_or_null(stage), stage_or_null(stage))) != NULL)
		return e;
	*out = row_int(&r, 0, 0);
	return NULL;
}

const struct err *
order_store_on_board(struct db *db, struct arena *a, unsigned stages, const struct uuid *cook, const struct uuid *courier,
    bool own, const struct uuid *after, int64_t limit, unsigned parts, struct orders *out)
{
	enum { STAGES = 12, VALUES = STAGES + 8 };
	struct db_value v[VALUES] = { 0 };	/* unused stages stay NULL, which equals nothing */
	struct rows r;
	size_t n = 0;
	const struct err *e;

	for (int s = 0; s < ITEM__MAX && n < STAGES; s++)
		if ((stages & ITEM_BIT(s)) != 0)
			v[n++] = DB_S(item_state_names[s]);
	v[STAGES] = v[STAGES + 1] = db_u_or_null(cook);
	v[STAGES + 2] = v[STAGES + 3] = db_u_or_null(courier);
	v[STAGES + 4] = v[STAGES + 5] = own ? DB_I(0) : DB_NULL;	/* seller 0 is the shop itself */
	v[STAGES + 6] = DB_U(*after);
	v[STAGES + 7] = DB_I(limit);
	if ((e = stmt_run(db, a, STMT_ORDERS_ON_BOARD, v, VALUES, &r)) != NULL)
		return e;
	return load(db, a, &r, parts, out);
}

static const struct err *
to_refs(struct arena *a, const struct rows *r, struct item_ref **out, size_t *n)
{
	struct item_ref *ref = ARENA_ARRAY(a, struct item_ref, r->n + 1);

	if (ref == NULL)
		return full(a);
	for (size_t i = 0; i < r->n; i++)
		ref[i] = (struct item_ref){ row_uuid(r, i, 0), row_int(r, i, 1) };
	*out = ref;
	*n = r->n;
	return NULL;
}

const struct err *
order_store_to_do(struct db *db, struct arena *a, uint32_t seller_id, unsigned states, const struct item_ref *after, int64_t limit,
    struct item_ref **out, size_t *nout)
{
	enum { VALUES = ORDER_STATES_TO_DO + 5 };
	struct db_value v[VALUES] = { DB_I(seller_id) };	/* unused states stay NULL, which equals nothing */
	struct rows r;
	size_t n = 1;
	const struct err *e;

	for (int s = 0; s < ITEM__MAX && n <= ORDER_STATES_TO_DO; s++)
		if ((states & ITEM_BIT(s)) != 0)
			v[n++] = DB_S(item_state_names[s]);
	if (n == 2) {
		if ((e = STMT_RUN(db, a, STMT_ITEMS_IN_STATE, &r, v[0], v[1], DB_U(after->order_id), DB_U(after->order_id), DB_I(after->index),
		    DB_I(limit))) != NULL)
			return e;
		return to_refs(a, &r, out, nout);
	}
	v[VALUES - 4] = v[VALUES - 3] = DB_U(after->order_id);
	v[VALUES - 2] = DB_I(after->index);
	v[VALUES - 1] = DB_I(limit);
	if ((e = stmt_run(db, a, STMT_ITEMS_TO_DO, v, VALUES, &r)) != NULL)
		return e;
	return to_refs(a, &r, out, nout);
}

const struct err *
order_store_waiting(struct db *db, struct arena *a, uint32_t seller_id, int64_t waiting[ITEM__MAX])
{
	struct db_value v[ITEM__MAX];
	size_t n = strlen(stmts[STMT_ITEMS_WAITING].params);
	struct rows r;
	const struct err *e;

	for (size_t i = 0; i < n && i < ITEM__MAX; i++)
		v[i] = DB_I(seller_id);
	if ((e = stmt_run(db, a, STMT_ITEMS_WAITING, v, n, &r)) != NULL)
		return e;
	memset(waiting, 0, ITEM__MAX * sizeof(*waiting));
	for (size_t i = 0; i < r.n; i++) {
		int s = item_state_parse(row_str(&r, i, 0));
		if (s >= 0)
			waiting[s] = row_int(&r, i, 1);
	}
	return NULL;
}

const struct err *
order_store_arrivals(struct db *db, struct arena *a, int64_t until, int64_t limit, struct arrivals *out)
{
	struct arrival *v;
	struct rows r;
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ARRIVALS_DUE, &r, DB_T(until), DB_I(limit))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct arrival, r.n + 1)) == NULL)
		return full(a);
	for (size_t i = 0; i < r.n; i++)
		v[i] = (struct arrival){ row_uuid(&r, i, 0), row_int(&r, i, 1), row_int(&r, i, 2),
		    row_null(&r, i, 3) ? -1 : item_state_parse(row_str(&r, i, 3)), row_null(&r, i, 4) ? 0 : row_int(&r, i, 4) };
	*out = (struct arrivals){ v, r.n };
	return NULL;
}
