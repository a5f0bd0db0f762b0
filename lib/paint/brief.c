/* brief: words in their order, then what goes with what, then what was left open. */
#include "paint/brief.h"

#include <string.h>

#include "base/arena.h"
#include "paint/dice.h"
#include "paint/message.h"

static const struct { uint32_t frosting, accent; } flavors[FLAVOR__MAX] = {
	[FLAVOR_NONE] = { 0xFBF3E7, 0xF3B8C4 },
	[FLAVOR_VANILLA] = { 0xFCF6EA, 0xF3B8C4 },
	[FLAVOR_CHOCOLATE] = { 0x6E4530, 0xF6E7D3 },
	[FLAVOR_MATCHA] = { 0xB3C98B, 0xFBF4E2 },
	[FLAVOR_VELVET] = { 0xFBF4EC, 0xB3303F },
	[FLAVOR_CHEESE] = { 0xF9E6B4, 0xFFF8E8 },
	[FLAVOR_COFFEE] = { 0xC9A27C, 0xFBF0DF },
	[FLAVOR_CARAMEL] = { 0xE3B072, 0xFCF1DE },
	[FLAVOR_LEMON] = { 0xFBEEA9, 0xFFFBEA },
	[FLAVOR_CARROT] = { 0xF3C48B, 0xFBF4E4 },
	[FLAVOR_SESAME] = { 0xB9B3AF, 0xFBF7F0 },
};

/* Pairs that go together, for prompts that name no colour. */
static const struct { uint32_t frosting, accent; } pairs[] = {
	{ 0xFBF3E7, 0xF3B0BF }, { 0xF9C9D3, 0xFDF4EA }, { 0xD9CCEE, 0xFDF6EE }, { 0xBFE0D3, 0xFDF5EA }, { 0xBBD9EE, 0xFDF6EE },
	{ 0xFBD8BE, 0xFDF6EC }, { 0xF8E6A8, 0xFDF7EA }, { 0xF8EEDF, 0xF2D3BC },
};

/* What an occasion brings along when the prompt names no decoration. */
static const struct { int tiers; uint64_t deco; } occasions[OCCASION__MAX] = {
#define D(x) (UINT64_C(1) << DECO_##x)
	[OCCASION_BIRTHDAY] = { 0, D(CANDLE) | D(SPRINKLE) },
	[OCCASION_WEDDING] = { 3, D(ROSE) | D(LEAF) | D(PEARL) },
	[OCCASION_LOVE] = { 0, D(HEART) | D(ROSE) },
	[OCCASION_CHRISTMAS] = { 0, D(STRAWBERRY) | D(TREE) | D(SUGAR) | D(LEAF) },
	[OCCASION_HALLOWEEN] = { 0, D(STAR) | D(MOON) | D(OREO) },
	[OCCASION_CHEER] = { 0, D(STAR) | D(SPRINKLE) | D(MACARON) },
	[OCCASION_BABY] = { 0, D(BEAR) | D(BALLOON) | D(PEARL) },
};

/* And what stands on a cake of which nothing was said. */
static const uint64_t sets[] = {
	D(STRAWBERRY) | D(SWIRL), D(FLOWER) | D(LEAF), D(CHERRY) | D(SWIRL), D(RASPBERRY) | D(BLUEBERRY) | D(LEAF), D(MACARON) | D(ROSE),
	D(PEARL) | D(ROSE), D(STRAWBERRY) | D(BLUEBERRY) | D(LEAF),
#undef D
};

/* --- what the words say --------------------------------------------------- */

struct reading {
	struct brief		*b;
	const char		*text;
	const struct word	*w;
	size_t			 n;
	struct colour		 pending[3];	/* colours whose thing has not come yet */
	int			 npending;
	size_t			 pending_end;
};

static void
frost(struct brief *b, const struct colour *c, int n)
{
	for (int i = 0; i < n && b->nfrosting < 3; i++)
		b->frosting[b->nfrosting++] = c[i];
	b->names_colour |= n > 0;
}

static void
drop_pending(struct reading *r)
{
	frost(r->b, r->pending, r->npending);
	r->npending = 0;
}

/* 분홍색으로, pink all over: the colour is the cake's, whatever comes next. */
static bool
is_of_the_cake(const char *text, const struct word *w)
{
	static const char *const ends[] = { "색으로", "으로", "로 ", "색 으로", "톤", "색 톤", " tone", " theme", "색 배경" };
	const char *after = text + w->at + w->len;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strncmp(after, ends[i], strlen(ends[i])) == 0)
			return true;
	return w->at >= 3 && strncmp(text + w->at - 3, "in ", 3) == 0;
}

