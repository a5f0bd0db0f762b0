/*
 * painter: pictures from a model, at any server with the OpenAI Images API.
 *
 * generations go as JSON, edits as multipart; the picture comes back as base64.  A request is sent once; when the answer
 * is 429 or 5xx it is sent once more, after what Retry-After says (when that is soon enough), and never a third time.
 * One that was not answered in time is not sent again: it may have been painted, and has to be paid.
 */
#ifndef REMOTE_PAINTER_H
#define REMOTE_PAINTER_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf;
struct err;
struct painter;

/* Reads painter_*; it and conf outlive its use.  NULL with a sentence in why when it can not be used as configured. */
struct painter *painter_open(const struct conf *, char *why, size_t whylen);
void painter_close(struct painter *);	/* NULL is fine */

struct painter_ask {
	const char	*prompt;
	int		 wide, high;	/* the ratio wanted; the model's nearest size is asked for */
	const void	*picture;	/* the one to change, WebP; NULL = a new one */
	size_t		 len;
};

/* The picture as the model encoded it, in the arena.  INVALID_REQUEST at /prompt, content_refused, when the model will not paint
 * that; TOO_MANY_REQUESTS with Retry-After; UPSTREAM_TIMEOUT when it did not answer; UPSTREAM_FAILED otherwise: the detail says how.
 * Any number of threads may ask. */
const struct err *painter_paint(struct painter *, struct arena *, const struct painter_ask *, const void **bytes, size_t *n);

/* The size a model is asked for: the nearest in shape that it knows; "auto" for models that are not known. */
const char *painter_size(const char *model, int wide, int high);

#endif
