/* model_test: what is done with a table itself: finding rows by pointer, wiping secrets. */
#include <string.h>

#include "base/buf.h"
#include "http/model.h"
#include "support/sample.h"
#include "support/suite.h"

static const struct { const char *pointer, *name; } rows[] = {
	{ "/name", "name" },
	{ "?name", "name" },
	{ "/place", "place" },
	{ "/place/address", "address" },
	{ "/lines", "lines" },
	{ "/lines/0", "lines" },
	{ "/lines/12/code", "code" },
	{ "/tags/1", "tags" },
	{ "/extras/wine", "extras" },
	{ "", NULL },
	{ "/", NULL },
	{ "/nam", NULL },
	{ "/names", NULL },
	{ "/name/x", "name" },
	{ "/place/x", NULL },
	{ "/lines/0/x", NULL },
	{ "name", NULL },
};

START_TEST(row_of_a_pointer)
{
	const struct model_field *f = model_field_at(&sample_model, rows[_i].pointer);

	if (rows[_i].name == NULL)
		ck_assert_ptr_null(f);
	else {
		ck_assert_ptr_nonnull(f);
		ck_assert_str_eq(f->name, rows[_i].name);
	}
}
END_TEST

struct purse { const char *number; int64_t cvc; struct list words; const char *owner; };
static const struct model_field purse_fields[] = {
	{ FIELD_STR(struct purse, number) },
	{ FIELD_INT(struct purse, cvc) },
	{ FIELD_STRS(struct purse, words) },
	{ FIELD_STR(struct purse, owner) },
};
static const struct model purse_model = MODEL(struct purse, "Purse", purse_fields);

struct person { const struct purse *secret, *open; struct list more; const char *name, *password; };
static const struct model_field person_fields[] = {
	{ FIELD_OBJECT(struct person, secret, struct purse, &purse_model), .flags = MODEL_SECRET },
	{ FIELD_OBJECT(struct person, open, struct purse, &purse_model) },
	{ FIELD_LIST(struct person, more, &purse_model), .flags = MODEL_SECRET },
	{ FIELD_STR(struct person, name) },
	{ FIELD_STR(struct person, password), .flags = MODEL_SECRET },
};
static const struct model person_model = MODEL(struct person, "Person", person_fields);

START_TEST(wipes_secrets_alone)
{
	char number[] = "4242", word[] = "ab", other[] = "4000", listed[] = "5555", name[] = "Kim", password[] = "secret";
	const char *words[] = { word };
	struct purse in = { .number = number, .cvc = 123, .words = { words, 1 } };
	struct purse out = { .number = other, .cvc = 7 };
	struct purse many[] = { { .number = listed, .cvc = 9 } };
	struct person p = { &in, &out, { many, 1 }, name, password };

	model_wipe(&person_model, &p);
	ck_assert_int_eq(memcmp(number, "\0\0\0\0", 4), 0);
	ck_assert_int_eq(in.cvc, 0);
	ck_assert_int_eq(memcmp(word, "\0\0", 2), 0);
	ck_assert_int_eq(memcmp(listed, "\0\0\0\0", 4), 0);
	ck_assert_int_eq(many[0].cvc, 0);
	ck_assert_int_eq(memcmp(password, "\0\0\0\0\0\0", 6), 0);
	ck_assert_str_eq(other, "4000");
	ck_assert_int_eq(out.cvc, 7);
	ck_assert_str_eq(name, "Kim");
	ck_assert(model_secret(&person_model));
	model_wipe(&person_model, NULL);
	model_wipe(&person_model, &(struct person){ 0 });
}
END_TEST

START_TEST(dictionary_of_words)
{
	struct buf b = { 0 };

	model_dictionary(&b, &sample_model);
	ck_assert_ptr_eq(buf_str(&b), strstr(buf_str(&b), "\"name\"\n\"\\\"name\\\":\"\n\"quantity\"\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\n\"deluxe\"\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\n\"address\"\n"));
	buf_free(&b);
}
END_TEST

Suite *
model_suite(void)
{
	Suite *s = suite_create("model");
	TCase *c = tcase_create("all");

	tcase_add_loop_test(c, row_of_a_pointer, 0, ROWS(rows));
	tcase_add_test(c, wipes_secrets_alone);
	tcase_add_test(c, dictionary_of_words);
	suite_add_tcase(s, c);
	return s;
}
