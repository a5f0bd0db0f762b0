/*
 * request: from the variables of the transport to a struct request.
 *
 * What comes from outside is taken over only in its proper form; an odd
 * optional header counts as absent.  Nothing here looks at the route.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/text.h"
#include "http/accept.h"
#include "http/conn.h"
#include "http/request.h"
#include "http/url.h"

#define HEADER_NAME_MAX 64
#define REQUEST_ID_MAX 64

static const char *
param(struct request *rq, const char *name)
{
	const char *v = rq->conn->ops->param(rq->conn, name);

	return v != NULL && *v != '\0' ? v : NULL;
}

const char *
request_header(struct request *rq, const char *name)
{
	char var[sizeof("HTTP_") + HEADER_NAME_MAX] = "HTTP_";
	size_t n = sizeof("HTTP_") - 1;

	/* The two that CGI passes without the prefix. */
	if (strcasecmp(name, "Content-Type") == 0)
		return param(rq, "CONTENT_TYPE");
	if (strcasecmp(name, "Content-Length") == 0)
		return param(rq, "CONTENT_LENGTH");
	for (; *name != '\0' && n < sizeof(var) - 1; name++)
		var[n++] = *name == '-' ? '_' : (char)toupper((unsigned char)*name);
	var[n] = '\0';
	return *name == '\0' ? param(rq, var) : NULL;
}

const char *
request_cookie(struct request *rq, const char *name)
{
	const char *p = param(rq, "HTTP_COOKIE");
	const char *prefix = rq->secure ? "__Host-" : "";
	size_t np = strlen(prefix), nn = strlen(name);

	while (p != NULL && *p != '\0') {
		size_t len;

		p += strspn(p, " \t;");
		len = strcspn(p, ";");
		if (len > np + nn && strncmp(p, prefix, np) == 0 &&
		    strncmp(p + np, name, nn) == 0 && p[np + nn] == '=') {
			const char *v = p + np + nn + 1, *end = p + len;

			while (end > v && (end[-1] == ' ' || end[-1] == '\t'))
				end--;
			if (end - v >= 2 && *v == '"' && end[-1] == '"') {
				v++;
				end--;
			}
			return arena_memdup(rq->arena, v, (size_t)(end - v));
		}
		p += len;
	}
	return NULL;
}

const char *
request_param(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->match.nparams; i++)
		if (strcmp(rq->match.param[i].name, name) == 0)
			return rq->match.param[i].value;
	return "";
}

bool
request_uuid(const struct request *rq, const char *name, struct uuid *out)
{
	return uuid_parse(request_param(rq, name), out);
}

static enum http_method
method_of(const char *name, bool *head)
{
	static const char *const names[HTTP__MAX] = {
		[HTTP_GET] = "GET",
		[HTTP_POST] = "POST",
		[HTTP_PUT] = "PUT",
		[HTTP_PATCH] = "PATCH",
		[HTTP_DELETE] = "DELETE",
	};

	*head = strcmp(name, "HEAD") == 0;
	if (*head)
		return HTTP_GET;
	for (int m = 0; m < HTTP__MAX; m++)
		if (strcmp(name, names[m]) == 0)
			return (enum http_method)m;
	return HTTP__MAX;
}

/* Where the path comes from: behind a script's own name (CGI) the server has
 * cut and decoded it; otherwise it is what the client asked for. NULL = none that could be meant. */
static const char *
path_of(struct request *rq)
{
	const char *info = param(rq, "PATH_INFO"), *uri = param(rq, "REQUEST_URI");
	const char *host;

	if (info != NULL)
		return text_length(info) >= 0 ? info : NULL;
	if (uri == NULL)
		uri = "/";
	if (*uri != '/' && (host = strstr(uri, "://")) != NULL)	/* absolute form */
		uri = host + 3 + strcspn(host + 3, "/?");
	if (*uri != '/')
		return NULL;
	return url_decode(rq->arena, uri, strcspn(uri, "?#"), false);
}

