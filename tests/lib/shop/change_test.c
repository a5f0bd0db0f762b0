/*
 * change: who may move an order where, whose it then is, what follows for order and payment, and
 * that a cancellation gives back exactly what was taken, once.
 */
#include "shop/change.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/order_store.h"
#include "support/crowd.h"
#include "support/suite.h"
#include "support/testorder.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_books(&t); testshop_close(&t); }
static void teardown_unaudited(void) { testshop_close(&t); }

static struct order_wish
pickup(void)
{
	struct order_wish w = testshop_dinner;

	w.order_type = ORDER_PICKUP;
	return w;
}

static int
code(const struct err *e)
{
	return e == NULL ? -1 : (int)e->code;
}

static int
move(const struct uuid *id, enum item_state to, const struct uuid *user, int role)
{
	return code(testshop_move(&t, id, to, user, role));
}

static const struct err *
cancel(const struct uuid *id, const struct order_actor *actor, const char *reason, const struct order **out)
{
	struct order_change c = { .order_id = *id, .actor = *actor, .to = ITEM_CANCELLED, .again_is_error = true, .reason = reason };
	const struct err *e = order_move(t.shop, t.t.arena, &c);

	if (out != NULL)
		*out = c.order;
	return e;
}

/* --- the ways through the house ----------------------------------------------------- */

struct step { enum item_state to; int role; const char *event; };
static const struct { bool pickup; struct step step[6]; size_t n, arrived; } ways[] = {
	{ false, { { ITEM_PREPARING, ROLE_COOK, "PREPARE" }, { ITEM_READY_FOR_DELIVERY, ROLE_COOK, "READY" },
	    { ITEM_IN_DELIVERY, ROLE_COURIER, "DEPART" }, { ITEM_DELIVERED, ROLE_COURIER, "DELIVER" },
	    { ITEM_CONFIRMED, ROLE_CUSTOMER, "CONFIRM" } }, 5, 3 },
	{ true, { { ITEM_PREPARING, ROLE_COOK, "PREPARE" }, { ITEM_READY_FOR_PICKUP, ROLE_COOK, "READY" },
	    { ITEM_PICKED_UP, ROLE_COOK, "HAND_OVER" }, { ITEM_CONFIRMED, ROLE_CUSTOMER, "CONFIRM" } }, 4, 2 },
	{ false, { { ITEM_PREPARING, ROLE_ADMIN, "PREPARE" }, { ITEM_READY_FOR_DELIVERY, ROLE_ADMIN, "READY" },
	    { ITEM_IN_DELIVERY, ROLE_ADMIN, "DEPART" }, { ITEM_DELIVERED, ROLE_ADMIN, "DELIVER" } }, 4, 3 },
};

