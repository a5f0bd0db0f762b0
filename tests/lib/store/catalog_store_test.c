/* catalog_store: the menu as it lies in the tables, at one moment, and the number that tells of every change. */
#include "store/catalog_store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/stmts.h"
#include "support/suite.h"
#include "support/testshop.h"

static struct testshop t;

static void create(void) { testshop_create(&t); }
static void setup(void) { testshop_open(&t); }
static void teardown(void) { testshop_close(&t); }

static void
same_names(const struct variant_name *a, size_t na, const struct variant_name *b, size_t nb)
{
	ck_assert_uint_eq(na, nb);
	for (size_t i = 0; i < na; i++) {
		ck_assert_str_eq(a[i].code, b[i].code);
		ck_assert_str_eq(a[i].name, b[i].name);
		ck_assert_pstr_eq(a[i].name_en, b[i].name_en);
	}
}

static void
same_product(const struct product *a, const struct product *b)
{
	ck_assert_uint_eq(a->id, b->id);
	ck_assert_int_eq((int)a->kind, (int)b->kind);
	ck_assert_str_eq(a->code, b->code);
	ck_assert_str_eq(a->name, b->name);
	ck_assert_pstr_eq(a->name_en, b->name_en);
	ck_assert_str_eq(a->description, b->description);
	ck_assert_pstr_eq(a->description_en, b->description_en);
	ck_assert_int_eq(a->price, b->price);
	ck_assert_int_eq(a->on_sale, b->on_sale);
	ck_assert_int_eq(a->decorated, b->decorated);
	ck_assert_uint_eq(a->nvariants, b->nvariants);
	for (size_t i = 0; i < a->nvariants; i++) {
		const struct variant *v = &a->variants[i], *w = &b->variants[i];
		ck_assert_str_eq(v->code, w->code);
		ck_assert_pstr_eq(v->name, w->name);
		ck_assert_pstr_eq(v->name_en, w->name_en);
		ck_assert_int_eq(v->price, w->price);
		ck_assert_uint_eq(v->nrecipe, w->nrecipe);
		for (size_t r = 0; r < v->nrecipe; r++) {
			ck_assert_str_eq(v->recipe[r].sku->code, w->recipe[r].sku->code);
			ck_assert_int_eq(v->recipe[r].quantity, w->recipe[r].quantity);
		}
	}
}

static void
same_menu(const struct menu *a, const struct menu *b)
{
	ck_assert_uint_eq(a->nskus, b->nskus);
	for (size_t i = 0; i < a->nskus; i++) {
		const struct sku *s = &a->skus[i], *z = &b->skus[i];
		ck_assert_uint_eq(s->id, z->id);
		ck_assert_str_eq(s->code, z->code);
		ck_assert_str_eq(s->name, z->name);
		ck_assert_pstr_eq(s->name_en, z->name_en);
		ck_assert_int_eq(s->ingredient, z->ingredient);
		ck_assert_int_eq(s->unit_price, z->unit_price);
		ck_assert_int_eq(s->removal_credit, z->removal_credit);
		ck_assert_ptr_eq(menu_sku(a, s->code), s);
	}
	ck_assert_uint_eq(a->nproducts, b->nproducts);
	for (size_t i = 0; i < a->nproducts; i++)
		same_product(&a->products[i], &b->products[i]);
	same_names(a->flavors, a->nflavors, b->flavors, b->nflavors);
	same_names(a->sizes, a->nsizes, b->sizes, b->nsizes);
}

START_TEST(load)
{
	const struct menu *m;
	int64_t version;

	ck_ok(catalog_store_load(t.db, t.t.arena, &m));
	same_menu(m, t.menu);
	ck_ok(catalog_store_version(t.db, t.t.arena, &version));
	ck_assert_int_eq(m->version, version);
}
END_TEST

