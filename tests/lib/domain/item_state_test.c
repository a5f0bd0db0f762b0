/*
 * item_state: every state against every state, for both kinds of order and
 * every mover, compared with what the shop's rules say, written down here once more.
 */
#include "domain/item_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/suite.h"

/* Who may: B buyer, K cook, C courier, S seller, A admin, Y the system. */
static const struct { char letter; unsigned mover; } movers[] = {
	{ 'B', MOVER_BUYER }, { 'K', MOVER_COOK }, { 'C', MOVER_COURIER },
	{ 'S', MOVER_SELLER }, { 'A', MOVER_ADMIN }, { 'Y', MOVER_SYSTEM },
};

/* All there is; whatever is not here can not happen.  kinds: d = delivery, p = pickup. */
static const struct { const char *from, *to, *event, *who, *kinds; } rules[] = {
	{ "PENDING_PAYMENT", "PENDING", "PAY", "Y", "dp" },
	{ "PENDING_PAYMENT", "CANCELLED", "CANCEL", "BYA", "dp" },
	{ "PENDING", "PREPARING", "PREPARE", "KSA", "dp" },
	{ "PENDING", "CANCELLED", "CANCEL", "BKSAY", "dp" },
	{ "PREPARING", "READY_FOR_DELIVERY", "READY", "KSA", "d" },
	{ "PREPARING", "READY_FOR_PICKUP", "READY", "KSA", "p" },
	{ "PREPARING", "CANCELLED", "CANCEL", "KSA", "dp" },
	{ "PREPARING", "CANCEL_REQUESTED", "REQUEST_CANCEL", "B", "dp" },
	{ "READY_FOR_DELIVERY", "IN_DELIVERY", "DEPART", "CSA", "d" },
	{ "READY_FOR_PICKUP", "PICKED_UP", "HAND_OVER", "KSA", "p" },
	{ "IN_DELIVERY", "DELIVERED", "DELIVER", "CSA", "d" },
	{ "DELIVERED", "CONFIRMED", "CONFIRM", "BAY", "d" },
	{ "PICKED_UP", "CONFIRMED", "CONFIRM", "BAY", "p" },
	{ "CANCEL_REQUESTED", "CANCEL_PROCESSING", "PROCESS_CANCEL", "SAY", "dp" },
	{ "CANCEL_PROCESSING", "CANCELLED", "FINISH_CANCEL", "SAY", "dp" },
	{ "CANCEL_REQUESTED", "READY_FOR_DELIVERY", "REFUSE_CANCEL", "SA", "d" },
	{ "CANCEL_REQUESTED", "READY_FOR_PICKUP", "REFUSE_CANCEL", "SA", "p" },
	{ "RETURN_REQUESTED", "CONFIRMED", "KEEP", "BSA", "d" },
	{ "EXCHANGE_REQUESTED", "CONFIRMED", "KEEP", "BSA", "d" },
	{ "DELIVERED", "RETURN_REQUESTED", "REQUEST_RETURN", "BA", "d" },
	{ "CONFIRMED", "RETURN_REQUESTED", "ACCEPT_RETURN", "SA", "d" },
	{ "RETURN_REQUESTED", "RETURN_PROCESSING", "PROCESS_RETURN", "SA", "d" },
	{ "RETURN_PROCESSING", "RETURNED", "FINISH_RETURN", "SAY", "d" },
	{ "DELIVERED", "EXCHANGE_REQUESTED", "REQUEST_EXCHANGE", "BA", "d" },
	{ "EXCHANGE_REQUESTED", "EXCHANGE_PROCESSING", "PROCESS_EXCHANGE", "SA", "d" },
	{ "EXCHANGE_PROCESSING", "EXCHANGED", "FINISH_EXCHANGE", "SAY", "d" },
	{ "RETURN_PROCESSING", "CONFIRMED", "KEEP", "SA", "d" },
	{ "EXCHANGED", "CONFIRMED", "CONFIRM", "BAY", "d" },
};

/* What is about some pieces of a line and leaves others; the last of one that had been confirmed. */
static const struct { const char *from, *to, *whole, *suffix; } parts[] = {
	{ "PENDING", "PENDING", "CANCEL", "_PART" },
	{ "PREPARING", "PREPARING", "CANCEL", "_PART" },
	{ "CANCEL_PROCESSING", "PREPARING", "FINISH_CANCEL", "_PART" },
	{ "RETURN_PROCESSING", "DELIVERED", "FINISH_RETURN", "_PART" },
	{ "RETURN_PROCESSING", "CONFIRMED", "FINISH_RETURN", "_OF_KEPT" },
};

