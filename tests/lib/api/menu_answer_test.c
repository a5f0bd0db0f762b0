/*
 * menu_answer: the JSON of the menu has the fields the contract names, in
 * lists without ingredients and for one dinner with them.
 */
#include "api/menu_answer.h"

#include "support/models.h"
#include "support/suite.h"

static const struct ingredient_view ingredient = { "wine", "와인", 1500, 15000, 4500 };
static const struct style_view style = { "grand", "그랜드", 35000, true, { &ingredient, 1 } };
static const struct dinner_view dinner = { "valentine", "발렌타인", "", 30000, { &style, 1 }, true, false };
static const struct side_view side = { 6, "salad", "샐러드", "", 7000, true, { &ingredient, 1 } };
static const struct menu_answer menu = { { &dinner, 1 } };
static const struct dinner_answer one = { &dinner };
static const struct sides_answer sides = { { &side, 1 } };
static const struct recipes_answer recipes = { "{\"vanilla\":{}}", "{}", "{}" };

static const struct { const struct model *model; const void *answer; const char *holds, *lacks; } answers[] = {
	{ &menu_answer_model, &menu, "{\"data\":[{\"code\":\"valentine\",", "ingredients" },
	{ &menu_answer_model, &menu, "\"styles\":[{\"code\":\"grand\",\"name\":\"그랜드\",\"price\":35000,\"is_available\":true}]", NULL },
	{ &menu_answer_model, &menu, "\"base_price\":30000", NULL },
	{ &dinner_answer_model, &one, "{\"data\":{\"code\":\"valentine\",", NULL },
	{ &dinner_answer_model, &one, "\"ingredients\":[{\"ingredient_code\":\"wine\",\"name\":\"와인\",\"quantity\":1.5,\"unit_price\":15000,\"removal_credit\":4500}]", NULL },
	{ &sides_answer_model, &sides, "\"side_dish_id\":6,\"code\":\"salad\"", "unit_price" },
	{ &sides_answer_model, &sides, "\"ingredients\":[{\"ingredient_code\":\"wine\",\"quantity\":1.5}]", NULL },
	{ &recipes_answer_model, &recipes, "{\"data\":{\"vanilla\":{}},", NULL },
};

START_TEST(written)
{
	assert_written(answers[_i].model, answers[_i].answer, answers[_i].holds, answers[_i].lacks);
}
END_TEST

Suite *
menu_answer_suite(void)
{
	Suite *s = suite_create("menu_answer");
	TCase *c = tcase_create("models");

	tcase_add_loop_test(c, written, 0, ROWS(answers));
	suite_add_tcase(s, c);
	return s;
}
