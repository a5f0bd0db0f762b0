/* smtp_sink: see smtp_sink.h. */
#include "support/smtp_sink.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/listener.h"
#include "support/must.h"
#include "support/tls_peer.h"

#define TEXT 65536

struct smtp_sink {
	enum smtp_kind	 kind;
	struct listener	 at;
	char		 url[64];
	struct tls_cert	*cert;
	pthread_mutex_t	 lock;		/* of what follows */
	const char	*lines[SMTP_STAGE__MAX];
	int		 ends, taken;
	char		 from[300], to[300], auth[300], text[TEXT];
	char		 copy[TEXT];	/* what was given out */
};

/* A dialogue under way. */
struct talk { struct smtp_sink *s; int fd; struct tls *tls; char in[TEXT]; size_t n; char from[300], to[300]; };

static bool
say(struct talk *t, const char *line)
{
	char out[400];
	int n = snprintf(out, sizeof(out), "%s\r\n", line);

	return (t->tls != NULL ? tls_write(t->tls, out, (size_t)n) : send(t->fd, out, (size_t)n, MSG_NOSIGNAL)) == n;
}

/* A line, without its end; false when the client is gone. */
static bool
hear(struct talk *t, char line[1200])
{
	char *end;

	while ((end = memchr(t->in, '\n', t->n)) == NULL) {
		ssize_t got = -1;
		if (t->n < sizeof(t->in) && (t->tls != NULL || listener_wait(&t->s->at, t->fd, -1)))
			got = t->tls != NULL ? tls_read(t->tls, t->in + t->n, sizeof(t->in) - t->n) : recv(t->fd, t->in + t->n, sizeof(t->in) - t->n, 0);
		if (got <= 0)
			return false;
		t->n += (size_t)got;
	}
	size_t n = (size_t)(end - t->in) + 1;
	snprintf(line, 1200, "%.*s", (int)strcspn(t->in, "\r\n"), t->in);
	memmove(t->in, t->in + n, t->n -= n);
	return true;
}

/* Answers at a stage; false when the dialogue is over. *refused = with another line than the usual one. */
static bool
answer(struct talk *t, enum smtp_stage stage, const char *usual, bool *refused)
{
	const char *line;
	char more[1200];

	pthread_mutex_lock(&t->s->lock);
	line = t->s->lines[stage];
	pthread_mutex_unlock(&t->s->lock);
	*refused = line != NULL;
	if (line == NULL)
		return say(t, usual);
	if (strcmp(line, "close") == 0)
		return false;
	if (*line != '\0')
		return say(t, line);
	while (hear(t, more))
		;
	return false;
}

static bool
take_text(struct talk *t)
{
	char line[1200];
	size_t n = 0;
	bool refused;
	static char text[TEXT];		/* one dialogue at a time */

	for (;;) {
		if (!hear(t, line))
			return false;
		if (strcmp(line, ".") == 0)
			break;
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\r\n", line + (line[0] == '.'));
		must(n < sizeof(text), "size of a message");
	}
	pthread_mutex_lock(&t->s->lock);
	t->s->ends++;
	memcpy(t->s->text, text, n);
	t->s->text[n] = '\0';
	strcpy(t->s->from, t->from);
	strcpy(t->s->to, t->to);
	pthread_mutex_unlock(&t->s->lock);
	if (!answer(t, SMTP_END, "250 taken", &refused))
		return false;
	pthread_mutex_lock(&t->s->lock);
	t->s->taken += !refused;
	pthread_mutex_unlock(&t->s->lock);
	return true;
}

static bool
take_auth(struct talk *t, const char *line)
{
	bool refused;

	/* AUTH PLAIN and what it says, in one line or two. */
	char more[1200] = "";
	if (strchr(line + 5, ' ') == NULL && (!say(t, "334 ") || !hear(t, more)))
		return false;
	pthread_mutex_lock(&t->s->lock);
	snprintf(t->s->auth, sizeof(t->s->auth), "%.290s", *more != '\0' ? more : strrchr(line, ' ') + 1);
	pthread_mutex_unlock(&t->s->lock);
	return answer(t, SMTP_AUTH, "235 welcome", &refused);
}

