/* multipart_test: fields and files of multipart/form-data, and bodies that are not whole. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/body.h"
#include "http/form.h"
#include "http/multipart.h"
#include "support/refusal.h"
#include "support/suite.h"

static struct arena *arena;

static void setup(void) { arena = arena_new(1u << 20); }
static void teardown(void) { arena_free(arena); }

/* The tree, then each file as <field filename type bytes>. */
static const char *
outcome_n(const char *text, size_t n)
{
	struct form f;
	struct files files = { 0 };
	struct buf b = { 0 };

	ck_assert_ptr_null(form_begin(&f, arena));
	const char *said = refusal(arena, multipart_parse(&f, "X", text, n, &files));
	form_end(&f);
	if (*said != '\0')
		return said;
	buf_puts(&b, json_object_to_json_string_ext(f.tree, JSON_C_TO_STRING_PLAIN));
	for (size_t i = 0; i < files.n; i++) {
		const struct body_file *file = &files.v[i];
		buf_printf(&b, " <%s %s %s %.*s>", file->field, file->filename, file->type, (int)file->len, file->data);
		ck_assert(file->data >= text && file->data + file->len <= text + n);
	}
	said = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return said;
}

static const char *
outcome(const char *text)
{
	return outcome_n(text, strlen(text));
}

#define DISP "Content-Disposition: form-data; "
#define BAD "INVALID_REQUEST =bad_multipart"

static const struct { const char *in, *out; } rows[] = {
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--\r\n", "{\"a\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X--\r\n", "{}" },
	{ "--X\r\n" DISP "name=\"a[b]\"\r\n\r\n1\r\n--X\r\n" DISP "name=a.c\r\n\r\n2\r\n--X--", "{\"a\":{\"b\":\"1\",\"c\":\"2\"}}" },
	{ "preamble\r\n--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--\r\nepilogue", "{\"a\":\"1\"}" },
	{ "--X  \t\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n\r\n--X--", "{\"a\":\"\"}" },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n--X--", "{\"a\":\"\"}" },		/* not even a line of its own */
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n\r\n-- X\r\n--\r\n--X--", "{\"a\":\"\\r\\n-- X\\r\\n--\"}" },
	{ "--X\r\n" DISP "name=\"a\"\r\nX-Other: 1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X\r\ncontent-disposition:FORM-DATA;NAME=\"a\"\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X\r\nContent-Transfer-Encoding: 8bit\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"a\";\r\n\r\n1\r\n--X--", "{\"a\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"\"\r\n\r\n1\r\n--X--", "{}" },
	/* names between quotes */
	{ "--X\r\n" DISP "name=\"a;b=c\"\r\n\r\n1\r\n--X--", "{\"a;b=c\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"a%22%0d%0A%41\"\r\n\r\n1\r\n--X--", "{\"a\\\"\\r\\n%41\":\"1\"}" },
	{ "--X\r\n" DISP "name=\"a\\\"b\\c\"\r\n\r\n1\r\n--X--", "{\"a\\\"b\\\\c\":\"1\"}" },
	/* files */
	{ "--X\r\n" DISP "name=\"f\"; filename=\"cake.png\"\r\nContent-Type: image/png\r\n\r\nbytes\r\n--X--",
	  "{} <f cake.png image/png bytes>" },
	{ "--X\r\n" DISP "filename=cake.png; name=f\r\n\r\nbytes\r\n--X--", "{} <f cake.png application/octet-stream bytes>" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"C:\\my\\cake.png\"\r\n\r\nb\r\n--X--",
	  "{} <f cake.png application/octet-stream b>" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"../../etc/passwd\"\r\n\r\nb\r\n--X--",
	  "{} <f passwd application/octet-stream b>" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"케이크.png\"\r\n\r\n\r\n--X--", "{} <f 케이크.png application/octet-stream >" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--X--", "{}" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"\"\r\n\r\nbytes\r\n--X--", "{} <f  application/octet-stream bytes>" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"a\"\r\n\r\n1\r\n--X\r\n" DISP "name=\"f\"; filename=\"b\"\r\n\r\n2\r\n--X--",
	  "{} <f a application/octet-stream 1> <f b application/octet-stream 2>" },
	/* refused */
	{ "", BAD },
	{ "--", BAD },
	{ "--Y--", BAD },
	{ "--X", BAD },
	{ "--X\r\n", BAD },
	{ "--X-", BAD },
	{ "--Xx\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--", BAD },
	{ "--X\n" DISP "name=\"a\"\n\n1\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X\r\n", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--Xy", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n", BAD },
	{ "--X\r\n\r\n1\r\n--X--", BAD },				/* no headers */
	{ "--X\r\nContent-Type: text/plain\r\n\r\n1\r\n--X--", BAD },	/* no disposition */
	{ "--X\r\n" DISP "\r\n\r\n1\r\n--X--", BAD },			/* no name */
	{ "--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\" x\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "=\"a\"\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"; name=\"b\"\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n" DISP "name=\"b\"\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\nno colon\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\n: x\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\nContent-Type: a\x01b\r\n\r\n1\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--X--", BAD },
	{ "--X\r\n" DISP "name=\"\xff\"\r\n\r\n1\r\n--X--", "INVALID_REQUEST =not_text" },
	{ "--X\r\n" DISP "name=\"f\"; filename=\"\xff\"\r\n\r\n1\r\n--X--", "INVALID_REQUEST =not_text" },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n\xff\r\n--X--", "INVALID_REQUEST /a=not_text" },
	{ "--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X\r\n" DISP "name=\"a\"\r\n\r\n2\r\n--X--", "INVALID_REQUEST /a=duplicate_field" },
};

