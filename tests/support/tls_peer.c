/* tls_peer: see tls_peer.h. */
#include "support/tls_peer.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/must.h"

struct tls_cert { SSL_CTX *ctx; char file[64]; };

static X509 *
make_certificate(EVP_PKEY *key, const char *name)
{
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);
	char names[128];

	(void)snprintf(names, sizeof(names), "DNS:%s", name);
	X509_EXTENSION *alt = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
	X509_EXTENSION *ca = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");
	must(alt != NULL && ca != NULL && X509_set_version(cert, 2) && ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) &&
	    X509_gmtime_adj(X509_getm_notBefore(cert), -3600) != NULL && X509_gmtime_adj(X509_getm_notAfter(cert), 86400) != NULL &&
	    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0) &&
	    X509_set_issuer_name(cert, subject) && X509_set_pubkey(cert, key) && X509_add_ext(cert, alt, -1) &&
	    X509_add_ext(cert, ca, -1) && X509_sign(cert, key, EVP_sha256()) > 0, "certificate");
	X509_EXTENSION_free(alt);
	X509_EXTENSION_free(ca);
	return cert;
}

struct tls_cert *
tls_cert_new(const char *name)
{
	struct tls_cert *t = calloc(1, sizeof(*t));
	EVP_PKEY *key = EVP_EC_gen("P-256");

	/* OpenSSL writes without MSG_NOSIGNAL. */
	(void)signal(SIGPIPE, SIG_IGN);
	must(t != NULL && key != NULL, "key");
	X509 *cert = make_certificate(key, name);
	(void)strcpy(t->file, "/tmp/tls_peer.XXXXXX");
	int fd = mkstemp(t->file);
	FILE *f = fd != -1 ? fdopen(fd, "w") : NULL;
	must(f != NULL && PEM_write_X509(f, cert) && fclose(f) == 0, "certificate's file");
	must((t->ctx = SSL_CTX_new(TLS_server_method())) != NULL && SSL_CTX_use_certificate(t->ctx, cert) == 1 &&
	    SSL_CTX_use_PrivateKey(t->ctx, key) == 1, "context");
	X509_free(cert);
	EVP_PKEY_free(key);
	return t;
}

const char *
tls_cert_file(const struct tls_cert *t)
{
	return t->file;
}

void
tls_cert_free(struct tls_cert *t)
{
	if (t == NULL)
		return;
	SSL_CTX_free(t->ctx);
	(void)unlink(t->file);
	free(t);
}

struct tls *
tls_accept(struct tls_cert *t, int fd)
{
	SSL *s = SSL_new(t->ctx);

	must(s != NULL && SSL_set_fd(s, fd) == 1, "connection");
	if (SSL_accept(s) != 1) {
		SSL_free(s);
		return NULL;
	}
	return (struct tls *)s;
}

ssize_t
tls_read(struct tls *t, char *to, size_t n)
{
	return SSL_read((SSL *)t, to, (int)n);
}

ssize_t
tls_write(struct tls *t, const char *from, size_t n)
{
	return SSL_write((SSL *)t, from, (int)n);
}

void
tls_free(struct tls *t)
{
	if (t == NULL)
		return;
	(void)SSL_shutdown((SSL *)t);
	SSL_free((SSL *)t);
}