START_TEST(way)
{
	const struct uuid *who[ROLE__MAX] = { [ROLE_CUSTOMER] = &t.kim, [ROLE_COOK] = &t.cook, [ROLE_COURIER] = &t.courier, [ROLE_ADMIN] = &t.admin };
	struct side_dish_wish salad = { "salad", 2, NULL, NULL };
	struct order_wish w = ways[_i].pickup ? pickup() : testshop_dinner;
	struct uuid id;
	size_t lines = 2;
	bool cooked = false, driven = false;

	w.side_dishes = (struct list){ &salad, 1 };
	id = testshop_order(&t, &w, &t.kim);
	for (size_t i = 0; i < ways[_i].n; i++) {
		const struct step *s = &ways[_i].step[i];
		int64_t before = clock_now();
		ck_assert_int_eq(move(&id, s->to, who[s->role], s->role), -1);
		struct order o = testshop_get(&t, &id);
		ck_assert_int_eq((int)o.stage, (int)s->to);
		ck_assert_int_eq(o.version, (int64_t)i + 2);
		for (size_t k = 0; k < o.nitems; k++)
			ck_assert_int_eq((int)o.items[k].status, (int)s->to);
		/* The money comes with the food, and then the order is done. */
		bool arrived = i >= ways[_i].arrived;
		ck_assert_int_eq((int)o.payment.status, arrived ? PAYMENT_SUCCESS : PAYMENT_PROGRESS);
		ck_assert_int_eq(o.payment.paid_at > 0, arrived);
		ck_assert_int_eq((int)o.status, arrived ? ORDER_COMPLETED : ORDER_PENDING_PAYMENT);
		/* A line for each item, and for what the order itself went through. */
		size_t more = i == ways[_i].arrived ? 4 : 2;
		ck_assert_uint_eq(o.nhistory, lines + more);
		const struct history_entry *h = &o.history[lines];
		ck_assert_str_eq(h->event, s->event);
		ck_assert_str_eq(h->to, item_state_names[s->to]);
		ck_assert_int_eq((int)h->actor, (int)role_actor((enum role)s->role));
		ck_assert_int_eq(uuid_cmp(&h->actor_id, who[s->role]), 0);
		ck_assert_int_ge(h->at, before);
		if (more == 4) {
			ck_assert_str_eq(h[2].event, "PAY");
			ck_assert_int_eq(h[2].item_index, -1);
			ck_assert_int_eq((int)h[2].actor, ACTOR_SYSTEM);
			ck_assert(uuid_is_zero(&h[2].actor_id));
			ck_assert_str_eq(h[3].event, "COMPLETE");
		}
		lines += more;
		cooked |= s->role == ROLE_COOK;
		driven |= s->role == ROLE_COURIER;
		ck_assert_int_eq(uuid_cmp(&o.cook_id, cooked ? &t.cook : &(struct uuid){ { 0 } }), 0);
		ck_assert_int_eq(uuid_cmp(&o.courier_id, driven ? &t.courier : &(struct uuid){ { 0 } }), 0);
	}
	/* What was eaten does not come back. */
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 1) * QTY_ONE);
}
END_TEST

/* --- everybody, from everywhere, to everywhere ----------------------------------------- */

enum { BUYER, STRANGER, GUEST, COOK, COURIER, SELLER, ADMIN, ACTORS };

static struct order_actor
actor(int i)
{
	const struct uuid *who[ACTORS] = { [BUYER] = &t.kim, [STRANGER] = &t.lee, [COOK] = &t.cook, [COURIER] = &t.courier, [SELLER] = &t.lee,
	    [ADMIN] = &t.admin };
	static const int role[ACTORS] = { [COOK] = ROLE_COOK, [COURIER] = ROLE_COURIER, [SELLER] = ROLE_SELLER, [ADMIN] = ROLE_ADMIN };
	struct order_actor a = { .role = role[i] };

	if (who[i] != NULL)
		a.user_id = *who[i];
	else
		a.guest = testshop_guest();
	return a;
}

/* What the state table says becomes of it; the table itself is tested in its own room. */
static int
expected(enum item_state from, enum item_state to, enum order_type type, int who)
{
	static const unsigned mover[ACTORS] = { [BUYER] = MOVER_BUYER, [COOK] = MOVER_COOK, [COURIER] = MOVER_COURIER, [ADMIN] = MOVER_ADMIN };
	const struct item_move *m = item_move_find(from, to, type);

	if (mover[who] == 0)
		return ERR_ENTITY_NOT_FOUND;
	if (from == to)
		return -1;
	if (m == NULL || !item_state_live(from) || to == ITEM_RETURN_REQUESTED || to == ITEM_EXCHANGE_REQUESTED)
		return ERR_ORDER_STATE_CONFLICT;
	if ((m->movers & mover[who]) == 0)
		return who == BUYER ? ERR_ORDER_STATE_CONFLICT : ERR_FORBIDDEN;
	return -1;
}

