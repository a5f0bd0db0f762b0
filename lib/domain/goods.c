/* goods: words for states and orders, places in lists, patterns. */
#include "domain/goods.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

const char *const goods_status_names[] = {
	[GOODS_ON_SALE] = "ON_SALE",
	[GOODS_SOLD_OUT] = "SOLD_OUT",
	[GOODS_DISCONTINUED] = "DISCONTINUED",
	[GOODS_STATUS__MAX] = NULL
};

const char *const goods_sale_names[] = {
	[GOODS_SALE_ON] = "ON_SALE",
	[GOODS_SALE_ENDED] = "DISCONTINUED",
	[GOODS_SALE__MAX] = NULL
};

const char *const goods_sort_names[] = {
	[GOODS_NEWEST] = "newest",
	[GOODS_PRICE_ASC] = "price_asc",
	[GOODS_PRICE_DESC] = "price_desc",
	[GOODS_BY_NAME] = "name",
	[GOODS_SORT__MAX] = NULL
};

int64_t
goods_pieces(const struct goods *g)
{
	return g->available / QTY_ONE;
}

enum goods_status
goods_status(const struct goods *g)
{
	if (!g->on_sale)
		return GOODS_DISCONTINUED;
	return goods_pieces(g) > 0 ? GOODS_ON_SALE : GOODS_SOLD_OUT;
}

/* --- places in lists ---------------------------------------------------------- */

const char *
goods_place_text(struct arena *a, enum goods_sort sort, const struct goods *last)
{
	switch (sort) {
	case GOODS_PRICE_ASC:
	case GOODS_PRICE_DESC:
		return arena_printf(a, "%" PRIu32 ".%" PRId64, last->id, last->price);
	case GOODS_BY_NAME:
		return arena_printf(a, "%" PRIu32 ".%s", last->id, last->name);
	default:
		return arena_printf(a, "%" PRIu32, last->id);
	}
}

/* Digits, at most 18 of them; what follows them in *rest. */
static bool
take_number(const char *s, int64_t *out, const char **rest)
{
	size_t n = strspn(s, "0123456789");
	int64_t v = 0;

	if (n == 0 || n > 18)
		return false;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (s[i] - '0');
	*out = v;
	*rest = s + n;
	return true;
}

bool
goods_place_parse(enum goods_sort sort, const char *text, struct goods_place *out)
{
	struct goods_place p = { .set = true };
	const char *rest;

	if (text == NULL) {
		*out = (struct goods_place){ .set = false };
		return true;
	}
	if (!take_number(text, &p.id, &rest) || p.id > UINT32_MAX)
		return false;
	switch (sort) {
	case GOODS_PRICE_ASC:
	case GOODS_PRICE_DESC:
		if (*rest != '.' || !take_number(rest + 1, &p.price, &rest))
			return false;
		break;
	case GOODS_BY_NAME:
		if (*rest != '.' || rest[1] == '\0')
			return false;
		p.name = rest + 1;
		rest = "";
		break;
	default:
		break;
	}
	if (*rest != '\0')
		return false;
	*out = p;
	return true;
}

/* --- searching -------------------------------------------------------------------- */

const char *
goods_pattern(struct arena *a, const char *words)
{
	char *pattern, *p;

	if (words == NULL || *(words += strspn(words, " ")) == '\0')
		return NULL;
	if ((p = pattern = arena_alloc(a, 2 * strlen(words) + 3)) == NULL)
		return NULL;
	*p++ = '%';
	for (; *words != '\0'; words += strspn(words, " ")) {
		for (; *words != '\0' && *words != ' '; words++) {
			if (strchr("%_\\", *words) != NULL)
				*p++ = '\\';
			*p++ = *words;
		}
		*p++ = '%';
	}
	*p = '\0';
	return pattern;
}
