/* mail: a message in plain letters, and a transfer that remembers whether its end went out. */
#include "remote/mail.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "remote/http_client.h"
#include "remote/safe.h"

#define ADDRESS_MAX	254
#define CONNECT_MS	5000
#define WORD_BYTES	45	/* base64 of them and its frame fit into an encoded word of 75 */
#define LINE_BYTES	57	/* base64 of them is a line of 76 */

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool
mail_make(const struct conf *c, struct mailer *m, char *why, size_t whylen)
{
	if (!starts(c->smtp_url, "smtp://") && !starts(c->smtp_url, "smtps://")) {
		(void)snprintf(why, whylen, "smtp_url: must begin with smtp:// or smtps://");
		return false;
	}
	if (!mail_address(c->mail_from)) {
		(void)snprintf(why, whylen, "mail_from: must be an e-mail address");
		return false;
	}
	*m = (struct mailer){ .url = c->smtp_url, .user = c->smtp_user, .password = c->smtp_password, .ca_file = c->smtp_ca_file,
	    .from = c->mail_from, .name = c->mail_name, .timeout_ms = c->smtp_timeout_ms };
	return true;
}

/* --- the message ----------------------------------------------------------------- */

bool
mail_address(const char *s)
{
	const char *at = strchr(s, '@');

	if (at == NULL || at == s || at[1] == '\0' || strchr(at + 1, '@') != NULL || strlen(s) > ADDRESS_MAX || s[0] == '-')
		return false;
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~' || strchr("<>()[]\\,;:\"", *s) != NULL)
			return false;
	return true;
}

static void
put_base64(struct buf *b, const char *p, size_t n)
{
	char text[LINE_BYTES / 3 * 4 + 1];

	buf_puts(b, sodium_bin2base64(text, sizeof(text), (const unsigned char *)p, n, sodium_base64_VARIANT_ORIGINAL));
}

/* Text in a header: encoded words of whole characters, one a line. */
static void
put_words(struct buf *b, const char *text)
{
	size_t left = strlen(text), n;

	for (bool first = true; left > 0; first = false, text += n, left -= n) {
		n = left < WORD_BYTES ? left : WORD_BYTES;
		while (n < left && n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
		buf_puts(b, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		put_base64(b, text, n);
		buf_puts(b, "?=");
	}
}

static void
put_date(struct buf *b, int64_t ms)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t s = (time_t)(ms / 1000);
	struct tm tm;

	if (gmtime_r(&s, &tm) != NULL)
		buf_printf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
		    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Lines end with CR LF within the text, too, before it is encoded. */
static void
put_text(struct buf *out, const char *text)
{
	struct buf lines = { 0 };

	for (const char *end; *text != '\0'; text = end + (*end != '\0')) {
		end = text + strcspn(text, "\n");
		buf_add(&lines, text, (size_t)(end - text));
		buf_puts(&lines, "\r\n");
	}
	for (size_t at = 0; at < lines.len; at += LINE_BYTES) {
		put_base64(out, lines.p + at, lines.len - at < LINE_BYTES ? lines.len - at : LINE_BYTES);
		buf_puts(out, "\r\n");
	}
	out->failed |= lines.failed;
	buf_free(&lines);
}

bool
mail_write(struct buf *b, const struct mailer *m, const struct mail *mail)
{
	if (!mail_address(mail->to) || !mail_address(m->from))
		return false;
	buf_puts(b, "From: ");
	put_words(b, m->name);
	buf_printf(b, " <%s>\r\nTo: <%s>\r\nSubject: ", m->from, mail->to);
	put_words(b, mail->subject);
	buf_puts(b, "\r\n");
	put_date(b, mail->at);
	buf_printf(b, "Message-ID: <%s%s>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n", mail->id, strchr(m->from, '@'));
	put_text(b, mail->text);
	return !b->failed;
}

/* --- the transfer ------------------------------------------------------------------ */

struct transfer { const char *p; size_t left; bool ended; };

static size_t
give(char *to, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t room = one * n, now = t->left < room ? t->left : room;

	memcpy(to, t->p, now);
	t->p += now;
	t->left -= now;
	/* After nothing more libcurl sends the end. */
	t->ended |= now == 0;
	return now;
}

#define SET(option, value) (bad |= curl_easy_setopt(h, (option), (value)))

static bool
set_up(CURL *h, const struct mailer *m, const char *url, const char *from, struct curl_slist *to, struct transfer *t)
{
	unsigned bad = CURLE_OK;

	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_USE_SSL, (long)(safe_local(m->url, "smtp") ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	SET(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (m->ca_file[0] != '\0') {
		SET(CURLOPT_CAINFO, m->ca_file);
		SET(CURLOPT_CAPATH, NULL);
	}
	if (m->user[0] != '\0') {
		SET(CURLOPT_USERNAME, m->user);
		SET(CURLOPT_PASSWORD, m->password);
	}
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(m->timeout_ms < CONNECT_MS ? m->timeout_ms : CONNECT_MS));
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(m->timeout_ms / 1000 + 1));
	SET(CURLOPT_TIMEOUT_MS, (long)m->timeout_ms);
	SET(CURLOPT_MAIL_FROM, from);
	SET(CURLOPT_MAIL_RCPT, to);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_READFUNCTION, give);
	SET(CURLOPT_READDATA, t);
	return bad == CURLE_OK;
}

/* What the last answer of the server, and how far it had come, mean. */
static enum mailed
outcome(CURL *h, struct arena *a, CURLcode code, const struct transfer *t, const char **why)
{
	const char *said;
	long status = 0;

	(void)curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	*why = "";
	if (code == CURLE_OK || (t->ended && status == 250))
		return MAILED;
	said = arena_printf(a, "%s (status %ld)", curl_easy_strerror(code), status);
	*why = said != NULL ? said : "not taken";
	/* The server's word on the sender, the address or the message; that it does not let us in is no word on any of them. */
	if (status >= 500 && status <= 599)
		return code == CURLE_LOGIN_DENIED ? MAILED_LATER : MAILED_REFUSED;
	if (!t->ended || (status >= 400 && status <= 499))
		return MAILED_LATER;
	return MAILED_UNSURE;
}

enum mailed
mail_send(const struct mailer *m, struct arena *a, const struct mail *mail, const char **why)
{
	struct buf message = { 0 };
	struct curl_slist *to = NULL;
	struct transfer t = { 0 };
	enum mailed result = MAILED_LATER;
	CURL *h = NULL;
	const char *rcpt, *from, *url;

	*why = "this is no address";
	if (!mail_address(mail->to))
		return MAILED_REFUSED;
	*why = "the client could not start";
	rcpt = arena_printf(a, "<%s>", mail->to);
	from = arena_printf(a, "<%s>", m->from);
	/* The path is who we say we are. */
	url = strchr(strstr(m->url, "://") + 3, '/') != NULL ? m->url : arena_printf(a, "%s/%s", m->url, strchr(m->from, '@') + 1);
	if (rcpt == NULL || from == NULL || url == NULL || !mail_write(&message, m, mail) || !http_client_ready() ||
	    (to = curl_slist_append(NULL, rcpt)) == NULL || (h = curl_easy_init()) == NULL)
		goto done;
	t = (struct transfer){ message.p, message.len, false };
	if (set_up(h, m, url, from, to, &t))
		result = outcome(h, a, curl_easy_perform(h), &t, why);
done:
	curl_easy_cleanup(h);
	curl_slist_free_all(to);
	buf_free(&message);
	return result;
}