/* What is no longer sold stays known; goods of the store face are not on this menu; a product without variants has one. */
START_TEST(oddities)
{
	const struct menu *m;
	const struct product *p;

	testshop_sql(&t, "UPDATE products SET status = 'DISCONTINUED' WHERE code = 'valentine';"
	    "INSERT INTO skus (code, name) VALUES ('gift_box', 'gift box');"
	    "INSERT INTO skus (code, name, goods) VALUES ('mug', 'mug', TRUE);"
	    "INSERT INTO products (kind, code, name, price, sku_id) SELECT 'GOODS', 'mug', 'mug', 100, sku_id FROM skus WHERE code = 'mug';"
	    "INSERT INTO products (kind, code, name, price) VALUES ('SIDE_DISH', 'air', 'air', 0)");
	ck_ok(catalog_store_load(t.db, t.t.arena, &m));
	ck_assert(!menu_product(m, PRODUCT_DINNER, "valentine")->on_sale);
	ck_assert(menu_product(m, PRODUCT_DINNER, "french")->on_sale);
	ck_assert_ptr_null(menu_product(m, PRODUCT_GOODS, "mug"));
	p = menu_product(m, PRODUCT_SIDE_DISH, "air");
	ck_assert_uint_eq(p->nvariants, 1);
	ck_assert_str_eq(p->variants[0].code, "");
	ck_assert_uint_eq(p->variants[0].nrecipe, 0);
	ck_assert(!menu_sku(m, "gift_box")->ingredient);
	ck_assert_ptr_null(menu_sku(m, "mug"));
	testshop_sql(&t, "DELETE FROM products WHERE code IN ('mug', 'air'); DELETE FROM skus WHERE code IN ('gift_box', 'mug')");
}
END_TEST

START_TEST(empty)
{
	const struct menu *m;

	testshop_sql(&t, "SET foreign_key_checks = 0; DELETE FROM recipes; DELETE FROM product_variants; DELETE FROM products;"
	    "DELETE FROM variant_names; CREATE TEMPORARY TABLE s AS SELECT * FROM skus; DELETE FROM skus");
	ck_ok(catalog_store_load(t.db, t.t.arena, &m));
	ck_assert_uint_eq(m->nskus, 0);
	ck_assert_uint_eq(m->nproducts, 0);
	ck_assert_uint_eq(m->nflavors, 0);
	/* Ids as before, for the next test. */
	testshop_sql(&t, "INSERT INTO skus SELECT * FROM s; ALTER TABLE products AUTO_INCREMENT = 1");
}
END_TEST

/* Each table of the catalogue, however it is changed. */
static const struct { const char *insert, *update, *delete; } tables[] = {
	{ "INSERT INTO skus (code, name) VALUES ('x', 'x')", "UPDATE skus SET name = 'y' WHERE code = 'x'",
	  "DELETE FROM skus WHERE code = 'x'" },
	{ "INSERT INTO products (kind, code, name, price) VALUES ('SIDE_DISH', 'x', 'x', 1)", "UPDATE products SET price = 2 WHERE code = 'x'",
	  "DELETE FROM products WHERE code = 'x'" },
	{ "INSERT INTO product_variants (product_id, variant, price) VALUES (1, 'x', 1)",
	  "UPDATE product_variants SET price = 2 WHERE variant = 'x'", "DELETE FROM product_variants WHERE variant = 'x'" },
	{ "INSERT INTO variant_names (kind, code, name) VALUES ('SIZE', 'x', 'x')", "UPDATE variant_names SET name = 'y' WHERE code = 'x'",
	  "DELETE FROM variant_names WHERE code = 'x'" },
	{ "INSERT INTO recipes (product_id, variant, sku_id, quantity) VALUES (1, 'x', 1, 1)",
	  "UPDATE recipes SET quantity = 2 WHERE variant = 'x'", "DELETE FROM recipes WHERE variant = 'x'" },
	{ "INSERT INTO slot_hours (hours, capacity) VALUES (23002330, 1)",
	  "UPDATE slot_hours SET capacity = 2 WHERE hours = 23002330", "DELETE FROM slot_hours WHERE hours = 23002330" },
};

START_TEST(every_change_is_told)
{
	const char *const each[] = { tables[_i].insert, tables[_i].update, tables[_i].delete };
	int64_t before, after;

	ck_ok(catalog_store_version(t.db, t.t.arena, &before));
	for (int i = 0; i < 3; i++) {
		testshop_sql(&t, "%s", each[i]);
		ck_ok(catalog_store_version(t.db, t.t.arena, &after));
		ck_assert_msg(after > before, "%s", each[i]);
		before = after;
	}
	/* The end of the triggers' list: whatever has the word catalogue in it has three. */
	ck_assert_int_eq(testshop_number(&t, "SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()"),
	    3 * ROWS(tables));
}
END_TEST