START_TEST(bodies)
{
	ck_assert_str_eq(outcome(rows[_i].in), rows[_i].out);
}
END_TEST

START_TEST(binary_files_and_nul_in_names)
{
	static const char file[] = "--X\r\n" DISP "name=\"f\"; filename=\"b\"\r\n\r\n\0\r\n--\0\xff\r\n--X--";
	static const char name[] = "--X\r\n" DISP "name=\"a\0b\"\r\n\r\n1\r\n--X--";
	struct form f;
	struct files files = { 0 };

	ck_assert_ptr_null(form_begin(&f, arena));
	ck_assert_ptr_null(multipart_parse(&f, "X", file, sizeof(file) - 1, &files));
	ck_assert_uint_eq(files.n, 1);
	ck_assert_uint_eq(files.v[0].len, 7);
	ck_assert_int_eq(memcmp(files.v[0].data, "\0\r\n--\0\xff", 7), 0);
	ck_assert_str_eq(outcome_n(name, sizeof(name) - 1), BAD);
}
END_TEST

/* No beginning of a body is taken for the whole, none is read past its end. */
START_TEST(refuses_every_beginning)
{
	static const char whole[] = "pre\r\n--X\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X\r\n"
	    DISP "name=\"f\"; filename=\"b\\\"%22\"\r\nContent-Type: x/y\r\n\r\nbytes\r\n--X--";

	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		const char *exact = arena_memdup(arena, whole, n);
		ck_assert_str_eq(outcome_n(exact, n), BAD);
	}
	ck_assert_str_eq(outcome(whole), "{\"a\":\"1\"} <f b\"\" x/y bytes>");
}
END_TEST

START_TEST(limits)
{
	struct buf b = { 0 };

	for (int i = 0; i < FILES_MAX; i++)
		buf_printf(&b, "--X\r\n" DISP "name=\"f\"; filename=\"%d\"\r\n\r\nx\r\n", i);
	const char *sixteen = arena_printf(arena, "%s--X--", buf_str(&b));
	const char *more = arena_printf(arena, "%s--X\r\n" DISP "name=\"f\"; filename=\"z\"\r\n\r\nx\r\n--X--", buf_str(&b));
	ck_assert_int_eq(outcome(sixteen)[0], '{');
	ck_assert_str_eq(outcome(more), "INVALID_REQUEST =too_many_files");
	buf_reset(&b);
	buf_puts(&b, "--X\r\nX-Long: ");
	for (int i = 0; i < 5000; i++)
		buf_putc(&b, 'x');
	buf_puts(&b, "\r\n" DISP "name=\"a\"\r\n\r\n1\r\n--X--");
	ck_assert_str_eq(outcome(buf_str(&b)), BAD);
	buf_free(&b);
}
END_TEST

#define TYPE "multipart/form-data; "
#define SEVENTY "0123456789012345678901234567890123456789012345678901234567890123456789"

static const struct { const char *type, *boundary; } boundaries[] = {
	{ TYPE "boundary=abc", "abc" },
	{ TYPE "boundary=\"a b;c\"", "a b;c" },
	{ TYPE "charset=utf-8; Boundary=abc ; x=y", "abc" },
	{ TYPE "boundary=a; boundary=b", "a" },
	{ TYPE "boundary=" SEVENTY, SEVENTY },
	{ TYPE "boundary=" SEVENTY "0", NULL },
	{ TYPE "boundary=", NULL },
	{ TYPE "boundary=\"\"", NULL },
	{ TYPE "boundary=\"a", NULL },
	{ TYPE "boundary=a\x01", NULL },
	{ TYPE "boundary=\xea\xb0\x80", NULL },
	{ TYPE "xboundary=a", NULL },
	{ TYPE "boundary", NULL },
	{ TYPE, NULL },
	{ "multipart/form-data", NULL },
};

START_TEST(boundary)
{
	const char *found = multipart_boundary(arena, boundaries[_i].type);

	if (boundaries[_i].boundary == NULL)
		ck_assert_ptr_null(found);
	else
		ck_assert_str_eq(found, boundaries[_i].boundary);
}
END_TEST

Suite *
multipart_suite(void)
{
	Suite *s = suite_create("multipart");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, bodies, 0, ROWS(rows));
	tcase_add_test(c, binary_files_and_nul_in_names);
	tcase_add_test(c, refuses_every_beginning);
	tcase_add_test(c, limits);
	tcase_add_loop_test(c, boundary, 0, ROWS(boundaries));
	suite_add_tcase(s, c);
	return s;
}