static int
rule_of(int from, int to, int type)
{
	for (int i = 0; i < ROWS(rules); i++)
		if (strcmp(rules[i].from, item_state_names[from]) == 0 && strcmp(rules[i].to, item_state_names[to]) == 0 &&
		    strchr(rules[i].kinds, type == ORDER_DELIVERY ? 'd' : 'p') != NULL)
			return i;
	return -1;
}

START_TEST(every_pair)
{
	int from = _i;

	for (int type = 0; type < ORDER_TYPE__MAX; type++)
		for (int to = 0; to < ITEM__MAX; to++) {
			const struct item_move *m = item_move_find((enum item_state)from, (enum item_state)to, (enum order_type)type);
			int rule = rule_of(from, to, type);
			ck_assert_msg((m != NULL) == (rule >= 0), "%s -> %s (%s)", item_state_names[from], item_state_names[to],
			    order_type_names[type]);
			if (m == NULL)
				continue;
			ck_assert_int_eq((int)m->from, from);
			ck_assert_int_eq((int)m->to, to);
			ck_assert_str_eq(m->event, rules[rule].event);
			for (int w = 0; w < ROWS(movers); w++)
				ck_assert_msg(((m->movers & movers[w].mover) != 0) == (strchr(rules[rule].who, movers[w].letter) != NULL),
				    "%s -> %s (%s) by %c", item_state_names[from], item_state_names[to], order_type_names[type], movers[w].letter);
			ck_assert_uint_eq(m->movers >> ROWS(movers), 0);
		}
}
END_TEST

START_TEST(no_more_and_no_less)
{
	ck_assert_uint_eq(item_moves_n, ROWS(rules) + ROWS(parts));
	for (int i = 0; i < ROWS(rules); i++) {
		ck_assert_int_ge(item_state_parse(rules[i].from), 0);
		ck_assert_int_ge(item_state_parse(rules[i].to), 0);
	}
	for (size_t a = 0; a < item_moves_n; a++)
		for (size_t b = 0; b < a; b++) {
			if (item_moves[a].from != item_moves[b].from || (item_moves[a].types & item_moves[b].types) == 0)
				continue;
			/* Two rows never lead the same way, the first would hide the second; nor does an event lead two ways. */
			ck_assert(item_moves[a].to != item_moves[b].to || item_moves[a].part != item_moves[b].part);
			ck_assert_str_ne(item_moves[a].event, item_moves[b].event);
		}
}
END_TEST

/* Each event of each state leads to its row, a part's only as a part: whoever may take the whole may take a part, of the same orders. */
START_TEST(events)
{
	static const char *const none[] = { "", "PAYS", "CANCEL_", "_PART" };
	size_t found = 0;

	for (int s = 0; s < ITEM__MAX; s++)
		for (int type = 0; type < ORDER_TYPE__MAX; type++) {
			for (size_t i = 0; i < item_moves_n; i++) {
				const struct item_move *m = &item_moves[i];
				bool here = (int)m->from == s && (m->types & (1u << type)) != 0;
				const struct item_move *of = item_move_of((enum item_state)s, m->event, (enum order_type)type);
				if (here)
					ck_assert_ptr_eq(of, m);
				else
					ck_assert(of != m);
			}
			for (int i = 0; i < ROWS(none); i++)
				ck_assert_ptr_null(item_move_of((enum item_state)s, none[i], (enum order_type)type));
		}
	for (size_t i = 0; i < 2 * item_moves_n; i++) {
		const bool kept = i >= item_moves_n;
		const struct item_move *m = &item_moves[i % item_moves_n], *part = item_move_part(m, kept);
		const char *to = NULL;
		/* The later row hides the other where a line was kept. */
		for (int k = 0; k < ROWS(parts); k++)
			if (!m->part && strcmp(parts[k].from, item_state_names[m->from]) == 0 && strcmp(parts[k].whole, m->event) == 0 &&
			    (kept || strcmp(parts[k].suffix, "_PART") == 0))
				to = parts[k].to;
		ck_assert_msg((part != NULL) == (to != NULL), "%s %s", item_state_names[m->from], m->event);
		if (part == NULL)
			continue;
		found++;
		ck_assert(part->part && !m->part);
		ck_assert_str_eq(item_state_names[part->to], to);
		ck_assert_int_eq((int)part->from, (int)m->from);
		ck_assert_uint_eq(part->movers, m->movers);
		ck_assert_uint_eq(part->types, m->types);
	}
	ck_assert_uint_eq(found, 2 * (ROWS(parts) - 1));
}
END_TEST

