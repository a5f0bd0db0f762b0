/*
 * form_page: fields for each row of a model, filled with what was typed.
 *
 * Names, pointers and ids of the fields come from the rows, as form.c reads
 * names: delivery[address] is /delivery/address.  Optional objects that were
 * not sent are not shown; lists and maps show the entries that came.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"
#include "http/fault_say.h"
#include "http/idempotency.h"
#include "http/model.h"
#include "http/request.h"
#include "http/url.h"
#include "page/form_page.h"

#define T(rq, ko, en) ((rq)->lang == LANG_EN ? (en) : (ko))

struct form {
	struct buf		*out;
	const struct request	*rq;
	const struct err	*e;
};

/* One field to write: its row, where it is, and what was sent for it. */
struct field {
	const struct model_field	*row;
	const char			*label;
	const char			*name, *pointer;
	struct json_object		*value;		/* NULL = nothing */
	bool				 required;
};

static void write_model(struct form *, const struct model *, const char *name, const char *pointer,
    struct json_object *tree, bool required);

/* The fault of exactly this pointer, or with `below` of one under it. */
static const struct fault *
fault_at(const struct form *f, const char *pointer, bool below)
{
	size_t n = strlen(pointer);

	for (size_t i = 0; i < f->e->nfaults; i++) {
		const struct fault *fault = &f->e->faults[i];

		if (strncmp(fault->pointer, pointer, n) == 0 &&
		    (fault->pointer[n] == '\0' || (below && fault->pointer[n] == '/')))
			return fault;
	}
	return NULL;
}

static const char *
row_label(const struct request *rq, const struct model_field *row)
{
	const char *label = T(rq, row->label_ko, row->label_en);

	return label != NULL ? label : row->name;
}

static const char *
sent_text(const struct field *fd)
{
	if ((fd->row->flags & MODEL_SECRET) || !json_object_is_type(fd->value, json_type_string))
		return NULL;
	return json_object_get_string(fd->value);
}

void
form_page_id(struct buf *out, const char *pointer)
{
	buf_putc(out, 'f');
	for (; *pointer != '\0'; pointer++) {
		char c = *pointer;
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		buf_putc(out, plain ? c : '-');
	}
}

/* ` name="…" value…` and what tells assistive technology about it. */
static void
write_attributes(struct form *f, const struct field *fd)
{
	buf_puts(f->out, " id=\"");
	form_page_id(f->out, fd->pointer);
	buf_puts(f->out, "\" name=\"");
	text_html(f->out, fd->name);
	buf_putc(f->out, '"');
	if (fd->required)
		buf_puts(f->out, " required");
	if (fault_at(f, fd->pointer, false) != NULL) {
		buf_puts(f->out, " aria-invalid=\"true\" aria-describedby=\"");
		form_page_id(f->out, fd->pointer);
		buf_puts(f->out, "-error\"");
	}
}

static void
write_error(struct form *f, const char *pointer)
{
	const struct fault *fault = fault_at(f, pointer, false);

	if (fault == NULL)
		return;
	buf_puts(f->out, "<p class=\"field-error\" id=\"");
	form_page_id(f->out, pointer);
	buf_puts(f->out, "-error\">");
	text_html(f->out, fault_say(f->rq, fault));
	buf_puts(f->out, "</p>\n");
}

static void
begin_field(struct form *f, const struct field *fd)
{
	buf_puts(f->out, "<div class=\"field\">\n<label for=\"");
	form_page_id(f->out, fd->pointer);
	buf_puts(f->out, "\">");
	text_html(f->out, fd->label);
	if (fd->required)
		buf_puts(f->out, T(f->rq, " (필수)", " (required)"));
	buf_puts(f->out, "</label>\n");
	write_error(f, fd->pointer);
}

