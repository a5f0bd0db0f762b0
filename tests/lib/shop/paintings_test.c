/* paintings: asked for within limits, seen by their owners alone, failures told as they were. */
#include "shop/paintings.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "shop/shop.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }

static void
setup(void)
{
	testshop_open(&t);
	t.t.conf.painter_own = 2;
	t.t.conf.painter_hourly = 60;
	t.t.conf.painter_queue = 32;
	t.t.conf.painter_address = 4;
}

static void teardown(void) { testshop_close(&t); }

static const struct err *
ask(struct arena *a, const struct image_owner *o, const char *source, const struct painting **p)
{
	struct painting_ask wish = { .owner = *o, .prompt = "딸기 케이크", .source_path = source };

	return painting_ask(t.shop, a, &wish, p);
}

START_TEST(only_its_owner_sees_it)
{
	struct image_owner kim = { .user_id = t.kim }, lee = { .user_id = t.lee }, guest = { .guest = testshop_guest() }, nobody = { 0 };
	const struct painting *p, *got, *v;
	struct uuid all = { { 0 } }, next;
	size_t n;

	ck_ok(ask(t.t.arena, &kim, NULL, &p));
	ck_ok(painting_find(t.shop, t.t.arena, &kim, &p->id, &got));
	ck_assert_int_eq((int)got->status, PAINTING_QUEUED);
	ck_assert_int_eq((int)got->kind, IMAGE_GENERATED);
	ck_assert(err_is(painting_find(t.shop, t.t.arena, &lee, &p->id, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(painting_find(t.shop, t.t.arena, &guest, &p->id, &got), ERR_ENTITY_NOT_FOUND));
	ck_assert(err_is(painting_find(t.shop, t.t.arena, &nobody, &p->id, &got), ERR_ENTITY_NOT_FOUND));
	ck_ok(paintings_of(t.shop, t.t.arena, &lee, &all, 10, &v, &n, &next));
	ck_assert_uint_eq(n, 0);
	ck_ok(paintings_of(t.shop, t.t.arena, &nobody, &all, 10, &v, &n, &next));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(pages)
{
	struct image_owner kim = { .user_id = t.kim };
	const struct painting *p, *v;
	struct uuid from = { { 0 } }, next;
	size_t n, seen = 0;

	for (int i = 0; i < 5; i++) {
		ck_ok(ask(t.t.arena, &kim, NULL, &p));
		testshop_sql(&t, "UPDATE image_jobs SET status = 'DONE'");
	}
	do {
		ck_ok(paintings_of(t.shop, t.t.arena, &kim, &from, 2, &v, &n, &next));
		seen += n;
		from = next;
	} while (!uuid_is_zero(&next));
	ck_assert_uint_eq(seen, 5);
}
END_TEST

static const struct err *
until_refused(const struct image_owner *o, int most, int *had)
{
	const struct painting *p;
	const struct err *e = NULL;

	for (*had = 0; *had <= most && (e = ask(t.t.arena, o, NULL, &p)) == NULL; (*had)++)
		;
	return e;
}

START_TEST(limits)
{
	struct image_owner kim = { .user_id = t.kim }, lee = { .user_id = t.lee };
	const struct err *e;
	int had;

	t.t.conf.painter_own = 2;
	t.t.conf.painter_queue = 3;
	t.t.conf.painter_hourly = 4;
	e = until_refused(&kim, 9, &had);
	ck_assert_int_eq(had, 2);
	ck_assert(err_is(e, ERR_TOO_MANY_REQUESTS) && e->retry_after > 0);
	ck_assert_str_eq(e->detail, "painting_already");
	e = until_refused(&lee, 9, &had);
	ck_assert_int_eq(had, 1);
	ck_assert_str_eq(e->detail, "painters_busy");
	testshop_sql(&t, "UPDATE image_jobs SET status = 'FAILED'");
	ck_assert_ptr_nonnull(until_refused(&kim, 1, &had) == NULL ? "" : NULL);
	testshop_sql(&t, "UPDATE image_jobs SET status = 'FAILED'");
	e = until_refused(&kim, 9, &had);
	ck_assert_int_eq(had, 0);
	ck_assert_str_eq(e->detail, "painted_enough");
}
END_TEST

/* Ever another guest, from one place; whoever asks from elsewhere is not held up. */
START_TEST(guests_of_one_address)
{
	struct painting_ask wish = { .prompt = "딸기 케이크", .address = "203.0.113.7" };
	const struct painting *p;
	const struct err *e = NULL;
	int had;

	t.t.conf.painter_address = 3;
	for (had = 0; had < 20 && e == NULL; had++) {
		wish.owner.guest = hash_of(&had, sizeof(had));
		e = painting_ask(t.shop, t.t.arena, &wish, &p);
	}
	ck_assert_int_eq(had - 1, 6);
	ck_assert(err_is(e, ERR_TOO_MANY_REQUESTS));
	wish.address = "203.0.113.8";
	ck_ok(painting_ask(t.shop, t.t.arena, &wish, &p));
	wish.address = NULL;
	ck_ok(painting_ask(t.shop, t.t.arena, &wish, &p));
	testshop_sql(&t, "UPDATE image_jobs SET status = 'DONE'");
	t.t.conf.painter_hourly = 2;
	wish.address = "203.0.113.7";
	wish.owner.guest = hash_of("another", 7);
	e = painting_ask(t.shop, t.t.arena, &wish, &p);
	ck_assert(err_is(e, ERR_TOO_MANY_REQUESTS));
	ck_assert_str_eq(e->detail, "painted_enough");
}
END_TEST

static void *
many(void *arg)
{
	struct image_owner kim = { .user_id = t.kim };
	struct arena *a = arena_new(1 << 20);
	const struct painting *p;
	intptr_t had = 0;

	(void)arg;
	for (int i = 0; i < 10; i++)
		had += ask(a, &kim, NULL, &p) == NULL;
	arena_free(a);
	return (void *)had;
}

START_TEST(no_limit_is_passed_at_once)
{
	pthread_t threads[6];
	intptr_t sum = 0;

	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, many, NULL), 0);
	for (int i = 0; i < 6; i++) {
		void *had;
		pthread_join(threads[i], &had);
		sum += (intptr_t)had;
	}
	ck_assert_int_eq(sum, t.t.conf.painter_own);
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM image_jobs"), t.t.conf.painter_own);
}
END_TEST

START_TEST(only_own_pictures_are_changed)
{
	static const char id[] = "0123456789abcdef0123456789abcdef", path[] = "/api/cake/customizations/image/0123456789abcdef0123456789abcdef.webp";
	struct image_owner kim = { .user_id = t.kim }, lee = { .user_id = t.lee };
	char text[UUID_TEXT];
	const struct painting *p;
	const struct err *e;

	testshop_sql(&t, "INSERT INTO images (image_id, user_id, kind, width, height, bytes, created_at, used_at)"
	    " VALUES ('%s', '%s', 'UPLOAD', 1, 1, 1, NOW(), NOW())", id, uuid_text(&t.kim, text));
	e = ask(t.t.arena, &lee, path, &p);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_str_eq(e->faults[0].pointer, "/existing_image_path");
	ck_assert(err_is(ask(t.t.arena, &kim, "/api/cake/../x", &p), ERR_INVALID_REQUEST));
	ck_ok(ask(t.t.arena, &kim, path, &p));
	ck_assert_int_eq((int)p->kind, IMAGE_EDITED);
	ck_assert_str_eq(p->source_id, id);
}
END_TEST

static const struct { const char *failure; enum err_code code; const char *reason; } failures[] = {
	{ "INVALID_REQUEST content_refused", ERR_INVALID_REQUEST, "content_refused" },
	{ "UPSTREAM_TIMEOUT", ERR_UPSTREAM_TIMEOUT, NULL },
	{ "TOO_MANY_REQUESTS", ERR_TOO_MANY_REQUESTS, NULL },
	{ "STORAGE_FULL", ERR_STORAGE_FULL, NULL },
	{ "SOMETHING", ERR_UPSTREAM_FAILED, NULL },
	{ NULL, ERR_UPSTREAM_FAILED, NULL },
};

START_TEST(failures_come_back)
{
	struct painting p = { .failure = failures[_i].failure, .status = PAINTING_FAILED };
	const struct err *e = painting_failure(t.t.arena, &p);

	ck_assert_int_eq((int)e->code, (int)failures[_i].code);
	if (failures[_i].reason != NULL)
		ck_assert_str_eq(e->faults[0].reason, failures[_i].reason);
}
END_TEST

Suite *
paintings_suite(void)
{
	Suite *s = suite_create("paintings");
	TCase *tc = tcase_create("all");

	tcase_add_unchecked_fixture(tc, create, NULL);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, only_its_owner_sees_it);
	tcase_add_test(tc, pages);
	tcase_add_test(tc, limits);
	tcase_add_test(tc, guests_of_one_address);
	tcase_add_test(tc, no_limit_is_passed_at_once);
	tcase_add_test(tc, only_own_pictures_are_changed);
	tcase_add_loop_test(tc, failures_come_back, 0, ROWS(failures));
	suite_add_tcase(s, tc);
	return s;
}
