/* bare: the chunk with the pixels alone is left; what is no such file is let be. */
#include "image/bare.h"

#include <string.h>

#include "support/suite.h"

#define W(riff, chunks) "RIFF" riff "WEBP" chunks
static const struct { const char *in; size_t n; const char *want; size_t len; } rows[] = {
#define ROW(in, want) { in, sizeof(in) - 1, want, sizeof(want) - 1 }
	ROW(W("\x0e\0\0\0", "VP8 " "\x02\0\0\0" "ab"), W("\x0e\0\0\0", "VP8 " "\x02\0\0\0" "ab")),
	ROW(W("\x22\0\0\0", "VP8X" "\x02\0\0\0" "xx" "VP8L" "\x03\0\0\0" "abc\0" "EXIF" "\x02\0\0\0" "ee"), W("\x10\0\0\0", "VP8L" "\x03\0\0\0" "abc\0")),
	ROW(W("\x22\0\0\0", "ICCP" "\x01\0\0\0" "x\0" "EXIF" "\0\0\0\0" "VP8 " "\x02\0\0\0" "ab" "XMP " "\0\0\0\0"), W("\x0e\0\0\0", "VP8 " "\x02\0\0\0" "ab")),
	ROW(W("\x22\0\0\0", "VP8X" "\x02\0\0\0" "xx"), ""),
	ROW(W("\x22\0\0\0", "VP8 " "\x09\0\0\0" "ab"), ""),
	ROW(W("\x22\0\0\0", "VP8 " "\xff\xff\xff\xff" "ab"), ""),
	ROW("RIFF\0\0\0\0WAVEfmt \0\0\0\0", ""),
	ROW("RIFF\0\0\0\0WEBPVP8 ", ""),
	ROW("", ""),
};

START_TEST(reduced)
{
	unsigned char file[64];
	size_t n;

	memcpy(file, rows[_i].in, rows[_i].n);
	n = bare_webp(file, rows[_i].n);
	ck_assert_uint_eq(n, rows[_i].len);
	if (n > 0)
		ck_assert_mem_eq(file, rows[_i].want, n);
	else if (rows[_i].n > 0)
		ck_assert_mem_eq(file, rows[_i].in, rows[_i].n);
}
END_TEST

Suite *
bare_suite(void)
{
	Suite *s = suite_create("image/bare");
	TCase *c = tcase_create("bare");

	tcase_add_loop_test(c, reduced, 0, ROWS(rows));
	suite_add_tcase(s, c);
	return s;
}
