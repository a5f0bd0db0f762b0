/* cake_api: the rows. */
#include "api/cake_api.h"

#include "base/arena.h"
#include "domain/image.h"

static const struct model_field image_query_rows[] = {
	{ FIELD_INT(struct image_query, w), .doc = "320 or 800: no wider than that; any other width is not found" },
};
const struct model image_query_model = MODEL(struct image_query, "ImageQuery", image_query_rows);

static const struct model_field image_answer_rows[] = {
	{ FIELD_STR(struct image_answer, image_path), .flags = MODEL_REQUIRED, .doc = "For cake_customization.image_path of an order, and for a browser" },
	{ FIELD_STR(struct image_answer, filename), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_answer, thumbnail_path), .flags = MODEL_REQUIRED, .doc = "The same no wider than 320 pixels" },
	{ FIELD_INT(struct image_answer, width), .flags = MODEL_REQUIRED, .doc = "Pixels, as kept: upright, and no larger than the shop keeps" },
	{ FIELD_INT(struct image_answer, height), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_answer, provider), .doc = "Who painted it" },
	{ FIELD_STR(struct image_answer, order_token), .doc = "Guests: the token to order with (X-Order-Token); a browser has it as a cookie too" },
	{ FIELD_STR(struct image_answer, message) },
};
const struct model image_answer_model = MODEL(struct image_answer, "UploadImageResponse", image_answer_rows);

struct image_answer *
image_answer(struct arena *a, const struct image *i, const char *order_token)
{
	struct image_answer *answer = ARENA_NEW(a, struct image_answer);

	if (answer == NULL)
		return NULL;
	*answer = (struct image_answer){
		.image_path = image_path(a, i->id, IMAGE_FULL), .filename = image_filename(a, i->id),
		.thumbnail_path = image_path(a, i->id, IMAGE_320), .width = i->width, .height = i->height,
		.provider = i->provider, .order_token = order_token
	};
	return answer->image_path == NULL || answer->filename == NULL || answer->thumbnail_path == NULL ? NULL : answer;
}
