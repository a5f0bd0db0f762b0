/*
 * testshop: see testshop.h.
 */
#include "support/testshop.h"

#include <check.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "db/inside.h"
#include "db/migrate.h"
#include "domain/user.h"
#include "shop/images.h"
#include "shop/shop.h"
#include "store/member_store.h"
#include "store/order_store.h"
#include "store/stmts.h"
#include "store/stock_store.h"
#include "support/demo_menu.h"
#include "work/audit.h"

#define PUT(t, id, ...) ck_ok(STMT_RUN((t)->db, (t)->t.arena, (id), NULL, __VA_ARGS__))

static void
put_names(struct testshop *t, const char *kind, const struct variant_name *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		PUT(t, STMT_VARIANT_NAME_PUT, DB_S(kind), DB_S(v[i].code), DB_S(v[i].name), DB_S(v[i].name_en), DB_I(i));
}

static void
put_product(struct testshop *t, const struct product *p, int64_t position)
{
	const char *kind = product_kind_names[p->kind];

	PUT(t, STMT_PRODUCT_PUT, DB_S(kind), DB_S(p->code), DB_S(p->name), DB_S(p->name_en), DB_S(p->description),
	    DB_S(p->description_en), DB_S("ON_SALE"), DB_I(p->price), DB_I(p->decorated), DB_I(position));
	for (size_t i = 0; i < p->nvariants; i++) {
		const struct variant *v = &p->variants[i];
		if (*v->code != '\0')
			PUT(t, STMT_VARIANT_PUT, DB_S(v->code), DB_I(v->price), DB_I(i), DB_S(kind), DB_S(p->code));
		for (size_t r = 0; r < v->nrecipe; r++)
			PUT(t, STMT_RECIPE_PUT, DB_S(v->code), DB_Q(v->recipe[r].quantity), DB_S(kind), DB_S(p->code),
			    DB_S(v->recipe[r].sku->code));
	}
}

/* The catalogue of the file; again after a test has changed it. */
static void
seed(struct testshop *t)
{
	static const struct variant_name styles[] = { { "simple", "심플", "Simple" }, { "grand", "그랜드", "Grand" },
	    { "deluxe", "디럭스", "Deluxe" } };
	const struct menu *m = t->menu;

	ck_ok(db_begin(t->db, t->t.arena));
	put_names(t, "STYLE", styles, 3);
	put_names(t, "FLAVOR", m->flavors, m->nflavors);
	put_names(t, "SIZE", m->sizes, m->nsizes);
	for (size_t i = 0; i < m->nskus; i++) {
		const struct sku *s = &m->skus[i];
		PUT(t, STMT_SKU_PUT, DB_S(s->code), DB_S(s->name), DB_S(s->name_en), DB_I(s->ingredient), DB_I(s->unit_price),
		    DB_I(s->removal_credit));
		PUT(t, STMT_STOCK_OPEN, DB_S(s->code));
	}
	for (size_t i = 0; i < m->nproducts; i++)
		put_product(t, &m->products[i], (int64_t)i);
	ck_ok(db_commit(t->db, t->t.arena));
	/* In the database: whoever comes next sees that it was filled again. */
	testshop_sql(t, "UPDATE seeded SET version = (SELECT version FROM catalog_version)");
}

/* The one database of this program, and the process that drops it. */
static struct testshop made;
static pid_t maker;

/* Checks can not be made any more where this is called. */
static void
drop(void)
{
	struct conf conf = made.t.conf;
	struct db *db;

	if (maker != getpid())
		return;		/* a test's own process */
	conf.db_name = "";
	if (db_open(&conf, NULL, 0, made.t.arena, &db) == NULL) {
		(void)db_script(db, made.t.arena, arena_printf(made.t.arena, "DROP DATABASE %s", made.t.name));
		db_close(db);
	}
	arena_free(made.t.arena);
	arena_free(made.kept);
}

