/* card: see card.h.  What a card is, is the same for all who take them (domain/card.h). */
#include "gateway/card.h"

#include <string.h>

#include "domain/card.h"

const struct card_row card_rows[] = {
#define CARD(number, reason, manner, ko, en) { number, reason, CARD_##manner, ko, en },
#include "gateway/cards.def"
#undef CARD
};
const size_t card_rows_n = sizeof(card_rows) / sizeof(card_rows[0]);

const char *
card_check_number(const void *text)
{
	return card_validate_number(*(const char *const *)text) ? NULL : "invalid";
}

const char *
card_check_expiry(const void *text)
{
	int month, year;

	return card_expiry_parse(*(const char *const *)text, &month, &year) ? NULL : "not_a_date";
}

bool
card_check_cvc(const struct card_shown *c)
{
	return card_cvc_fits(c->cvc, card_brand(c->card_number));
}

/* As typed and as in the table. */
static bool
same_number(const char *typed, const char *digits)
{
	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		if (*typed != *digits++)
			return false;
	}
	return *digits == '\0';
}

static bool
expired(const char *text, int64_t now)
{
	int month, year;

	return !card_expiry_parse(text, &month, &year) || card_expired(month, year, now);
}

struct card_verdict
card_judge(const struct card_shown *c, int64_t now)
{
	struct card_verdict v = { .brand = card_brand_names[card_brand(c->card_number)], .reason = "" };
	char mask[CARD_MASK];

	memcpy(v.last_four, card_mask(c->card_number, mask) + CARD_MASK - sizeof(v.last_four), sizeof(v.last_four));
	for (size_t i = 0; i < card_rows_n; i++)
		if (same_number(c->card_number, card_rows[i].number)) {
			v.reason = card_rows[i].reason;
			v.manner = card_rows[i].manner;
		}
	if (*v.reason == '\0')
		v.reason = expired(c->expiry_date, now) ? "expired_card" : NULL;
	/* A declined card is declined in the ordinary way. */
	if (v.reason != NULL)
		v.manner = CARD_ANSWERS;
	return v;
}
