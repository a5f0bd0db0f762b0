/*
 * openapi_problem: the refusals of the document, from errors.def and faults.def;
 * for openapi.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "http/model.h"
#include "http/openapi_problem.h"
#include "http/route.h"
#include "http/schema_put.h"

_Static_assert(ERR__MAX <= 64, "codes are kept as bits of one word");

#define BIT(name) (UINT64_C(1) << ERR_##name)

/* What any request may meet: here, or at nginx before it. */
#define GENERAL (BIT(INVALID_REQUEST) | BIT(UNAUTHENTICATED) | BIT(NOT_ACCEPTABLE) | BIT(TOO_MANY_REQUESTS) | \
	BIT(INTERNAL_SERVER_ERROR) | BIT(UPSTREAM_FAILED) | BIT(UNAVAILABLE) | BIT(UPSTREAM_TIMEOUT))

/* The codes a row's columns bring with them. */
static uint64_t
codes_of_columns(const struct route *r)
{
	uint64_t codes = GENERAL;
	bool unsafe = r->method != HTTP_GET;

	if (r->who != WHO_ANYONE || unsafe)
		codes |= BIT(FORBIDDEN);
	if (strchr(r->path, '{') != NULL)
		codes |= BIT(ENTITY_NOT_FOUND);
	if (unsafe)
		codes |= BIT(PAYLOAD_TOO_LARGE) | BIT(UNSUPPORTED_MEDIA_TYPE) | BIT(OUTCOME_UNKNOWN);
	if ((r->flags & ROUTE_IDEMPOTENT) != 0)
		codes |= BIT(IDEMPOTENCY_IN_FLIGHT) | BIT(IDEMPOTENCY_KEY_REUSED);
	if ((r->flags & ROUTE_CONDITIONAL) != 0 && unsafe)
		codes |= BIT(PRECONDITION_FAILED);
	return codes;
}

/* The bit of the code named by n characters; 0 when there is none. */
static uint64_t
code_named(const char *name, size_t n)
{
	for (unsigned c = 0; c < ERR__MAX; c++) {
		const char *known = err_kind((enum err_code)c)->name;
		if (strlen(known) == n && memcmp(known, name, n) == 0)
			return UINT64_C(1) << c;
	}
	return 0;
}

static void
put_response(struct jsonw *w, int status, uint64_t codes, bool page)
{
	struct buf names = { 0 };
	char text[16];

	for (unsigned c = 0; c < ERR__MAX; c++)
		if ((codes >> c & 1) != 0)
			buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", err_kind((enum err_code)c)->name);
	snprintf(text, sizeof(text), "%d", status);
	put_open(w, text, '{');
	put_str(w, "description", buf_str(&names));
	put_open(w, "content", '{');
	put_open(w, "application/problem+json", '{');
	put_open(w, "schema", '{');
	put_str(w, "$ref", "#/components/schemas/Problem");
	put_open(w, "properties", '{');
	put_open(w, "code", '{');
	put_open(w, "enum", '[');
	for (unsigned c = 0; c < ERR__MAX; c++)
		if ((codes >> c & 1) != 0)
			json_str(w, err_kind((enum err_code)c)->name);
	json_close(w, ']');
	json_close(w, '}');
	json_close(w, '}');
	json_close(w, '}');
	json_close(w, '}');
	if (page) {
		put_open(w, "text/html", '{');
		put_open(w, "schema", '{');
		put_str(w, "type", "string");
		json_close(w, '}');
		json_close(w, '}');
	}
	json_close(w, '}');
	json_close(w, '}');
	buf_free(&names);
}

bool
openapi_problem_responses(struct jsonw *w, const struct route *r)
{
	uint64_t codes = codes_of_columns(r);
	bool known = true;

	for (const char *p = r->errors != NULL ? r->errors : ""; *p != '\0'; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		uint64_t bit = code_named(p, n);
		known = known && (n == 0 || bit != 0);
		codes |= bit;
		p += n;
	}
	for (int status = 400; status < 600; status++) {
		uint64_t of_status = 0;
		for (unsigned c = 0; c < ERR__MAX; c++)
			if ((codes >> c & 1) != 0 && err_kind((enum err_code)c)->status == status)
				of_status |= UINT64_C(1) << c;
		if (of_status != 0)
			put_response(w, status, of_status, r->method == HTTP_POST);	/* a form may have been posted */
	}
	return known;
}

