/*
 * http_client: see http_client.h.
 */
#include "remote/http_client.h"

#include <curl/curl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"

/* A kept connection older than that is not used again: servers close theirs after a minute or so. */
#define IDLE_SECONDS 20L

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;
static bool ready;

/* libcurl copies headers and short bodies, and frees them as they are.  With these nothing
 * that was secret is left in free memory. */
static void
wiping_free(void *p)
{
	if (p != NULL)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *
wiping_realloc(void *p, size_t n)
{
	size_t had = p != NULL ? malloc_usable_size(p) : 0;
	void *to = malloc(n);

	if (to == NULL)
		return NULL;
	if (p != NULL)
		memcpy(to, p, had < n ? had : n);
	wiping_free(p);
	return to;
}

static void
handle_free(void *h)
{
	curl_easy_cleanup(h);
}

static void
start_once(void)
{
	ready = curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc, strdup, calloc) == CURLE_OK &&
	    pthread_key_create(&handle_key, handle_free) == 0;
}

bool
http_client_ready(void)
{
	return pthread_once(&once, start_once) == 0 && ready;
}

/* This thread's handle; NULL when there is none to be had. */
static CURL *
handle_of_thread(void)
{
	CURL *h;

	if (!http_client_ready())
		return NULL;
	if ((h = pthread_getspecific(handle_key)) != NULL)
		return h;
	if ((h = curl_easy_init()) != NULL && pthread_setspecific(handle_key, h) != 0) {
		curl_easy_cleanup(h);
		h = NULL;
	}
	return h;
}

void
http_client_close(void)
{
	CURL *h = NULL;

	if (http_client_ready() && (h = pthread_getspecific(handle_key)) != NULL &&
	    pthread_setspecific(handle_key, NULL) == 0)
		curl_easy_cleanup(h);
}

/* What a call under way knows. */
struct call {
	struct buf	 body;
	int		 tries;		/* connections on which the request was about to be sent */
	bool		 once;		/* more than one try is refused */
	bool		 too_large;
	bool		 head;		/* the answer's head has come to its end */
	int		 retry_after;	/* s */
};

/* libcurl calls this when there is a connection, TLS included, and before the first byte of the request. */
static int
before_request(void *arg, char *to_ip, char *from_ip, int to_port, int from_port)
{
	struct call *c = arg;

	(void)to_ip, (void)from_ip, (void)to_port, (void)from_port;
	if (c->tries > 0 && c->once)
		return CURL_PREREQFUNC_ABORT;
	c->tries++;
	return CURL_PREREQFUNC_OK;
}

static size_t
take_body(char *p, size_t one, size_t n, void *arg)
{
	struct call *c = arg;

	buf_add(&c->body, p, one * n);
	c->too_large = c->body.failed;
	return c->body.failed ? CURL_WRITEFUNC_ERROR : one * n;
}

/* One line of the head.  A connection that ends within a head would pass for an answer without a body. */
static size_t
take_head(char *p, size_t one, size_t n, void *arg)
{
	struct call *c = arg;

	static const char wait[] = "retry-after:";

	c->head = one * n <= 2 && (*p == '\r' || *p == '\n');
	if (one * n > sizeof(wait) && one * n < 64 && strncasecmp(p, wait, sizeof(wait) - 1) == 0) {
		char text[64];
		memcpy(text, p + sizeof(wait) - 1, one * n - (sizeof(wait) - 1));
		text[one * n - (sizeof(wait) - 1)] = '\0';
		/* A date is not looked at. */
		long s = strtol(text, NULL, 10);
		c->retry_after = s > 0 && s < 86400 ? (int)s : 0;
	}
	return one * n;
}

/* Appends "Name: value"; false when memory is out, or when a line break would begin another header. */
static bool
add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct buf line = { 0 };
	struct curl_slist *longer = NULL;

	/* "Name;" is libcurl's way to say an empty value; "Name:" would take the header away. */
	buf_printf(&line, *value != '\0' ? "%s: %s" : "%s;%s", name, value);
	if (!line.failed && strpbrk(buf_str(&line), "\r\n") == NULL &&
	    (longer = curl_slist_append(*list, buf_str(&line))) != NULL)
		*list = longer;
	buf_wipe(&line);
	return longer != NULL;
}

