/*
 * card: see card.h.  Brands are rows of card_brand.def.
 */
#include "domain/card.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"

#define DIGITS_MIN 12
#define DIGITS_MAX 19

const char *const card_brand_names[] = {
#define BRAND(name, ...) [CARD_##name] = #name,
#include "domain/card_brand.def"
#undef BRAND
	[CARD_OTHER] = "OTHER",
	[CARD__MAX] = NULL
};

static const int cvc_digits[CARD__MAX] = {
#define BRAND(name, digits) [CARD_##name] = (digits),
#include "domain/card_brand.def"
#undef BRAND
};

struct range { enum card_brand brand; int first, last, digits_min, digits_max; };

static const struct range ranges[] = {
#define RANGE(brand, first, last, least, most) { CARD_##brand, (first), (last), (least), (most) },
#include "domain/card_brand.def"
#undef RANGE
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What a number begins with (its first 6 digits at the most), how many digits it has, and whether
 * they pass.  No copy of the number is made. */
struct digits { int prefix[7]; int n; bool clean, luhn; };

static int
luhn_doubled(int digit)
{
	return digit > 4 ? 2 * digit - 9 : 2 * digit;
}

/* Which digits count double is known at the end only, so both sums are kept: of those in
 * the places of the last digit, the one before the last, and so on, each as it is and doubled. */
static struct digits
digits_of(const char *s)
{
	struct digits d = { .clean = s != NULL };
	int odd = 0, even = 0;		/* with the digits in odd (1st, 3rd, …) or even places doubled */
	bool after_digit = false;

	for (; s != NULL && *s != '\0'; s++) {
		if (!is_digit(*s)) {
			/* One space or dash, between digits. */
			if ((*s != ' ' && *s != '-') || !after_digit || !is_digit(s[1]))
				d.clean = false;
			after_digit = false;
			continue;
		}
		after_digit = true;
		int digit = *s - '0';
		if (d.n < 6)
			d.prefix[d.n + 1] = d.prefix[d.n] * 10 + digit;
		if (d.n % 2 == 0) {
			odd += luhn_doubled(digit);
			even += digit;
		} else {
			odd += digit;
			even += luhn_doubled(digit);
		}
		if (d.n < DIGITS_MAX + 1)
			d.n++;
		else
			d.clean = false;
	}
	/* The check digit, the last, is never doubled. */
	d.luhn = (d.n % 2 == 0 ? odd : even) % 10 == 0;
	return d;
}

static int
length_of(int prefix)
{
	int n = 1;

	while ((prefix /= 10) != 0)
		n++;
	return n;
}

/* The range with the longest prefix that fits; NULL when there is none. */
static const struct range *
range_of(const struct digits *d)
{
	const struct range *best = NULL;
	int longest = 0;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *r = &ranges[i];
		int n = length_of(r->first);
		if (n > longest && n <= d->n && d->prefix[n] >= r->first && d->prefix[n] <= r->last) {
			best = r;
			longest = n;
		}
	}
	return best;
}

bool
card_validate_number(const char *number)
{
	struct digits d = digits_of(number);
	const struct range *r = range_of(&d);
	int least = r != NULL ? r->digits_min : DIGITS_MIN, most = r != NULL ? r->digits_max : DIGITS_MAX;

	/* None begins with 0: telephone and account numbers do. */
	return d.clean && d.luhn && d.prefix[1] != 0 && d.n >= least && d.n <= most;
}

enum card_brand
card_brand(const char *number)
{
	struct digits d = digits_of(number);
	const struct range *r = range_of(&d);

	return r != NULL ? r->brand : CARD_OTHER;
}

const char *
card_mask(const char *number, char out[CARD_MASK])
{
	char *to = &out[CARD_MASK - 2];
	size_t at = number != NULL ? strlen(number) : 0;

	memcpy(out, "**** **** **** ****", CARD_MASK);
	for (int kept = 0; at > 0 && kept < 4; at--)
		if (is_digit(number[at - 1])) {
			*to-- = number[at - 1];
			kept++;
		}
	return out;
}

bool
card_expiry_parse(const char *s, int *month, int *year)
{
	static const char form[] = "dd/dd";

	if (s == NULL || strlen(s) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? !is_digit(s[i]) : s[i] != form[i])
			return false;
	int m = (s[0] - '0') * 10 + s[1] - '0';
	if (m < 1 || m > 12)
		return false;
	*month = m;
	*year = 2000 + (s[3] - '0') * 10 + s[4] - '0';
	return true;
}

bool
card_expired(int month, int year, int64_t now_ms)
{
	struct civil now = clock_civil(now_ms, NULL);

	return year < now.year || (year == now.year && month < now.month);
}

bool
card_cvc_fits(const char *cvc, enum card_brand brand)
{
	int n = 0;

	if (cvc == NULL)
		return false;
	for (; is_digit(cvc[n]); n++)
		if (n == 4)
			return false;
	if (cvc[n] != '\0')
		return false;
	return cvc_digits[brand] != 0 ? n == cvc_digits[brand] : n == 3 || n == 4;
}

static bool
is_missing(const char *s)
{
	return s == NULL || *s == '\0';
}

static const char *
expiry_fault(const char *expiry, int64_t now_ms)
{
	int month, year;

	if (is_missing(expiry))
		return "required";
	if (!card_expiry_parse(expiry, &month, &year))
		return "not_an_expiry";
	return card_expired(month, year, now_ms) ? "card_expired" : NULL;
}

bool
card_check(const struct card *card, int64_t now_ms, struct card_faults *out)
{
	bool good = card_validate_number(card->number);
	/* How long a CVC has to be, only a good number can say. */
	enum card_brand brand = good ? card_brand(card->number) : CARD_OTHER;

	out->number = good ? NULL : is_missing(card->number) ? "required" : "not_a_card";
	out->expiry = expiry_fault(card->expiry, now_ms);
	out->cvc = card_cvc_fits(card->cvc, brand) ? NULL : is_missing(card->cvc) ? "required" : "not_a_cvc";
	return out->number == NULL && out->expiry == NULL && out->cvc == NULL;
}
