/* relay: the platform as a consumer of the feed. */
#include "work/relay.h"

#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "remote/sink.h"
#include "shop/shop.h"
#include "work/feed.h"
#include "work/job.h"
#include "work/sequence.h"

#define RUN_US	(INT64_C(60) * 1000 * 1000)	/* a run is no longer than that, however much there is */

struct relay { struct sink sink; const struct job_run *run; int64_t until_us, next_us; };

/* What piled up while the platform was away goes out at a pace that leaves the machine to the orders. */
static void
pace(struct relay *r)
{
	int64_t now = clock_monotonic_us(), wait = r->next_us - now;

	if (wait > 0)
		nanosleep(&(struct timespec){ wait / 1000000, wait % 1000000 * 1000 }, NULL);
	r->next_us = (wait > 0 ? r->next_us : now) + 1000000 / r->run->shop->conf->platform_per_s;
}

static enum feed_verdict
tell(void *arg, struct arena *a, const struct fed_event *ev, const char **why)
{
	static const enum feed_verdict verdicts[] = { [SINK_TAKEN] = FEED_TAKEN, [SINK_REFUSED] = FEED_REFUSED, [SINK_SHUT] = FEED_SHUT };
	struct relay *r = arg;
	char id[UUID_TEXT], order[UUID_TEXT];
	enum sink_result result;

	pace(r);
	result = sink_post(&r->sink, a, &(struct sink_event){
		.id = uuid_text(&ev->event.id, id), .type = event_cloud_type(ev->event.type),
		.subject = uuid_text(&ev->event.order_id, order), .at = ev->event.at, .sequence = ev->seq,
		.data = ev->event.snapshot }, why);

	if (result != SINK_TAKEN)
		log_event(LOG_WARN, "event_not_taken", LOG_S("event_id", id), LOG_S("order_id", order),
		    LOG_I("try", ev->tries + 1), LOG_S("why", *why));
	return verdicts[result];
}

static bool
stop(void *arg)
{
	const struct relay *r = arg;

	return job_stopping(r->run) || clock_monotonic_us() > r->until_us;
}

const struct err *
relay_job(struct job_run *run)
{
	const struct conf *conf = run->shop->conf;
	struct relay r = { .run = run, .until_us = clock_monotonic_us() + RUN_US };
	struct feed_consumer platform = { .who = CONSUMER_PLATFORM, .tell = tell, .stop = stop, .arg = &r,
	    .tries = conf->platform_tries, .retry_ms = conf->platform_retry_ms };
	struct feed_counts counts = { 0 };
	char why[160];
	int64_t numbered;
	const struct err *e;

	if (conf->platform_url[0] == '\0')
		return NULL;
	/* Behind those who wait for an answer; on Linux this is the thread's alone. */
	(void)setpriority(PRIO_PROCESS, 0, 10);
	if (!sink_make(conf, &r.sink, why, sizeof(why)))
		return err_new(run->arena, ERR_INTERNAL_SERVER_ERROR, "%s", why);
	if ((e = sequence_all(run->lease, run->arena, &numbered)) == NULL)
		e = feed_run(run->lease, run->arena, &platform, &counts);
	run->done = counts.taken;
	if (counts.dead > 0)
		log_event(LOG_ERROR, "events_given_up", LOG_S("consumer", event_consumer_names[CONSUMER_PLATFORM]), LOG_I("events", counts.dead));
	sink_wipe(&r.sink);
	return e;
}