static void
make(void)
{
	struct testshop *t = &made;
	struct conf *c = &t->t.conf;

	t->kept = arena_new(4u << 20);
	testdb_start(&t->t, "shop");
	maker = getpid();
	ck_assert_int_eq(atexit(drop), 0);
	ck_assert_int_eq(id_start(), 0);
	c->db_timeout_ms = 5000;
	c->desk_batch = 64;
	c->desk_leaders = 2;
	c->desk_patience_ms = 5000;
	c->sheet_minutes = 30;
	c->sheet_keep_h = 24;
	c->tz = "Asia/Seoul";
	c->session_hours = 1;
	/* As little work as there can be. */
	c->password_memory_kib = 8;
	c->password_passes = 1;
	c->signin_free_failures = 3;
	c->signin_free_address = 6;
	c->signin_free_account = 10;
	c->signin_delay_max = 8;
	c->signin_account_delay_max = 2;
	c->signin_forgive_s = 60;
	c->idempotency_hours = 24;
	c->image_hours = 24;
	c->image_orphan_s = 900;
	c->platform_url = c->platform_key = c->platform_ca_file = c->public_url = "";
	c->smtp_url = c->smtp_user = c->smtp_password = c->smtp_ca_file = c->mail_from = "";
	c->mail_name = "Banquet";
	c->mail_hours = 24;
	c->funnel_window_min = 30;
	c->funnel_unpaid_percent = 80;
	c->funnel_least = 20;
	t->menu = demo_menu(t->kept);
	t->db = testdb_connect(&t->t, stmts, STMT__MAX);
	ck_ok(migrate(t->db, t->t.arena, testdb_source(&t->t, "sql"), false, NULL, NULL));
	testshop_sql(t, "CREATE TABLE seeded (version BIGINT); INSERT INTO seeded VALUES (0)");
	seed(t);
	db_close(t->db);	/* a connection is not inherited */
	t->db = NULL;
	arena_reset(t->t.arena);
}

void
testshop_create(struct testshop *t)
{
	log_start("test", LOG_ERROR);
	if (maker == 0)
		make();
	*t = made;
	t->t.conf.db_name = made.t.name;
}

static void
add_member(struct testshop *t, const char *email, int role, struct uuid *id)
{
	struct user u = { .email = email, .password_hash = "x", .name = email, .role = role,
	    .created_at = clock_now(), .updated_at = clock_now() };
	bool taken;

	u.id = *id = uuid_new();
	ck_ok(member_store_add(t->db, t->t.arena, &u, &taken));
	ck_assert(!taken);
}

static void
empty(struct testshop *t)
{
	ck_ok(db_script(t->db, t->t.arena, "DELETE FROM image_jobs; DELETE FROM images; DELETE FROM orders; DELETE FROM order_items; DELETE FROM order_customizations;"
	    "DELETE FROM order_takes; DELETE FROM order_cakes; DELETE FROM order_history; DELETE FROM payments;"
	    "DELETE FROM item_arrivals; DELETE FROM order_fees; DELETE FROM coupons; DELETE FROM coupon_products; DELETE FROM issued_coupons;"
	    "DELETE FROM wallets; DELETE FROM user_addresses; DELETE FROM wallet_entries; DELETE FROM order_sheets; DELETE FROM sheet_lines;"
	    "DELETE FROM idempotency; DELETE FROM desk_batches; DELETE FROM users; DELETE FROM sessions;"
	    "DELETE FROM signin_failures; DELETE FROM signin_known; DELETE FROM stock_receipts; DELETE FROM slots; DELETE FROM compensations;"
	    "DELETE FROM delivery_defaults; DELETE FROM order_events; DELETE FROM event_cursors; DELETE FROM event_deliveries;"
	    "DELETE FROM sales_lines; DELETE FROM sales_daily; DELETE FROM notifications; DELETE FROM mails;"
	    "DELETE FROM funnel_minutes; DELETE FROM funnel_alerts;"
	    "UPDATE event_feed SET last_seq = 0;"
	    "DELETE FROM cart_items; DELETE FROM carts; DELETE FROM products WHERE kind = 'GOODS'; DELETE FROM sellers;"
	    "DELETE st FROM stock st JOIN skus USING (sku_id) WHERE goods; DELETE FROM skus WHERE goods"));
	if (testshop_number(t, "SELECT (SELECT version FROM seeded) = (SELECT version FROM catalog_version)") == 0)
		seed(t);
	testshop_sql(t, "UPDATE stock SET available = %d; INSERT INTO stock_receipts (receipt_id, sku_id, delta, reason, at)"
	    " SELECT UUID(), sku_id, %d, 'opening stock', NOW(3) FROM stock", TESTSHOP_STOCK, TESTSHOP_STOCK);
}

