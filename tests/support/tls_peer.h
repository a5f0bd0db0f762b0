/*
 * tls_peer: the server's half of TLS for http_peer, with a certificate made on the spot.
 *
 * Nothing else in the project speaks to OpenSSL: programs leave TLS to libcurl and nginx.
 */
#ifndef SUPPORT_TLS_PEER_H
#define SUPPORT_TLS_PEER_H

#include <sys/types.h>

struct tls_cert;
struct tls;

/* Signed by itself, for that DNS name, good for a day. */
struct tls_cert *tls_cert_new(const char *name);
const char *tls_cert_file(const struct tls_cert *);	/* PEM, removed by tls_cert_free() */
void tls_cert_free(struct tls_cert *);			/* NULL is fine */

/* NULL when the client does not go on. */
struct tls *tls_accept(struct tls_cert *, int fd);
ssize_t tls_read(struct tls *, char *, size_t);		/* 0 or less: over */
ssize_t tls_write(struct tls *, const char *, size_t);
void tls_free(struct tls *);				/* NULL is fine */

#endif
