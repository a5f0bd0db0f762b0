/*
 * order: what was bought, as structs.
 *
 * A wish is what the buyer asks for; order_compose() (compose.h) makes the
 * order of it.  Strings live in the arena the order was made or loaded in.
 */
#ifndef DOMAIN_ORDER_H
#define DOMAIN_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/list.h"
#include "base/money.h"
#include "domain/item_state.h"
#include "domain/menu.h"
#include "domain/order_state.h"
#include "domain/payment.h"
#include "domain/staff.h"
#include "domain/stock.h"

/* --- what the buyer asks for --------------------------------------------- */

struct side_dish_wish { const char *code; int64_t quantity; const char *flavor, *size; };
struct cake_wish { const char *image_path, *message, *flavor, *size; const char *status; };

struct order_wish {
	const char		*dinner_code;
	int			 style;			/* index into order_styles */
	int64_t			 quantity;
	const char		*delivery_address;	/* NULL for pickup */
	struct uuid		 user_id;		/* zero = guest */
	struct list		 customizations;	/* struct pair: ingredient code, total pieces of the whole line */
	const char		*notes;
	int			 order_type;		/* enum order_type */
	struct list		 side_dishes;		/* struct side_dish_wish */
	const struct cake_wish	*cake_customization;
	/* Of a checkout alone; NULL = not said. */
	const char		*recipient_name, *recipient_phone, *delivery_notes;
	const char		*scheduled_date, *scheduled_time_slot;	/* slot.h */
};
extern const char *const order_styles[];	/* simple, grand, deluxe, NULL */

/* --- what became of it --------------------------------------------------- */

struct customization {
	uint32_t	 sku_id;
	const char	*code, *name, *name_en;
	qty_t		 base_quantity, quantity;	/* thousandths, whole line */
	won_t		 price_change;
};

struct order_item {
	uint32_t		 product_id;
	enum product_kind	 kind;
	const char		*code, *variant;	/* code NULL for goods; variant "" when none */
	const char		*name, *name_en;
	int64_t			 quantity, cancelled_quantity;
	won_t			 unit_price, customization_cost, discount, total;
	uint32_t		 seller_id;		/* whose it was; 0 = the shop itself */
	won_t			 product_discount, order_discount, points;	/* what discount consists of */
	enum item_state		 status;
	int64_t			 returned_quantity, requested_quantity;	/* pieces that came back; that an open request is about (aftersale.h) */
	const char		*carrier, *tracking_number;	/* NULL = the shop's own courier, or not known yet */
	bool			 confirmed;		/* it was kept once, and earned its points then (earn.h) */
	won_t			 earned, withheld;	/* points its buyer still has for it; won kept back when it came back, for such that were spent */
	struct customization	*customizations;
	size_t			 ncustomizations;
};

struct pricing {
	won_t	 base_price_total, customization_cost, side_dish_total, cake_total,
		 discount_total, delivery_fee, final_price;
};

/* What a seller asked for delivering: of the order's delivery_fee, and what a coupon took. */
struct order_fee { uint32_t seller_id; won_t charged, waived; };

struct history_entry {
	struct uuid	 id;
	int		 item_index;		/* -1 = the order as a whole */
	const char	*event, *from, *to;	/* from NULL = did not exist */
	enum actor	 actor;
	struct uuid	 actor_id;		/* zero = a guest or the system */
	int64_t		 at;			/* ms */
	const char	*reason;		/* may be NULL */
	int64_t		 pieces;		/* it was about; 0 = the order as a whole, or not known */
};

struct order {
	struct uuid		 id;
	char			 number[ORDER_NUMBER_TEXT];
	struct uuid		 user_id;		/* zero = guest */
	struct hash		 guest;			/* hash of the guest token; zero = member */
	enum order_state	 status;
	enum item_state		 stage;
	enum order_type		 type;
	struct pricing		 price;
	const char		*delivery_address, *notes;	/* NULL = none */
	const char		*recipient_name, *recipient_phone, *delivery_notes;	/* NULL = none */
	int64_t			 slot;			/* when it is wanted (slot.h); 0 = as soon as can be */
	int64_t			 payable_until;		/* ms; made of a sheet: a payment that fails leaves it to be paid anew until then; 0 = it does not */
	struct uuid		 cook_id, courier_id;	/* zero = nobody yet */
	struct uuid		 reordered_from;	/* zero = none */
	int64_t			 version;		/* the ETag */
	int64_t			 created_at, estimated_at;	/* ms */
	struct order_item	*items;
	size_t			 nitems;
	struct order_fee	*fees;			/* by seller; none for who delivered free */
	size_t			 nfees;
	struct stock_use	*uses;			/* sorted by SKU */
	size_t			 nuses;
	const struct cake_wish	*cake;			/* NULL = none */
	struct payment		 payment;		/* the latest */
	struct payment		*earlier;		/* those that failed before it, oldest first */
	size_t			 nearlier;
	struct history_entry	*history;		/* oldest first; may not be loaded */
	size_t			 nhistory;
};

#define ORDER_ITEMS_MAX 24		/* a dinner and its side dishes */

/* Who acts on an order. */
struct order_actor {
	struct uuid	 user_id;	/* zero = guest */
	int		 role;		/* enum role; of a guest ROLE_CUSTOMER */
	struct hash	 guest;		/* zero = none */
	uint32_t	 seller_id;	/* who sells as that seller; 0 = nobody */
};

/* Whether a coupon took something off it, or a delivery fee: it uses issued coupons then. */
bool order_uses_coupons(const struct order *);
/* The points spent on what of it still lives. */
won_t order_points(const struct order *);

/* Lines of it can go alone: not while a payment is under way, or to be made anew, for that is for all of it. */
bool order_can_be_parted(const struct order *);
/* The payment of it that has that id, the latest or an earlier one; NULL when it has none. */
struct payment *order_payment(struct order *, const struct uuid *payment_id);

/* May this one see the order at all?  Who may not is told it does not exist. */
bool order_visible(const struct order *, const struct order_actor *);
/* What they are to this order, as bits of enum mover: its buyer, the kitchen, … */
unsigned order_movers(const struct order *, const struct order_actor *);
/* What they are to one of its lines: cooks and couriers have to do with what the shop itself sells, sellers with what is theirs. */
unsigned order_item_movers(const struct order *, const struct order_item *, const struct order_actor *);
/* Whether one of its lines is shown to them: to sellers their own. */
bool order_item_seen(const struct order *, const struct order_item *, const struct order_actor *);
/* How history tells who acted in a step open to these movers: the buyer as the buyer wherever a buyer may, else by role. */
enum actor order_acting(const struct order *, const struct order_actor *, unsigned movers);

#endif
