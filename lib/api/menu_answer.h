/*
 * menu_answer: the menu as the dinner API shows it.
 */
#ifndef API_MENU_ANSWER_H
#define API_MENU_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/menu.h"
#include "domain/stock.h"
#include "http/model.h"

struct arena;

struct style_view {
	const char	*code, *name;
	int64_t		 price;			/* base + modifier, won */
	bool		 is_available;
	struct list	 ingredients;		/* struct ingredient_view; of one dinner alone */
};
struct ingredient_view { const char *ingredient_code, *name; qty_t quantity; int64_t unit_price, removal_credit; };
struct dinner_view {
	const char	*code, *name, *description;
	int64_t		 base_price;
	struct list	 styles;		/* struct style_view */
	bool		 is_available;		/* in at least one style */
	bool		 is_cake;
};
struct side_view {
	int64_t		 side_dish_id;
	const char	*code, *name, *description;
	int64_t		 base_price;
	bool		 is_available;
	struct list	 ingredients;		/* struct ingredient_view */
};

struct menu_answer { struct list data; };		/* struct dinner_view */
struct dinner_answer { const struct dinner_view *data; };
struct sides_answer { struct list data; };		/* struct side_view */
struct recipes_answer { const char *data, *flavors, *sizes; };	/* JSON: their keys are data too */
extern const struct model menu_answer_model, dinner_answer_model, sides_answer_model, recipes_answer_model;

/* All in the arena; false or NULL when it is full.  Availability is judged by the stock figures given. */
bool menu_view(struct arena *, const struct menu *, const struct stock_book *, bool english, struct menu_answer *);
/* One dinner with its styles' ingredients. */
const struct dinner_view *dinner_view(struct arena *, const struct product *, const struct stock_book *, bool english);
bool sides_view(struct arena *, const struct menu *, const struct stock_book *, bool english, struct sides_answer *);
/* data: {flavor:{size:{price,ingredients}}}; flavors, sizes: {code:name}. */
bool recipes_view(struct arena *, const struct menu *, bool english, struct recipes_answer *);

#endif
