/*
 * model: what reading, writing, schema and hash have in common is the table;
 * here is what is done with a table itself.
 */
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "http/model.h"
#include "http/model_row.h"

/* The row whose name stands, escaped or not, in n bytes of a pointer. */
static const struct model_field *
field_named(const struct model *m, const char *name, size_t n)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (strlen(m->fields[i].name) == n && memcmp(m->fields[i].name, name, n) == 0)
			return &m->fields[i];
	return NULL;
}

const struct model_field *
model_field_at(const struct model *m, const char *pointer)
{
	const struct model_field *f = NULL;

	while (m != NULL && (*pointer == '/' || *pointer == '?')) {
		size_t n = strcspn(++pointer, "/");
		if ((f = field_named(m, pointer, n)) == NULL)
			return NULL;
		pointer += n;
		m = f->sub;
		if (f->type == MODEL_LIST && *pointer == '/')
			pointer += 1 + strcspn(pointer + 1, "/");
	}
	return f;
}

static void
wipe_text(const char *text)
{
	/* Models give texts out as const; they lie in the request's arena, which is ours. */
	if (text != NULL)
		sodium_memzero((void *)(uintptr_t)text, strlen(text));
}

static void
wipe(const struct model *m, void *in, bool all)
{
	for (size_t i = 0; i < m->nfields; i++) {
		const struct model_field *f = &m->fields[i];
		bool secret = all || (f->flags & MODEL_SECRET) != 0;
		void *at = (char *)in + f->offset;
		const struct list *l = at;

		switch (f->type) {
		case MODEL_OBJECT:
			if (ROW(void *, in, f) != NULL)
				wipe(f->sub, *(void **)at, secret);
			break;
		case MODEL_LIST:
			for (size_t j = 0; j < l->n; j++)
				wipe(f->sub, (void *)(uintptr_t)row_entry(l, f, j), secret);
			break;
		case MODEL_STR: case MODEL_JSON:
			if (secret)
				wipe_text(ROW(char *, in, f));
			break;
		case MODEL_STRS:
			for (size_t j = 0; secret && j < l->n; j++)
				wipe_text(*LIST_AT(*l, const char *, j));
			break;
		case MODEL_INT: case MODEL_TIME: case MODEL_QTY:
			if (secret)
				*(int64_t *)at = 0;
			break;
		default:
			break;
		}
	}
}

bool
model_secret(const struct model *m)
{
	for (size_t i = 0; i < m->nfields; i++)
		if ((m->fields[i].flags & MODEL_SECRET) != 0 || (m->fields[i].sub != NULL && model_secret(m->fields[i].sub)))
			return true;
	return false;
}

void
model_wipe(const struct model *m, void *in)
{
	if (in != NULL)
		wipe(m, in, false);
}

void
model_dictionary(struct buf *out, const struct model *m)
{
	for (size_t i = 0; i < m->nfields; i++) {
		const struct model_field *f = &m->fields[i];
		buf_printf(out, "\"%s\"\n\"\\\"%s\\\":\"\n", f->name, f->name);
		for (size_t j = 0; f->choices != NULL && f->choices[j] != NULL; j++)
			buf_printf(out, "\"%s\"\n", f->choices[j]);
		if (f->sub != NULL)
			model_dictionary(out, f->sub);
	}
}
