/* sample: see sample.h. */
#include <string.h>

#include "support/sample.h"

static const char *const styles[] = { "simple", "grand", "deluxe", NULL };
static const char *const sizes[] = { "size_1", "size_2", NULL };

static const char *
check_name(const void *value)
{
	return strcmp(*(const char *const *)value, "nobody") == 0 ? "invalid" : NULL;
}

/* A place on the ground must not be called a cellar. */
static void
place_rule(const void *in, struct faults *faults)
{
	const struct sample_place *p = in;

	if (p->floor >= 0 && strcmp(p->address, "cellar") == 0)
		fault_add(faults, "/floor", "too_large");
}

static void
sample_rule(const void *in, struct faults *faults)
{
	const struct sample *s = in;

	if (s->gift && s->place == NULL)
		fault_add(faults, "/place", "required");
}

/* Below the ground somebody must be told the way. */
static bool
is_below(const void *in)
{
	return ((const struct sample_place *)in)->floor < 0;
}

static const struct model_field place_fields[] = {
	{ FIELD_STR(struct sample_place, address), .flags = MODEL_REQUIRED, .min = 2, .max = 20, .doc = "Where to." },
	{ FIELD_STR(struct sample_place, notes), .flags = MODEL_MULTILINE | MODEL_FREE, .max = 40, .needed = is_below },
	{ FIELD_INT(struct sample_place, floor), .min = -5, .max = 200, .def = 1 },
};
const struct model sample_place_model = {
	.name = "SamplePlace", .size = sizeof(struct sample_place), .fields = place_fields, .nfields = 3, .rule = place_rule,
};

static const struct model_field line_fields[] = {
	{ FIELD_STR(struct sample_line, code), .flags = MODEL_REQUIRED, .max = 30 },
	{ FIELD_INT(struct sample_line, quantity), .min = 1, .max = 10, .def = 1 },
};
const struct model sample_line_model = MODEL(struct sample_line, "SampleLine", line_fields);

static const struct model_field fields[] = {
	{ FIELD_STR(struct sample, name), .flags = MODEL_REQUIRED, .min = 1, .max = 10, .check = check_name,
	    .label_ko = "이름", .label_en = "Name" },
	{ FIELD_INT(struct sample, quantity), .min = 1, .max = 10, .def = 1, .doc = "How many." },
	{ FIELD_INT(struct sample, any) },
	{ FIELD_BOOL(struct sample, gift) },
	{ FIELD_BOOL(struct sample, receipt), .def = 1 },
	{ FIELD_ENUM(struct sample, style, styles), .flags = MODEL_REQUIRED, .def = -1 },
	{ FIELD_ENUM(struct sample, size, sizes), .def = -1 },
	{ FIELD_UUID(struct sample, user_id), .flags = MODEL_NULLABLE },
	{ FIELD_TIME(struct sample, at) },
	{ FIELD_QTY(struct sample, weight), .min = 500, .max = 20000 },
	{ FIELD_OBJECT(struct sample, place, struct sample_place, &sample_place_model) },
	{ FIELD_LIST(struct sample, lines, &sample_line_model), .max = 3 },
	{ FIELD_STRS(struct sample, tags), .max = 4, .vmin = 2, .vmax = 5 },
	{ FIELD_INTS(struct sample, products), .vmin = 1, .vmax = 999 },
	{ FIELD_MAP(struct sample, extras), .vmin = 0, .vmax = 99, .max = 5 },
	{ FIELD_STR(struct sample, card), .flags = MODEL_SECRET, .max = 19 },
	{ FIELD_STR(struct sample, status), .flags = MODEL_IGNORED },
	{ FIELD_JSON(struct sample, ready) },
};
const struct model sample_model = {
	.name = "Sample", .size = sizeof(struct sample), .fields = fields, .nfields = sizeof(fields) / sizeof(fields[0]),
	.rule = sample_rule, .doc = "One of everything.",
};

static const struct model_field query_fields[] = {
	{ FIELD_INT(struct sample_query, limit), .min = 1, .max = 100, .def = 20 },
	{ FIELD_ENUM(struct sample_query, status, styles), .def = -1 },
	{ FIELD_STRS(struct sample_query, tag), .max = 2 },
};
const struct model sample_query_model = MODEL(struct sample_query, "SampleQuery", query_fields);
