/*
 * template_helper: {{won x}}, {{date x}}, {{t key}} and their kin (see template.h).
 *
 * A value a helper can not read (a price that is no number, a moment that is none) is written as it
 * stands: a page shows what there is rather than failing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/buf.h"
#include "base/money.h"
#include "base/text.h"
#include "http/url.h"
#include "page/template_helper.h"

const char *
template_value_text(struct template_value *v)
{
	switch (json_object_get_type(v->json)) {
	case json_type_string:
		return json_object_get_string(v->json);
	case json_type_boolean:
		return json_object_get_boolean(v->json) ? "true" : "false";
	case json_type_int:
		snprintf(v->room, sizeof(v->room), "%" PRId64, json_object_get_int64(v->json));
		return v->room;
	case json_type_double: {
		/* Fractions here are quantities in thousandths. */
		int n = snprintf(v->room, sizeof(v->room), "%.3f", json_object_get_double(v->json));
		if (n < 1 || (size_t)n >= sizeof(v->room))
			return NULL;
		while (v->room[n - 1] == '0')
			v->room[--n] = '\0';
		if (v->room[n - 1] == '.')
			v->room[n - 1] = '\0';
		return v->room;
	}
	default:
		return NULL;
	}
}

static void
write_won(struct buf *out, enum lang lang, const struct template_value *v, bool with_sign)
{
	char digits[WON_TEXT];
	won_t won = json_object_get_int64(v->json);
	const char *sign = won < 0 ? "−" : with_sign && won > 0 ? "+" : "";

	if (!json_object_is_type(v->json, json_type_int) || won == INT64_MIN) {
		text_html(out, v->text != NULL ? v->text : "");
		return;
	}
	won_text(won < 0 ? -won : won, digits);
	buf_printf(out, lang == LANG_EN ? "%s₩%s" : "%s%s원", sign, digits);
}

static void
write_moment(struct buf *out, enum lang lang, const struct template_value *v, bool with_date)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
	    "September", "October", "November", "December" };
	const char *text = v->text != NULL ? v->text : "";
	int year, month, day, hour, minute;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) != 5
	    || month < 1 || month > 12) {
		text_html(out, text);
		return;
	}
	if (with_date && lang == LANG_EN)
		buf_printf(out, "%d %s %d, ", day, months[month - 1], year);
	else if (with_date)
		buf_printf(out, "%d년 %d월 %d일 ", year, month, day);
	buf_printf(out, "%02d:%02d", hour, minute);
}

/* A message with x in place of {}. */
static void
write_message(struct buf *out, const char *message, const char *x)
{
	const char *hole = x == NULL ? NULL : strstr(message, "{}");
	char head[512];

	if (hole == NULL || (size_t)(hole - message) >= sizeof(head)) {
		text_html(out, message);
		return;
	}
	memcpy(head, message, (size_t)(hole - message));
	head[hole - message] = '\0';
	text_html(out, head);
	text_html(out, x);
	text_html(out, hole + 2);
}

/* The member of an object that has x as its name; x itself when there is none. */
static void
write_pick(struct buf *out, struct json_object *object, const char *x)
{
	struct template_value v = { .json = NULL };

	if (x == NULL)
		return;
	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, x, &v.json);
	v.text = template_value_text(&v);
	text_html(out, v.text != NULL ? v.text : x);
}

static void
write_label(struct buf *out, const struct messages *messages, enum lang lang, const char *prefix, const char *x)
{
	char key[256];
	const char *message = NULL;

	if (x == NULL)
		return;
	if ((size_t)snprintf(key, sizeof(key), "%s.%s", prefix, x) < sizeof(key))
		message = messages_find(messages, key, lang);
	text_html(out, message != NULL ? message : x);
}

void
template_help(struct buf *out, enum template_helper helper, const struct messages *messages, enum lang lang,
    const struct template_value *a, const struct template_value *b)
{
	const char *message;

	switch (helper) {
	case HELPER_WON:
	case HELPER_CHANGE:
		write_won(out, lang, a, helper == HELPER_CHANGE);
		break;
	case HELPER_DATE:
	case HELPER_TIME:
		write_moment(out, lang, a, helper == HELPER_DATE);
		break;
	case HELPER_URL:
		url_encode_value(out, a->text != NULL ? a->text : "");
		break;
	case HELPER_PICK:
		write_pick(out, a->json, b->text);
		break;
	case HELPER_T:
		message = messages_find(messages, a->text, lang);
		write_message(out, message != NULL ? message : a->text, b->text);
		break;
	case HELPER_LABEL:
		write_label(out, messages, lang, a->text, b->text);
		break;
	case HELPER__MAX:
		break;
	}
}