/* Goods are not on the menu: whatever becomes of them, no program loads it anew. */
START_TEST(goods_are_not_told)
{
	int64_t before, after;

	ck_ok(catalog_store_version(t.db, t.t.arena, &before));
	testshop_sql(&t, "INSERT INTO skus (code, name, goods) VALUES ('mug', 'mug', TRUE);"
	    "INSERT INTO products (kind, name, price, sku_id) SELECT 'GOODS', 'mug', 100, sku_id FROM skus WHERE code = 'mug';"
	    "UPDATE skus SET name = 'cup' WHERE code = 'mug'; UPDATE products SET price = 200 WHERE name = 'mug';"
	    "DELETE FROM products WHERE name = 'mug'; DELETE FROM skus WHERE code = 'mug'");
	ck_ok(catalog_store_version(t.db, t.t.arena, &after));
	ck_assert_int_eq(before, after);
	/* What becomes goods was on the menu until then. */
	testshop_sql(&t, "INSERT INTO skus (code, name) VALUES ('mug', 'mug')");
	ck_ok(catalog_store_version(t.db, t.t.arena, &before));
	testshop_sql(&t, "UPDATE skus SET goods = TRUE WHERE code = 'mug'");
	ck_ok(catalog_store_version(t.db, t.t.arena, &after));
	ck_assert_int_gt(after, before);
}
END_TEST

/* The stock is not the catalogue. */
START_TEST(stock_is_not_told)
{
	int64_t before, after;

	ck_ok(catalog_store_version(t.db, t.t.arena, &before));
	testshop_stock(&t, "wine", 3);
	ck_ok(catalog_store_version(t.db, t.t.arena, &after));
	ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(no_version)
{
	int64_t v = 77;

	testshop_sql(&t, "CREATE TEMPORARY TABLE gone AS SELECT * FROM catalog_version; DELETE FROM catalog_version");
	ck_fails(catalog_store_version(t.db, t.t.arena, &v), INTERNAL_SERVER_ERROR, "no version");
	ck_assert_int_eq(v, 77);
	testshop_sql(&t, "INSERT INTO catalog_version SELECT * FROM gone");
}
END_TEST

static atomic_bool enough;

/* Two tables in one transaction, again and again. */
static void *
change(void *arg)
{
	struct db *db = arg;
	struct arena *a = arena_new(1u << 20);

	while (!atomic_load(&enough)) {
		const struct err *e = db_script(db, a, "BEGIN; UPDATE skus SET unit_price = unit_price + 1 WHERE sku_id = 1;"
		    "UPDATE products SET price = price + 1 WHERE product_id = 1; COMMIT");
		if (e != NULL)
			break;
		arena_reset(a);
	}
	arena_free(a);
	return NULL;
}

/* While others change it: what is loaded is of one moment, or it is said that it changes too fast. */
START_TEST(of_one_moment)
{
	struct db *other = testdb_connect(&t.t, NULL, 0);
	struct arena *a = arena_new(16u << 20);
	int64_t apart = t.menu->products[0].price - t.menu->skus[0].unit_price;
	pthread_t thread;
	int loaded = 0, refused = 0;

	ck_assert_int_eq(pthread_create(&thread, NULL, change, other), 0);
	for (int i = 0; i < 60; i++) {
		const struct menu *m;
		const struct err *e = catalog_store_load(t.db, a, &m);
		if (e == NULL) {
			ck_assert_int_eq(m->products[0].price - m->skus[0].unit_price, apart);
			loaded++;
		} else {
			ck_assert_int_eq((int)e->code, ERR_UNAVAILABLE);
			refused++;
		}
		arena_reset(a);
	}
	atomic_store(&enough, true);
	pthread_join(thread, NULL);
	ck_assert_int_eq(loaded + refused, 60);
	const struct menu *m;
	ck_ok(catalog_store_load(t.db, a, &m));
	ck_assert_int_eq(m->products[0].price - m->skus[0].unit_price, apart);
	arena_free(a);
	db_close(other);
}
END_TEST

START_TEST(without_room)
{
	bool done = false;

	for (size_t cap = 256; cap < (1u << 20) && !done; cap += 8192) {
		struct arena *small = arena_new(cap);
		const struct menu *m;
		const struct err *e = catalog_store_load(t.db, small, &m);
		if ((done = e == NULL))
			same_menu(m, t.menu);
		else
			ck_assert_int_eq((int)e->code, ERR_INTERNAL_SERVER_ERROR);
		arena_free(small);
	}
	ck_assert(done);
}
END_TEST

Suite *
catalog_store_suite(void)
{
	Suite *s = suite_create("store/catalog_store");
	TCase *c = tcase_create("catalog_store");

	tcase_set_timeout(c, 60);
	tcase_add_unchecked_fixture(c, create, NULL);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, load);
	tcase_add_test(c, oddities);
	tcase_add_loop_test(c, every_change_is_told, 0, ROWS(tables));
	tcase_add_test(c, goods_are_not_told);
	tcase_add_test(c, stock_is_not_told);
	tcase_add_test(c, no_version);
	tcase_add_test(c, of_one_moment);
	tcase_add_test(c, without_room);
	tcase_add_test(c, empty);
	suite_add_tcase(s, c);
	return s;
}
