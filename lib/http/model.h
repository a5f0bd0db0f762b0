/*
 * model: typed structs from bodies, and bodies from typed structs.
 *
 * A model is a table: for each field its name on the wire, type, place in the
 * struct, limits and meaning.  From the same rows come: parsing and validation of JSON,
 * urlencoded and multipart bodies and of query strings (all faults at once); the JSON of
 * answers; the schemas of the OpenAPI document; the fuzz dictionary; the fingerprint
 * of a request for its Idempotency-Key.  The macros check each row against
 * the struct at compile time.
 */
#ifndef HTTP_MODEL_H
#define HTTP_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/fault.h"
#include "base/id.h"
#include "base/list.h"
#include "base/money.h"

struct arena;
struct buf;
struct json_object;
struct model;

enum model_type {
	MODEL_STR,	/* const char *; NULL = absent or null */
	MODEL_INT,	/* int64_t; absent = the row's default */
	MODEL_BOOL,	/* bool; JSON true/false; forms: true, 1, on, yes / false, 0, off, no */
	MODEL_ENUM,	/* int: index into choices; absent = the row's default (-1 = none) */
	MODEL_UUID,	/* struct uuid; zero = absent or null */
	MODEL_TIME,	/* int64_t ms; written RFC 3339 in the shop's offset; 0 = null */
	MODEL_QTY,	/* qty_t; written as a JSON number (1.5) */
	MODEL_OBJECT,	/* const struct SUB *; NULL = absent or null */
	MODEL_LIST,	/* struct list of SUB structs */
	MODEL_STRS,	/* struct list of const char * */
	MODEL_INTS,	/* struct list of int64_t */
	MODEL_MAP,	/* struct list of struct pair, written {"code": 2} */
	MODEL_JSON,	/* const char *: JSON already written; answers only */
	MODEL__MAX
};

enum model_flag {
	MODEL_REQUIRED	= 1,	/* absent, null or empty is a fault ("required") */
	MODEL_SECRET	= 2,	/* never echoed, logged or fingerprinted; wiped after use */
	MODEL_MULTILINE	= 4,	/* line breaks are allowed */
	MODEL_NULLABLE	= 8,	/* answers: written as null when absent (otherwise left out); requests: documented to take null */
	MODEL_IGNORED	= 16,	/* accepted for old clients, and not looked at */
	MODEL_FREE	= 32,	/* free text: a card number typed here is refused ("card_number") */
	MODEL_OPTIONAL	= 64,	/* answers: an INT below 0 is absent */
};

struct model_field {
	const char		*name;
	enum model_type		 type;
	size_t			 offset;
	unsigned		 flags;		/* enum model_flag */
	int64_t			 min, max;	/* STR: characters; INT: value; LIST, STRS, INTS, MAP: entries; 0,0 = no limit */
	int64_t			 vmin, vmax;	/* MAP: values; STRS: characters of each; INTS: values */
	int64_t			 def;		/* INT, BOOL, ENUM when absent */
	const char *const	*choices;	/* ENUM, and STR of answers that is one of these: NULL-terminated */
	const struct model	*sub;		/* OBJECT, LIST */
	/* A further rule: NULL = fine, else the reason. `value` points into the struct at offset.  Asked only when there is a value. */
	const char		*(*check)(const void *value);
	/* Required under a condition: NULL, or whether the rest of the struct, as far as it was right, makes it so.  Asked only
	 * when there is no value; what was at fault holds its default. */
	bool			(*needed)(const void *in);
	const char		*doc;		/* one line for the OpenAPI document */
	const char		*label_ko, *label_en;	/* what people call it on forms; NULL: the name */
};

struct model {
	const char			*name;	/* "OrderRequest" */
	size_t				 size;	/* of the struct */
	const struct model_field	*fields;
	size_t				 nfields;
	/* A rule over several fields, asked when each by itself is right: adds faults with fault_add(), with pointers
	 * from this struct on ("/address"). */
	void				(*rule)(const void *in, struct faults *);
	const char			*doc;
};

/* Row starters; the rest of the row is designated initialisers:
 *   { FIELD_INT(struct order_request, quantity), .min = 1, .max = 10, .def = 1 }
 * MODEL_TYPED refuses to compile when the member has another type. */
