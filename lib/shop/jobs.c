/* jobs: jobs.def as an array. */
#include "shop/jobs.h"

#include "base/conf.h"
#include "shop/compensate.h"
#include "shop/coupon_expire.h"
#include "shop/funnel.h"
#include "shop/image_collect.h"
#include "shop/mails.h"
#include "shop/notices.h"
#include "shop/relay.h"
#include "shop/sales.h"
#include "shop/sequence.h"
#include "shop/sheet_sweep.h"
#include "shop/tidy.h"

#define JOB(name, every, kind, run) \
	static int64_t every_##name(const struct conf *c) { (void)c; return (every); }
#include "shop/jobs.def"
#undef JOB

const struct job jobs[] = {
#define JOB(name, every, kind, run) { #name, every_##name, kind, run },
#include "shop/jobs.def"
#undef JOB
};
const size_t jobs_n = sizeof(jobs) / sizeof(jobs[0]);
