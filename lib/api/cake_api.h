/*
 * cake_api: what the endpoints of cake pictures are asked and answer.
 */
#ifndef API_CAKE_API_H
#define API_CAKE_API_H

#include <stdint.h>

#include "http/model.h"

struct arena;
struct image;

struct image_query { int64_t w; };
extern const struct model image_query_model;

/* order_token: a guest's, with which the order that names the picture is placed. */
struct image_answer {
	const char	*image_path, *filename, *thumbnail_path;
	int64_t		 width, height;
	const char	*provider, *order_token, *message;	/* NULL = none */
};
extern const struct model image_answer_model;
/* NULL when the arena is full. */
struct image_answer *image_answer(struct arena *, const struct image *, const char *order_token);

#endif
