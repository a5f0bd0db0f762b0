/* user: rules about members. */
#include "domain/user.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

const char *const user_status_names[] = {
	[USER_ACTIVE] = "ACTIVE",
	[USER_SUSPENDED] = "SUSPENDED",
	[USER_WITHDRAWN] = "WITHDRAWN",
	[USER_STATUS__MAX] = NULL
};

int
user_status_parse(const char *name)
{
	return text_among(user_status_names, name);
}

const char *
user_status_refusal(int from, int to)
{
	return from == USER_WITHDRAWN && to != USER_WITHDRAWN ? "final" : NULL;
}

/* One @ with something on both sides and a dot in the domain; more only the mail itself can prove. */
const char *
user_email_check(const void *value)
{
	const char *s = *(const char *const *)value, *at, *dot;

	if (s == NULL)
		return NULL;
	at = strchr(s, '@');
	if (at == NULL || at == s || strchr(at + 1, '@') != NULL || strpbrk(s, " \t,;<>()\"\\") != NULL)
		return "not_an_email";
	dot = strrchr(at, '.');
	if (dot == NULL || dot == at + 1 || dot[1] == '\0')
		return "not_an_email";
	return NULL;
}

const char *
user_phone_check(const void *value)
{
	const char *s = *(const char *const *)value;
	int digits = 0;

	if (s == NULL)
		return NULL;
	for (; *s != '\0'; s++) {
		if (isdigit((unsigned char)*s))
			digits++;
		else if (strchr("+-() ", *s) == NULL)
			return "not_a_phone";
	}
	return digits >= 7 && digits <= 15 ? NULL : "not_a_phone";
}

int64_t
signin_delay(int64_t failures, int64_t free_failures, int64_t max)
{
	int64_t n = failures - free_failures;

	if (n <= 0)
		return 0;
	if (n > 30 || (INT64_C(1) << (n - 1)) > max)
		return max;
	return INT64_C(1) << (n - 1);
}

int64_t
signin_unforgiven(int64_t failures, int64_t elapsed_s, int64_t forgive_s)
{
	int64_t forgiven = forgive_s > 0 && elapsed_s > 0 ? elapsed_s / forgive_s : 0;

	return failures > forgiven ? failures - forgiven : 0;
}