static bool
headers_of(const struct http_ask *ask, struct curl_slist **out)
{
	struct curl_slist *list = NULL;
	/* No "Expect: 100-continue", and no type of libcurl's choice. */
	bool fine = (list = curl_slist_append(NULL, "Expect:")) != NULL;

	for (int i = 0; fine && i < HTTP_ASK_HEADERS && ask->headers[i].name != NULL; i++)
		if (ask->headers[i].value != NULL)
			fine = add_header(&list, ask->headers[i].name, ask->headers[i].value);
	if (!fine) {
		curl_slist_free_all(list);
		return false;
	}
	*out = list;
	return true;
}

#define SET(option, value) (bad |= curl_easy_setopt(h, (option), (value)))

static bool
set_up(CURL *h, const struct http_ask *ask, struct curl_slist *headers, struct call *c)
{
	unsigned bad = CURLE_OK;

	curl_easy_reset(h);		/* options only; connections are kept */
	SET(CURLOPT_URL, ask->url);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (ask->ca_file != NULL && *ask->ca_file != '\0') {
		SET(CURLOPT_CAINFO, ask->ca_file);
		SET(CURLOPT_CAPATH, NULL);
	}
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)ask->connect_ms);
	SET(CURLOPT_TIMEOUT_MS, (long)ask->timeout_ms);
	SET(CURLOPT_MAXAGE_CONN, IDLE_SECONDS);
	SET(CURLOPT_USERAGENT, "banquet");
	SET(CURLOPT_HTTPHEADER, headers);
	SET(CURLOPT_PREREQFUNCTION, before_request);
	SET(CURLOPT_PREREQDATA, c);
	SET(CURLOPT_HEADERFUNCTION, take_head);
	SET(CURLOPT_HEADERDATA, c);
	SET(CURLOPT_WRITEFUNCTION, take_body);
	SET(CURLOPT_WRITEDATA, c);
	if (ask->body != NULL) {
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->len);
		SET(CURLOPT_POSTFIELDS, ask->body);
	} else if (strcmp(ask->method, "POST") == 0) {
		SET(CURLOPT_POSTFIELDSIZE, 0L);
		SET(CURLOPT_POSTFIELDS, "");
	}
	SET(CURLOPT_CUSTOMREQUEST, ask->method);
	return bad == CURLE_OK;
}

static void
read_answer(CURL *h, struct arena *arena, const struct call *c, struct http_answer *out)
{
	const char *type = NULL;
	long status = 0;

	(void)curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
	out->retry_after = c->retry_after;
	out->status = (int)status;
	out->len = c->body.len;
	out->body = arena_memdup(arena, buf_str(&c->body), c->body.len);
	out->content_type = arena_strdup(arena, type);
	if (out->body == NULL || (type != NULL && out->content_type == NULL)) {
		*out = (struct http_answer){ .outcome = OUTCOME_UNKNOWN, .status = (int)status, .why = "no memory for the answer",
		    .took_ms = out->took_ms };
		return;
	}
	out->outcome = OUTCOME_ANSWERED;
}

void
http_client_call(struct arena *arena, const struct http_ask *ask, struct http_answer *out)
{
	struct call c = { .body.cap = ask->cap != 0 ? ask->cap : HTTP_ASK_CAP, .once = strcmp(ask->method, "GET") != 0 };
	struct curl_slist *headers = NULL;
	curl_off_t took = 0;
	CURL *h = handle_of_thread();

	*out = (struct http_answer){ .outcome = OUTCOME_NOT_SENT, .why = "the client could not start" };
	if (h == NULL || !headers_of(ask, &headers) || !set_up(h, ask, headers, &c))
		goto done;
	CURLcode code = curl_easy_perform(h);
	(void)curl_easy_getinfo(h, CURLINFO_TOTAL_TIME_T, &took);
	out->took_ms = (int64_t)took / 1000;
	if (code == CURLE_OK && c.head) {
		out->why = NULL;
		read_answer(h, arena, &c, out);
		goto done;
	}
	out->outcome = c.tries > 0 ? OUTCOME_UNKNOWN : OUTCOME_NOT_SENT;
	out->why = c.too_large ? "the answer is too large" : code == CURLE_OK ? "the answer broke off" : curl_easy_strerror(code);
done:
	curl_slist_free_all(headers);
	buf_wipe(&c.body);
	if (h == NULL)
		return;
	/* Neither the caller's memory nor this call's is known to the handle any more.  Over TLS a body
	 * goes through a buffer that lives as long as the handle: after a secret both go. */
	curl_easy_reset(h);
	if (ask->secret && strncasecmp(ask->url, "https:", 6) == 0)
		http_client_close();
}