/* A number right before (2 stars) or right after (별 2개) a word. */
static int
number_near(const struct reading *r, size_t i)
{
	const struct word *w = &r->w[i];

	if (i > 0 && w[-1].kind == WORD_NUMBER && w->at - (w[-1].at + w[-1].len) <= 3)
		return w[-1].value;
	if (i > 1 && w[-1].kind == WORD_COLOUR && w[-2].kind == WORD_NUMBER && w[-1].at - (w[-2].at + w[-2].len) <= 3)
		return w[-2].value;
	if (i + 1 < r->n && w[1].kind == WORD_NUMBER && w[1].at - (w->at + w->len) <= 4 &&
	    ((unsigned char)r->text[w[1].at + w[1].len] >= 0x80 || (unsigned char)r->text[w[1].at] >= 0x80))
		return w[1].value;
	return 0;
}

static bool
is_away(const struct reading *r, size_t i)
{
	const struct word *w = &r->w[i];
	size_t before = i;

	/* no red candles: the colour belongs to them. */
	while (before > 0 && r->w[before - 1].kind == WORD_COLOUR)
		before--;
	if (before > 0 && r->w[before - 1].kind == WORD_AWAY && r->w[before - 1].value == 1 &&
	    r->w[before].at - (r->w[before - 1].at + r->w[before - 1].len) <= 8)
		return true;
	return i + 1 < r->n && w[1].kind == WORD_AWAY && w[1].value == 2 && w[1].at - (w->at + w->len) <= 12;
}

static void
take_deco(struct reading *r, size_t i)
{
	struct brief *b = r->b;
	struct brief_thing *t = &b->deco[r->w[i].value];
	int count = number_near(r, i);

	if (is_away(r, i)) {
		b->away |= UINT64_C(1) << r->w[i].value;
		r->npending = 0;
		return;
	}
	t->wanted = t->asked = true;
	if (count > 0)
		t->count = count > 99 ? 99 : count;
	/* Colours that stood right before it are its own; of two the first is the cake's ("pink cake, red roses" has a noun between). */
	if (r->npending > 0 && r->w[i].at - r->pending_end <= 16) {
		t->coloured = true;
		t->colour = r->pending[--r->npending];
	}
	drop_pending(r);
}

static void
take_words(struct reading *r)
{
	struct brief *b = r->b;

	for (size_t i = 0; i < r->n; i++) {
		const struct word *w = &r->w[i];
		switch (w->kind) {
		case WORD_COLOUR:
			if (is_of_the_cake(r->text, w)) {
				struct colour c = colour_rgb((uint32_t)w->value);
				drop_pending(r);
				frost(b, &c, 1);
			} else if (r->npending < 3) {
				r->pending[r->npending++] = colour_rgb((uint32_t)w->value);
				r->pending_end = w->at + w->len;
			}
			break;
		case WORD_DECO:
			take_deco(r, i);
			break;
		case WORD_CAKE:
			drop_pending(r);
			break;
		case WORD_FLAVOR:
			/* chocolate drip: the drip's, not the cake's. */
			if (i + 1 < r->n && w[1].kind == WORD_STYLE && w[1].value == STYLE_DRIP)
				break;
			if (b->flavor == FLAVOR_NONE && !is_away(r, i))
				b->flavor = (enum flavor)w->value;
			break;
		case WORD_SHAPE:
			b->shape = (enum shape)w->value;
			b->names_shape = true;
			break;
		case WORD_TIERS:
			b->tiers = w->value;
			b->names_tiers = true;
			break;
		case WORD_STYLE:
			if (!is_away(r, i))
				b->styles |= 1u << w->value;
			break;
		case WORD_OCCASION:
			if (b->occasion == OCCASION_NONE)
				b->occasion = (enum occasion)w->value;
			break;
		case WORD_NUMBER:
		case WORD_AWAY:
			break;
		}
	}
	drop_pending(r);
}

/* --- what was left open ---------------------------------------------------- */

static void
want_all(struct brief *b, uint64_t set)
{
	for (int d = 0; d < DECO__DRAWN; d++)
		if ((set & UINT64_C(1) << d) != 0 && (b->away & UINT64_C(1) << d) == 0)
			b->deco[d].wanted = true;
}

