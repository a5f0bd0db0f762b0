/*
 * painting_api: asking for painted pictures, and what became of them.
 */
#ifndef API_PAINTING_API_H
#define API_PAINTING_API_H

#include <stdbool.h>
#include <stdint.h>

#include "http/model.h"

struct arena;
struct image;
struct painting;

struct generate_request { const char *prompt; int aspect_ratio; };
extern const struct model generate_request_model;
struct edit_request { const char *prompt; int aspect_ratio; const char *existing_image_path; };
extern const struct model edit_request_model;
struct painting_list_query { int64_t limit; struct uuid cursor; };
extern const struct model painting_list_query_model;

struct painting_problem { const char *code, *message; };
/* A job, and once it is DONE the picture, as an upload is answered. */
struct painting_view {
	struct uuid	 job_id;
	const char	*kind, *status;
	int64_t		 progress;
	const char	*prompt, *aspect_ratio;
	const char	*image_path, *filename, *thumbnail_path;
	int64_t		 width, height;
	const char	*provider;
	const struct painting_problem *problem;		/* FAILED */
	int64_t		 created_at;
	const char	*order_token, *message;
};
extern const struct model painting_view_model;
struct painting_list { struct list jobs; struct uuid next_cursor; };	/* struct painting_view */
extern const struct model painting_list_model;

/* One of the caller's pictures. */
struct image_view {
	const char	*image_path, *filename, *thumbnail_path, *kind, *provider, *prompt;
	int64_t		 width, height, created_at;
};
extern const struct model image_view_model;
struct image_list { struct list images; const char *next_cursor; };	/* struct image_view; NULL at the end */
extern const struct model image_list_model;
struct image_list_query { int64_t limit; const char *cursor; };
extern const struct model image_list_query_model;

/* False when the arena is full.  image NULL: not painted yet, or gone. */
bool painting_view(struct arena *, const struct painting *, const struct image *, bool english, struct painting_view *);
bool image_view(struct arena *, const struct image *, struct image_view *);

#endif
