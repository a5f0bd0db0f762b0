/*
 * problem: errors as clients see them.
 */
#include <string.h>

#include "base/buf.h"
#include "base/jsonw.h"
#include "http/fault_say.h"
#include "http/fault_text.h"
#include "http/problem.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/serve.h"

/* Errors that pass by themselves say when to come back, even when who made them had no better idea: seconds. */
#define RETRY_AFTER 1

const char *
problem_message(const struct request *rq, const struct err *e)
{
	const struct err_kind *kind = err_kind(e->code);
	const char *better = kind->flags & ERR_F_TELL ? detail_text(e->detail, rq->lang == LANG_EN) : NULL;

	if (better != NULL)
		return better;
	return rq->lang == LANG_EN ? kind->message_en : kind->message_ko;
}

const char *
problem_detail(const struct err *e)
{
	return (err_kind(e->code)->flags & ERR_F_TELL) && detail_text(e->detail, true) == NULL ? e->detail : NULL;
}

static void
write_faults(struct jsonw *w, const struct request *rq, const struct err *e)
{
	json_key(w, "errors");
	json_open(w, '[');
	for (size_t i = 0; i < e->nfaults; i++) {
		json_open(w, '{');
		json_key(w, "pointer");
		json_str(w, e->faults[i].pointer);
		json_key(w, "reason");
		json_str(w, e->faults[i].reason);
		json_key(w, "message");
		json_str(w, fault_say(rq, &e->faults[i]));
		json_close(w, '}');
	}
	json_close(w, ']');
}

void
problem_json(struct buf *out, const struct request *rq, const struct err *e)
{
	const struct err_kind *kind = err_kind(e->code);
	struct jsonw w = { out, false };

	json_open(&w, '{');
	json_key(&w, "type");
	buf_printf(out, "\"/problems/%s\"", kind->slug);
	w.comma = true;
	json_key(&w, "title");
	json_str(&w, kind->title);
	json_key(&w, "status");
	json_int(&w, kind->status);
	if (problem_detail(e) != NULL) {
		json_key(&w, "detail");
		json_str(&w, e->detail);
	}
	json_key(&w, "success");
	json_bool(&w, false);
	json_key(&w, "code");
	json_str(&w, kind->name);
	json_key(&w, "message");
	json_str(&w, problem_message(rq, e));
	json_key(&w, "requestId");
	json_str(&w, rq->id);
	if (e->nfaults > 0)
		write_faults(&w, rq, e);
	if (e->extra != NULL) {
		buf_putc(out, ',');
		e->extra(out, e->extra_arg);
	}
	json_close(&w, '}');
}

static void
write_headers(struct buf *out, const struct err *e)
{
	const struct err_kind *kind = err_kind(e->code);
	int after = e->retry_after;

	if (after == 0 && (kind->flags & ERR_F_RETRY))
		after = RETRY_AFTER;
	if (after > 0)
		buf_printf(out, "Retry-After: %d\r\n", after);
	if (e->allow != NULL)
		reply_header(out, "Allow", e->allow);
	if (kind->status == 401)
		buf_puts(out, "WWW-Authenticate: Bearer realm=\"banquet\"\r\n");
}

void
problem_render(const struct app *app, struct request *rq, const struct err *e, struct reply *out)
{
	reply_clear(out);
	out->status = err_kind(e->code)->status;
	write_headers(&out->headers, e);
	if (rq->wants_html && app->plain_page != NULL) {
		out->type = "text/html; charset=utf-8";
		if (app->error_page == NULL || app->error_page(rq, e, &out->body) == NULL) {
			buf_reset(&out->body);
			app->plain_page(&out->body, rq, e);
		}
	} else {
		out->type = "application/problem+json";
		problem_json(&out->body, rq, e);
	}
}
