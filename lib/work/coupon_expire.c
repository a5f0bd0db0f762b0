/* coupon_expire: some at a time, until none is left. */
#include "work/coupon_expire.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "shop/shop.h"
#include "store/coupon_store.h"
#include "work/job.h"

#define AT_A_TIME 500	/* rows one statement locks */

const struct err *
coupon_expire_job(struct job_run *run)
{
	int64_t n = AT_A_TIME;
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(run->shop->pool, run->arena, &db)) != NULL)
		return e;
	while (e == NULL && n == AT_A_TIME && !job_stopping(run))
		if ((e = coupon_store_expire(db, run->arena, clock_now(), AT_A_TIME, &n)) == NULL)
			run->done += n;
	db_return(run->shop->pool, db);
	return e;
}
