/*
 * idempotency: reading the key, and fingerprinting what it was sent with.
 */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "http/idempotency.h"
#include "http/model.h"

const char *
idempotency_key_parse(struct arena *arena, const char *v)
{
	char *key = arena_alloc(arena, IDEMPOTENCY_KEY_MAX + 1);
	bool quoted;
	size_t n = 0;

	if (key == NULL)
		return NULL;
	v += strspn(v, " \t");
	quoted = *v == '"';
	if (quoted)
		v++;
	for (; *v != '\0' && *v != ' ' && *v != '\t' && !(quoted && *v == '"'); v++) {
		if (quoted && *v == '\\' && (v[1] == '"' || v[1] == '\\'))	/* RFC 9651, 3.3.3 */
			v++;
		if (*v < 0x21 || *v > 0x7e || n == IDEMPOTENCY_KEY_MAX)
			return NULL;
		key[n++] = *v;
	}
	if (quoted && *v++ != '"')
		return NULL;
	return n > 0 && v[strspn(v, " \t")] == '\0' ? key : NULL;
}

/* The same key for another thing must be noticed: path, fields and files all count. */
static const struct err *
fingerprint(struct request *rq)
{
	struct buf all = { 0 };
	size_t n = strlen(rq->path);
	struct hash h;
	bool failed;

	buf_add(&all, rq->path, n > 0 && rq->path[n - 1] == '/' ? n - 1 : n);	/* one resource with the slash and without */
	buf_putc(&all, '\0');
	if (rq->match.route->body != NULL) {
		h = model_fingerprint(rq->match.route->body, rq->in);
		buf_add(&all, h.b, sizeof(h.b));
	}
	for (size_t i = 0; i < rq->body_tree.nfiles; i++) {
		const struct body_file *f = &rq->body_tree.files[i];

		h = hash_of(f->data, f->len);
		buf_add(&all, h.b, sizeof(h.b));
	}
	rq->idempotency.fingerprint = hash_of(buf_str(&all), all.len);
	failed = all.failed;
	buf_free(&all);
	return failed ? err_new(rq->arena, ERR_UNAVAILABLE, "no memory for a fingerprint") : NULL;
}

const struct err *
idempotency_read(struct request *rq)
{
	const char *v = request_header(rq, "Idempotency-Key");
	const char *pointer = "Idempotency-Key";
	struct json_object *field;

	if (v == NULL && rq->body_tree.kind != BODY_JSON && rq->body_tree.tree != NULL &&
	    json_object_object_get_ex(rq->body_tree.tree, IDEMPOTENCY_FIELD, &field) &&
	    json_object_is_type(field, json_type_string) && json_object_get_string_len(field) > 0) {
		v = json_object_get_string(field);
		pointer = "/" IDEMPOTENCY_FIELD;
	}
	if (v == NULL)
		return NULL;
	rq->idempotency.key = idempotency_key_parse(rq->arena, v);
	if (rq->idempotency.key == NULL)
		return err_fault(rq->arena, pointer, "not_a_key");
	rq->idempotency.present = true;
	return fingerprint(rq);
}
