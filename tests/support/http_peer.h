/*
 * http_peer: a small HTTP/1.1 server in threads of the test, for what talks to others.
 *
 * Listens on 127.0.0.1.  For each request a function of the test says what happens: an answer, late,
 * broken, or none.  The function is called by one thread at a time, so it may keep what
 * it sees in plain variables, to be read and changed by the test after peer_settle().
 */
#ifndef SUPPORT_HTTP_PEER_H
#define SUPPORT_HTTP_PEER_H

#include <stdbool.h>
#include <stddef.h>

enum peer_trick {
	PEER_ANSWER,		/* and keep the connection */
	PEER_CLOSE,		/* answer, then close without having said so */
	PEER_DROP,		/* close without an answer */
	PEER_CUT,		/* close within the body */
	PEER_HANG,		/* never answer */
	PEER_RAW		/* body is sent as it is, without a head; then close */
};

struct peer_request {
	char		 method[16], target[2048];
	const char	*head;		/* header lines, each ended by CR LF */
	const char	*body;		/* NUL after it */
	size_t		 len;
	int		 connection;	/* 1, 2, … */
	int		 nth;		/* on its connection: 1, 2, … */
};

struct peer_answer {
	enum peer_trick	 trick;
	int		 status;	/* 0 = 200 */
	const char	*type;		/* NULL = application/json */
	const char	*headers;	/* further lines, each ended by CR LF; NULL = none */
	char		 body[65536];
	int		 delay_ms;
};

typedef void peer_fn(void *arg, const struct peer_request *, struct peer_answer *);
struct peer;

struct peer *peer_start(peer_fn *, void *arg);
/* The same with TLS, and a certificate for that name which is signed by itself. */
struct peer *peer_start_tls(peer_fn *, void *arg, const char *name);
/* Closes everything and ends the threads; then frees.  NULL is fine. */
void peer_stop(struct peer *);

/* Waits for the function, if it is being called, and makes what it did visible to this thread. */
void peer_settle(struct peer *);

const char *peer_url(const struct peer *);		/* http://127.0.0.1:PORT; https://localhost:PORT */
const char *peer_certificate(const struct peer *);	/* a file */
int peer_connections(struct peer *);			/* how many there were */
int peer_requests(struct peer *);

/* The value of a header, in `out`; NULL when there is none. */
const char *peer_header(const struct peer_request *, const char *name, char *out, size_t room);
/* The URL of a port on which nobody listens. */
const char *peer_nobody(void);

#endif
