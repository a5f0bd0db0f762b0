/*
 * seller_page: what the pages of those who sell are asked, and what they show beyond the API's own answers.
 *
 * A form can not send If-Match: what its sender saw travels as a field of it, the version of goods, the state of an item.
 */
#ifndef API_SELLER_PAGE_H
#define API_SELLER_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "api/delivery_api.h"
#include "domain/goods.h"
#include "http/model.h"

struct arena;
struct order;

/* --- goods ------------------------------------------------------------------- */

struct seller_goods_query { const char *q; int64_t seller_id, cursor; const char *done; };	/* seller_id: for an admin, 0 = the shop's own */
extern const struct model seller_goods_query_model;

/* All of the goods' fields as one form: what is left empty is to be empty. */
struct seller_goods_form { struct goods_offer offer; int64_t version; };
extern const struct model seller_goods_form_model;
/* What of it is a change. */
struct goods_change seller_goods_change(const struct seller_goods_form *);
/* Whether they are already as the form has them. */
bool seller_goods_same(const struct goods *, const struct seller_goods_form *);

struct seller_sale_form { int sale; int64_t version; };		/* enum goods_sale */
extern const struct model seller_sale_form_model;

/* As who offers them sees them: both languages, and the version a change is meant for. */
struct seller_goods_view {
	int64_t		 product_id, seller_id;
	const char	*name, *name_en, *description, *description_en, *category;
	int64_t		 price, stock, version;
	const char	*status, *sale;
};
extern const struct model seller_goods_model;
struct seller_goods_view seller_goods_view(const struct goods *);

struct goods_booking_view { int64_t pieces; const char *reason; int64_t at; };
struct goods_bookings_view { struct list bookings; };		/* struct goods_booking_view, the latest first */
extern const struct model goods_bookings_model;

/* --- what there is to send ----------------------------------------------------- */

struct seller_items_query { int status; int64_t seller_id; const char *cursor; int moved; };	/* enum item_state; moved -1 = nothing was */
extern const struct model seller_items_query_model;

/* A step of an item, by who saw it in `from`; whose list it is done from. */
struct seller_move_form { int status, from; const char *reason; int64_t seller_id; };	/* enum item_state */
extern const struct model seller_move_form_model;
struct seller_parcel_form { struct item_delivery_request said; int from; int64_t seller_id; };
extern const struct model seller_parcel_form_model;

/* What can be done about an item, and what it would give back; won. */
struct item_way_view { const char *event, *to; bool settles, gives; };	/* pieces are decided on; money or points go back */
struct item_ways_view { struct list ways; int64_t left, gives_money, gives_points; const char *pay_method; };	/* struct item_way_view */
extern const struct model item_ways_model;
/* Of line `index` for one who is that to it (bits of enum mover).  False when the arena is full. */
bool item_ways_view(struct arena *, const struct order *, size_t index, unsigned movers, struct item_ways_view *);

/* --- who sells ------------------------------------------------------------------- */

struct admin_sellers_query { int status; int64_t cursor; };	/* enum seller_status, -1 = all; 0 = from the first */
extern const struct model admin_sellers_query_model;
struct seller_decision { int status; };				/* enum seller_status */
extern const struct model seller_decision_model;

#endif
