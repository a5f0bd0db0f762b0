/* seller: states, and the number a business is registered under. */
#include "domain/seller.h"

#include <ctype.h>
#include <stddef.h>

#include "base/text.h"

const char *const seller_status_names[] = {
	[SELLER_REQUESTED] = "REQUESTED",
	[SELLER_APPROVED] = "APPROVED",
	[SELLER_REJECTED] = "REJECTED",
	[SELLER_STATUS__MAX] = NULL
};

int
seller_status_parse(const char *name)
{
	return text_among(seller_status_names, name);
}

/* An approval can be taken back and given again; nobody is made to ask. */
static const bool moves[SELLER_STATUS__MAX][SELLER_STATUS__MAX] = {
	[SELLER_REQUESTED] = { [SELLER_APPROVED] = true, [SELLER_REJECTED] = true },
	[SELLER_APPROVED] = { [SELLER_REJECTED] = true },
	[SELLER_REJECTED] = { [SELLER_APPROVED] = true },
};

bool
seller_may_become(int from, int to)
{
	return from >= 0 && from < SELLER_STATUS__MAX && to >= 0 && to < SELLER_STATUS__MAX && moves[from][to];
}

void
seller_number_digits(const char *number, char out[SELLER_NUMBER_TEXT])
{
	size_t n = 0;

	for (; *number != '\0' && n < SELLER_NUMBER_TEXT - 1; number++)
		if (isdigit((unsigned char)*number))
			out[n++] = *number;
	out[n] = '\0';
}

const char *
seller_number_check(const void *value)
{
	/* Source: the National Tax Service's rule for 사업자등록번호: weighted sum, the ninth digit counted with its carry. */
	static const int weight[] = { 1, 3, 7, 1, 3, 7, 1, 3, 5 };
	const char *s = *(const char *const *)value;
	char digit[SELLER_NUMBER_TEXT];
	size_t digits = 0;
	int sum = 0;

	if (s == NULL)
		return NULL;
	for (const char *p = s; *p != '\0'; p++) {
		if (isdigit((unsigned char)*p))
			digits++;
		else if (*p != '-' || p == s || p[-1] == '-' || p[1] == '\0')
			return "not_a_business";
	}
	if (digits != SELLER_NUMBER_TEXT - 1)
		return "not_a_business";
	seller_number_digits(s, digit);
	for (size_t i = 0; i < sizeof(weight) / sizeof(weight[0]); i++)
		sum += weight[i] * (digit[i] - '0');
	sum += 5 * (digit[8] - '0') / 10;
	return (10 - sum % 10) % 10 == digit[9] - '0' ? NULL : "not_a_business";
}
