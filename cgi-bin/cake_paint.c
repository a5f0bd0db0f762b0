/*
 * cake_paint: asking for a picture, waiting for it, and coming back for it.
 *
 * Every picture is a job of the painter's.  A call waits for its own as long as it likes (Prefer: respond-async, wait=N)
 * and the shop allows; what is not there by then is answered 202 with the job.
 */
#include "cake_paint.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/painting_api.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "cake.h"
#include "domain/painting.h"
#include "http/serve.h"
#include "image/picture.h"
#include "shop/images.h"
#include "shop/paintings.h"
#include "shop/shop.h"
#include "site.h"

/* How long the caller waits, in ms (RFC 7240). */
static int64_t
patience(struct request *rq)
{
	int64_t most = site_shop(rq)->conf->painter_wait_ms;
	const char *prefer = request_header(rq, "Prefer"), *wait;

	/* A browser's form goes to the page that shows how far it is. */
	if (rq->wants_html || (prefer != NULL && strcasestr(prefer, "respond-async") != NULL))
		return 0;
	if (prefer != NULL && (wait = strcasestr(prefer, "wait=")) != NULL) {
		long s = strtol(wait + 5, NULL, 10);
		if (s >= 0 && s * 1000 < most)
			most = s * 1000;
	}
	return most;
}

/* Until it is at its end, or the time is over.  No connection is held meanwhile. */
static const struct err *
await(struct request *rq, const struct image_owner *owner, int64_t ms, const struct painting **p)
{
	int64_t until = clock_monotonic_us() + ms * 1000;
	const struct err *e = NULL;

	for (int64_t pause = 60; e == NULL && (*p)->status != PAINTING_DONE && (*p)->status != PAINTING_FAILED; pause = pause < 300 ? pause + 40 : 300) {
		int64_t left = (until - clock_monotonic_us()) / 1000;
		if (left <= 0)
			break;
		serve_pause(left < pause ? left : pause);
		e = painting_find(site_shop(rq), rq->arena, owner, &(*p)->id, p);
	}
	return e;
}

static const struct err *
view(struct request *rq, const struct painting *p, struct painting_view *out)
{
	const struct image *image;
	const struct err *e = painting_image(site_shop(rq), rq->arena, p, &image);

	if (e == NULL && !painting_view(rq->arena, p, image, rq->lang == LANG_EN, out))
		e = site_full();
	return e;
}

static const struct err *
ask(struct request *rq, struct response *rs, struct painting_ask *wish, const char *token)
{
	struct painting_view *answer = ARENA_NEW(rq->arena, struct painting_view);
	const struct painting *p;
	char id[UUID_TEXT];
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = painting_ask(site_shop(rq), rq->arena, wish, &p)) != NULL ||
	    (e = await(rq, &wish->owner, patience(rq), &p)) != NULL)
		return e;
	cake_cookie(rq, rs, token);
	if (p->status == PAINTING_FAILED)
		return painting_failure(rq->arena, p);
	if ((e = view(rq, p, answer)) != NULL)
		return e;
	answer->order_token = token;
	uuid_text(&p->id, id);
	rs->answer = answer;
	rs->page = arena_printf(rq->arena, "/cake?job=%s", id);
	if (p->status == PAINTING_DONE) {
		answer->message = rq->lang == LANG_EN ? "Your picture has been painted." : "그림이 완성되었습니다.";
		rs->location = answer->image_path;
	} else {
		answer->message = rq->lang == LANG_EN ? "Your picture is being painted." : "그림을 그리고 있습니다.";
		rs->status = 202;
		rs->location = arena_printf(rq->arena, "/api/cake/customizations/jobs/%s", id);
		response_header(rs, "Retry-After", "1");
	}
	return rs->location == NULL || rs->page == NULL ? site_full() : NULL;
}

const struct err *
generate_post(struct request *rq, struct response *rs)
{
	const struct generate_request *in = rq->in;
	struct painting_ask wish = { .address = rq->address, .prompt = in->prompt, .ratio = in->aspect_ratio };
	const char *token;
	const struct err *e;

	if ((e = cake_owner(rq, &wish.owner, &token)) != NULL)
		return e;
	return ask(rq, rs, &wish, token);
}