static void
write_text(struct form *f, const struct field *fd)
{
	const struct model_field *row = fd->row;
	bool number = row->type == MODEL_INT || row->type == MODEL_INTS || row->type == MODEL_MAP;

	begin_field(f, fd);
	if (row->flags & MODEL_MULTILINE) {
		buf_puts(f->out, "<textarea rows=\"3\"");
		write_attributes(f, fd);
		buf_puts(f->out, ">\n");
		text_html(f->out, sent_text(fd));
		buf_puts(f->out, "</textarea>\n</div>\n");
		return;
	}
	if (row->flags & MODEL_SECRET)
		buf_puts(f->out, "<input type=\"password\" autocomplete=\"off\"");
	else
		buf_puts(f->out, number ? "<input type=\"text\" inputmode=\"numeric\"" : "<input type=\"text\"");
	write_attributes(f, fd);
	if (sent_text(fd) != NULL) {
		buf_puts(f->out, " value=\"");
		text_html(f->out, sent_text(fd));
		buf_putc(f->out, '"');
	}
	buf_puts(f->out, ">\n</div>\n");
}

static void
write_option(struct form *f, const char *value, const char *text, bool selected)
{
	buf_puts(f->out, "<option value=\"");
	text_html(f->out, value);
	buf_puts(f->out, selected ? "\" selected>" : "\">");
	text_html(f->out, text);
	buf_puts(f->out, "</option>\n");
}

static void
write_bool(struct form *f, const struct field *fd)
{
	static const char *const yes[] = { "true", "1", "on", NULL }, *const no[] = { "false", "0", "off", NULL };
	const char *sent = sent_text(fd);

	begin_field(f, fd);
	buf_puts(f->out, "<select");
	write_attributes(f, fd);
	buf_puts(f->out, ">\n");
	write_option(f, "", "–", false);
	write_option(f, "true", T(f->rq, "예", "Yes"), text_among(yes, sent) >= 0);
	write_option(f, "false", T(f->rq, "아니요", "No"), text_among(no, sent) >= 0);
	buf_puts(f->out, "</select>\n</div>\n");
}

static void
write_enum(struct form *f, const struct field *fd)
{
	const char *sent = sent_text(fd);

	begin_field(f, fd);
	buf_puts(f->out, "<select");
	write_attributes(f, fd);
	buf_puts(f->out, ">\n");
	write_option(f, "", "–", false);
	for (const char *const *c = fd->row->choices; c != NULL && *c != NULL; c++)
		write_option(f, *c, *c, sent != NULL && strcmp(sent, *c) == 0);
	buf_puts(f->out, "</select>\n</div>\n");
}

static void
begin_group(struct form *f, const struct field *fd, const char *number)
{
	buf_puts(f->out, "<fieldset tabindex=\"-1\" id=\"");
	form_page_id(f->out, fd->pointer);
	buf_puts(f->out, "\">\n<legend>");
	text_html(f->out, fd->label);
	buf_puts(f->out, number);
	buf_puts(f->out, "</legend>\n");
	write_error(f, fd->pointer);
}

static void
write_object(struct form *f, const struct field *fd)
{
	if (fd->value == NULL && !fd->required && fault_at(f, fd->pointer, true) == NULL)
		return;
	begin_group(f, fd, NULL);
	write_model(f, fd->row->sub, fd->name, fd->pointer, fd->value, fd->required || fd->value != NULL);
	buf_puts(f->out, "</fieldset>\n");
}

static size_t
sent_entries(const struct field *fd)
{
	return json_object_is_type(fd->value, json_type_array) ? json_object_array_length(fd->value) : 0;
}

static void
write_list(struct form *f, const struct field *fd)
{
	struct arena *arena = f->rq->arena;
	size_t n = sent_entries(fd);

	/* A list that may not be empty gets a place for its first entry. */
	if (n == 0 && fault_at(f, fd->pointer, true) == NULL)
		return;
	begin_group(f, fd, NULL);
	for (size_t i = 0; i == 0 || i < n; i++) {
		struct field entry = *fd;
		char number[24];

		entry.name = arena_printf(arena, "%s[%zu]", fd->name, i);
		entry.pointer = arena_printf(arena, "%s/%zu", fd->pointer, i);
		if (entry.name == NULL || entry.pointer == NULL)
			break;
		entry.value = n > 0 ? json_object_array_get_idx(fd->value, i) : NULL;
		(void)snprintf(number, sizeof(number), " %zu", i + 1);
		begin_group(f, &entry, number);
		write_model(f, fd->row->sub, entry.name, entry.pointer, entry.value, n > 0);
		buf_puts(f->out, "</fieldset>\n");
	}
	buf_puts(f->out, "</fieldset>\n");
}

