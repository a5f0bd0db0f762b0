/* image: names, paths, and whose a picture is. */
#include "domain/image.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"

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
	for (int k = 0; name != NULL && k < IMAGE_KIND__MAX; k++)
		if (strcmp(image_kind_names[k], name) == 0)
			return k;
	return -1;
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