START_TEST(everybody_from)
{
	enum item_state from = (enum item_state)(_i % ITEM__MAX);
	enum order_type type = (enum order_type)(_i / ITEM__MAX);
	struct order_wish w = testshop_dinner;
	char id_text[UUID_TEXT];
	struct uuid id;

	w.order_type = (int)type;
	id = testshop_order(&t, &w, &t.kim);
	const char *put = arena_printf(t.kept, "UPDATE orders SET stage = '%s', status = 'PENDING_PAYMENT', cook_id = NULL, courier_id = NULL WHERE order_id = '%s';"
	    "UPDATE order_items SET status = '%s', cancelled_quantity = 0 WHERE order_id = '%s';"
	    "UPDATE payments SET status = 'PROGRESS' WHERE order_id = '%s'; UPDATE order_takes SET returned = 0",
	    item_state_names[from], uuid_text(&id, id_text), item_state_names[from], id_text, id_text);
	testshop_sql(&t, "%s", put);
	for (int to = 0; to < ITEM__MAX; to++)
		for (int who = 0; who < ACTORS; who++) {
			struct order_change c = { .order_id = id, .actor = actor(who), .to = (enum item_state)to };
			int want = expected(from, (enum item_state)to, type, who), got;
			/* What can not be is asked of one of the staff alone: the rest is the same. */
			if (want == ERR_ORDER_STATE_CONFLICT && who != BUYER && who != ADMIN)
				continue;
			got = code(order_move(t.shop, t.t.arena, &c));
			ck_assert_msg(got == want, "%s -> %s (%s) by %d: %d, not %d", item_state_names[from], item_state_names[to],
			    order_type_names[type], who, got, want);
			if (got == -1) {
				ck_assert_int_eq((int)c.order->stage, to);
				testshop_sql(&t, "%s", put);
			}
			arena_reset(t.t.arena);
		}
}
END_TEST

/* --- whose it is ---------------------------------------------------------------------- */

START_TEST(first_to_move_it_owns_it)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	ck_assert_int_eq(move(&id, ITEM_READY_FOR_DELIVERY, &t.cook2, ROLE_COOK), ERR_FORBIDDEN);
	ck_assert_int_eq(move(&id, ITEM_CANCELLED, &t.cook2, ROLE_COOK), ERR_FORBIDDEN);
	/* That it is where one wanted it does not make it one's own. */
	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook2, ROLE_COOK), ERR_FORBIDDEN);
	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	ck_assert_int_eq(move(&id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK), -1);
	ck_assert_int_eq(move(&id, ITEM_IN_DELIVERY, &t.courier2, ROLE_COURIER), -1);
	ck_assert_int_eq(move(&id, ITEM_DELIVERED, &t.courier, ROLE_COURIER), ERR_FORBIDDEN);
	/* An admin may, and owns nothing by it. */
	ck_assert_int_eq(move(&id, ITEM_DELIVERED, &t.admin, ROLE_ADMIN), -1);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq(uuid_cmp(&o.cook_id, &t.cook), 0);
	ck_assert_int_eq(uuid_cmp(&o.courier_id, &t.courier2), 0);
}
END_TEST

/* Two reach for it at once: one has it, the other is told whose it is. */
struct reach { const struct uuid *who, *order; int code; };

static void *
reach(void *arg)
{
	struct reach *r = arg;
	struct arena *a = arena_new(1u << 20);
	struct order_change c = { .order_id = *r->order, .actor = testshop_actor(r->who, ROLE_COOK), .to = ITEM_PREPARING };

	r->code = code(order_move(t.shop, a, &c));
	arena_free(a);
	return NULL;
}

