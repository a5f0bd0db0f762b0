/* mail: what is written can not be anything else than one message, and of every way a transfer can end it is known what to make of it. */
#include "remote/mail.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "support/smtp_sink.h"
#include "support/suite.h"

static struct arena *arena;
static struct smtp_sink *sink;
static struct conf conf;
static const char *why;

static const struct mail hello = { "0193f0a0-1111-7000-8000-000000000001", "kim@banquet.test", "결제 완료 · Payment received", "안녕\nHello.\n.\n",
    1795600000123 };

static void
setup(void)
{
	arena = arena_new(1u << 20);
	conf = (struct conf){ .smtp_url = "", .smtp_user = "", .smtp_password = "", .smtp_ca_file = "", .smtp_timeout_ms = 3000,
	    .mail_from = "shop@banquet.test", .mail_name = "뱅큇 Banquet" };
}

static void
teardown(void)
{
	smtp_sink_stop(sink);
	sink = NULL;
	arena_free(arena);
}

static void
start(enum smtp_kind kind)
{
	sink = smtp_sink_start(kind);
	conf.smtp_url = smtp_sink_url(sink);
	if (kind != SMTP_PLAIN)
		conf.smtp_ca_file = smtp_sink_certificate(sink);
}

static enum mailed
send_mail(const struct mail *m)
{
	struct mailer mailer;
	char said[200];

	ck_assert_msg(mail_make(&conf, &mailer, said, sizeof(said)), "%s", said);
	return mail_send(&mailer, arena, m, &why);
}

/* The value of a header with its folded lines, encoded words taken as they are. */
static const char *
header(const char *message, const char *name)
{
	const char *at = strstr(message, arena_printf(arena, "%s: ", name)), *end;

	ck_assert_ptr_nonnull(at);
	at += strlen(name) + 2;
	for (end = strstr(at, "\r\n"); end[2] == ' '; end = strstr(end + 2, "\r\n"))
		;
	return arena_printf(arena, "%.*s", (int)(end - at), at);
}