static bool
obey(struct talk *t, const char *line)
{
	bool refused;

	if (strncasecmp(line, "EHLO", 4) == 0) {
		if (t->s->kind == SMTP_STARTTLS && t->tls == NULL && !say(t, "250-STARTTLS"))
			return false;
		return say(t, "250-AUTH PLAIN") && answer(t, SMTP_EHLO, "250 sink", &refused);
	}
	if (strncasecmp(line, "STARTTLS", 8) == 0)
		return say(t, "220 go on") && (t->tls = tls_accept(t->s->cert, t->fd)) != NULL;
	if (strncasecmp(line, "AUTH", 4) == 0)
		return take_auth(t, line);
	if (strncasecmp(line, "MAIL FROM:", 10) == 0) {
		snprintf(t->from, sizeof(t->from), "%.*s", (int)strcspn(line + 10, " "), line + 10);
		return answer(t, SMTP_MAIL, "250 fine", &refused);
	}
	if (strncasecmp(line, "RCPT TO:", 8) == 0) {
		snprintf(t->to, sizeof(t->to), "%.290s", line + 8);
		return answer(t, SMTP_RCPT, "250 fine", &refused);
	}
	if (strncasecmp(line, "DATA", 4) == 0)
		return answer(t, SMTP_DATA, "354 go on", &refused) && (refused || take_text(t));
	if (strncasecmp(line, "QUIT", 4) == 0) {
		(void)say(t, "221 bye");
		return false;
	}
	return say(t, "502 what?");
}

static void
serve(void *arg, int fd)
{
	struct smtp_sink *s = arg;
	static struct talk t;		/* one dialogue at a time; too large for a stack */
	char line[1200];
	bool refused;

	t = (struct talk){ .s = s, .fd = fd };
	if (s->kind == SMTP_TLS && (t.tls = tls_accept(s->cert, fd)) == NULL)
		goto done;
	if (answer(&t, SMTP_CONNECT, "220 sink", &refused))
		while (hear(&t, line) && obey(&t, line))
			;
done:
	tls_free(t.tls);
	close(fd);
}

struct smtp_sink *
smtp_sink_start(enum smtp_kind kind)
{
	static const char *const urls[] = { [SMTP_PLAIN] = "smtp://127.0.0.1", [SMTP_STARTTLS] = "smtp://mail.test", [SMTP_TLS] = "smtps://localhost" };
	struct smtp_sink *s = calloc(1, sizeof(*s));

	must(s != NULL && pthread_mutex_init(&s->lock, NULL) == 0, "smtp_sink");
	s->kind = kind;
	if (kind != SMTP_PLAIN)
		s->cert = tls_cert_new(kind == SMTP_TLS ? "localhost" : "mail.test");
	listener_start(&s->at, true, serve, s);
	snprintf(s->url, sizeof(s->url), "%s:%d", urls[kind], s->at.port);
	return s;
}

void
smtp_sink_stop(struct smtp_sink *s)
{
	if (s == NULL)
		return;
	listener_stop(&s->at);
	listener_close(&s->at);
	pthread_mutex_destroy(&s->lock);
	tls_cert_free(s->cert);
	free(s);
}

const char *
smtp_sink_url(const struct smtp_sink *s)
{
	return s->url;
}

const char *
smtp_sink_certificate(const struct smtp_sink *s)
{
	return tls_cert_file(s->cert);
}

void
smtp_sink_at(struct smtp_sink *s, enum smtp_stage stage, const char *line)
{
	pthread_mutex_lock(&s->lock);
	s->lines[stage] = line;
	pthread_mutex_unlock(&s->lock);
}

static int
counted(struct smtp_sink *s, const int *n)
{
	pthread_mutex_lock(&s->lock);
	int v = *n;
	pthread_mutex_unlock(&s->lock);
	return v;
}

int
smtp_sink_ends(struct smtp_sink *s)
{
	return counted(s, &s->ends);
}

int
smtp_sink_taken(struct smtp_sink *s)
{
	return counted(s, &s->taken);
}

static const char *
copied(struct smtp_sink *s, const char *a, const char *b)
{
	pthread_mutex_lock(&s->lock);
	snprintf(s->copy, sizeof(s->copy), "%s%s%s", a, *b != '\0' ? " " : "", b);
	pthread_mutex_unlock(&s->lock);
	return s->copy;
}

const char *
smtp_sink_envelope(struct smtp_sink *s)
{
	return copied(s, s->from, s->to);
}

const char *
smtp_sink_message(struct smtp_sink *s)
{
	return copied(s, s->text, "");
}

const char *
smtp_sink_auth(struct smtp_sink *s)
{
	return copied(s, s->auth, "");
}