/* A picture sent along is kept like any upload, and changed then. */
static const struct err *
keep_sent(struct request *rq, const struct image_owner *owner, const char **id)
{
	struct image *image = ARENA_NEW(rq->arena, struct image);
	const struct body_file *file;
	struct image_files files;
	struct picture picture;
	const struct err *e;

	if (image == NULL)
		return site_full();
	*image = (struct image){ .owner = *owner, .kind = IMAGE_UPLOAD };
	if ((e = cake_sent_file(rq, &file)) != NULL ||
	    (e = picture_read(rq->arena, "/file", file->data, file->len, &picture)) != NULL ||
	    (e = picture_encode(rq->arena, &picture, &files)) != NULL ||
	    (e = images_save(site_shop(rq), rq->arena, &files, image)) != NULL)
		return e;
	*id = image->id;
	return NULL;
}

const struct err *
edit_post(struct request *rq, struct response *rs)
{
	const struct edit_request *in = rq->in;
	struct painting_ask wish = { .address = rq->address, .prompt = in->prompt, .ratio = in->aspect_ratio, .source_path = in->existing_image_path,
	    .visitor = rq->caller.guest };
	const char *token;
	const struct err *e;

	if (rq->body_tree.nfiles == 0 && in->existing_image_path == NULL)
		return err_fault(rq->arena, "/existing_image_path", "required");
	if (rq->body_tree.nfiles > 0 && in->existing_image_path != NULL)
		return err_fault(rq->arena, "/existing_image_path", "too_many");
	if ((e = cake_owner(rq, &wish.owner, &token)) != NULL ||
	    (rq->body_tree.nfiles > 0 && (e = keep_sent(rq, &wish.owner, &wish.source_id)) != NULL))
		return e;
	return ask(rq, rs, &wish, token);
}

const struct err *
painting_get(struct request *rq, struct response *rs)
{
	struct painting_view *answer = ARENA_NEW(rq->arena, struct painting_view);
	struct image_owner owner = cake_caller(rq);
	const struct painting *p;
	struct uuid id;
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = site_uuid(rq, "job_id", &id)) != NULL ||
	    (e = painting_find(site_shop(rq), rq->arena, &owner, &id, &p)) != NULL ||
	    (e = view(rq, p, answer)) != NULL)
		return e;
	rs->answer = answer;
	return NULL;
}

const struct err *
painting_list_get(struct request *rq, struct response *rs)
{
	const struct painting_list_query *q = rq->params;
	struct painting_list *answer = ARENA_NEW(rq->arena, struct painting_list);
	struct image_owner owner = cake_caller(rq);
	const struct painting *v;
	struct painting_view *views;
	size_t n;
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = paintings_of(site_shop(rq), rq->arena, &owner, &q->cursor, q->limit, &v, &n, &answer->next_cursor)) != NULL)
		return e;
	if ((views = ARENA_ARRAY(rq->arena, struct painting_view, n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < n; i++)
		if ((e = view(rq, &v[i], &views[i])) != NULL)
			return e;
	answer->jobs = (struct list){ views, n };
	rs->answer = answer;
	rs->link_next = site_next(rq, &answer->next_cursor, NULL, q->limit);
	return NULL;
}

const struct err *
image_list_get(struct request *rq, struct response *rs)
{
	const struct image_list_query *q = rq->params;
	struct image_list *answer = ARENA_NEW(rq->arena, struct image_list);
	struct image_owner owner = cake_caller(rq);
	const struct image *v;
	struct image_view *views;
	size_t n;
	const struct err *e;

	if (answer == NULL)
		return site_full();
	if ((e = images_of(site_shop(rq), rq->arena, &owner, q->cursor, q->limit, &v, &n, &answer->next_cursor)) != NULL)
		return e;
	if ((views = ARENA_ARRAY(rq->arena, struct image_view, n + 1)) == NULL)
		return site_full();
	for (size_t i = 0; i < n; i++)
		if (!image_view(rq->arena, &v[i], &views[i]))
			return site_full();
	answer->images = (struct list){ views, n };
	rs->answer = answer;
	if (answer->next_cursor != NULL &&
	    (rs->link_next = arena_printf(rq->arena, "limit=%lld&cursor=%s", (long long)q->limit, answer->next_cursor)) == NULL)
		return site_full();
	return NULL;
}