START_TEST(two_reach_for_it)
{
	for (int round = 0; round < 10; round++) {
		struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
		struct reach r[] = { { &t.cook, &id, 0 }, { &t.cook2, &id, 0 } };
		pthread_t thread[2];

		for (int i = 0; i < 2; i++)
			ck_assert_int_eq(pthread_create(&thread[i], NULL, reach, &r[i]), 0);
		for (int i = 0; i < 2; i++)
			pthread_join(thread[i], NULL);
		int winner = r[0].code == -1 ? 0 : 1;
		ck_assert_int_eq(r[winner].code, -1);
		ck_assert_int_eq(r[1 - winner].code, ERR_FORBIDDEN);
		struct order o = testshop_get(&t, &id);
		ck_assert_int_eq(uuid_cmp(&o.cook_id, r[winner].who), 0);
		ck_assert_int_eq(o.version, 2);
	}
}
END_TEST

/* A cook who has bought a dinner cooks it as a cook: it becomes theirs, and history says so. */
START_TEST(cook_cooks_their_own)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.cook);

	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq(uuid_cmp(&o.cook_id, &t.cook), 0);
	ck_assert_int_eq((int)o.history[1].actor, ACTOR_STAFF);
}
END_TEST

/* … but is nobody special to a colleague whose order it is; only as its buyer may they still withdraw. */
START_TEST(buyer_is_a_colleague)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.cook2), second = testshop_order(&t, &testshop_dinner, &t.cook2);
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN), cook2 = testshop_actor(&t.cook2, ROLE_COOK);
	const struct order *o;

	ck_ok(order_assign(t.shop, t.t.arena, &id, &admin, &t.cook, &o));
	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook2, ROLE_COOK), ERR_FORBIDDEN);
	ck_ok(cancel(&id, &cook2, NULL, NULL));
	struct order got = testshop_get(&t, &id);
	ck_assert_int_eq((int)got.history[1].actor, ACTOR_BUYER);
	ck_assert_int_eq(uuid_cmp(&got.cook_id, &t.cook), 0);
	/* And no ownership is taken by withdrawing. */
	ck_ok(cancel(&second, &cook2, NULL, NULL));
	got = testshop_get(&t, &second);
	ck_assert(uuid_is_zero(&got.cook_id));
}
END_TEST

START_TEST(assigned)
{
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN);
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	const struct order *o;

	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	ck_ok(order_assign(t.shop, t.t.arena, &id, &admin, &t.cook2, &o));
	ck_assert_int_eq(uuid_cmp(&o->cook_id, &t.cook2), 0);
	ck_assert_int_eq(o->version, 3);
	ck_ok(order_assign(t.shop, t.t.arena, &id, &admin, &t.courier, &o));
	ck_assert_int_eq(uuid_cmp(&o->cook_id, &t.cook2), 0);
	ck_assert_int_eq(uuid_cmp(&o->courier_id, &t.courier), 0);
	ck_assert_int_eq(o->version, 4);
	struct order got = testshop_get(&t, &id);
	testorder_same(o, &got, ORDER_SUMMARY);
	ck_assert_int_eq(move(&id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK), ERR_FORBIDDEN);
	ck_assert_int_eq(move(&id, ITEM_READY_FOR_DELIVERY, &t.cook2, ROLE_COOK), -1);
	ck_assert_int_eq(move(&id, ITEM_IN_DELIVERY, &t.courier2, ROLE_COURIER), ERR_FORBIDDEN);
	ck_assert_int_eq(move(&id, ITEM_IN_DELIVERY, &t.courier, ROLE_COURIER), -1);
}
END_TEST

START_TEST(not_to_be_assigned)
{
	struct order_actor admin = testshop_actor(&t.admin, ROLE_ADMIN), cook = testshop_actor(&t.cook, ROLE_COOK);
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim), unknown = uuid_new();
	const struct uuid *nobody[] = { &t.kim, &t.admin, &unknown };
	const struct order *o;
	const struct err *e;

	for (int i = 0; i < ROWS(nobody); i++) {
		e = order_assign(t.shop, t.t.arena, &id, &admin, nobody[i], &o);
		ck_assert(err_is(e, ERR_INVALID_REQUEST));
		ck_assert_str_eq(e->faults[0].pointer, "/staff_id");
		ck_assert_str_eq(e->faults[0].reason, "not_staff");
	}
	testshop_sql(&t, "UPDATE users SET status = 'SUSPENDED' WHERE email = 'cook@banquet.test'");
	ck_assert(err_is(order_assign(t.shop, t.t.arena, &id, &admin, &t.cook, &o), ERR_INVALID_REQUEST));
	ck_assert(err_is(order_assign(t.shop, t.t.arena, &id, &cook, &t.cook2, &o), ERR_FORBIDDEN));
	ck_assert(err_is(order_assign(t.shop, t.t.arena, &unknown, &admin, &t.cook2, &o), ERR_ENTITY_NOT_FOUND));
	struct order got = testshop_get(&t, &id);
	ck_assert_int_eq(got.version, 1);
}
END_TEST

