/*
 * problem_page: the built-in page around an error.
 */
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "http/fault_say.h"
#include "http/problem.h"
#include "http/request.h"
#include "page/form_page.h"
#include "page/problem_page.h"

#define T(rq, ko, en) ((rq)->lang == LANG_EN ? (en) : (ko))

/* Whether the form holds the field a fault points at. */
static bool
form_has(const struct buf *form, const char *pointer)
{
	struct buf id = { 0 };
	bool has;

	buf_puts(&id, "id=\"");
	form_page_id(&id, pointer);
	buf_putc(&id, '"');
	has = !id.failed && strstr(buf_str(form), buf_str(&id)) != NULL;
	buf_free(&id);
	return has;
}

static void
write_summary(struct buf *out, const struct request *rq, const struct err *e, const struct buf *form)
{
	buf_puts(out, "<section class=\"error-summary\" role=\"alert\" aria-labelledby=\"error-summary\">\n"
	    "<h2 id=\"error-summary\">");
	buf_puts(out, T(rq, "고쳐야 할 항목", "What to correct"));
	buf_puts(out, "</h2>\n<ul>\n");
	for (size_t i = 0; i < e->nfaults; i++) {
		bool linked = form_has(form, e->faults[i].pointer);

		buf_puts(out, "<li>");
		if (linked) {
			buf_puts(out, "<a href=\"#");
			form_page_id(out, e->faults[i].pointer);
			buf_puts(out, "\">");
		}
		form_page_label(out, rq, e->faults[i].pointer);
		text_html(out, fault_say(rq, &e->faults[i]));
		buf_puts(out, linked ? "</a></li>\n" : "</li>\n");
	}
	buf_puts(out, "</ul>\n</section>\n");
}

void
problem_page_main(struct buf *out, const struct request *rq, const struct err *e)
{
	struct buf form = { 0 };

	if (form_page_fits(rq))
		form_page(&form, rq, e);
	buf_puts(out, "<h1>");
	text_html(out, problem_message(rq, e));
	buf_puts(out, "</h1>\n");
	if (problem_detail(e) != NULL) {
		buf_puts(out, "<p class=\"error-detail\">");
		text_html(out, e->detail);
		buf_puts(out, "</p>\n");
	}
	if (e->nfaults > 0)
		write_summary(out, rq, e, &form);
	buf_add(out, buf_str(&form), form.len);
	out->failed |= form.failed;
	buf_free(&form);
	buf_puts(out, "<p><a href=\"/\">");
	buf_puts(out, T(rq, "처음으로", "Back to the start"));
	buf_puts(out, "</a></p>\n<p class=\"request-id\">");
	buf_puts(out, T(rq, "요청 번호", "Request"));
	buf_puts(out, ": <code>");
	text_html(out, rq->id);
	buf_puts(out, "</code></p>\n");
}

void
problem_page(struct buf *out, const struct request *rq, const struct err *e)
{
	buf_printf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
	    T(rq, "ko", "en"));
	text_html(out, problem_message(rq, e));
	buf_puts(out, " · Banquet</title>\n<link rel=\"stylesheet\" href=\"/assets/banquet.css\">\n"
	    "</head>\n<body>\n<main class=\"problem\">\n");
	problem_page_main(out, rq, e);
	buf_puts(out, "</main>\n</body>\n</html>\n");
}
