/* listener: see listener.h. */
#include "support/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/must.h"

static int
open_port(in_addr_t address, int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address) };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(fd != -1 && bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0 && listen(fd, 64) == 0 &&
	    getsockname(fd, (struct sockaddr *)&at, &n) == 0, "listen");
	*port = ntohs(at.sin_port);
	return fd;
}

bool
listener_wait(const struct listener *l, int fd, int ms)
{
	struct pollfd v[] = { { .fd = l->wake[0], .events = POLLIN }, { .fd = fd, .events = POLLIN } };

	while (poll(v, fd >= 0 ? 2 : 1, ms) == -1)
		must(errno == EINTR, "poll");
	return v[0].revents == 0 && v[1].revents != 0;
}

static void *
take_all(void *arg)
{
	struct listener *l = arg;
	int fd;

	while (listener_wait(l, l->fd, -1))
		if ((fd = accept(l->fd, NULL, NULL)) != -1)
			l->taken(l->arg, fd);
	return NULL;
}

void
listener_start(struct listener *l, bool everywhere, void (*taken)(void *, int), void *arg)
{
	l->fd = open_port(everywhere ? INADDR_ANY : INADDR_LOOPBACK, &l->port);
	l->taken = taken;
	l->arg = arg;
	must(pipe(l->wake) == 0 && pthread_create(&l->thread, NULL, take_all, l) == 0, "listener");
}

void
listener_stop(struct listener *l)
{
	must(write(l->wake[1], "", 1) == 1 && pthread_join(l->thread, NULL) == 0, "listener");
}

void
listener_close(struct listener *l)
{
	(void)close(l->fd);
	(void)close(l->wake[0]);
	(void)close(l->wake[1]);
}

int
listener_nobody(void)
{
	int port, fd = open_port(INADDR_LOOPBACK, &port);

	(void)close(fd);
	return port;
}