/* 1-64 of [A-Za-z0-9._-]. */
static bool
id_valid(const char *id)
{
	size_t n = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

	return n >= 1 && n <= REQUEST_ID_MAX && id[n] == '\0';
}

static const char *
id_of(struct request *rq)
{
	const char *id = param(rq, "HTTP_X_REQUEST_ID");
	char text[UUID_TEXT];
	struct uuid made;

	if (id != NULL && id_valid(id))
		return id;
	made = uuid_new();
	id = arena_strdup(rq->arena, uuid_text(&made, text));
	return id != NULL ? id : "-";
}

/* n lower-case hexadecimal digits, not all of them zero where `some` is set. */
static bool
hex_field(const char *p, size_t n, bool some)
{
	return strspn(p, "0123456789abcdef") >= n && !(some && strspn(p, "0") >= n);
}

/* W3C Trace Context, 3.2: version-trace-parent-flags. */
static bool
traceparent_valid(const char *t)
{
	size_t n = strlen(t);

	return n >= 55 && hex_field(t, 2, false) && strncmp(t, "ff", 2) != 0 && t[2] == '-' &&
	    hex_field(t + 3, 32, true) && t[35] == '-' && hex_field(t + 36, 16, true) && t[52] == '-' &&
	    hex_field(t + 53, 2, false) && (n == 55 || (strncmp(t, "00", 2) != 0 && t[55] == '-' && n <= 512));
}

static bool
is_https(struct request *rq, const struct conf *conf)
{
	const char *https = param(rq, "HTTPS"), *scheme = param(rq, "REQUEST_SCHEME");

	return (https != NULL && (strcasecmp(https, "on") == 0 || strcmp(https, "1") == 0)) ||
	    (scheme != NULL && strcasecmp(scheme, "https") == 0) ||
	    strncasecmp(conf->public_url, "https://", 8) == 0;
}

static const char *
origin_of(struct request *rq, const struct conf *conf)
{
	const char *host = param(rq, "HTTP_HOST");
	const char *origin;

	if (conf->public_url[0] != '\0') {
		const char *rest = strstr(conf->public_url, "://");
		size_t n = rest == NULL ? strcspn(conf->public_url, "/") :
		    (size_t)(rest - conf->public_url) + 3 + strcspn(rest + 3, "/");

		origin = arena_memdup(rq->arena, conf->public_url, n);
	} else {
		if (host == NULL || host[strspn(host,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]")] != '\0')
			host = "localhost";
		origin = arena_printf(rq->arena, "%s://%s", rq->secure ? "https" : "http", host);
	}
	return origin != NULL ? origin : "";
}

const struct err *
request_open(struct request *rq, struct arena *arena, struct conn *conn,
    const struct conf *conf, void *site)
{
	const char *method;

	*rq = (struct request){
		.arena = arena,
		.site = site,
		.conn = conn,
		.method = HTTP__MAX,
		.path = "",
		.query = "",
		.address = "",
	};
	rq->id = id_of(rq);
	rq->lang = accept_lang(param(rq, "HTTP_ACCEPT_LANGUAGE"));
	rq->secure = is_https(rq, conf);
	rq->origin = origin_of(rq, conf);
	if (param(rq, "REMOTE_ADDR") != NULL)
		rq->address = param(rq, "REMOTE_ADDR");
	if (param(rq, "QUERY_STRING") != NULL)
		rq->query = param(rq, "QUERY_STRING");
	rq->traceparent = param(rq, "HTTP_TRACEPARENT");
	if (rq->traceparent != NULL && !traceparent_valid(rq->traceparent))
		rq->traceparent = NULL;
	rq->if_match = param(rq, "HTTP_IF_MATCH");
	rq->if_none_match = param(rq, "HTTP_IF_NONE_MATCH");

	method = param(rq, "REQUEST_METHOD");
	if (method == NULL)
		return err_new(arena, ERR_INVALID_REQUEST, "There is no request method.");
	rq->method = method_of(method, &rq->head);
	rq->path = path_of(rq);
	if (rq->path == NULL) {
		rq->path = "";
		return err_static(ERR_ENTITY_NOT_FOUND);
	}
	return NULL;
}
