/*
 * model_take: one value of a tree made into one of a struct.
 *
 * What model_read() is made of: the reader that collects faults, and a function for each
 * type that holds nothing else; model_read adds objects, lists and maps.
 */
#ifndef HTTP_MODEL_TAKE_H
#define HTTP_MODEL_TAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/model.h"
#include "http/pointer.h"

/* Longest word that is no text (a number, a UUID), and longest key of a MAP, in bytes. */
#define WORD_MAX 63
#define KEY_MAX 64

struct reader {
	struct arena		*arena;
	enum model_source	 source;
	struct faults		 faults;	/* no more than can be told */
	size_t			 bad;		/* all there were */
};

/* What became of a field; for BAD a fault has been added. */
enum taken { TAKEN, ABSENT, BAD };

/* Takes a value that is not blank; *out is set only when TAKEN. */
typedef enum taken taker(struct reader *, const struct model_field *, struct json_object *, const struct pointer *, void *out);

/* By type; NULL for those that hold others. */
extern taker *const model_takers[MODEL__MAX];

/* Text made clean, of min to max characters, in the arena. */
enum taken model_take_text(struct reader *, const struct model_field *, struct json_object *, const struct pointer *,
    int64_t min, int64_t max, const char **out);
/* A whole number from min to max. */
enum taken model_take_number(struct reader *, struct json_object *, const struct pointer *, int64_t min, int64_t max, int64_t *out);
/* A key of a map, clean as it came, so that two spellings can not be one key; NULL after a fault. */
const char *model_take_key(struct reader *, const char *key, const struct pointer *);

/* Both are BAD. */
enum taken model_fault(struct reader *, const struct pointer *, const char *reason);
enum taken model_no_memory(struct reader *);
/* NULL when the value is within (0,0 = no limit), else `low` or `high`. */
const char *model_limit(int64_t v, int64_t min, int64_t max, const char *low, const char *high);
/* Nothing was said: absent, null, "", and in forms also white space alone and what holds nothing else. */
bool model_blank(const struct reader *, struct json_object *);

#endif
