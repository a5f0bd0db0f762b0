/*
 * smtp_sink: a mail server in a thread of the test, which takes messages and keeps the last one.
 *
 * Listens on 127.0.0.1, a connection at a time.  At each stage of the dialogue the test may have it refuse, fall silent or hang up.
 */
#ifndef SUPPORT_SMTP_SINK_H
#define SUPPORT_SMTP_SINK_H

#include <stdbool.h>

enum smtp_kind { SMTP_PLAIN, SMTP_STARTTLS, SMTP_TLS };
enum smtp_stage { SMTP_CONNECT, SMTP_EHLO, SMTP_AUTH, SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_END, SMTP_STAGE__MAX };

struct smtp_sink;

struct smtp_sink *smtp_sink_start(enum smtp_kind);
void smtp_sink_stop(struct smtp_sink *);		/* NULL is fine */
const char *smtp_sink_url(const struct smtp_sink *);	/* smtp://127.0.0.1:PORT, smtp://localhost:PORT with STARTTLS, smtps://localhost:PORT */
const char *smtp_sink_certificate(const struct smtp_sink *);

/* From now on, at that stage: this line instead of the usual one ("550 no"); "" = silence until the client goes; "close" = hang up. NULL = as usual. */
void smtp_sink_at(struct smtp_sink *, enum smtp_stage, const char *line);

int smtp_sink_ends(struct smtp_sink *);			/* messages whose end came */
int smtp_sink_taken(struct smtp_sink *);		/* of those, the ones taken */
/* "<from> <to>" and the text of the last message whose end came, and who signed in last; copied, good until the next call. */
const char *smtp_sink_envelope(struct smtp_sink *);
const char *smtp_sink_message(struct smtp_sink *);
const char *smtp_sink_auth(struct smtp_sink *);

#endif