/* rank and liveness of each, and whether it is the end for a delivery or a pickup. */
static const struct { const char *name; int rank; bool live, end_delivery, end_pickup; } states[] = {
	{ "PENDING_PAYMENT", 0, true, false, false },
	{ "PENDING", 1, true, false, false },
	{ "PREPARING", 2, true, false, false },
	{ "READY_FOR_DELIVERY", 3, true, false, true },
	{ "READY_FOR_PICKUP", 3, true, true, false },
	{ "IN_DELIVERY", 4, true, false, true },
	{ "DELIVERED", 5, true, false, true },
	{ "PICKED_UP", 5, true, true, false },
	{ "CONFIRMED", 6, true, false, true },
	{ "CANCEL_REQUESTED", 2, true, false, false },
	{ "CANCEL_PROCESSING", 2, true, false, false },
	{ "CANCELLED", 7, false, true, true },
	{ "RETURN_REQUESTED", 5, true, false, true },
	{ "RETURN_PROCESSING", 5, true, false, true },
	{ "RETURNED", 7, false, true, true },
	{ "EXCHANGE_REQUESTED", 5, true, false, true },
	{ "EXCHANGE_PROCESSING", 5, true, false, true },
	{ "EXCHANGED", 6, true, false, true },
};

START_TEST(state)
{
	int s = item_state_parse(states[_i].name);

	ck_assert_int_ge(s, 0);
	ck_assert_str_eq(item_state_names[s], states[_i].name);
	ck_assert_int_eq(item_state_rank((enum item_state)s), states[_i].rank);
	ck_assert_int_eq(item_state_live((enum item_state)s), states[_i].live);
	ck_assert_int_eq(item_state_final((enum item_state)s, ORDER_DELIVERY), states[_i].end_delivery);
	ck_assert_int_eq(item_state_final((enum item_state)s, ORDER_PICKUP), states[_i].end_pickup);
	ck_assert_int_eq(ROWS(states), ITEM__MAX);
}
END_TEST

START_TEST(names)
{
	static const char *const none[] = { "", "pending", "PENDIN", "PENDINGX", "PENDING ", "PAID" };

	ck_assert_ptr_null(item_state_names[ITEM__MAX]);
	ck_assert_ptr_null(order_type_names[ORDER_TYPE__MAX]);
	ck_assert_str_eq(order_type_names[ORDER_DELIVERY], "DELIVERY");
	ck_assert_str_eq(order_type_names[ORDER_PICKUP], "PICKUP");
	for (int i = 0; i < ROWS(none); i++)
		ck_assert_int_eq(item_state_parse(none[i]), -1);
	ck_assert_int_eq(item_state_parse(NULL), -1);
	for (int s = 0; s < ITEM__MAX; s++)
		ck_assert_int_eq(item_state_parse(item_state_names[s]), s);
}
END_TEST

/* Marks the states that can follow, at once or later. */
static void
reach(enum item_state from, enum order_type type, bool *seen)
{
	if (seen[from])
		return;
	seen[from] = true;
	for (int to = 0; to < ITEM__MAX; to++)
		if (item_move_find(from, (enum item_state)to, type) != NULL)
			reach((enum item_state)to, type, seen);
}

START_TEST(reachable)
{
	enum order_type type = (enum order_type)_i;
	const char *never = type == ORDER_PICKUP ? "READY_FOR_DELIVERY IN_DELIVERY DELIVERED RETURN_REQUESTED RETURN_PROCESSING RETURNED"
	    " EXCHANGE_REQUESTED EXCHANGE_PROCESSING EXCHANGED " : "READY_FOR_PICKUP PICKED_UP ";
	bool seen[ITEM__MAX] = { false };

	reach(ITEM_PENDING_PAYMENT, type, seen);
	for (int s = 0; s < ITEM__MAX; s++) {
		char word[32];
		snprintf(word, sizeof(word), "%s ", item_state_names[s]);
		const char *at = strstr(never, word);
		ck_assert_msg(seen[s] == (at == NULL || (at != never && at[-1] != ' ')), "%s", item_state_names[s]);
		if (!seen[s])
			continue;
		/* From everywhere an end can be reached, */
		bool on[ITEM__MAX] = { false }, end = false, round[ITEM__MAX] = { false };
		reach((enum item_state)s, type, on);
		for (int e = 0; e < ITEM__MAX; e++)
			end |= on[e] && item_state_final((enum item_state)e, type);
		ck_assert_msg(end, "no end from %s", item_state_names[s]);
		/* and nowhere does the way lead back, but to what was kept, and is kept after all. */
		for (int to = 0; to < ITEM__MAX; to++)
			if (item_move_find((enum item_state)s, (enum item_state)to, type) != NULL)
				reach((enum item_state)to, type, round);
		ck_assert_msg(!round[s] || (type == ORDER_DELIVERY && strstr(" CONFIRMED RETURN_REQUESTED RETURN_PROCESSING ", word) != NULL),
		    "round and round from %s", item_state_names[s]);
	}
}
END_TEST