void
testshop_open(struct testshop *t)
{
	char why[256];

	t->db = testdb_connect(&t->t, stmts, STMT__MAX);
	empty(t);
	snprintf(t->images, sizeof(t->images), "/tmp/banquet-images-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(t->images));
	t->t.conf.image_dir = t->images;
	add_member(t, "kim@banquet.test", ROLE_CUSTOMER, &t->kim);
	add_member(t, "lee@banquet.test", ROLE_CUSTOMER, &t->lee);
	add_member(t, "cook@banquet.test", ROLE_COOK, &t->cook);
	add_member(t, "cook2@banquet.test", ROLE_COOK, &t->cook2);
	add_member(t, "courier@banquet.test", ROLE_COURIER, &t->courier);
	add_member(t, "courier2@banquet.test", ROLE_COURIER, &t->courier2);
	add_member(t, "admin@banquet.test", ROLE_ADMIN, &t->admin);
	t->shop = shop_open(&t->t.conf, why, sizeof(why));
	ck_assert_msg(t->shop != NULL, "%s", why);
}

void
testshop_reopen(struct testshop *t)
{
	char why[256];

	arena_reset(t->t.arena);	/* what was held of the shop is let go */
	shop_close(t->shop);
	t->shop = shop_open(&t->t.conf, why, sizeof(why));
	ck_assert_msg(t->shop != NULL, "%s", why);
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st, (void)flag, (void)at;
	return remove(path);
}

const char *
testshop_image(struct testshop *t, const struct uuid *user)
{
	struct image_files files = { .width = 8, .height = 6 };
	struct image image = { .kind = IMAGE_UPLOAD };

	for (int i = 0; i < IMAGE_SIZE__MAX; i++) {
		files.size[i].p = "RIFF????WEBPVP8 ";
		files.size[i].len = 16 - (size_t)i;
	}
	if (user == NULL)
		image.owner.guest = testshop_guest();
	else
		image.owner.user_id = *user;
	ck_ok(images_save(t->shop, t->t.arena, &files, &image));
	return image_path(t->t.arena, image.id, IMAGE_FULL);
}

void
testshop_close(struct testshop *t)
{
	if (t->images[0] != '\0')
		(void)nftw(t->images, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	t->images[0] = '\0';
	arena_reset(t->t.arena);
	shop_close(t->shop);
	db_close(t->db);
	t->db = NULL;
}

static const char *
printed(struct testshop *t, const char *fmt, va_list ap)
{
	const char *sql = arena_vprintf(t->t.arena, fmt, ap);

	ck_assert_ptr_nonnull(sql);
	return sql;
}

void
testshop_sql(struct testshop *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *sql = printed(t, fmt, ap);
	va_end(ap);
	ck_ok(db_script(t->db, t->t.arena, sql));
}

static struct rows
query(struct testshop *t, const char *sql)
{
	struct stmt_def def = { "query", "", "s", sql };
	struct rows r;

	ck_ok(stmt_once(t->db, t->t.arena, &def, NULL, 0, &r));
	ck_assert_msg(r.n > 0, "no rows: %s", sql);
	return r;
}

int64_t
testshop_number(struct testshop *t, const char *fmt, ...)
{
	va_list ap;
	long long v;

	va_start(ap, fmt);
	struct rows r = query(t, printed(t, fmt, ap));
	va_end(ap);
	ck_assert_msg(row_str(&r, 0, 0) != NULL && sscanf(row_str(&r, 0, 0), "%lld", &v) == 1, "not a number: %s", row_str(&r, 0, 0));
	return v;
}

const char *
testshop_text(struct testshop *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	struct rows r = query(t, printed(t, fmt, ap));
	va_end(ap);
	return row_str(&r, 0, 0);
}

qty_t
testshop_available(struct testshop *t, const char *code)
{
	qty_t q;

	ck_assert(qty_parse(testshop_text(t, "SELECT available FROM stock JOIN skus USING (sku_id) WHERE code = '%s'", code), &q));
	return q;
}

void
testshop_stock(struct testshop *t, const char *code, qty_t pieces)
{
	ck_ok(stock_store_receive(t->db, t->t.arena, code, pieces * QTY_ONE - testshop_available(t, code), "counted"));
}

static void
checked(void *arg, const char *name, const char *invariant, size_t violations)
{
	(void)arg;
	if (violations > 0)
		fprintf(stderr, "%s: %s: %zu\n", name, invariant, violations);
}

static void
violated(void *arg, const char *who, const char *figures)
{
	(void)arg;
	fprintf(stderr, "  %s: %s\n", who, figures);
}

void
testshop_books(struct testshop *t)
{
	struct audit_told told = { checked, violated, NULL };
	size_t violations;

	ck_ok(audit_run(t->db, t->t.arena, &told, &violations));
	ck_assert_msg(violations == 0, "the books do not agree: %zu violations", violations);
}

struct order_actor
testshop_actor(const struct uuid *user, int role)
{
	return (struct order_actor){ .user_id = *user, .role = role };
}

const struct order_wish testshop_dinner = { .dinner_code = "valentine", .style = 0, .quantity = 1,
    .delivery_address = "서울시 강남구", .order_type = ORDER_DELIVERY };

struct hash
testshop_guest(void)
{
	return hash_of("guest", 5);
}

static const struct err *
answer(void *arena, const struct order *o, struct kept *kept)
{
	char id[UUID_TEXT];

	kept->status = 201;
	kept->json = arena_strdup(arena, o->number);
	kept->location = arena_printf(arena, "/api/orders/%s", uuid_text(&o->id, id));
	return kept->location == NULL ? err_static(ERR_INTERNAL_SERVER_ERROR) : NULL;
}

struct idem
testshop_key(struct arena *a, const struct order_wish *w, const struct uuid *user, const char *route, const char *key)
{
	const char *text = arena_printf(a, "%s %d %lld", w->dinner_code, w->style, (long long)w->quantity);
	struct hash print = hash_of(text, strlen(text));

	return idem_make(user->b, sizeof(user->b), route, key, &print);
}

struct placement
testshop_placement(struct arena *a, const struct order_wish *w, const struct uuid *user, const char *key)
{
	struct placement p = { .wish = w, .answer = answer, .arg = a };

	if (user != NULL)
		p.user_id = *user;
	else
		p.guest = testshop_guest();
	p.key = testshop_key(a, w, &p.user_id, "/api/orders/", key);
	return p;
}

struct uuid
testshop_order(struct testshop *t, const struct order_wish *w, const struct uuid *user)
{
	struct placement p = testshop_placement(t->t.arena, w, user, NULL);

	ck_ok(order_create(t->shop, t->t.arena, &p));
	return p.order->id;
}

const struct err *
testshop_move(struct testshop *t, const struct uuid *order, enum item_state to, const struct uuid *user, int role)
{
	struct order_change c = { .order_id = *order, .actor = testshop_actor(user, role), .to = to };

	return order_move(t->shop, t->t.arena, &c);
}

struct order
testshop_get(struct testshop *t, const struct uuid *order)
{
	struct orders got;

	ck_ok(order_store_get(t->db, t->t.arena, order, 1, false, ORDER_DETAIL | ORDER_USES, &got));
	ck_assert_uint_eq(got.n, 1);
	return got.v[0];
}
