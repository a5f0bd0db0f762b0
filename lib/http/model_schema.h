/*
 * model_schema: the pieces a model's JSON Schema is made of.
 *
 * model_schema() of model.h writes a whole one; openapi merges members into
 * envelopes and makes parameters of single fields, and names components itself.
 */
#ifndef HTTP_MODEL_SCHEMA_H
#define HTTP_MODEL_SCHEMA_H

#include <stdbool.h>

struct jsonw;
struct model;
struct model_field;

/* How a model is called in references: NULL for its own name. */
struct schema_names {
	const char	*(*of)(const struct schema_names *, const struct model *, bool answer);
};

/* {"type":"object",…} of the model. */
void schema_object(struct jsonw *, const struct model *, bool answer, const struct schema_names *);
/* Its members of "properties" alone: "a":{…},"b":{…}. */
void schema_properties(struct jsonw *, const struct model *, bool answer, const struct schema_names *);
/* The names of those that are required, as strings of a list: "a","b". */
void schema_required(struct jsonw *, const struct model *, bool answer);
/* The schema of one field. */
void schema_field(struct jsonw *, const struct model_field *, bool answer, const struct schema_names *);
/* Whether the field is part of that direction: secrets are not answered, written JSON is not asked for. */
bool schema_has(const struct model_field *, bool answer);
bool schema_is_required(const struct model_field *, bool answer);

#endif