static void
write_values(struct form *f, const struct field *fd)
{
	struct arena *arena = f->rq->arena;
	size_t n = sent_entries(fd);

	if (n == 0 && fault_at(f, fd->pointer, true) == NULL)
		return;
	begin_group(f, fd, NULL);
	for (size_t i = 0; i == 0 || i < n; i++) {
		struct field entry = *fd;

		entry.name = arena_printf(arena, "%s[]", fd->name);
		entry.pointer = arena_printf(arena, "%s/%zu", fd->pointer, i);
		entry.label = arena_printf(arena, "%s %zu", fd->label, i + 1);
		if (entry.name == NULL || entry.pointer == NULL || entry.label == NULL)
			break;
		entry.value = n > 0 ? json_object_array_get_idx(fd->value, i) : NULL;
		entry.required = false;
		write_text(f, &entry);
	}
	buf_puts(f->out, "</fieldset>\n");
}

/* A key as it stands in a pointer (RFC 6901, 3). */
static const char *
pointer_key(struct arena *arena, const char *key)
{
	char *out = arena_alloc(arena, 2 * strlen(key) + 1), *o = out;

	for (; out != NULL && *key != '\0'; key++)
		if (*key == '~' || *key == '/') {
			*o++ = '~';
			*o++ = *key == '~' ? '0' : '1';
		} else
			*o++ = *key;
	return out;
}

static void
write_map(struct form *f, const struct field *fd)
{
	struct arena *arena = f->rq->arena;

	if (!json_object_is_type(fd->value, json_type_object) && fault_at(f, fd->pointer, true) == NULL)
		return;
	begin_group(f, fd, NULL);
	if (json_object_is_type(fd->value, json_type_object)) {
		json_object_object_foreach(fd->value, key, value) {
			struct field entry = *fd;
			const char *escaped = pointer_key(arena, key);

			entry.name = arena_printf(arena, "%s[%s]", fd->name, key);
			entry.pointer = escaped != NULL ? arena_printf(arena, "%s/%s", fd->pointer, escaped) : NULL;
			if (entry.name == NULL || entry.pointer == NULL)
				break;
			entry.label = key;
			entry.value = value;
			entry.required = false;
			write_text(f, &entry);
		}
	}
	buf_puts(f->out, "</fieldset>\n");
}

static void (*const writers[])(struct form *, const struct field *) = {
	[MODEL_STR] = write_text,
	[MODEL_INT] = write_text,
	[MODEL_BOOL] = write_bool,
	[MODEL_ENUM] = write_enum,
	[MODEL_UUID] = write_text,
	[MODEL_TIME] = write_text,
	[MODEL_QTY] = write_text,
	[MODEL_OBJECT] = write_object,
	[MODEL_LIST] = write_list,
	[MODEL_STRS] = write_values,
	[MODEL_INTS] = write_values,
	[MODEL_MAP] = write_map,
	[MODEL_JSON] = NULL,		/* answers only */
};

/* All rows of a model, under a name and a pointer ("" for the whole).  `required`: whether its required rows are so
 * here (inside an optional object they are not, until somebody begins it). */
static void
write_model(struct form *f, const struct model *m, const char *name, const char *pointer,
    struct json_object *tree, bool required)
{
	struct arena *arena = f->rq->arena;

	for (size_t i = 0; i < m->nfields; i++) {
		const struct model_field *row = &m->fields[i];
		struct field fd = {
			.row = row,
			.label = row_label(f->rq, row),
			.name = *name == '\0' ? row->name : arena_printf(arena, "%s[%s]", name, row->name),
			.pointer = arena_printf(arena, "%s/%s", pointer, row->name),
			.required = required && (row->flags & MODEL_REQUIRED),
		};

		if (fd.name == NULL || fd.pointer == NULL || writers[row->type] == NULL ||
		    (row->flags & MODEL_IGNORED))
			continue;
		if (!json_object_is_type(tree, json_type_object) ||
		    !json_object_object_get_ex(tree, row->name, &fd.value))
			fd.value = NULL;
		writers[row->type](f, &fd);
	}
}

