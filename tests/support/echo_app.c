/*
 * echo_app: a small program over serve(), for the tests of serving: says
 * again what it was sent, takes its time when asked to, counts its calls.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/conf.h"
#include "http/model.h"
#include "http/serve.h"

struct echo { const char *text; int64_t n; };
static const struct model_field echo_rows[] = {
	{ FIELD_STR(struct echo, text), .flags = MODEL_REQUIRED, .min = 1, .max = 60000 },
	{ FIELD_INT(struct echo, n), .min = 0, .max = 100 },
};
static const struct model echo_model = MODEL(struct echo, "Echo", echo_rows);

struct slow { int64_t ms; };
static const struct model_field slow_rows[] = {
	{ FIELD_INT(struct slow, ms), .min = 0, .max = 5000 },
};
static const struct model slow_model = MODEL(struct slow, "Slow", slow_rows);

struct count { int64_t calls, process; };
static const struct model_field count_rows[] = {
	{ FIELD_INT(struct count, calls) },
	{ FIELD_INT(struct count, process) },
};
static const struct model count_model = MODEL(struct count, "Count", count_rows);

static atomic_int calls;

static const struct err *
echo(struct request *rq, struct response *rs)
{
	atomic_fetch_add(&calls, 1);
	rs->answer = rq->in;
	return NULL;
}

static const struct err *
slow(struct request *rq, struct response *rs)
{
	const struct slow *in = rq->params;
	struct timespec pause = { .tv_sec = in->ms / 1000, .tv_nsec = in->ms % 1000 * 1000000 };

	(void)rs;
	nanosleep(&pause, NULL);
	return NULL;
}

static const struct err *
patient(struct request *rq, struct response *rs)
{
	(void)rs;
	serve_pause(((const struct slow *)rq->params)->ms);
	return NULL;
}

static const struct err *
count(struct request *rq, struct response *rs)
{
	struct count *out = ARENA_NEW(rq->arena, struct count);

	if (out == NULL)
		return err_static(ERR_UNAVAILABLE);
	out->calls = atomic_load(&calls);
	out->process = getpid();
	rs->answer = out;
	return NULL;
}

#define BIG (1u << 20)
static const struct err *
big(struct request *rq, struct response *rs)
{
	char *page = arena_alloc(rq->arena, BIG + 1);

	if (page == NULL)
		return err_static(ERR_UNAVAILABLE);
	memset(page, 'x', BIG);
	rs->body = page;
	rs->body_len = BIG;
	rs->type = "text/plain";
	return NULL;
}

static const struct route routes[] = {
	{ HTTP_POST, "/echo", echo, .body = &echo_model, .answer = &echo_model, .status = 200 },
	{ HTTP_GET, "/slow", slow, .query = &slow_model, .status = 200 },
	{ HTTP_GET, "/pause", patient, .query = &slow_model, .status = 200 },
	{ HTTP_GET, "/count", count, .answer = &count_model, .status = 200 },
	{ HTTP_GET, "/big", big, .status = 200 },
};

static int
start(const struct conf *conf, void **site, char *why, size_t whylen)
{
	(void)site;
	if (strcmp(conf->db_name, "nowhere") != 0)
		return 0;
	(void)snprintf(why, whylen, "there is no database of that name");
	return -1;
}

int
main(int argc, char **argv)
{
	static const struct app app = {
		.name = "echo",
		.routes = routes,
		.nroutes = sizeof(routes) / sizeof(routes[0]),
		.start = start,
	};

	return serve(&app, argc, argv);
}
