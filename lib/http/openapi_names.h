/*
 * openapi_names: which models the document describes, and how they are called.
 *
 * A model asked for and answered with two different schemas is "Name" in answers and
 * "NameInput" in requests; otherwise it is called by its own name.
 */
#ifndef HTTP_OPENAPI_NAMES_H
#define HTTP_OPENAPI_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "http/model_schema.h"

struct arena;

struct openapi_name { const struct model *model; bool answer; const char *name; };

struct openapi_names {
	struct schema_names	 names;		/* for schema_field() and the like: first member */
	struct arena		*arena;
	struct openapi_name	*v;
	size_t			 n, room;
	bool			 failed;	/* no memory, or two models of one name */
};

void openapi_names_init(struct openapi_names *, struct arena *);
/* Adds a model and all it refers to, in one direction.  `whole`: the model itself is referred to, else only its members. */
void openapi_names_add(struct openapi_names *, const struct model *, bool answer, bool whole);
/* Gives the names: once, after the last model. */
void openapi_names_settle(struct openapi_names *);
const char *openapi_name(const struct openapi_names *, const struct model *, bool answer);
/* "A":{…},"B":{…}: the schemas by name, each once. */
void openapi_names_write(struct jsonw *, const struct openapi_names *);

#endif
