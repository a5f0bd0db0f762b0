# What an operator and the system run.
sbin_PROGRAMS += bin/banquetctl
pkglibexec_PROGRAMS += bin/worker

bin_banquetctl_SOURCES = bin/banquetctl.c \
	bin/ctl.h \
	bin/ctl_coupons.c \
	bin/ctl_coupons.h \
	bin/ctl_events.c \
	bin/ctl_goods.c \
	bin/ctl_goods.h \
	bin/ctl_json.c \
	bin/ctl_json.h \
	bin/ctl_print.c \
	bin/ctl_reconcile.c \
	bin/ctl_schema.c \
	bin/ctl_seed.c \
	bin/ctl_user.c
bin_banquetctl_LDADD = $(LIBS_ALL)

bin_worker_SOURCES = bin/worker.c
bin_worker_LDADD = $(LIBS_ALL)

# Who draws and who decodes: the one program besides cake.fcgi that is linked with libvips, and the only one with cairo.
pkglibexec_PROGRAMS += bin/painter
bin_painter_SOURCES = bin/painter.c bin/easel.c bin/easel.h
bin_painter_LDADD = $(LIBS_PAINT) $(LIBS_IMAGE) $(LIBS_ALL)
