/*
 * cake.fcgi: customers' pictures for their cakes.
 *
 * The one program that decodes what strangers send.  It has an account of its own at the database, which
 * knows of pictures and of who is signed in, and of nothing else.
 * Source: the CakeRouter of the dinner requirements.
 */
#include <string.h>

#include "api/cake_api.h"
#include "api/painting_api.h"
#include "base/arena.h"
#include "base/conf.h"
#include "http/auth.h"
#include "image/picture.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "cake.h"
#include "cake_paint.h"
#include "site.h"

#define GUEST_COOKIE_AGE (30 * 24 * 3600)	/* s */

/* Whose a picture of this caller's is; *token = a guest's, made for one who has none; NULL for members. */
const struct err *
cake_owner(struct request *rq, struct image_owner *owner, const char **token)
{
	*owner = (struct image_owner){ .user_id = rq->caller.user_id };
	*token = NULL;
	if (uuid_is_zero(&owner->user_id) && (*token = site_guest(rq, &owner->guest)) == NULL)
		return site_full();
	return NULL;
}

struct image_owner
cake_caller(const struct request *rq)
{
	return (struct image_owner){ .user_id = rq->caller.user_id, .guest = rq->caller.guest };
}

void
cake_cookie(struct request *rq, struct response *rs, const char *token)
{
	if (token != NULL)
		response_cookie(rq, rs, AUTH_GUEST_COOKIE, token, GUEST_COOKIE_AGE);
}

/* Encodes, keeps and answers it. */
static const struct err *
keep(struct request *rq, struct response *rs, const struct picture *picture, struct image *image)
{
	struct image_files files;
	struct image_answer *answer;
	const char *token;
	const struct err *e;

	if ((e = cake_owner(rq, &image->owner, &token)) != NULL ||
	    (e = picture_encode(rq->arena, picture, &files)) != NULL ||
	    (e = images_save(site_shop(rq), rq->arena, &files, image)) != NULL)
		return e;
	if ((answer = image_answer(rq->arena, image, token)) == NULL)
		return site_full();
	cake_cookie(rq, rs, token);
	answer->message = rq->lang == LANG_EN ? "Your picture has been saved." : "이미지가 저장되었습니다.";
	rs->answer = answer;
	rs->location = answer->image_path;
	rs->page = arena_printf(rq->arena, "/cake?image=%s", answer->filename);
	return rs->page == NULL ? site_full() : NULL;
}

/* The one file of the body, in the field `file`. */
const struct err *
cake_sent_file(struct request *rq, const struct body_file **out)
{
	const struct body *b = &rq->body_tree;
	int64_t limit = site_shop(rq)->conf->image_limit;

	if (body_kind(request_header(rq, "Content-Type")) != BODY_MULTIPART)
		return err_new(rq->arena, ERR_UNSUPPORTED_MEDIA_TYPE, "Send multipart/form-data with the picture as the field file.");
	if (b->nfiles > 1)
		return err_fault(rq->arena, "/file", "too_many");
	if (b->nfiles == 0 || strcmp(b->files[0].field, "file") != 0)
		return err_fault(rq->arena, "/file", "required");
	if ((int64_t)b->files[0].len > limit)
		return err_new(rq->arena, ERR_PAYLOAD_TOO_LARGE, "At most %lld bytes are taken as a picture.", (long long)limit);
	*out = &b->files[0];
	return NULL;
}

static const struct err *
upload_post(struct request *rq, struct response *rs)
{
	struct image image = { .kind = IMAGE_UPLOAD };
	const struct body_file *file;
	struct picture picture;
	const struct err *e;

	if ((e = cake_sent_file(rq, &file)) != NULL ||
	    (e = picture_read(rq->arena, "/file", file->data, file->len, &picture)) != NULL)
		return e;
	return keep(rq, rs, &picture, &image);
}

static const struct route routes[] = {
#define ROUTE(m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_) \
	{ HTTP_##m, p, h, who_, flags_, query_, body_, answer_, status_, errors_, summary_ },
#include "api/routes/cake.def"
#undef ROUTE
};

static int
cake_start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	if (picture_start(conf, why, whylen) != 0)
		return -1;
	return site_start(conf, site, why, whylen);
}

static void
cake_stop(void *site)
{
	site_stop(site);
	picture_stop();
}

const struct app cake_app = {
	.name = "cake", .routes = routes, .nroutes = sizeof(routes) / sizeof(routes[0]),
	.start = cake_start, .stop = cake_stop, .identify = site_identify, .ready = site_ready, .metrics = site_metrics,
	.plain_page = problem_page
};
