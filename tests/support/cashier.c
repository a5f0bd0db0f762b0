/* cashier: see cashier.h. */
#include "support/cashier.h"

#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "remote/http_client.h"

void
cashier_open(struct cashier *c, const char *provider, peer_fn *fn, void *arg)
{
	char why[256] = "";

	log_start("test", LOG_ERROR);
	*c = (struct cashier){ .peer = peer_start(fn, arg), .arena = arena_new(4u << 20) };
	ck_assert_int_eq(id_start(), 0);
	c->conf = (struct conf){
		.gateway_provider = provider, .gateway_url = peer_url(c->peer), .gateway_key = CASHIER_KEY, .gateway_ca_file = "",
		.gateway_connect_ms = 2000, .gateway_timeout_ms = 5000, .gateway_breaker_failures = 5,
		.gateway_breaker_window_ms = 30000, .gateway_breaker_open_ms = 60000,
	};
	ck_assert_ptr_nonnull(c->arena);
	c->gateway = gateway_open(&c->conf, why, sizeof(why));
	ck_assert_msg(c->gateway != NULL, "%s", why);
}

void
cashier_close(struct cashier *c)
{
	http_client_close();
	gateway_close(c->gateway);
	peer_stop(c->peer);
	arena_free(c->arena);
	*c = (struct cashier){ 0 };
}

struct uuid
cashier_uuid(const char *text)
{
	struct uuid u;

	ck_assert(uuid_parse(text, &u));
	return u;
}

struct gateway_charge
cashier_charge(const char *token)
{
	return (struct gateway_charge){ .payment_id = cashier_uuid(CASHIER_PAYMENT), .amount = 10000, .method = "CARD",
	    .order_number = "ORD-20261121-7K3M9Q", .token = token };
}

struct gateway_refund_ask
cashier_refund(const char *transaction_id, won_t amount)
{
	return (struct gateway_refund_ask){ .refund_id = cashier_uuid(CASHIER_REFUND), .amount = amount, .reason = "재고 부족",
	    .payment = { .payment_id = cashier_uuid(CASHIER_PAYMENT), .transaction_id = transaction_id } };
}

bool
cashier_header_is(const struct peer_request *rq, const char *name, const char *value)
{
	char text[256];
	const char *is = peer_header(rq, name, text, sizeof(text));

	return is == NULL || value == NULL ? is == value : strcmp(is, value) == 0;
}

struct json_object *
cashier_json(const struct peer_request *rq, const char *members)
{
	struct json_object *o = json_tokener_parse(rq->body);
	char names[256] = "";

	if (!json_object_is_type(o, json_type_object)) {
		(void)fprintf(stderr, "no JSON object: %s\n", rq->body);
		abort();
	}
	json_object_object_foreach(o, key, value) {
		(void)value;
		(void)snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s", names[0] != '\0' ? " " : "", key);
	}
	if (strcmp(names, members) != 0) {
		(void)fprintf(stderr, "members: %s\n instead of: %s\n", names, members);
		abort();
	}
	return o;
}

static void
decode(const char *from, size_t n, char *out, size_t room)
{
	size_t len = 0;

	for (size_t i = 0; i < n && len + 1 < room; i++) {
		char hex[3] = { 0 };
		if (from[i] == '%' && i + 2 < n) {
			memcpy(hex, from + i + 1, 2);
			out[len++] = (char)strtol(hex, NULL, 16);
			i += 2;
		} else
			out[len++] = from[i] == '+' ? ' ' : from[i];
	}
	out[len] = '\0';
}

const char *
cashier_field(const char *form, const char *name, char out[256])
{
	for (const char *item = form; *item != '\0'; item += strcspn(item, "&"), item += *item == '&') {
		size_t n = strcspn(item, "&"), eq = strcspn(item, "=&");
		decode(item, eq, out, 256);
		if (strcmp(out, name) != 0)
			continue;
		decode(item + eq + (eq < n), n - eq - (eq < n), out, 256);
		return out;
	}
	return NULL;
}

int
cashier_fields(const char *form)
{
	int n = *form != '\0';

	for (const char *s = form; *s != '\0'; s++)
		n += *s == '&';
	return n;
}