static void
choose_colours(struct brief *b, struct dice *d)
{
	size_t pair = (size_t)dice_below(d, (int)(sizeof(pairs) / sizeof(pairs[0])));
	bool named = b->nfrosting > 0;

	/* A gradient of no colour by name is a rainbow's. */
	if (!named && b->flavor == FLAVOR_NONE && brief_has(b, STYLE_OMBRE)) {
		static const uint32_t rainbow[] = { 0xF3A9BE, 0xF9E3A0, 0xA7D3EE };
		for (int i = 0; i < 3; i++)
			b->frosting[b->nfrosting++] = colour_rgb(rainbow[i]);
		b->accent = colour_rgb(0xFDF6EE);
		return;
	}
	if (!named && b->flavor == FLAVOR_NONE && b->occasion != OCCASION_WEDDING && b->occasion != OCCASION_CHRISTMAS) {
		b->frosting[b->nfrosting++] = colour_rgb(pairs[pair].frosting);
		b->accent = colour_rgb(pairs[pair].accent);
		return;
	}
	if (!named)
		b->frosting[b->nfrosting++] = colour_rgb(flavors[b->flavor].frosting);
	b->accent = colour_rgb(flavors[b->flavor].accent);
	if (named && b->nfrosting > 1)
		b->accent = b->frosting[b->nfrosting - 1];
	else if (named)
		b->accent = colour_light(b->frosting[0]) > 0.86 ? colour_rgb(pairs[0].accent) : colour_rgb(0xFDF6EC);
	if (b->occasion == OCCASION_CHRISTMAS && !named)
		b->accent = colour_rgb(0xC4313F);
	if (b->occasion == OCCASION_WEDDING && !named)
		b->accent = colour_rgb(0xF5DDD6);
}

static void
choose_things(struct brief *b, struct dice *d)
{
	bool any = false;

	for (int i = 0; i < DECO__MAX; i++)
		any |= b->deco[i].wanted;
	if (b->deco[DECO_FRUIT].wanted) {
		static const uint64_t bowl = UINT64_C(1) << DECO_STRAWBERRY | UINT64_C(1) << DECO_BLUEBERRY | UINT64_C(1) << DECO_KIWI |
		    UINT64_C(1) << DECO_ORANGE | UINT64_C(1) << DECO_GRAPE | UINT64_C(1) << DECO_RASPBERRY;
		want_all(b, bowl);
	}
	if (!any && b->occasion != OCCASION_NONE)
		want_all(b, occasions[b->occasion].deco);
	else if (b->occasion == OCCASION_BIRTHDAY && (b->away & UINT64_C(1) << DECO_CANDLE) == 0)
		b->deco[DECO_CANDLE].wanted = true;
	if (!any && b->occasion == OCCASION_NONE && !brief_has(b, STYLE_MINIMAL))
		want_all(b, sets[dice_below(d, (int)(sizeof(sets) / sizeof(sets[0])))]);
	b->names_things = any;
	if (brief_has(b, STYLE_MINIMAL) && !any)
		b->deco[DECO_PEARL].wanted = true;
}

static void
choose(struct brief *b)
{
	struct dice d = dice_for(b->seed, "brief");
	int chance = dice_below(&d, 10);

	choose_colours(b, &d);
	choose_things(b, &d);
	if (b->tiers == 0)
		b->tiers = occasions[b->occasion].tiers;
	if (b->tiers == 0)
		b->tiers = b->shape == SHAPE_HEART || brief_has(b, STYLE_MINIMAL) ? 1 : chance < 6 ? 1 : 2;
	if (b->flavor == FLAVOR_CHOCOLATE && b->nfrosting == 1 && b->names_colour)
		b->styles |= 1u << STYLE_DRIP;
}

struct brief
brief_read(struct arena *a, const char *text)
{
	struct brief b = { .seed = dice_seed(text, strlen(text)) };
	struct word *words = ARENA_ARRAY(a, struct word, WORDS_MAX);
	char *rest = arena_strdup(a, text);
	struct reading r = { .b = &b, .text = rest, .w = words };
	size_t at, len;

	if (words != NULL && rest != NULL) {
		/* What is written on the cake says nothing about how it looks. */
		if ((b.message = message_find(a, text, &at, &len)) != NULL)
			memset(rest + at, ' ', len);
		r.n = words_find(rest, words);
		take_words(&r);
		b.message_away = b.message == NULL && (strstr(text, "문구 없이") != NULL || strstr(text, "글씨 없이") != NULL ||
		    strstr(text, "no text") != NULL || strstr(text, "without text") != NULL || strstr(text, "remove the text") != NULL);
	}
	choose(&b);
	return b;
}

void
brief_change(struct brief *b, const struct brief *by)
{
	if (by->names_colour || by->flavor != FLAVOR_NONE) {
		memcpy(b->frosting, by->frosting, sizeof(b->frosting));
		b->nfrosting = by->nfrosting;
		b->accent = by->accent;
	}
	if (by->flavor != FLAVOR_NONE)
		b->flavor = by->flavor;
	if (by->names_shape)
		b->shape = by->shape;
	if (by->names_tiers)
		b->tiers = by->tiers;
	if (by->occasion != OCCASION_NONE)
		b->occasion = by->occasion;
	b->styles |= by->styles;
	for (int d = 0; d < DECO__MAX; d++) {
		if ((by->away & UINT64_C(1) << d) != 0)
			b->deco[d].wanted = false;
		else if (by->deco[d].wanted && (by->names_things || by->occasion != OCCASION_NONE))
			b->deco[d] = by->deco[d];
	}
	if (by->message != NULL || by->message_away)
		b->message = by->message;
}
