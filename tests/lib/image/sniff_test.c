/* sniff: the three signatures, each cut short, and what only looks like one. */
#include "image/sniff.h"

#include "support/suite.h"

static const struct { const char *bytes; size_t n; enum sniffed want; } rows[] = {
	{ "\xff\xd8\xff\xe0", 4, SNIFF_JPEG },
	{ "\xff\xd8\xff", 3, SNIFF_JPEG },
	{ "\xff\xd8", 2, SNIFF_OTHER },
	{ "\x89PNG\r\n\x1a\n", 8, SNIFF_PNG },
	{ "\x89PNG\r\n\x1a", 7, SNIFF_OTHER },
	{ "\x89PNG\n\r\x1a\n", 8, SNIFF_OTHER },
	{ "RIFF\0\0\0\0WEBPVP8 ", 16, SNIFF_WEBP },
	{ "RIFFabcdWEBPVP8L", 16, SNIFF_WEBP },
	{ "RIFFabcdWEBPVP8X", 16, SNIFF_WEBP },
	{ "RIFFabcdWEBPVP", 14, SNIFF_OTHER },
	{ "RIFFabcdWAVEfmt ", 16, SNIFF_OTHER },
	{ "GIF89a", 6, SNIFF_OTHER },
	{ "<svg xmlns=", 11, SNIFF_OTHER },
	{ "<?php ", 6, SNIFF_OTHER },
	{ " \xff\xd8\xff", 4, SNIFF_OTHER },
	{ "", 0, SNIFF_OTHER },
};

START_TEST(signatures)
{
	ck_assert_int_eq(sniff(rows[_i].bytes, rows[_i].n), rows[_i].want);
}
END_TEST

Suite *
sniff_suite(void)
{
	Suite *s = suite_create("image/sniff");
	TCase *c = tcase_create("sniff");

	tcase_add_loop_test(c, signatures, 0, ROWS(rows));
	suite_add_tcase(s, c);
	return s;
}
