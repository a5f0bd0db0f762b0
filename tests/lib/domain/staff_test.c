/* staff: names of roles and actors, who is staff, and what lies on each board. */
#include "domain/staff.h"

#include <stddef.h>
#include <string.h>

#include "domain/item_state.h"
#include "support/suite.h"

static const struct { const char *name; enum actor actor; bool staff; const char *board; } roles[] = {
	{ "CUSTOMER", ACTOR_BUYER, false, "" },
	{ "COOK", ACTOR_STAFF, true, "PENDING PREPARING READY_FOR_PICKUP" },
	{ "COURIER", ACTOR_STAFF, true, "READY_FOR_DELIVERY IN_DELIVERY" },
	{ "SELLER", ACTOR_SELLER, false, "" },
	{ "ADMIN", ACTOR_ADMIN, true, "PENDING_PAYMENT PENDING PREPARING READY_FOR_DELIVERY READY_FOR_PICKUP IN_DELIVERY"
	    " CANCEL_REQUESTED CANCEL_PROCESSING RETURN_REQUESTED RETURN_PROCESSING EXCHANGE_REQUESTED EXCHANGE_PROCESSING" },
};

START_TEST(role)
{
	unsigned board = staff_board((enum role)_i), want = 0;
	char words[256], *rest = words;

	ck_assert_int_eq(ROWS(roles), ROLE__MAX);
	ck_assert_str_eq(role_names[_i], roles[_i].name);
	ck_assert_int_eq(role_parse(roles[_i].name), _i);
	ck_assert_int_eq((int)role_actor((enum role)_i), (int)roles[_i].actor);
	ck_assert_int_eq((ROLES_STAFF & ROLE_BIT(_i)) != 0, roles[_i].staff);
	strcpy(words, roles[_i].board);
	for (char *word; (word = strsep(&rest, " ")) != NULL && *word != '\0'; )
		want |= ITEM_BIT(item_state_parse(word));
	ck_assert_uint_eq(board, want);
}
END_TEST

/* The admin sees whatever lies on any board, and everything that still waits for somebody of the house. */
START_TEST(nothing_lies_between_the_boards)
{
	unsigned all = staff_board(ROLE_COOK) | staff_board(ROLE_COURIER);

	ck_assert_uint_eq(all & ~staff_board(ROLE_ADMIN), 0);
	for (size_t i = 0; i < item_moves_n; i++) {
		const struct item_move *m = &item_moves[i];
		if ((m->movers & MOVER_COOK) != 0)
			ck_assert_msg((staff_board(ROLE_COOK) & ITEM_BIT(m->from)) != 0, "a cook does not see %s", item_state_names[m->from]);
		if ((m->movers & MOVER_COURIER) != 0)
			ck_assert_msg((staff_board(ROLE_COURIER) & ITEM_BIT(m->from)) != 0, "a courier does not see %s",
			    item_state_names[m->from]);
	}
	/* What has an end has left the board. */
	for (int s = 0; s < ITEM__MAX; s++)
		if (item_state_final((enum item_state)s, ORDER_DELIVERY) && item_state_final((enum item_state)s, ORDER_PICKUP))
			ck_assert_uint_eq(staff_board(ROLE_ADMIN) & ITEM_BIT(s), 0);
}
END_TEST

START_TEST(names)
{
	static const char *const want[] = { "BUYER", "STAFF", "SELLER", "ADMIN", "SYSTEM" };

	ck_assert_int_eq(ROWS(want), ACTOR__MAX);
	for (int i = 0; i < ACTOR__MAX; i++)
		ck_assert_str_eq(actor_names[i], want[i]);
	ck_assert_ptr_null(actor_names[ACTOR__MAX]);
	ck_assert_ptr_null(role_names[ROLE__MAX]);
	ck_assert_int_eq(role_parse("cook"), -1);
	ck_assert_int_eq(role_parse("STAFF"), -1);
	ck_assert_int_eq(role_parse(""), -1);
	ck_assert_int_eq(role_parse(NULL), -1);
}
END_TEST

Suite *
staff_suite(void)
{
	Suite *s = suite_create("domain/staff");
	TCase *c = tcase_create("staff");

	tcase_add_loop_test(c, role, 0, ROLE__MAX);
	tcase_add_test(c, nothing_lies_between_the_boards);
	tcase_add_test(c, names);
	suite_add_tcase(s, c);
	return s;
}
