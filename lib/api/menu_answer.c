/* menu_answer: the models of the menu. */
#include "api/menu_answer.h"

static const struct model_field ingredient_rows[] = {
	{ FIELD_STR(struct ingredient_view, ingredient_code), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct ingredient_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_QTY(struct ingredient_view, quantity), .doc = "Pieces in one portion" },
	{ FIELD_INT(struct ingredient_view, unit_price), .doc = "Won for one more" },
	{ FIELD_INT(struct ingredient_view, removal_credit), .doc = "Won given back for one less" },
};
static const struct model ingredient_model = MODEL(struct ingredient_view, "Ingredient", ingredient_rows);

static const struct model_field need_rows[] = {
	{ FIELD_STR(struct ingredient_view, ingredient_code), .flags = MODEL_REQUIRED },
	{ FIELD_QTY(struct ingredient_view, quantity) },
};
static const struct model need_model = MODEL(struct ingredient_view, "RecipeIngredient", need_rows);

#define STYLE_ROWS \
	{ FIELD_STR(struct style_view, code), .flags = MODEL_REQUIRED }, \
	{ FIELD_STR(struct style_view, name), .flags = MODEL_REQUIRED }, \
	{ FIELD_INT(struct style_view, price), .doc = "Of one portion, won" }, \
	{ FIELD_BOOL(struct style_view, is_available) }

static const struct model_field style_rows[] = { STYLE_ROWS };
static const struct model style_model = MODEL(struct style_view, "Style", style_rows);

static const struct model_field full_style_rows[] = {
	STYLE_ROWS,
	{ FIELD_LIST(struct style_view, ingredients, &ingredient_model) },
};
static const struct model full_style_model = MODEL(struct style_view, "StyleWithIngredients", full_style_rows);

#define DINNER_ROWS(styles_of) \
	{ FIELD_STR(struct dinner_view, code), .flags = MODEL_REQUIRED }, \
	{ FIELD_STR(struct dinner_view, name), .flags = MODEL_REQUIRED }, \
	{ FIELD_STR(struct dinner_view, description), .flags = MODEL_REQUIRED }, \
	{ FIELD_INT(struct dinner_view, base_price), .doc = "Before the style, won" }, \
	{ FIELD_LIST(struct dinner_view, styles, styles_of) }, \
	{ FIELD_BOOL(struct dinner_view, is_available), .doc = "In at least one style" }, \
	{ FIELD_BOOL(struct dinner_view, is_cake), .doc = "Takes cake_customization" }

static const struct model_field dinner_rows[] = { DINNER_ROWS(&style_model) };
static const struct model dinner_model = MODEL(struct dinner_view, "Dinner", dinner_rows);

static const struct model_field full_dinner_rows[] = { DINNER_ROWS(&full_style_model) };
static const struct model full_dinner_model = MODEL(struct dinner_view, "DinnerWithIngredients", full_dinner_rows);

static const struct model_field side_rows[] = {
	{ FIELD_INT(struct side_view, side_dish_id) },
	{ FIELD_STR(struct side_view, code), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct side_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct side_view, description), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct side_view, base_price), .doc = "Won; of a custom cake as listed, its price depends on flavor and size" },
	{ FIELD_BOOL(struct side_view, is_available) },
	{ FIELD_LIST(struct side_view, ingredients, &need_model) },
};
static const struct model side_model = MODEL(struct side_view, "SideDish", side_rows);

static const struct model_field menu_rows[] = { { FIELD_LIST(struct menu_answer, data, &dinner_model) } };
const struct model menu_answer_model = MODEL(struct menu_answer, "MenuAnswer", menu_rows);

static const struct model_field one_rows[] = { { FIELD_OBJECT(struct dinner_answer, data, struct dinner_view, &full_dinner_model), .flags = MODEL_REQUIRED } };
const struct model dinner_answer_model = MODEL(struct dinner_answer, "DinnerAnswer", one_rows);

static const struct model_field sides_rows[] = { { FIELD_LIST(struct sides_answer, data, &side_model) } };
const struct model sides_answer_model = MODEL(struct sides_answer, "SideDishesAnswer", sides_rows);

static const struct model_field recipes_rows[] = {
	{ FIELD_JSON(struct recipes_answer, data), .flags = MODEL_REQUIRED, .doc = "{flavor: {size: {price, ingredients: [{ingredient_code, quantity}]}}}" },
	{ FIELD_JSON(struct recipes_answer, flavors), .flags = MODEL_REQUIRED, .doc = "{code: name}" },
	{ FIELD_JSON(struct recipes_answer, sizes), .flags = MODEL_REQUIRED, .doc = "{code: name}" },
};
const struct model recipes_answer_model = MODEL(struct recipes_answer, "CakeRecipesAnswer", recipes_rows);
