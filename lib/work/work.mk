# What is done without anybody asking, and what an operator has done; on the use cases, for the worker and banquetctl.
libbanquet_a_SOURCES += \
	lib/work/audit.c lib/work/audit.h \
	lib/work/compensate.c lib/work/compensate.h \
	lib/work/confirm.c lib/work/confirm.h \
	lib/work/coupon_expire.c lib/work/coupon_expire.h \
	lib/work/feed.c lib/work/feed.h \
	lib/work/funnel.c lib/work/funnel.h \
	lib/work/image_collect.c lib/work/image_collect.h \
	lib/work/image_walk.c lib/work/image_walk.h \
	lib/work/job.c lib/work/job.h \
	lib/work/jobs.c lib/work/jobs.h lib/work/jobs.def \
	lib/work/letters.c lib/work/letters.h \
	lib/work/mails.c lib/work/mails.h \
	lib/work/notices.c lib/work/notices.h \
	lib/work/popular.c lib/work/popular.h \
	lib/work/reconcile.c lib/work/reconcile.h lib/work/reconcile.def \
	lib/work/relay.c lib/work/relay.h \
	lib/work/replay.c lib/work/replay.h \
	lib/work/sales.c lib/work/sales.h \
	lib/work/sequence.c lib/work/sequence.h \
	lib/work/sheet_sweep.c lib/work/sheet_sweep.h \
	lib/work/snapshot.c lib/work/snapshot.h \
	lib/work/tidy.c lib/work/tidy.h
