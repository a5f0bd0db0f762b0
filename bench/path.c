/*
 * path: the work a dinner order is in memory, repeated, to be counted in
 * instructions under callgrind (which are the same on a busy machine).
 *
 *   path ROUNDS
 *
 * bench_parse, bench_compose, bench_snapshot and bench_answer are never inlined: callgrind
 * counts each by its name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/order_answer.h"
#include "api/order_request.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/id.h"
#include "domain/compose.h"
#include "domain/event.h"
#include "http/body.h"

int bench_parse(struct arena *, const struct order_wish **);
int bench_compose(struct arena *, const struct order_wish *, struct order *);
int bench_snapshot(struct arena *, const struct order *);
int bench_answer(struct arena *, const struct order *, struct buf *);

static const char body[] = "{\"dinner_code\":\"valentine\",\"style\":\"simple\",\"quantity\":1,"
    "\"delivery_address\":\"서울시 강남구 테헤란로 1\",\"customizations\":{\"ingredient1\":2},\"notes\":\"문 앞에 놓아주세요\"}";

/* A menu of one dinner with eight ingredients. */
#define NSKUS 8
static struct sku skus[NSKUS];
static const struct sku *by_code[NSKUS];
static char codes[NSKUS][16];
static struct recipe_line recipe[NSKUS];
static const struct variant variant = { .code = "simple", .name = "심플", .recipe = recipe, .nrecipe = NSKUS };
static const struct product dinner = { .id = 1, .kind = PRODUCT_DINNER, .code = "valentine", .name = "발렌타인 디너",
    .description = "", .price = 30000, .on_sale = true, .variants = &variant, .nvariants = 1 };
static const struct menu menu = { .version = 1, .skus = skus, .nskus = NSKUS, .by_code = by_code, .products = &dinner, .nproducts = 1 };

__attribute__((noinline)) int
bench_parse(struct arena *a, const struct order_wish **out)
{
	struct body b = { 0 };
	const void *in;

	if (body_parse(a, "application/json", body, sizeof(body) - 1, &b) != NULL ||
	    model_read(a, &order_request_model, b.tree, MODEL_FROM_JSON, &in) != NULL)
		return -1;
	*out = in;
	return 0;
}

__attribute__((noinline)) int
bench_compose(struct arena *a, const struct order_wish *wish, struct order *o)
{
	struct faults f = { .arena = a };

	memset(o, 0, sizeof(*o));
	order_compose(&menu, wish, o, &f);
	return f.n == 0 && !f.failed ? 0 : -1;
}

__attribute__((noinline)) int
bench_snapshot(struct arena *a, const struct order *o)
{
	return event_snapshot(a, o) != NULL ? 0 : -1;
}

__attribute__((noinline)) int
bench_answer(struct arena *a, const struct order *o, struct buf *out)
{
	struct order_actor actor = { 0 };
	struct order_created answer = { .order = order_view(a, o, &actor, false), .message = "주문이 접수되었습니다." };

	if (answer.order == NULL)
		return -1;
	buf_reset(out);
	model_write(out, &order_created_model, &answer);
	return out->failed ? -1 : 0;
}

int
main(int argc, char **argv)
{
	int rounds = argc == 2 ? atoi(argv[1]) : 0;
	struct arena *a = arena_new(4u << 20);
	struct buf out = { 0 };
	const struct order_wish *wish;
	struct order o;

	if (rounds < 1 || a == NULL || id_start() == -1) {
		fprintf(stderr, "usage: path ROUNDS\n");
		return 64;
	}
	for (int i = 0; i < NSKUS; i++) {
		snprintf(codes[i], sizeof(codes[i]), "ingredient%d", i);
		skus[i] = (struct sku){ .id = (uint32_t)i + 1, .code = codes[i], .name = codes[i], .ingredient = true,
		    .unit_price = 1000, .removal_credit = 300 };
		by_code[i] = &skus[i];
		recipe[i] = (struct recipe_line){ &skus[i], QTY_ONE };
	}
	for (int i = 0; i < rounds; i++) {
		if (bench_parse(a, &wish) == -1 || bench_compose(a, wish, &o) == -1 || bench_snapshot(a, &o) == -1 ||
		    bench_answer(a, &o, &out) == -1) {
			fprintf(stderr, "path: the order is refused\n");
			return EXIT_FAILURE;
		}
		arena_reset(a);
	}
	printf("%d rounds, answers of %zu bytes\n", rounds, out.len);
	buf_free(&out);
	arena_free(a);
	return EXIT_SUCCESS;
}
