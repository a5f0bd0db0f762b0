/* jobs: jobs.def as an array. */
#include "work/jobs.h"

#include "base/conf.h"
#include "work/compensate.h"
#include "work/confirm.h"
#include "work/coupon_expire.h"
#include "work/funnel.h"
#include "work/image_collect.h"
#include "work/mails.h"
#include "work/notices.h"
#include "work/relay.h"
#include "work/sales.h"
#include "work/sequence.h"
#include "work/sheet_sweep.h"
#include "work/tidy.h"

#define JOB(name, every, kind, run) \
	static int64_t every_##name(const struct conf *c) { (void)c; return (every); }
#include "work/jobs.def"
#undef JOB

const struct job jobs[] = {
#define JOB(name, every, kind, run) { #name, every_##name, kind, run },
#include "work/jobs.def"
#undef JOB
};
const size_t jobs_n = sizeof(jobs) / sizeof(jobs[0]);
