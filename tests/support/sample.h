/*
 * sample: a model with a field of every type, for the tests of models and for
 * fuzzing: the same rows are read from JSON, forms and queries, written, hashed, described.
 */
#ifndef SUPPORT_SAMPLE_H
#define SUPPORT_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "http/model.h"

enum sample_style { SAMPLE_SIMPLE, SAMPLE_GRAND, SAMPLE_DELUXE };

struct sample_place {
	const char	*address;		/* required, 2-20 */
	const char	*notes;			/* multiline, free text */
	int64_t		 floor;			/* -5..200, default 1 */
};

struct sample_line {
	const char	*code;			/* required */
	int64_t		 quantity;		/* 1..10, default 1 */
};

struct sample {
	const char	*name;			/* required, 1-10; "nobody" is refused by its check */
	int64_t		 quantity;		/* 1..10, default 1 */
	int64_t		 any;			/* no limits */
	bool		 gift;			/* default false */
	bool		 receipt;		/* default true */
	int		 style;			/* enum sample_style, required */
	int		 size;			/* optional, none by default */
	struct uuid	 user_id;
	int64_t		 at;
	qty_t		 weight;		/* 0.5 .. 20 */
	const struct sample_place *place;
	struct list	 lines;			/* of struct sample_line, at most 3 */
	struct list	 tags;			/* of const char *, at most 4, 2-5 characters each */
	struct list	 products;		/* of int64_t, 1..999 each */
	struct list	 extras;		/* of struct pair, 0..99 */
	const char	*card;			/* secret */
	const char	*status;		/* accepted, ignored */
	const char	*ready;			/* JSON, answers only */
};

extern const struct model sample_model;
extern const struct model sample_place_model;
extern const struct model sample_line_model;

/* A query: ?limit=1..100 (20), ?status= one of the styles, ?tag[]= */
struct sample_query { int64_t limit; int status; struct list tag; };
extern const struct model sample_query_model;

#endif