static void
put_errors(struct jsonw *w)
{
	static const char *const words[] = {
#define FAULT(word, ko, en) #word,
#include "http/faults.def"
#undef FAULT
	};

	put_open(w, "errors", '{');
	put_str(w, "type", "array");
	put_open(w, "items", '{');
	put_str(w, "type", "object");
	put_open(w, "properties", '{');
	put_open(w, "pointer", '{');
	put_str(w, "type", "string");
	put_str(w, "description", "JSON pointer into the body (RFC 6901); \"?name\" is a query parameter, a bare name a header.");
	json_close(w, '}');
	put_open(w, "reason", '{');
	put_str(w, "type", "string");
	put_open(w, "enum", '[');
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		json_str(w, words[i]);
	json_close(w, ']');
	json_close(w, '}');
	put_open(w, "message", '{');
	put_str(w, "type", "string");
	put_str(w, "description", "The reason, for people.");
	json_close(w, '}');
	json_close(w, '}');
	put_open(w, "required", '[');
	json_str(w, "pointer");
	json_str(w, "reason");
	json_str(w, "message");
	json_close(w, ']');
	json_close(w, '}');
	json_close(w, '}');
}

/* Of STOCK_NOT_ENOUGH. */
static void
put_shortages(struct jsonw *w)
{
	static const struct { const char *name, *type, *doc; } members[] = {
		{ "sku", "string", "Code of the ingredient" },
		{ "name", "string", "What people call it" },
		{ "wanted", "number", "Pieces the order needs" },
		{ "available", "number", "Pieces there are" },
	};

	put_open(w, "shortages", '{');
	put_str(w, "type", "array");
	put_str(w, "description", "With STOCK_NOT_ENOUGH: of what there is too little.");
	put_open(w, "items", '{');
	put_str(w, "type", "object");
	put_open(w, "properties", '{');
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		put_open(w, members[i].name, '{');
		put_str(w, "type", members[i].type);
		put_str(w, "description", members[i].doc);
		json_close(w, '}');
	}
	json_close(w, '}');
	put_open(w, "required", '[');
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		json_str(w, members[i].name);
	json_close(w, ']');
	put_bool(w, "additionalProperties", false);
	json_close(w, '}');
	json_close(w, '}');
}

/* Of PAYMENT_DECLINED. */
static void
put_declined(struct jsonw *w)
{
	static const struct { const char *name, *doc; } members[] = {
		{ "declineCode", "With PAYMENT_DECLINED: why." },
		{ "payment_status", "With PAYMENT_DECLINED of the dinner face: FAILED." },
		{ "order_id", "With PAYMENT_DECLINED of the dinner face: the order that was given up." },
		{ "orderKey", "With PAYMENT_DECLINED of the store face: the order, which can be paid anew where it came from a sheet." },
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		put_open(w, members[i].name, '{');
		put_str(w, "type", "string");
		put_str(w, "description", members[i].doc);
		json_close(w, '}');
	}
}

/* Of what is refused for want of money or points, for a coupon, for another price. */
static void
put_refused(struct jsonw *w)
{
	static const struct { const char *name, *type, *doc; } members[] = {
		{ "wanted", "integer", "With BALANCE_NOT_ENOUGH and POINTS_NOT_ENOUGH: what it takes." },
		{ "available", "integer", "What there is." },
		{ "short", "integer", "What is missing." },
		{ "coupon", "object", "With COUPON_NOT_USABLE: issuedCouponId, name and reason." },
		{ "total", "integer", "With PRICE_CHANGED: what it costs today." },
		{ "amounts", "object", "Its parts." },
		{ "items", "array", "The lines whose price is another: itemIndex, unitPrice, was." },
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		put_open(w, members[i].name, '{');
		put_str(w, "type", members[i].type);
		put_str(w, "description", members[i].doc);
		json_close(w, '}');
	}
}

void
openapi_problem_schema(struct jsonw *w)
{
	static const char *const required[] = { "type", "title", "status", "success", "code", "message", "requestId" };

	put_open(w, "Problem", '{');
	put_str(w, "type", "object");
	put_str(w, "description", "What went wrong (RFC 9457); further members say more of some codes.");
	put_open(w, "properties", '{');
	put_open(w, "type", '{');
	put_str(w, "type", "string");
	put_str(w, "format", "uri-reference");
	json_close(w, '}');
	put_typed(w, "title", "string");
	put_typed(w, "status", "integer");
	put_typed(w, "detail", "string");
	put_open(w, "success", '{');
	put_bool(w, "const", false);
	json_close(w, '}');
	put_open(w, "code", '{');
	put_str(w, "type", "string");
	put_open(w, "enum", '[');
	for (unsigned c = 0; c < ERR__MAX; c++)
		json_str(w, err_kind((enum err_code)c)->name);
	json_close(w, ']');
	json_close(w, '}');
	put_typed(w, "message", "string");
	put_typed(w, "requestId", "string");
	put_errors(w);
	put_shortages(w);
	put_declined(w);
	put_refused(w);
	json_close(w, '}');
	put_open(w, "required", '[');
	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++)
		json_str(w, required[i]);
	json_close(w, ']');
	json_close(w, '}');
}