#define MODEL_TYPED(S, m, T) \
	(offsetof(S, m) + 0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((S *)0)->m), T) ? 1 : -1]))
#define FIELD_AS(S, m, wire, kind, T)	.name = (wire), .type = (kind), .offset = MODEL_TYPED(S, m, T)
#define FIELD_STR(S, m)		FIELD_AS(S, m, #m, MODEL_STR, const char *)
#define FIELD_INT(S, m)		FIELD_AS(S, m, #m, MODEL_INT, int64_t)
#define FIELD_BOOL(S, m)	FIELD_AS(S, m, #m, MODEL_BOOL, bool)
#define FIELD_ENUM(S, m, ch)	FIELD_AS(S, m, #m, MODEL_ENUM, int), .choices = (ch)
#define FIELD_UUID(S, m)	FIELD_AS(S, m, #m, MODEL_UUID, struct uuid)
#define FIELD_TIME(S, m)	FIELD_AS(S, m, #m, MODEL_TIME, int64_t)
#define FIELD_QTY(S, m)		FIELD_AS(S, m, #m, MODEL_QTY, qty_t)
#define FIELD_OBJECT(S, m, SUB, md)	FIELD_AS(S, m, #m, MODEL_OBJECT, const SUB *), .sub = (md)
#define FIELD_LIST(S, m, md)	FIELD_AS(S, m, #m, MODEL_LIST, struct list), .sub = (md)
#define FIELD_STRS(S, m)	FIELD_AS(S, m, #m, MODEL_STRS, struct list)
#define FIELD_INTS(S, m)	FIELD_AS(S, m, #m, MODEL_INTS, struct list)
#define FIELD_MAP(S, m)		FIELD_AS(S, m, #m, MODEL_MAP, struct list)
#define FIELD_JSON(S, m)	FIELD_AS(S, m, #m, MODEL_JSON, const char *)
/* A name on the wire other than the member's (camelCase of /v1): put .name after the starter. */
#define MODEL(S, wire, rows) { .name = (wire), .size = sizeof(S), .fields = (rows), .nfields = sizeof(rows) / sizeof((rows)[0]) }

/* Where a tree came from decides how strict it is read. */
enum model_source { MODEL_FROM_JSON, MODEL_FROM_FORM, MODEL_FROM_QUERY };

/* Fills a struct of m->size in the arena from the tree (NULL = empty).  In JSON types are exact and unknown fields
 * are faults ("unknown_field"); in forms and queries text is converted, unknown fields are passed over, and what holds only blank
 * fields is absent: an object, a list entry, the value of a map.  Everywhere null and "" in an optional field count as absent.
 * Reasons: required, unknown_field, wrong_type, too_short, too_long, too_small, too_large, too_few, too_many, not_a_choice,
 * not_a_number, not_a_uuid, not_a_time, those of text_clean(), card_number, and those of check and rule.
 * SECRET texts are overwritten in the tree as they are taken; a tree can not be read twice with them.
 * *out is set only without faults; UNAVAILABLE when the arena is full. */
const struct err *model_read(struct arena *, const struct model *, struct json_object *tree,
    enum model_source, const void **out);

/* The row a fault's pointer means ("/side_dishes/0/code", "?limit"), for its label; NULL when there is none. */
const struct model_field *model_field_at(const struct model *, const char *pointer);

/* Writes the struct as a JSON object.  SECRET and IGNORED fields are never written. */
void model_write(struct buf *, const struct model *, const void *in);
/* Writes its members alone ("a":1,"b":2), for envelopes. */
void model_write_members(struct buf *, const struct model *, const void *in);

/* The request as understood, hashed: same fields in any order, format or spelling of defaults = same hash. SECRET fields are left out. */
struct hash model_fingerprint(const struct model *, const void *in);
/* Appends the words a body of this model is made of, as libFuzzer takes them with -dict=. */
void model_dictionary(struct buf *, const struct model *);
/* Whether a row of it, or of what it holds, is SECRET. */
bool model_secret(const struct model *);

/* Overwrites every SECRET string of the struct with zeroes. */
void model_wipe(const struct model *, void *in);

/* The JSON Schema (2020-12) of a model; references to other models are {"$ref":"#/components/schemas/Name"}.  `answer`: as written
 * (required = always written) rather than as read. */
void model_schema(struct buf *, const struct model *, bool answer);

#endif
