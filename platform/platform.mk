# The receiving data platform: an outside company's program, which knows base and http, of remote how to check a signature; nothing of the shop.
pkglibexec_PROGRAMS += platform/platform.fcgi
PLATFORM = platform/inbox.c platform/inbox.h
platform_platform_fcgi_SOURCES = cgi-bin/main.c $(PLATFORM) platform/platform.c
platform_platform_fcgi_CPPFLAGS = $(AM_CPPFLAGS) -DAPP=platform_app
platform_platform_fcgi_LDADD = $(LIBS_ALL)
EXTRA_DIST += platform/README.md platform/page