#define S(name) ITEM_##name
static const struct { enum item_state item[4]; size_t n; enum item_state stage; } stages[] = {
	{ { S(PENDING) }, 1, S(PENDING) },
	{ { S(CANCELLED) }, 1, S(CANCELLED) },
	{ { S(DELIVERED), S(PREPARING) }, 2, S(PREPARING) },
	{ { S(PREPARING), S(DELIVERED) }, 2, S(PREPARING) },
	{ { S(CANCELLED), S(DELIVERED) }, 2, S(DELIVERED) },
	{ { S(DELIVERED), S(CANCELLED) }, 2, S(DELIVERED) },
	{ { S(CANCELLED), S(CANCELLED), S(RETURNED) }, 3, S(RETURNED) },
	{ { S(RETURNED), S(CANCELLED) }, 2, S(CANCELLED) },
	{ { S(CONFIRMED), S(RETURN_REQUESTED), S(CANCELLED), S(DELIVERED) }, 4, S(RETURN_REQUESTED) },
	{ { S(READY_FOR_DELIVERY), S(IN_DELIVERY), S(PENDING_PAYMENT), S(PENDING) }, 4, S(PENDING_PAYMENT) },
	{ { S(EXCHANGED), S(CONFIRMED) }, 2, S(EXCHANGED) },
	{ { S(CANCELLED), S(CONFIRMED), S(EXCHANGED) }, 3, S(CONFIRMED) },
};

START_TEST(stage)
{
	ck_assert_str_eq(item_state_names[item_stage(stages[_i].item, stages[_i].n)], item_state_names[stages[_i].stage]);
}
END_TEST

/* Any three: the stage is one of them, live if any is, and no live one is behind it. */
START_TEST(stage_of_any_three)
{
	for (int a = 0; a < ITEM__MAX; a++)
		for (int b = 0; b < ITEM__MAX; b++) {
			enum item_state three[3] = { (enum item_state)_i, (enum item_state)a, (enum item_state)b };
			enum item_state got = item_stage(three, 3);
			bool among = false, live = false;
			for (int i = 0; i < 3; i++) {
				among |= three[i] == got;
				live |= item_state_live(three[i]);
				ck_assert(!item_state_live(three[i]) || item_state_rank(three[i]) >= item_state_rank(got));
			}
			ck_assert(among);
			ck_assert_int_eq(item_state_live(got), live);
		}
}
END_TEST

START_TEST(picture)
{
	struct buf b = { 0 };
	char line[128];
	size_t lines = 0;

	item_state_draw(&b);
	ck_assert(!b.failed);
	ck_assert_int_eq(strncmp(buf_str(&b), "digraph item {\n", 15), 0);
	ck_assert_str_eq(buf_str(&b) + b.len - 2, "}\n");
	for (int i = 0; i < ROWS(rules); i++) {
		snprintf(line, sizeof(line), "  %s -> %s [label=\"%s\"];\n", rules[i].from, rules[i].to, rules[i].event);
		ck_assert_msg(strstr(buf_str(&b), line) != NULL, "%s", line);
	}
	for (int i = 0; i < ROWS(parts); i++) {
		snprintf(line, sizeof(line), "  %s -> %s [label=\"%s%s\",style=dashed];\n", parts[i].from, parts[i].to, parts[i].whole, parts[i].suffix);
		ck_assert_msg(strstr(buf_str(&b), line) != NULL, "%s", line);
	}
	for (const char *p = buf_str(&b); (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	ck_assert_uint_eq(lines, item_moves_n + 2);
	buf_free(&b);
}
END_TEST

Suite *
item_state_suite(void)
{
	Suite *s = suite_create("domain/item_state");
	TCase *c = tcase_create("item_state");

	tcase_add_loop_test(c, every_pair, 0, ITEM__MAX);
	tcase_add_test(c, no_more_and_no_less);
	tcase_add_test(c, events);
	tcase_add_loop_test(c, state, 0, ROWS(states));
	tcase_add_test(c, names);
	tcase_add_loop_test(c, reachable, 0, ORDER_TYPE__MAX);
	tcase_add_loop_test(c, stage, 0, ROWS(stages));
	tcase_add_loop_test(c, stage_of_any_three, 0, ITEM__MAX);
	tcase_add_test(c, picture);
	suite_add_tcase(s, c);
	return s;
}