/* The key the request came with, when sending it again must be the same request; a new one when nothing
 * came of it and what is sent next is another. */
static void
write_key(struct form *f)
{
	const struct request *rq = f->rq;
	const struct err_kind *kind = err_kind(f->e->code);
	const char *key = rq->idempotency.key;
	char text[UUID_TEXT];

	if (!(rq->match.route->flags & ROUTE_IDEMPOTENT))
		return;
	if (key == NULL || (kind->status < 500 && !(kind->flags & (ERR_F_RETRY | ERR_F_UNSURE)))) {
		struct uuid id = uuid_new();

		key = uuid_text(&id, text);
	}
	buf_puts(f->out, "<input type=\"hidden\" name=\"" IDEMPOTENCY_FIELD "\" value=\"");
	text_html(f->out, key);
	buf_puts(f->out, "\">\n");
}

static void
write_action(struct form *f)
{
	struct buf url = { 0 };

	url_encode_path(&url, f->rq->path);
	if (f->rq->query[0] != '\0') {
		buf_putc(&url, '?');
		buf_puts(&url, f->rq->query);
	}
	text_html(f->out, buf_str(&url));
	f->out->failed |= url.failed;
	buf_free(&url);
}

bool
form_page_fits(const struct request *rq)
{
	return rq->match.route != NULL && rq->match.route->body != NULL &&
	    rq->match.route->method == HTTP_POST &&
	    (rq->body_tree.kind == BODY_FORM || rq->body_tree.kind == BODY_MULTIPART);
}

void
form_page(struct buf *out, const struct request *rq, const struct err *e)
{
	struct form f = { out, rq, e };
	bool upload = (rq->match.route->flags & ROUTE_UPLOAD) != 0;

	buf_puts(out, "<form method=\"post\" action=\"");
	write_action(&f);
	buf_puts(out, upload ? "\" enctype=\"multipart/form-data\" novalidate>\n" : "\" novalidate>\n");
	write_key(&f);
	write_model(&f, rq->match.route->body, "", "", rq->body_tree.tree, true);
	if (upload) {
		buf_puts(out, "<div class=\"field\">\n<label for=\"f-file\">");
		buf_puts(out, T(rq, "파일", "File"));
		buf_puts(out, "</label>\n");
		write_error(&f, "/file");
		buf_puts(out, "<input type=\"file\" id=\"f-file\" name=\"file\">\n</div>\n");
	}
	buf_puts(out, "<button type=\"submit\">");
	buf_puts(out, T(rq, "다시 보내기", "Send again"));
	buf_puts(out, "</button>\n</form>\n");
}

void
form_page_label(struct buf *out, const struct request *rq, const char *pointer)
{
	const struct route *route = rq->match.route;
	const struct model *m = NULL;
	const char *p = pointer;

	if (route != NULL && *p != '\0')
		m = *p == '?' ? route->query : route->body;
	if (*p == '\0')
		return;
	while (*p != '\0') {
		const char *seg = p + (*p == '/' || *p == '?');
		size_t n = strcspn(seg, "/");
		const struct model_field *row = NULL;

		for (size_t i = 0; m != NULL && i < m->nfields; i++)
			if (strlen(m->fields[i].name) == n && memcmp(m->fields[i].name, seg, n) == 0)
				row = &m->fields[i];
		m = row != NULL ? row->sub : NULL;
		p = seg + n;
		/* An object is told by the field in it that is at fault. */
		if (row != NULL && row->type == MODEL_OBJECT && *p == '/')
			continue;
		if (row != NULL) {
			text_html(out, row_label(rq, row));
			if (row->type == MODEL_LIST && *p == '/') {
				size_t digits = strspn(p + 1, "0123456789");

				buf_printf(out, " %lu", strtoul(p + 1, NULL, 10) + 1);
				p += 1 + digits;
			}
		} else {
			char *raw = arena_memdup(rq->arena, seg, n);

			text_html(out, raw);
		}
		buf_puts(out, *p == '/' ? " · " : "");
	}
	buf_puts(out, ": ");
}
