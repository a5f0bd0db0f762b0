/* coupon_expire: writes down as EXPIRED those coupons whose time is over.  They are as good as that before. */
#ifndef WORK_COUPON_EXPIRE_H
#define WORK_COUPON_EXPIRE_H

struct err;
struct job_run;

/* The worker's job. */
const struct err *coupon_expire_job(struct job_run *);

#endif
