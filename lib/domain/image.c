/* image: names, paths, and whose a picture is. */
#include "domain/image.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

const char *const image_kind_names[] = {
	[IMAGE_UPLOAD] = "UPLOAD",
	[IMAGE_GENERATED] = "GENERATED",
	[IMAGE_EDITED] = "EDITED",
	[IMAGE_KIND__MAX] = NULL
};

const int image_widths[IMAGE_SIZE__MAX] = { [IMAGE_FULL] = 0, [IMAGE_320] = 320, [IMAGE_800] = 800 };

int
image_kind_parse(const char *name)
{
	return text_among(image_kind_names, name);
}

void
image_id_new(char out[IMAGE_ID_TEXT])
{
	uint8_t random[(IMAGE_ID_TEXT - 1) / 2];

	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(out, IMAGE_ID_TEXT, random, sizeof(random));
}

bool
image_id_valid(const char *id)
{
	return strspn(id, "0123456789abcdef") == IMAGE_ID_TEXT - 1 && id[IMAGE_ID_TEXT - 1] == '\0';
}

const char *
image_filename(struct arena *a, const char *id)
{
	return arena_printf(a, "%s" IMAGE_SUFFIX, id);
}

const char *
image_path(struct arena *a, const char *id, enum image_size size)
{
	return size == IMAGE_FULL ? arena_printf(a, IMAGE_PATH "%s" IMAGE_SUFFIX, id) :
	    arena_printf(a, IMAGE_PATH "%s" IMAGE_SUFFIX "?w=%d", id, image_widths[size]);
}

bool
image_path_parse(const char *path, char id[IMAGE_ID_TEXT])
{
	const size_t before = strlen(IMAGE_PATH);
	char found[IMAGE_ID_TEXT];

	if (path == NULL || strncmp(path, IMAGE_PATH, before) != 0 || strlen(path) != before + IMAGE_ID_TEXT - 1 + strlen(IMAGE_SUFFIX) ||
	    strcmp(path + before + IMAGE_ID_TEXT - 1, IMAGE_SUFFIX) != 0)
		return false;
	memcpy(found, path + before, sizeof(found) - 1);
	found[sizeof(found) - 1] = '\0';
	if (!image_id_valid(found))
		return false;
	memcpy(id, found, sizeof(found));
	return true;
}

/* Past the last moment the database knows there is nothing. */
const struct image_place image_place_first = { .created_at = INT64_C(253402300799000), .id = "g" };

const char *
image_place_text(struct arena *a, const struct image *last)
{
	return arena_printf(a, "%" PRId64 ".%s", last->created_at, last->id);
}

bool
image_place_parse(const char *text, struct image_place *out)
{
	struct image_place p = { 0 };
	size_t n;

	if (text == NULL) {
		*out = image_place_first;
		return true;
	}
	n = strspn(text, "0123456789");
	if (n == 0 || n > 14 || text[n] != '.' || !image_id_valid(text + n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		p.created_at = p.created_at * 10 + (text[i] - '0');
	if (p.created_at > image_place_first.created_at)
		return false;
	memcpy(p.id, text + n + 1, sizeof(p.id));
	*out = p;
	return true;
}

bool
image_is_of(const struct image_owner *of, const struct image_owner *caller)
{
	static const struct hash none;

	if (!uuid_is_zero(&of->user_id) && uuid_cmp(&of->user_id, &caller->user_id) == 0)
		return true;
	if (hash_equal(&of->guest, &none) || !hash_equal(&of->guest, &caller->guest))
		return false;
	/* The guest's token came with it; a member who took it keeps it from the next one to sign in here. */
	return uuid_is_zero(&of->user_id) || uuid_is_zero(&caller->user_id);
}
