/*
 * mail: hands an e-mail to a mail server, and says what is known afterwards.
 *
 * SMTP by libcurl: smtps:// (TLS from the beginning) or smtp:// with STARTTLS, which is insisted upon but on this machine.
 * One message to one address.  Nothing that comes from outside is written into a header as it is: addresses are ASCII without
 * anything that could end one, a subject goes as encoded words, a text as base64; so there is no header to be added.
 *
 * A message is taken when the server has answered its end.  Before the end was sent it surely was not; in between nobody knows.
 * Sources: RFC 5321, RFC 5322, RFC 2047, RFC 2045.
 */
#ifndef REMOTE_MAIL_H
#define REMOTE_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct conf;

/* Texts are those of the conf it was made from. */
struct mailer {
	const char	*url, *user, *password, *ca_file;
	const char	*from, *name;		/* address and who that is */
	int64_t		 timeout_ms;
};

struct mail {
	const char	*id;		/* of its Message-ID, which stays the same however often it is tried; a UUID */
	const char	*to;		/* an address */
	const char	*subject, *text;	/* UTF-8; the text's lines end with \n */
	int64_t		 at;		/* ms */
};

enum mailed {
	MAILED,			/* the server has it */
	MAILED_REFUSED,		/* it does not want this one, and never will */
	MAILED_LATER,		/* surely not taken: no connection, no answer in time, "try again" */
	MAILED_UNSURE		/* the end was sent, and no answer came */
};

/* From smtp_url, mail_from and their neighbours; false with a sentence in why. */
bool mail_make(const struct conf *, struct mailer *, char *why, size_t whylen);

/* An address that can stand between < and > and be nothing else. */
bool mail_address(const char *);
/* The message as it travels, lines ended by CR LF; false when the address is none or memory is out. */
bool mail_write(struct buf *, const struct mailer *, const struct mail *);

/* Blocks for timeout_ms at the most.  Unless it is taken *why says what came, in the arena or static. */
enum mailed mail_send(const struct mailer *, struct arena *, const struct mail *, const char **why);

#endif