/* --- cancelling ----------------------------------------------------------------------- */

static const struct side_dish_wish sides[] = { { "wine_glass", 2, NULL, NULL }, { "custom_cake", 1, "vanilla", "size_2" } };
static const struct cake_wish cake = { .message = "생일 축하" };
static const struct pair changes[] = { { "premium_steak", 3 } };
static const struct order_wish feast = { .dinner_code = "valentine", .style = 2, .quantity = 2, .delivery_address = "서울", .notes = "n",
    .customizations = { changes, 1 }, .side_dishes = { sides, 2 }, .cake_customization = &cake };

START_TEST(gives_back_exactly)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER);
	struct uuid id, other = testshop_order(&t, &feast, &t.lee);
	const struct order *told;
	qty_t wine = testshop_available(&t, "wine"), base = testshop_available(&t, "cake_base");

	id = testshop_order(&t, &feast, &t.kim);
	struct order was = testshop_get(&t, &id);
	ck_assert_int_eq(testshop_available(&t, "wine"), wine - 4000);
	ck_assert_int_eq(testshop_available(&t, "cake_base"), base - 1500);
	/* The recipe of today says nothing about what was taken then. */
	testshop_sql(&t, "UPDATE recipes SET quantity = 9");
	ck_ok(cancel(&id, &kim, "생각이 바뀌었어요", &told));
	ck_assert_int_eq(testshop_available(&t, "wine"), wine);
	ck_assert_int_eq(testshop_available(&t, "cake_base"), base);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
	ck_assert_int_eq((int)o.stage, ITEM_CANCELLED);
	ck_assert_int_eq((int)o.payment.status, PAYMENT_FAILED);
	ck_assert_str_eq(o.payment.failure_code, "ORDER_CANCELLED");
	ck_assert_int_eq(o.payment.paid_at, 0);
	for (size_t i = 0; i < o.nuses; i++) {
		ck_assert_int_eq(o.uses[i].quantity, was.uses[i].quantity);
		ck_assert_int_eq(o.uses[i].returned, o.uses[i].quantity);
	}
	for (size_t i = 0; i < o.nitems; i++) {
		ck_assert_int_eq((int)o.items[i].status, ITEM_CANCELLED);
		ck_assert_int_eq(o.items[i].cancelled_quantity, o.items[i].quantity);
		ck_assert_str_eq(o.history[3 + i].reason, "생각이 바뀌었어요");
	}
	ck_assert_uint_eq(o.nhistory, 7);
	ck_assert_str_eq(o.history[6].event, "CANCEL");
	ck_assert_str_eq(o.history[6].to, "CANCELLED");
	/* What was told is what is, with cake and customisations. */
	testorder_same(told, &o, ORDER_SUMMARY);
	/* The other order keeps what it took. */
	struct order left = testshop_get(&t, &other);
	ck_assert_int_eq(left.uses[0].returned, 0);
}
END_TEST

