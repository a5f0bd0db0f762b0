/* fcgi_client: see fcgi_client.h. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/fcgi_client.h"

#define RECORD_MAX 65535
#define REQUEST_ID 1

int
fcgi_connect(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = 10 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	if (fd == -1 || connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return fd;
}

static int
send_all(int fd, const void *data, size_t n)
{
	const char *p = data != NULL ? data : "";	/* NULL + 0 is no address */

	while (n > 0) {
		ssize_t put = send(fd, p, n, MSG_NOSIGNAL);

		if (put <= 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

int
fcgi_record(int fd, int type, const void *data, size_t n)
{
	const char *p = data != NULL ? data : "";	/* NULL + 0 is no address */

	do {
		size_t now = n < RECORD_MAX ? n : RECORD_MAX;
		uint8_t header[8] = { 1, (uint8_t)type, 0, REQUEST_ID, (uint8_t)(now >> 8), (uint8_t)now, 0, 0 };

		if (send_all(fd, header, sizeof(header)) == -1 || send_all(fd, p, now) == -1)
			return -1;
		p += now;
		n -= now;
	} while (n > 0);
	return 0;
}

int
fcgi_begin(int fd, int role, int keep)
{
	uint8_t body[8] = { 0, (uint8_t)role, (uint8_t)keep };

	return fcgi_record(fd, FCGI_BEGIN, body, sizeof(body));
}

static void
put_length(struct buf *out, size_t n)
{
	if (n < 128)
		buf_putc(out, (char)n);
	else
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_putc(out, (char)(uint8_t)((n >> shift & 0xff) | (shift == 24 ? 0x80 : 0)));
}

int
fcgi_params(int fd, const char *const *params)
{
	struct buf all = { 0 };
	int rc;

	for (; *params != NULL; params++) {
		const char *eq = strchr(*params, '=');

		put_length(&all, (size_t)(eq - *params));
		put_length(&all, strlen(eq + 1));
		buf_add(&all, *params, (size_t)(eq - *params));
		buf_puts(&all, eq + 1);
	}
	rc = all.failed ? -1 : fcgi_record(fd, FCGI_PARAMS, all.p, all.len);
	buf_free(&all);
	return rc;
}

static int
receive_all(int fd, void *into, size_t n)
{
	char *p = into;

	while (n > 0) {
		ssize_t got = recv(fd, p, n, 0);

		if (got <= 0)
			return -1;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

int
fcgi_answer(int fd, struct buf *out)
{
	static _Thread_local char content[RECORD_MAX + 256];
	uint8_t h[8];

	while (receive_all(fd, h, sizeof(h)) == 0) {
		size_t n = (size_t)h[4] << 8 | h[5];

		if (receive_all(fd, content, n + h[6]) == -1)
			return -1;
		if (h[1] == FCGI_END)
			return 0;
		if (h[1] == FCGI_STDOUT)
			buf_add(out, content, n);
	}
	return -1;
}

int
fcgi_call(const char *path, const char *const *params, const void *body, size_t n, struct buf *out)
{
	int fd = fcgi_connect(path), status = 0;

	if (fd == -1)
		return 0;
	buf_reset(out);
	if (fcgi_begin(fd, 1, 0) == 0 && fcgi_params(fd, params) == 0 && fcgi_record(fd, FCGI_PARAMS, NULL, 0) == 0 &&
	    (n == 0 || fcgi_record(fd, FCGI_STDIN, body, n) == 0) && fcgi_record(fd, FCGI_STDIN, NULL, 0) == 0 &&
	    fcgi_answer(fd, out) == 0)
		(void)sscanf(buf_str(out), "Status: %d", &status);
	close(fd);
	return status;
}
