/* delivery: usual addresses, and the slots of a day. */
#include "shop/delivery.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/compose.h"
#include "shop/catalog.h"
#include "shop/members.h"
#include "shop/shop.h"
#include "store/slot_store.h"

const struct err *
delivery_usual(struct shop *shop, struct arena *a, const struct uuid *user, const struct order_actor *actor,
    const struct delivery_default **out)
{
	struct db *db;
	const struct err *e;

	if ((e = member_only(a, user, actor)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = delivery_store_get(db, a, user, out);
	db_return(shop->pool, db);
	return e;
}

const struct err *
delivery_usual_set(struct shop *shop, struct arena *a, const struct uuid *user, const struct order_actor *actor,
    const struct delivery_default *d)
{
	struct db *db;
	const struct err *e;

	if ((e = member_only(a, user, actor)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = delivery_store_put(db, a, user, d, clock_now());
	db_return(shop->pool, db);
	return e;
}

const struct err *
delivery_slots(struct shop *shop, struct arena *a, const char *date, struct slot_offers *out)
{
	int64_t now = clock_now(), day;
	struct slot_faults wrong;
	struct slot_offers offers;
	struct slot_book booked;
	const struct menu *menu;
	char text[CLOCK_TEXT];
	struct db *db;
	const struct err *e;

	if (date == NULL)
		date = arena_strdup(a, clock_date(now, text));
	if (date == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	day = slot_choose(NULL, 0, date, NULL, now, 0, &wrong);
	if (wrong.date != NULL)
		return err_fault(a, "?date", wrong.date);
	day /= INT64_C(100000000);
	if ((e = catalog_menu(shop, a, &menu)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = slot_store_of_day(db, a, day, &booked);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	offers = (struct slot_offers){ date, ARENA_ARRAY(a, struct slot_offer, menu->nhours + 1), menu->nhours };
	if (offers.v == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	for (size_t i = 0; i < menu->nhours; i++) {
		int64_t slot = day * INT64_C(100000000) + menu->hours[i].hours;
		const struct slot_row *r = slot_find(&booked, slot);
		int64_t capacity = r != NULL ? r->capacity : menu->hours[i].capacity, left = capacity - (r != NULL ? r->taken : 0);
		offers.v[i] = (struct slot_offer){ slot, capacity, left > 0 ? left : 0,
		    slot_ends(slot) >= now + (int64_t)order_minutes(ORDER_DELIVERY) * 60 * 1000 };
	}
	*out = offers;
	return NULL;
}