/* Encoded words as the text they stand for. */
static const char *
decoded(const char *words)
{
	struct buf b = { 0 };
	const char *text;

	for (const char *w = words; (w = strstr(w, "=?UTF-8?B?")) != NULL;) {
		unsigned char out[64];
		size_t n;
		const char *end = strstr(w += 10, "?=");
		ck_assert_int_eq(sodium_base642bin(out, sizeof(out), w, (size_t)(end - w), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
		ck_assert_int_le(end - w + 12, 75);
		buf_add(&b, out, n);
		ck_assert((out[0] & 0xc0) != 0x80);	/* whole characters */
	}
	text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

static const char *
body_of(const char *message)
{
	unsigned char *out = arena_alloc(arena, 65536);
	const char *body = strstr(message, "\r\n\r\n") + 4;
	size_t n;

	for (const char *line = body; *line != '\0'; line = strstr(line, "\r\n") + 2)
		ck_assert_uint_le(strcspn(line, "\r"), 76);
	ck_assert_int_eq(sodium_base642bin(out, 65535, body, strlen(body), "\r\n", &n, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	out[n] = '\0';
	return (const char *)out;
}

START_TEST(taken)
{
	start(SMTP_PLAIN);
	ck_assert_int_eq(send_mail(&hello), MAILED);
	ck_assert_str_eq(smtp_sink_envelope(sink), "<shop@banquet.test> <kim@banquet.test>");
	const char *m = arena_strdup(arena, smtp_sink_message(sink));
	ck_assert_str_eq(decoded(header(m, "Subject")), hello.subject);
	ck_assert_str_eq(decoded(header(m, "From")), "뱅큇 Banquet");
	ck_assert_str_eq(header(m, "To"), "<kim@banquet.test>");
	ck_assert_str_eq(header(m, "Date"), "Wed, 25 Nov 2026 09:46:40 +0000");
	ck_assert_str_eq(header(m, "Message-ID"), "<0193f0a0-1111-7000-8000-000000000001@banquet.test>");
	ck_assert_str_eq(header(m, "Content-Type"), "text/plain; charset=UTF-8");
	ck_assert_str_eq(body_of(m), "안녕\r\nHello.\r\n.\r\n");
	ck_assert_int_eq(smtp_sink_taken(sink), 1);
}
END_TEST

START_TEST(long_texts)
{
	struct mail m = hello;
	struct buf subject = { 0 }, text = { 0 };

	for (int i = 0; i < 40; i++)
		buf_puts(&subject, "가나다 ");
	for (int i = 0; i < 500; i++)
		buf_printf(&text, "줄 %d\n", i);
	m.subject = buf_str(&subject);
	m.text = buf_str(&text);
	start(SMTP_PLAIN);
	ck_assert_int_eq(send_mail(&m), MAILED);
	const char *got = arena_strdup(arena, smtp_sink_message(sink));
	ck_assert_str_eq(decoded(header(got, "Subject")), m.subject);
	ck_assert_ptr_nonnull(strstr(body_of(got), "줄 499\r\n"));
	for (const char *line = got; *line != '\0'; line = strstr(line, "\r\n") + 2)
		ck_assert_uint_le(strcspn(line, "\r"), 998);
	buf_free(&subject);
	buf_free(&text);
}
END_TEST

/* Whatever stands in subject or name: the header lines are these and no others. */
START_TEST(no_other_headers)
{
	struct mail m = hello;
	struct mailer mailer;
	struct buf b = { 0 };
	char said[200];
	int lines = 0;

	conf.smtp_url = "smtp://127.0.0.1";
	conf.mail_name = "x\r\nBcc: <a@b.test>";
	ck_assert(mail_make(&conf, &mailer, said, sizeof(said)));
	m.subject = "a\r\nBcc: <a@b.test>\r\n\r\nbody";
	ck_assert(mail_write(&b, &mailer, &m));
	ck_assert_ptr_null(strstr(buf_str(&b), "Bcc"));
	for (const char *line = buf_str(&b); strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2)
		lines += *line != ' ';
	ck_assert_int_eq(lines, 9);
	for (const char *p = buf_str(&b); *p != '\0'; p++)
		ck_assert(*p == '\r' || *p == '\n' || (*p >= ' ' && *p <= '~'));
	buf_free(&b);
}
END_TEST

static const struct { const char *text; bool good; } addresses[] = {
	{ "kim@banquet.test", true }, { "a.b+c@x.y", true },
	{ "kim", false }, { "@x", false }, { "kim@", false }, { "a@b@c", false }, { "", false }, { "-a@b.c", false },
	{ "a b@c", false }, { "a@b\r\nRCPT TO:<c@d>", false }, { "a@b>", false }, { "<a@b", false }, { "a\"@b", false }, { "김@b.c", false },
	{ "a@b,c", false }, { "a@b\x7f", false }, { "a@(b)", false },
};

START_TEST(address)
{
	struct mail m = hello;

	ck_assert_int_eq(mail_address(addresses[_i].text), addresses[_i].good);
	if (addresses[_i].good)
		return;
	start(SMTP_PLAIN);
	m.to = addresses[_i].text;
	ck_assert_int_eq(send_mail(&m), MAILED_REFUSED);
	ck_assert_int_eq(smtp_sink_ends(sink), 0);
}
END_TEST

START_TEST(longest_address)
{
	char long_one[300];

	memset(long_one, 'a', sizeof(long_one));
	long_one[10] = '@';
	long_one[254] = '\0';
	ck_assert(mail_address(long_one));
	long_one[254] = 'a';
	long_one[255] = '\0';
	ck_assert(!mail_address(long_one));
}
END_TEST

/* Each stage, each way it can go wrong there. */
static const struct { enum smtp_stage at; const char *line; enum mailed is; int ends; } ends[] = {
	{ SMTP_CONNECT, "554 go away", MAILED_REFUSED, 0 },
	{ SMTP_CONNECT, "421 too busy", MAILED_LATER, 0 },
	{ SMTP_CONNECT, "close", MAILED_LATER, 0 },
	{ SMTP_CONNECT, "", MAILED_LATER, 0 },
	{ SMTP_EHLO, "close", MAILED_LATER, 0 },
	{ SMTP_MAIL, "550 not from you", MAILED_REFUSED, 0 },
	{ SMTP_MAIL, "451 later", MAILED_LATER, 0 },
	{ SMTP_RCPT, "550 nobody here", MAILED_REFUSED, 0 },
	{ SMTP_RCPT, "450 greylisted", MAILED_LATER, 0 },
	{ SMTP_RCPT, "close", MAILED_LATER, 0 },
	{ SMTP_DATA, "554 no", MAILED_REFUSED, 0 },
	{ SMTP_DATA, "", MAILED_LATER, 0 },
	{ SMTP_DATA, "close", MAILED_LATER, 0 },
	{ SMTP_END, "554 spam", MAILED_REFUSED, 1 },
	{ SMTP_END, "452 full", MAILED_LATER, 1 },
	{ SMTP_END, "close", MAILED_UNSURE, 1 },
	{ SMTP_END, "", MAILED_UNSURE, 1 },
};

START_TEST(not_taken)
{
	start(SMTP_PLAIN);
	conf.smtp_timeout_ms = 400;
	smtp_sink_at(sink, ends[_i].at, ends[_i].line);
	ck_assert_int_eq(send_mail(&hello), ends[_i].is);
	ck_assert_str_ne(why, "");
	ck_assert_int_eq(smtp_sink_ends(sink), ends[_i].ends);
	ck_assert_int_eq(smtp_sink_taken(sink), 0);
}
END_TEST

START_TEST(nobody_listens)
{
	start(SMTP_PLAIN);
	conf.smtp_url = arena_strdup(arena, smtp_sink_url(sink));
	smtp_sink_stop(sink);
	sink = NULL;
	ck_assert_int_eq(send_mail(&hello), MAILED_LATER);
}
END_TEST

START_TEST(over_tls)
{
	start(SMTP_TLS);
	conf.smtp_user = "shop";
	conf.smtp_password = "secret";
	ck_assert_msg(send_mail(&hello) == MAILED, "%s", why);
	ck_assert_str_eq(smtp_sink_auth(sink), "AHNob3AAc2VjcmV0");
	smtp_sink_at(sink, SMTP_AUTH, "535 wrong");
	ck_assert_int_eq(send_mail(&hello), MAILED_LATER);
	conf.smtp_ca_file = "";		/* signed by nobody the system knows */
	smtp_sink_at(sink, SMTP_AUTH, NULL);
	ck_assert_int_eq(send_mail(&hello), MAILED_LATER);
	ck_assert_int_eq(smtp_sink_taken(sink), 1);
}
END_TEST

/* Elsewhere a server without TLS gets neither password nor message. */
START_TEST(insists_on_tls)
{
	char url[80];

	start(SMTP_PLAIN);
	snprintf(url, sizeof(url), "smtp://127.0.0.2%s", strrchr(smtp_sink_url(sink), ':'));
	conf.smtp_url = url;
	conf.smtp_user = "shop";
	conf.smtp_password = "secret";
	ck_assert_int_eq(send_mail(&hello), MAILED_LATER);
	ck_assert_int_eq(smtp_sink_ends(sink), 0);
	ck_assert_str_eq(smtp_sink_auth(sink), "");
}
END_TEST

static const struct { const char *url, *from; bool good; } settings[] = {
	{ "smtp://mail.test", "a@b.c", true }, { "smtps://mail.test:465", "a@b.c", true },
	{ "http://mail.test", "a@b.c", false }, { "mail.test", "a@b.c", false }, { "smtp://mail.test", "", false }, { "smtp://mail.test", "me", false },
};

START_TEST(made)
{
	struct mailer m;
	char said[200] = "";

	conf.smtp_url = settings[_i].url;
	conf.mail_from = settings[_i].from;
	ck_assert_int_eq(mail_make(&conf, &m, said, sizeof(said)), settings[_i].good);
	ck_assert_int_eq(said[0] == '\0', settings[_i].good);
}
END_TEST

Suite *
mail_suite(void)
{
	Suite *s = suite_create("remote/mail");
	TCase *c = tcase_create("mail");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, taken);
	tcase_add_test(c, long_texts);
	tcase_add_test(c, no_other_headers);
	tcase_add_loop_test(c, address, 0, ROWS(addresses));
	tcase_add_test(c, longest_address);
	tcase_add_loop_test(c, not_taken, 0, ROWS(ends));
	tcase_add_test(c, nobody_listens);
	tcase_add_test(c, over_tls);
	tcase_add_test(c, insists_on_tls);
	tcase_add_loop_test(c, made, 0, ROWS(settings));
	suite_add_tcase(s, c);
	return s;
}
