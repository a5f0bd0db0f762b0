/* card: see card.h. */
#include "gateway/card.h"

#include <string.h>

#include "base/clock.h"

#define DIGITS_MIN 13
#define DIGITS_MAX 19

const struct card_row card_rows[] = {
#define CARD(number, reason, manner, ko, en) { number, reason, CARD_##manner, ko, en },
#include "gateway/cards.def"
#undef CARD
};
const size_t card_rows_n = sizeof(card_rows) / sizeof(card_rows[0]);

/* Brands by the first four digits of their numbers (ISO/IEC 7812 ranges as the networks publish them). */
static const struct brand { int from, to; const char *name; size_t cvc; } brands[] = {
	{ 3400, 3499, "AMEX", 4 },
	{ 3700, 3799, "AMEX", 4 },
	{ 3528, 3589, "JCB", 3 },
	{ 3000, 3059, "DINERS", 3 },
	{ 3600, 3699, "DINERS", 3 },
	{ 3800, 3999, "DINERS", 3 },
	{ 4000, 4999, "VISA", 3 },
	{ 2221, 2720, "MASTERCARD", 3 },
	{ 5100, 5599, "MASTERCARD", 3 },
	{ 6011, 6011, "DISCOVER", 3 },
	{ 6440, 6599, "DISCOVER", 3 },
	{ 6200, 6299, "UNIONPAY", 3 },
	{ 0, 9999, "OTHER", 3 },
};

/* The digits alone; 0 when it is no number of a card.  `out` is the caller's to wipe. */
static size_t
digits_of(const char *text, char out[DIGITS_MAX + 1])
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == ' ' || *text == '-')
			continue;
		if (*text < '0' || *text > '9' || n == DIGITS_MAX)
			return 0;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n >= DIGITS_MIN ? n : 0;
}

/* ISO/IEC 7812-1, annex B: from the right, every second digit doubled, the digits' sum ends in 0. */
static int
luhn(const char *digits, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		int d = digits[n - 1 - i] - '0';

		if (i % 2 == 1 && (d *= 2) > 9)
			d -= 9;
		sum += d;
	}
	return sum % 10 == 0;
}

static const struct brand *
brand_of(const char *digits)
{
	const struct brand *b = brands;
	int lead = 0;

	for (int i = 0; i < 4; i++)
		lead = lead * 10 + (digits[i] - '0');
	while (lead < b->from || lead > b->to)
		b++;
	return b;
}

const char *
card_check_number(const void *text)
{
	char digits[DIGITS_MAX + 1];
	size_t n = digits_of(*(const char *const *)text, digits);
	int good = n > 0 && luhn(digits, n);

	explicit_bzero(digits, sizeof(digits));
	return good ? NULL : "invalid";
}

/* MM/YY as month and year. */
static int
expiry_of(const char *text, int *month, int *year)
{
	static const char form[] = "dd/dd";

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return 0;
	*month = (text[0] - '0') * 10 + text[1] - '0';
	*year = 2000 + (text[3] - '0') * 10 + text[4] - '0';
	return *month >= 1 && *month <= 12;
}

const char *
card_check_expiry(const void *text)
{
	int month, year;

	return expiry_of(*(const char *const *)text, &month, &year) ? NULL : "not_a_date";
}

int
card_cvc_fits(const struct card *c)
{
	char digits[DIGITS_MAX + 1];
	size_t want = 0;

	if (digits_of(c->card_number, digits) > 0)
		want = brand_of(digits)->cvc;
	explicit_bzero(digits, sizeof(digits));
	return strspn(c->cvc, "0123456789") == want && c->cvc[want] == '\0';
}

/* A card is good to the end of its month, in the shop's zone. */
static int
expired(const char *text, int64_t now)
{
	struct civil today = clock_civil(now, NULL);
	int month, year;

	return !expiry_of(text, &month, &year) || year < today.year || (year == today.year && month < today.month);
}

struct card_verdict
card_judge(const struct card *c, int64_t now)
{
	struct card_verdict v = { .brand = "OTHER", .reason = "card_declined" };
	char digits[DIGITS_MAX + 1];
	size_t n = digits_of(c->card_number, digits);

	if (n > 0) {
		v.brand = brand_of(digits)->name;
		memcpy(v.last_four, digits + n - 4, 5);
		v.reason = "";
		for (size_t i = 0; i < card_rows_n; i++)
			if (strcmp(card_rows[i].number, digits) == 0) {
				v.reason = card_rows[i].reason;
				v.manner = card_rows[i].manner;
			}
		if (*v.reason == '\0')
			v.reason = expired(c->expiry_date, now) ? "expired_card" : NULL;
		/* A declined card is declined in the ordinary way. */
		if (v.reason != NULL)
			v.manner = CARD_ANSWERS;
	}
	explicit_bzero(digits, sizeof(digits));
	return v;
}
