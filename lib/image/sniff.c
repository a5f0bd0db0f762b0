/* sniff: signatures, as the formats' specifications give them. */
#include "image/sniff.h"

#include <string.h>

/* A ? in the mask stands for any byte: RIFF has its length there. */
static const struct {
	enum sniffed	 what;
	size_t		 n;
	const char	*bytes, *mask;	/* mask: x = must be equal */
} signatures[] = {
	{ SNIFF_JPEG, 3, "\xff\xd8\xff", "xxx" },
	{ SNIFF_PNG, 8, "\x89PNG\r\n\x1a\n", "xxxxxxxx" },
	{ SNIFF_WEBP, 15, "RIFF????WEBPVP8", "xxxx????xxxxxxx" },
};

enum sniffed
sniff(const void *bytes, size_t n)
{
	const char *p = bytes;

	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		size_t k = 0;
		while (k < signatures[i].n && k < n && (signatures[i].mask[k] == '?' || p[k] == signatures[i].bytes[k]))
			k++;
		if (k == signatures[i].n)
			return signatures[i].what;
	}
	return SNIFF_OTHER;
}