/* Again: told that it can not be, and nothing comes back a second time. */
START_TEST(twice)
{
	struct order_actor kim = testshop_actor(&t.kim, ROLE_CUSTOMER);
	struct uuid id = testshop_order(&t, &feast, &t.kim);

	ck_ok(cancel(&id, &kim, NULL, NULL));
	ck_assert(err_is(cancel(&id, &kim, NULL, NULL), ERR_ORDER_STATE_CONFLICT));
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	/* As a plain move it is where it was wanted: nothing to do. */
	ck_assert_int_eq(move(&id, ITEM_CANCELLED, &t.admin, ROLE_ADMIN), -1);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq(o.version, 2);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
}
END_TEST

START_TEST(many_at_once)
{
	struct uuid id = testshop_order(&t, &feast, &t.kim);
	struct crowd_cancel c[16];
	struct shop *second;
	char why[256];
	int done = 0;

	ck_assert_ptr_nonnull(second = shop_open(&t.t.conf, why, sizeof(why)));
	for (int i = 0; i < 16; i++) {
		c[i] = (struct crowd_cancel){ .order = id, .user = &t.kim };
		crowd_cancel_begin(&c[i], i % 2 == 0 ? t.shop : second);
	}
	for (int i = 0; i < 16; i++) {
		crowd_cancel_end(&c[i]);
		ck_assert(c[i].code == -1 || c[i].code == ERR_ORDER_STATE_CONFLICT);
		done += c[i].code == -1;
	}
	ck_assert_int_eq(done, 1);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	shop_close(second);
}
END_TEST

/* Who may, and when. */
static const struct { const char *who; enum item_state at; int code; } cancels[] = {
	{ "buyer", ITEM_PENDING, -1 },
	{ "buyer", ITEM_PREPARING, ERR_ORDER_STATE_CONFLICT },
	{ "cook", ITEM_PENDING, -1 },
	{ "cook", ITEM_PREPARING, -1 },
	{ "courier", ITEM_PENDING, ERR_FORBIDDEN },
	{ "courier", ITEM_PREPARING, ERR_FORBIDDEN },
	{ "admin", ITEM_PREPARING, -1 },
	{ "admin", ITEM_READY_FOR_DELIVERY, ERR_ORDER_STATE_CONFLICT },
	{ "stranger", ITEM_PENDING, ERR_ENTITY_NOT_FOUND },
};

START_TEST(who_may_cancel)
{
	const struct { const char *name; const struct uuid *id; int role; } people[] = { { "buyer", &t.kim, ROLE_CUSTOMER },
	    { "cook", &t.cook, ROLE_COOK }, { "courier", &t.courier, ROLE_COURIER }, { "admin", &t.admin, ROLE_ADMIN },
	    { "stranger", &t.lee, ROLE_CUSTOMER } };
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	if (cancels[_i].at != ITEM_PENDING)
		ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	if (cancels[_i].at == ITEM_READY_FOR_DELIVERY)
		ck_assert_int_eq(move(&id, ITEM_READY_FOR_DELIVERY, &t.cook, ROLE_COOK), -1);
	for (int i = 0; i < ROWS(people); i++)
		if (strcmp(people[i].name, cancels[_i].who) == 0) {
			struct order_actor a = testshop_actor(people[i].id, people[i].role);
			ck_assert_int_eq(code(cancel(&id, &a, NULL, NULL)), cancels[_i].code);
		}
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - (cancels[_i].code != -1)) * QTY_ONE);
}
END_TEST

START_TEST(guest_with_the_key)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, NULL);
	struct order_actor guest = { .guest = testshop_guest() }, other = { .guest = { { 9 } } }, none = { .role = ROLE_CUSTOMER };

	ck_assert(err_is(cancel(&id, &other, NULL, NULL), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(cancel(&id, &none, NULL, NULL), ERR_ENTITY_NOT_FOUND));
	ck_ok(cancel(&id, &guest, NULL, NULL));
	struct order o = testshop_get(&t, &id);
	ck_assert(uuid_is_zero(&o.history[1].actor_id));
	ck_assert_int_eq((int)o.history[1].actor, ACTOR_BUYER);
}
END_TEST

