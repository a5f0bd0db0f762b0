/*
 * image: a customer's cake picture, and the path it is known by.
 *
 * A picture's name is 128 random bits: who has not been told it can not ask for it.  The path is
 * what the API answers, what a browser shows, and what an order names.
 */
#ifndef DOMAIN_IMAGE_H
#define DOMAIN_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

struct arena;

#define IMAGE_ID_TEXT	33			/* 32 hexadecimal digits and NUL */
#define IMAGE_PATH	"/api/cake/customizations/image/"
#define IMAGE_SUFFIX	".webp"
#define IMAGE_PIXELS_MAX 40000000		/* of what is sent */

/* How it came about; names as in the database, NULL-terminated. */
enum image_kind { IMAGE_UPLOAD, IMAGE_GENERATED, IMAGE_EDITED, IMAGE_KIND__MAX };
extern const char *const image_kind_names[];
int image_kind_parse(const char *);		/* -1 when there is none */

/* The sizes a picture is kept in: as it is, and no wider than so many pixels. */
enum image_size { IMAGE_FULL, IMAGE_320, IMAGE_800, IMAGE_SIZE__MAX };
extern const int image_widths[IMAGE_SIZE__MAX];	/* pixels; 0 = as it is */

/* Whose it is: a member's, or whoever has a guest's token. Both zero = nobody's. */
struct image_owner { struct uuid user_id; struct hash guest; };

struct image {
	char			 id[IMAGE_ID_TEXT];
	struct image_owner	 owner;
	enum image_kind		 kind;
	int64_t			 width, height;		/* pixels */
	int64_t			 bytes;			/* of the full size */
	const char		*provider, *prompt;	/* of a painted one; NULL = none */
	int64_t			 created_at;		/* ms */
};

/* A picture encoded for keeping (WebP, without metadata), in each size. */
struct image_files {
	int	 width, height;				/* of the full size, pixels */
	struct { const void *p; size_t len; } size[IMAGE_SIZE__MAX];
};

void image_id_new(char out[IMAGE_ID_TEXT]);
bool image_id_valid(const char *);			/* exactly 32 lower case hexadecimal digits */

/* In the arena; NULL when it is full. */
const char *image_filename(struct arena *, const char *id);
const char *image_path(struct arena *, const char *id, enum image_size);
/* The id in a path as image_path() writes it for the full size; false for any other text. */
bool image_path_parse(const char *path, char id[IMAGE_ID_TEXT]);

/*
 * A place in the list of somebody's pictures, newest first: the one it names and those before are passed over.
 * As text it is the cursor of a page.
 */
struct image_place { int64_t created_at; char id[IMAGE_ID_TEXT]; };
extern const struct image_place image_place_first;		/* nothing is passed over */
const char *image_place_text(struct arena *, const struct image *last);
bool image_place_parse(const char *text, struct image_place *);	/* NULL: from the first */

/* What may be done with it by whom: a guest's picture is also that of the member the guest signs in as, until one has taken it. */
bool image_is_of(const struct image_owner *of, const struct image_owner *caller);

#endif
