/* body_test: which parser a Content-Type means, and one tree from all of them. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "http/body.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

static const struct { const char *type; enum body_kind kind; } kinds[] = {
	{ NULL, BODY_NONE },
	{ "", BODY_NONE },
	{ " ", BODY_NONE },
	{ "; charset=utf-8", BODY_NONE },
	{ "application/json", BODY_JSON },
	{ "Application/JSON; charset=utf-8", BODY_JSON },
	{ " application/json ;x=y", BODY_JSON },
	{ "application/x-www-form-urlencoded", BODY_FORM },
	{ "application/x-www-form-urlencoded;charset=UTF-8", BODY_FORM },
	{ "multipart/form-data; boundary=x", BODY_MULTIPART },
	{ "multipart/form-datax", BODY_OTHER },
	{ "application/jsonp", BODY_OTHER },
	{ "text/json", BODY_OTHER },
	{ "application", BODY_OTHER },
};

START_TEST(kind)
{
	ck_assert_int_eq(body_kind(kinds[_i].type), kinds[_i].kind);
}
END_TEST

static const struct { const char *type, *body, *out; } rows[] = {
	{ "application/json", "{\"a\":{\"b\":\"1\"}}", "{\"a\":{\"b\":\"1\"}}" },
	{ "application/x-www-form-urlencoded", "a[b]=1", "{\"a\":{\"b\":\"1\"}}" },
	{ "multipart/form-data; boundary=\"q\"", "--q\r\nContent-Disposition: form-data; name=\"a.b\"\r\n\r\n1\r\n--q--\r\n",
	  "{\"a\":{\"b\":\"1\"}}" },
	{ "application/json", "", NULL },
	{ "application/x-www-form-urlencoded", "", NULL },
	{ "multipart/form-data", "", NULL },
	{ "text/plain", "", NULL },
	{ NULL, "", NULL },
	{ "application/json", "a=1", "INVALID_REQUEST =not_json" },
	{ "application/x-www-form-urlencoded", "a=1&a=2", "INVALID_REQUEST /a=duplicate_field" },
	{ "multipart/form-data", "--q--", "INVALID_REQUEST =bad_multipart" },
	{ "multipart/form-data; boundary=q", "--x--", "INVALID_REQUEST =bad_multipart" },
	{ "text/plain", "{}", "UNSUPPORTED_MEDIA_TYPE" },
	{ NULL, "{}", "UNSUPPORTED_MEDIA_TYPE" },
};

START_TEST(one_tree)
{
	struct body b = { .kind = BODY_OTHER, .nfiles = 77 };
	const char *said = refusal(arena, body_parse(arena, rows[_i].type, rows[_i].body, strlen(rows[_i].body), &b));

	if (*said != '\0') {
		ck_assert_str_eq(said, rows[_i].out);
		ck_assert_uint_eq(b.nfiles, 77);	/* left alone */
	} else if (rows[_i].out == NULL) {
		ck_assert_ptr_null(b.tree);
		ck_assert_uint_eq(b.nfiles, 0);
	} else {
		ck_assert_str_eq(json_object_to_json_string_ext(b.tree, JSON_C_TO_STRING_PLAIN), rows[_i].out);
		ck_assert_int_eq(b.kind, body_kind(rows[_i].type));
	}
}
END_TEST

START_TEST(files)
{
	static const char text[] = "--q\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nrose\r\n"
	    "--q\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--q--";
	struct body b;

	ck_assert_ptr_null(body_parse(arena, "multipart/form-data; boundary=q", text, sizeof(text) - 1, &b));
	ck_assert_str_eq(json_object_to_json_string_ext(b.tree, JSON_C_TO_STRING_PLAIN), "{\"prompt\":\"rose\"}");
	ck_assert_uint_eq(b.nfiles, 1);
	ck_assert_str_eq(b.files[0].field, "file");
	ck_assert_str_eq(b.files[0].type, "image/png");
	ck_assert_uint_eq(b.files[0].len, 3);
	ck_assert_ptr_eq(b.files[0].data, strstr(text, "PNG"));
}
END_TEST

static const struct { const char *query, *out; } queries[] = {
	{ "", "{}" },
	{ "limit=20&status=PENDING", "{\"limit\":\"20\",\"status\":\"PENDING\"}" },
	{ "q=%EC%BC%80+x", "{\"q\":\"케 x\"}" },
	{ "limit=1&limit=2", "INVALID_REQUEST ?limit=duplicate_field" },
	{ "a[b]=1&a[b]=2", "INVALID_REQUEST ?a/b=duplicate_field" },
	{ "q=%ff", "INVALID_REQUEST ?q=not_text" },
	{ "%ff=1", "INVALID_REQUEST =not_text" },
};

START_TEST(query)
{
	struct json_object *tree = NULL;
	const char *said = refusal(arena, body_parse_query(arena, queries[_i].query, &tree));

	ck_assert_int_eq(*said == '\0', tree != NULL);
	ck_assert_str_eq(*said != '\0' ? said : json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN), queries[_i].out);
}
END_TEST

Suite *
body_suite(void)
{
	Suite *s = suite_create("body");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, kind, 0, ROWS(kinds));
	tcase_add_loop_test(c, one_tree, 0, ROWS(rows));
	tcase_add_test(c, files);
	tcase_add_loop_test(c, query, 0, ROWS(queries));
	suite_add_tcase(s, c);
	return s;
}