/* Asked for, looked into, granted: the same comes back. */
START_TEST(by_request)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);

	ck_assert_int_eq(move(&id, ITEM_PREPARING, &t.cook, ROLE_COOK), -1);
	ck_assert_int_eq(move(&id, ITEM_CANCEL_REQUESTED, &t.kim, ROLE_CUSTOMER), -1);
	ck_assert_int_eq(move(&id, ITEM_CANCEL_PROCESSING, &t.kim, ROLE_CUSTOMER), ERR_ORDER_STATE_CONFLICT);
	ck_assert_int_eq(move(&id, ITEM_CANCEL_PROCESSING, &t.admin, ROLE_ADMIN), -1);
	ck_assert_int_eq(testshop_available(&t, "wine"), (TESTSHOP_STOCK - 1) * QTY_ONE);
	ck_assert_int_eq(move(&id, ITEM_CANCELLED, &t.admin, ROLE_ADMIN), -1);
	ck_assert_int_eq(testshop_available(&t, "wine"), TESTSHOP_STOCK * QTY_ONE);
	struct order o = testshop_get(&t, &id);
	ck_assert_int_eq((int)o.status, ORDER_CANCELLED);
}
END_TEST

static const struct err *
answer(void *arg, const struct order *o, struct kept *kept)
{
	*kept = (struct kept){ .status = 200, .json = arena_printf(arg, "\"version\":%lld", (long long)o->version) };
	return NULL;
}

/* Under a key: the same answer again, not a conflict. */
START_TEST(under_a_key)
{
	struct uuid id = testshop_order(&t, &testshop_dinner, &t.kim);
	struct order_change c = { .order_id = id, .actor = testshop_actor(&t.kim, ROLE_CUSTOMER), .to = ITEM_CANCELLED, .again_is_error = true,
	    .key = idem_make("kim", 3, "/cancel", "k", &(struct hash){ { 1 } }), .answer = answer, .arg = t.t.arena };

	ck_ok(order_move(t.shop, t.t.arena, &c));
	ck_assert_ptr_nonnull(c.order);
	ck_assert_str_eq(c.kept->json, "\"version\":2");
	for (int i = 0; i < 3; i++) {
		ck_ok(order_move(t.shop, t.t.arena, &c));
		ck_assert_ptr_null(c.order);
		ck_assert_str_eq(c.kept->json, "\"version\":2");
	}
	c.key.fingerprint = (struct hash){ { 2 } };
	ck_assert(err_is(order_move(t.shop, t.t.arena, &c), ERR_IDEMPOTENCY_KEY_REUSED));
}
END_TEST

Suite *
change_suite(void)
{
	Suite *s = suite_create("shop/change");
	TCase *c = tcase_create("change"), *all = tcase_create("change_all");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, way, 0, ROWS(ways));
	tcase_add_test(c, first_to_move_it_owns_it);
	tcase_add_test(c, two_reach_for_it);
	tcase_add_test(c, cook_cooks_their_own);
	tcase_add_test(c, buyer_is_a_colleague);
	tcase_add_test(c, assigned);
	tcase_add_test(c, not_to_be_assigned);
	tcase_add_test(c, gives_back_exactly);
	tcase_add_test(c, twice);
	tcase_add_test(c, many_at_once);
	tcase_add_loop_test(c, who_may_cancel, 0, ROWS(cancels));
	tcase_add_test(c, guest_with_the_key);
	tcase_add_test(c, by_request);
	tcase_add_test(c, under_a_key);
	suite_add_tcase(s, c);
	/* Orders put by hand where they never came to by themselves: their books can not agree. */
	tcase_set_timeout(all, 60);
	tcase_add_unchecked_fixture(all, create, NULL);
	tcase_add_checked_fixture(all, setup, teardown_unaudited);
	tcase_add_loop_test(all, everybody_from, 0, ITEM__MAX * ORDER_TYPE__MAX);
	suite_add_tcase(s, all);
	return s;
}
