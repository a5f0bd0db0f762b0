/* payment: names of methods and states. */
#include "domain/payment.h"

#include <stddef.h>

#include "base/text.h"

const char *const payment_method_names[] = {
	[PAY_CARD] = "CARD",
	[PAY_ON_DELIVERY] = "ON_DELIVERY",
	[PAY_BALANCE] = "BALANCE",
	[PAY_NAVER] = "NAVER",
	[PAY_KAKAO] = "KAKAO",
	[PAY__MAX] = NULL
};

const char *const payment_status_names[] = {
	[PAYMENT_PROGRESS] = "PROGRESS",
	[PAYMENT_SUCCESS] = "SUCCESS",
	[PAYMENT_FAILED] = "FAILED",
	[PAYMENT_PARTIALLY_REFUNDED] = "PARTIALLY_REFUNDED",
	[PAYMENT_REFUNDED] = "REFUNDED",
	[PAYMENT__MAX] = NULL
};

int
payment_method_parse(const char *name)
{
	return text_among(payment_method_names, name);
}

int
payment_status_parse(const char *name)
{
	return text_among(payment_status_names, name);
}

const char *
payment_status_shown(enum payment_status s)
{
	return s == PAYMENT_PROGRESS ? "PENDING" : payment_status_names[s];
}

const char *
refund_shown(const struct payment *p)
{
	static const char *const open[] = { [REFUND_DUE] = "PENDING", [REFUND_GIVEN_UP] = "FAILED" };

	if (p->refund != REFUND_NONE)
		return open[p->refund];
	return p->refunded == 0 ? "NONE" : payment_status_names[p->status];
}

const char *
payment_elsewhere_check(won_t amount)
{
	return amount <= 0 ? "nothing_to_pay" : amount > PAYMENT_ELSEWHERE_MAX ? "too_much_to_pay" : NULL;
}
