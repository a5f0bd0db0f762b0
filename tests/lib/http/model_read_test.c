/* model_read_test: every type from JSON, forms and queries; every fault, and all of them at once. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/body.h"
#include "http/model.h"
#include "support/refusal.h"
#include "support/sample.h"
#include "support/suite.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new(1u << 20);
	ck_assert_int_eq(clock_zone("Asia/Seoul"), 0);
}

static void teardown(void) { arena_free(arena); }

static struct json_object *
tree_of(enum model_source source, const char *text)
{
	struct body b = { 0 };
	const struct err *e = source == MODEL_FROM_QUERY ? body_parse_query(arena, text, &b.tree) :
	    body_parse(arena, source == MODEL_FROM_JSON ? "application/json" : "application/x-www-form-urlencoded",
	    text, strlen(text), &b);

	ck_assert_str_eq(refusal(arena, e), "");
	return b.tree;
}

static const struct sample *
read_sample(enum model_source source, const char *text, const char **said)
{
	const void *in = NULL;

	*said = refusal(arena, model_read(arena, &sample_model, tree_of(source, text), source, &in));
	ck_assert_int_eq(**said == '\0', in != NULL);
	return in;
}

/* What has to stand in every sample. */
#define J "{\"name\":\"n\",\"style\":\"grand\","
#define F "name=n&style=grand&"

/* Each adds some fields, and is read without a fault or refused with these. */
static const struct { const char *json, *form, *faults; } refused[] = {
	{ "\"quantity\":0}", "quantity=0", " /quantity=too_small" },
	{ "\"quantity\":11}", "quantity=11", " /quantity=too_large" },
	{ "\"quantity\":9223372036854775807}", "quantity=9223372036854775807", " /quantity=too_large" },
	{ "\"any\":9223372036854775808}", "any=9223372036854775808", " /any=too_large" },
	{ "\"any\":99999999999999999999999}", "any=99999999999999999999999", " /any=too_large" },
	{ "\"any\":-99999999999999999999999}", "any=-99999999999999999999999", " /any=too_small" },
	{ "\"quantity\":1.0}", NULL, " /quantity=wrong_type" },
	{ "\"quantity\":1e0}", NULL, " /quantity=wrong_type" },
	{ "\"quantity\":\"1\"}", NULL, " /quantity=wrong_type" },
	{ "\"quantity\":true}", NULL, " /quantity=wrong_type" },
	{ "\"quantity\":{}}", "quantity[a]=1", " /quantity=wrong_type" },
	{ "\"quantity\":[1]}", "quantity[]=1", " /quantity=wrong_type" },
	{ NULL, "quantity=1.0", " /quantity=not_a_number" },
	{ NULL, "quantity=1e0", " /quantity=not_a_number" },
	{ NULL, "quantity=%2B1", " /quantity=not_a_number" },
	{ NULL, "quantity=0x1", " /quantity=not_a_number" },
	{ NULL, "quantity=-", " /quantity=not_a_number" },
	{ NULL, "quantity=1 1", " /quantity=not_a_number" },
	{ NULL, "quantity=%ef%bc%91", " /quantity=not_a_number" },	/* a full-width 1 */
	{ NULL, "quantity=1%00", " /quantity=not_a_number" },
	{ "\"gift\":1}", "gift=2", " /gift=wrong_type" },
	{ "\"gift\":\"true\"}", "gift=truely", " /gift=wrong_type" },
	{ "\"gift\":[]}", "gift[]=on", " /gift=wrong_type" },
	{ "\"size\":\"size_3\"}", "size=size_3", " /size=not_a_choice" },
	{ "\"size\":\"size\"}", "size=size", " /size=not_a_choice" },
	{ "\"size\":\"Size_1\"}", "size=Size_1", " /size=not_a_choice" },
	{ "\"size\":0}", "size[x]=size_1", NULL },
	{ "\"user_id\":\"x\"}", "user_id=x", " /user_id=not_a_uuid" },
	{ "\"user_id\":\"00000000-0000-0000-0000-000000000000\"}", "user_id=00000000-0000-0000-0000-000000000000",
	  " /user_id=not_a_uuid" },
	{ "\"user_id\":\"0192f5d6-7e1a-7abc-8def-0123456789abc\"}", "user_id=0192f5d6-7e1a-7abc-8def-0123456789abc",
	  " /user_id=not_a_uuid" },
	{ "\"user_id\":7}", "user_id[]=7", " /user_id=wrong_type" },
	{ "\"at\":\"2026-02-30T00:00:00Z\"}", "at=2026-02-30T00:00", " /at=not_a_time" },
	{ "\"at\":\"1970-01-01T09:00:00+09:00\"}", "at=1970-01-01T08:00", " /at=not_a_time" },
	{ "\"at\":\"2026-11-21T19:00\"}", NULL, " /at=not_a_time" },
	{ "\"at\":1795255200}", "at[]=2026-11-21T19:00", " /at=wrong_type" },
	{ "\"weight\":0.499}", "weight=0.499", " /weight=too_small" },
	{ "\"weight\":20.001}", "weight=20.001", " /weight=too_large" },
	{ "\"weight\":1.0001}", "weight=1.0001", " /weight=not_a_number" },
	{ "\"weight\":1e1}", "weight=1e1", " /weight=not_a_number" },
	{ "\"weight\":18446744073709551615}", "weight=18446744073709551615", " /weight=not_a_number" },
	{ "\"weight\":\"1.5\"}", "weight[]=1.5", " /weight=wrong_type" },
	{ "\"place\":\"x\"}", "place=x", " /place=wrong_type" },
	{ "\"place\":[]}", NULL, " /place=wrong_type" },
	{ "\"place\":{}}", NULL, " /place/address=required" },
	{ "\"place\":{\"floor\":3}}", "place.floor=3", " /place/address=required" },
	{ "\"place\":{\"address\":\"a\",\"floor\":201}}", "place[address]=a&place[floor]=201",
	  " /place/address=too_short /place/floor=too_large" },
	{ "\"place\":{\"address\":\"cellar\"}}", "place[address]=cellar", " /place/floor=too_large" },
	{ "\"place\":{\"floor\":-1}}", "place.floor=-1", " /place/address=required /place/notes=required" },	/* needed */
	{ "\"place\":{\"address\":\"here\",\"floor\":-1,\"notes\":\"  \"}}", "place.address=here&place.floor=-1&place.notes=+",
	  " /place/notes=required" },
	{ "\"place\":{\"address\":\"here\",\"floor\":-6}}", "place.address=here&place.floor=-6", " /place/floor=too_small" },
	{ "\"place\":{\"address\":\"here\",\"notes\":\"pay 4242-4242-4242-4242\"}}",
	  "place[address]=here&place[notes]=pay+4242-4242-4242-4242", " /place/notes=card_number" },
	{ "\"place\":{\"address\":\"one\\ntwo\"}}", "place[address]=one%0D%0Atwo", " /place/address=not_text" },
	{ "\"place\":{\"address\":\"a\\u0007bc\"}}", "place[address]=a%07bc", " /place/address=not_text" },
	{ "\"place\":{\"address\":\"ab\\u202ec\"}}", "place[address]=ab%E2%80%AEc", " /place/address=turns_text" },
	{ "\"place\":{\"address\":\"\\u200b\\u200b\\u3164\"}}", "place[address]=%E2%80%8B%E2%80%8B%E3%85%A4", " /place/address=not_visible" },
	{ "\"lines\":[{},{\"code\":\"x\"}]}", NULL, " /lines/0/code=required" },
	{ "\"lines\":[null,\"x\",{\"code\":\"x\",\"quantity\":0}]}", NULL,
	  " /lines/0=required /lines/1=wrong_type /lines/2/quantity=too_small" },
	{ NULL, "lines[0][code]=&lines[3]=x&lines[4][quantity]=11", " /lines/1=wrong_type /lines/2/code=required /lines/2/quantity=too_large" },
	{ "\"lines\":[{\"code\":\"a\"},{\"code\":\"b\"},{\"code\":\"c\"},{\"code\":\"d\"}]}",
	  "lines[][code]=a&lines[][code]=b&lines[][code]=c&lines[][code]=d", " /lines=too_many" },
	{ "\"lines\":{\"code\":\"a\"}}", "lines[code]=a", " /lines=wrong_type" },
	{ NULL, "lines=a", " /lines=wrong_type" },
	{ "\"tags\":[\"a\",\"abcdef\",3,\"\"]}", NULL, " /tags/0=too_short /tags/1=too_long /tags/2=wrong_type /tags/3=required" },
	{ NULL, "tags[]=a&tags[]=&tags[]=abcdef", " /tags/0=too_short /tags/2=too_long" },
	{ "\"tags\":[\"  \"]}", NULL, " /tags/0=required" },
	{ NULL, "tags=a", " /tags=too_short" },
	{ "\"tags\":\"ab\"}", NULL, " /tags=wrong_type" },
	{ "\"products\":[0,1000,1.5,\"1\",null]}", NULL,
	  " /products/0=too_small /products/1=too_large /products/2=wrong_type /products/3=wrong_type /products/4=required" },
	{ NULL, "products[]=0&products[]=x", " /products/0=too_small /products/1=not_a_number" },
	{ "\"extras\":{\"wine\":-1,\"a/b\":100,\"c\":\"1\",\"d\":null}}", NULL,
	  " /extras/wine=too_small /extras/a~1b=too_large /extras/c=wrong_type /extras/d=required" },
	{ NULL, "extras[wine]=-1&extras[c]=x&extras[d]=", " /extras/wine=too_small /extras/c=not_a_number" },
	{ "\"extras\":{\"\":1,\" wine\":1,\"a\\u0007\":1}}", NULL, NULL },
	{ "\"extras\":[1]}", "extras[]=1", " /extras=wrong_type" },
	{ "\"extras\":{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1}}",
	  "extras[a]=1&extras[b]=1&extras[c]=1&extras[d]=1&extras[e]=1&extras[f]=1", " /extras=too_many" },
	{ "\"gift\":true}", "gift=on", " /place=required" },	/* the rule of the whole */
	{ "\"zz\":1,\"place\":{\"address\":\"here\",\"q/~\":2}}", NULL, " /place/q~1~0=unknown_field /zz=unknown_field" },
	{ "\"ready\":{}}", NULL, " /ready=unknown_field" },	/* answers only */
};

START_TEST(tells_faults)
{
	const char *said, *text;

	for (int form = 0; form <= 1; form++) {
		const char *rest = form ? refused[_i].form : refused[_i].json;
		if (rest == NULL || refused[_i].faults == NULL)
			continue;
		text = arena_printf(arena, "%s%s", form ? F : J, rest);
		read_sample(form ? MODEL_FROM_FORM : MODEL_FROM_JSON, text, &said);
		ck_assert_str_eq(said, arena_printf(arena, "INVALID_REQUEST%s", refused[_i].faults));
	}
}
END_TEST

START_TEST(tells_what_json_and_forms_see_differently)
{
	const char *said;

	read_sample(MODEL_FROM_JSON, J "\"size\":0}", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /size=wrong_type");
	read_sample(MODEL_FROM_FORM, F "size[x]=size_1", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /size=wrong_type");
	read_sample(MODEL_FROM_JSON, J "\"extras\":{\"\":1,\" wine\":1,\"a\\u0007\":1}}", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /extras/=too_short /extras/ wine=not_text /extras/a\a=not_text");
	read_sample(MODEL_FROM_FORM, F "extras[+wine]=1", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /extras/ wine=not_text");
	read_sample(MODEL_FROM_JSON, J "\"extras\":{\"01234567890123456789012345678901234567890123456789012345678901234\":1}}", &said);
	ck_assert_str_eq(said,
	    "INVALID_REQUEST /extras/0123456789012345678901234567890123456789012345678901234567890123=too_long");
}
END_TEST

START_TEST(tells_all_at_once)
{
	const char *said;

	read_sample(MODEL_FROM_JSON, "{\"name\":\"nobody\",\"quantity\":\"x\",\"zz\":1,\"place\":{},\"tags\":[1]}", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /name=invalid /quantity=wrong_type /style=required /place/address=required "
	    "/tags/0=wrong_type /zz=unknown_field");
	read_sample(MODEL_FROM_JSON, "{}", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /name=required /style=required");
	read_sample(MODEL_FROM_FORM, "name=+&style=", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /name=required /style=required");
	read_sample(MODEL_FROM_JSON, "{\"name\":\" \",\"style\":null}", &said);
	ck_assert_str_eq(said, "INVALID_REQUEST /name=required /style=required");
}
END_TEST

START_TEST(keeps_sixty_four_faults)
{
	struct buf b = { 0 };
	const void *in = NULL;

	buf_puts(&b, J "\"products\":[0");
	for (int i = 1; i < 100; i++)
		buf_puts(&b, ",0");
	/* The entries that come after the list is full are wrong too: their rule must not see them. */
	buf_puts(&b, "],\"extras\":{\"a\":-1},\"place\":{\"floor\":-9}}");
	const struct err *e = model_read(arena, &sample_model, tree_of(MODEL_FROM_JSON, buf_str(&b)), MODEL_FROM_JSON, &in);
	ck_assert(err_is(e, ERR_INVALID_REQUEST));
	ck_assert_uint_eq(e->nfaults, FAULTS_MAX);
	ck_assert_ptr_null(in);
	buf_free(&b);
}
END_TEST

START_TEST(all_of_json)
{
	const char *said;
	const struct sample *s = read_sample(MODEL_FROM_JSON,
	    "{\"name\":\" cafe\\u0301 \",\"quantity\":10,\"any\":-9223372036854775807,\"gift\":true,\"receipt\":false,"
	    "\"style\":\"deluxe\",\"size\":\"size_2\",\"user_id\":\"0192F5D6-7E1A-7ABC-8DEF-0123456789aB\","
	    "\"at\":\"2026-11-21T19:00:00+09:00\",\"weight\":1.5,\"place\":{\"address\":\"서울\",\"notes\":\"a\\nb\",\"floor\":-5},"
	    "\"lines\":[{\"code\":\"x\",\"quantity\":2},{\"code\":\"y\"}],\"tags\":[\"ab\",\"가나\"],\"products\":[1,999],"
	    "\"extras\":{\"wine\":2,\"bread\":0},\"card\":\"4242\",\"status\":{\"any\":[\"thing\"]}}", &said);

	ck_assert_str_eq(said, "");
	ck_assert_str_eq(s->name, "caf\xc3\xa9");	/* composed and trimmed */
	ck_assert_int_eq(s->quantity, 10);
	ck_assert_int_eq(s->any, -INT64_MAX);
	ck_assert(s->gift);
	ck_assert(!s->receipt);
	ck_assert_int_eq(s->style, SAMPLE_DELUXE);
	ck_assert_int_eq(s->size, 1);
	ck_assert_int_eq(s->user_id.b[0], 0x01);
	ck_assert_int_eq(s->user_id.b[15], 0xab);
	ck_assert_int_eq(s->at, 1795255200000);
	ck_assert_int_eq(s->weight, 1500);
	ck_assert_str_eq(s->place->address, "서울");
	ck_assert_str_eq(s->place->notes, "a\nb");
	ck_assert_int_eq(s->place->floor, -5);
	ck_assert_uint_eq(s->lines.n, 2);
	ck_assert_str_eq(LIST_AT(s->lines, struct sample_line, 0)->code, "x");
	ck_assert_int_eq(LIST_AT(s->lines, struct sample_line, 0)->quantity, 2);
	ck_assert_int_eq(LIST_AT(s->lines, struct sample_line, 1)->quantity, 1);
	ck_assert_uint_eq(s->tags.n, 2);
	ck_assert_str_eq(*LIST_AT(s->tags, const char *, 1), "가나");
	ck_assert_uint_eq(s->products.n, 2);
	ck_assert_int_eq(*LIST_AT(s->products, int64_t, 1), 999);
	ck_assert_uint_eq(s->extras.n, 2);
	ck_assert_str_eq(LIST_AT(s->extras, struct pair, 0)->key, "wine");
	ck_assert_int_eq(LIST_AT(s->extras, struct pair, 0)->value, 2);
	ck_assert_str_eq(s->card, "4242");
	ck_assert_ptr_null(s->status);
}
END_TEST

/* Writes a sample down whole, for comparing what different bodies mean. */
static const char *
written(const struct sample *s)
{
	struct buf b = { 0 };

	model_write(&b, &sample_model, s);
	const char *text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

/* The same in JSON and as a form or query. */
static const struct { const char *json, *form; } same[] = {
	{ "\"quantity\":1}", "" },
	{ "\"quantity\":null,\"gift\":null,\"size\":null,\"user_id\":null,\"at\":null,\"weight\":null,\"place\":null,\"lines\":null,"
	  "\"tags\":null,\"products\":null,\"extras\":null,\"card\":null}", "quantity=&gift=&size=+&user_id=&at=&weight=&place=&lines=" },
	{ "\"quantity\":\"\",\"gift\":\"\",\"size\":\"\",\"user_id\":\"\",\"at\":\"\",\"weight\":\"\",\"place\":\"\",\"lines\":\"\","
	  "\"tags\":\"\",\"products\":\"\",\"extras\":\"\",\"card\":\"\"}", "tags=&products[]=&extras[wine]=&card=&unknown=1&ready=x" },
	{ "\"quantity\":7}", "quantity=+7%20" },
	{ "\"quantity\":7}", "quantity=007" },
	{ "\"any\":-9223372036854775807}", "any=-9223372036854775807" },
	{ "\"any\":9223372036854775807}", "any=9223372036854775807" },
	{ "\"receipt\":false}", "receipt=off" },
	{ "\"receipt\":false}", "receipt=No" },
	{ "\"receipt\":false}", "receipt=0" },
	{ "\"receipt\":false,\"gift\":true,\"place\":{\"address\":\"here\"}}", "receipt=FALSE&gift=yes&place.address=here" },
	{ "\"gift\":true,\"place\":{\"address\":\"here\"}}", "gift=1&place.address=+here+" },
	{ "\"user_id\":\"0192f5d6-7e1a-7abc-8def-0123456789ab\"}", "user_id=+0192F5D6-7E1A-7ABC-8DEF-0123456789AB" },
	{ "\"at\":\"2026-11-21T10:00:00Z\"}", "at=2026-11-21T19:00" },
	{ "\"weight\":2}", "weight=2.000" },
	{ "\"weight\":0.5}", "weight=0.5" },
	{ "\"place\":{\"address\":\"a b\",\"notes\":\"x\\ny\"}}", "place[address]=a+b&place[notes]=x%0D%0Ay&place[floor]=" },
	{ "\"quantity\":1}", "place[address]=&place[floor]=+" },		/* a blank object is none */
	{ "\"lines\":[{\"code\":\"b\"},{\"code\":\"a\",\"quantity\":3}]}",
	  "lines[7][code]=a&lines[7][quantity]=3&lines[2][code]=b&lines[3][code]=&lines[3][quantity]=" },
	{ "\"tags\":[\"ab\"]}", "tags=ab" },
	{ "\"tags\":[\"ab\",\"cd\"]}", "tags[]=ab&tags[]=&tags[]=cd" },
	{ "\"products\":[5,6]}", "products[1]=6&products[0]=5" },
	{ "\"extras\":{\"wine\":2}}", "extras[wine]=2&extras[bread]=" },
	{ "\"extras\":{}}", "extras[bread]=" },
	{ "\"tags\":[],\"lines\":[]}", "" },
};

START_TEST(json_and_forms_mean_the_same)
{
	const char *said;
	const struct sample *a = read_sample(MODEL_FROM_JSON, arena_printf(arena, "%s%s", J, same[_i].json), &said);

	ck_assert_str_eq(said, "");
	const struct sample *b = read_sample(MODEL_FROM_FORM, arena_printf(arena, "%s%s", F, same[_i].form), &said);
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(written(a), written(b));
	b = read_sample(MODEL_FROM_QUERY, arena_printf(arena, "%s%s", F, same[_i].form), &said);
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(written(a), written(b));
}
END_TEST

static const struct { const char *query, *said; int64_t limit; int status; size_t tags; } queries[] = {
	{ "", "", 20, -1, 0 },
	{ "limit=&status=", "", 20, -1, 0 },
	{ "limit=100&status=grand&tag[]=a&tag[]=b&utm=x", "", 100, SAMPLE_GRAND, 2 },
	{ "tag=a", "", 20, -1, 1 },
	{ "limit=0&status=x&tag[]=a&tag[]=b&tag[]=c", "INVALID_REQUEST ?limit=too_small ?status=not_a_choice ?tag=too_many", 0, 0, 0 },
};

START_TEST(query)
{
	const void *in = NULL;
	const char *said = refusal(arena, model_read(arena, &sample_query_model, tree_of(MODEL_FROM_QUERY, queries[_i].query),
	    MODEL_FROM_QUERY, &in));

	ck_assert_str_eq(said, queries[_i].said);
	if (*said == '\0') {
		const struct sample_query *q = in;
		ck_assert_int_eq(q->limit, queries[_i].limit);
		ck_assert_int_eq(q->status, queries[_i].status);
		ck_assert_uint_eq(q->tag.n, queries[_i].tags);
	}
}
END_TEST

/* Models whose objects, lists and maps are required. */
struct strict { const struct sample_place *place; const struct sample_query *options; struct list lines, tags, extras; };
static const struct model_field strict_fields[] = {
	{ FIELD_OBJECT(struct strict, place, struct sample_place, &sample_place_model), .flags = MODEL_REQUIRED },
	{ FIELD_OBJECT(struct strict, options, struct sample_query, &sample_query_model), .flags = MODEL_REQUIRED },
	{ FIELD_LIST(struct strict, lines, &sample_line_model), .flags = MODEL_REQUIRED },
	{ FIELD_STRS(struct strict, tags), .flags = MODEL_REQUIRED, .min = 2 },
	{ FIELD_MAP(struct strict, extras), .flags = MODEL_REQUIRED, .min = 2 },
};
static const struct model strict_model = MODEL(struct strict, "Strict", strict_fields);

static const struct { enum model_source source; const char *text, *said; } strict_rows[] = {
	{ MODEL_FROM_JSON, "{}", " /place=required /options=required /lines=required /tags=required /extras=required" },
	{ MODEL_FROM_JSON, "{\"place\":{},\"options\":{},\"lines\":[],\"tags\":[],\"extras\":{}}",
	  " /place/address=required /lines=required /tags=required /extras=required" },
	{ MODEL_FROM_JSON, "{\"place\":{\"address\":\"ab\"},\"options\":{},\"lines\":[{\"code\":\"x\"}],\"tags\":[\"a\"],"
	  "\"extras\":{\"a\":1}}", " /tags=too_few /extras=too_few" },
	{ MODEL_FROM_FORM, "place=&options=", " /place=required /options=required /lines=required /tags=required /extras=required" },
	/* Blank fields of a required object are named one by one; when none of them is required, the object is. */
	{ MODEL_FROM_FORM, "place[address]=&options[limit]=&lines[0][code]=&tags[]=&extras[x]=",
	  " /place/address=required /options=required /lines=required /tags=required /extras=required" },
	{ MODEL_FROM_FORM, "place[address]=ab&options[limit]=3&lines[0][code]=x&tags[]=a&tags[]=&extras[x]=1&extras[y]=",
	  " /tags=too_few /extras=too_few" },
};

START_TEST(required_containers)
{
	const void *in = NULL;
	enum model_source source = strict_rows[_i].source;
	const char *said = refusal(arena, model_read(arena, &strict_model, tree_of(source, strict_rows[_i].text), source, &in));

	ck_assert_str_eq(said, arena_printf(arena, "INVALID_REQUEST%s", strict_rows[_i].said));
}
END_TEST

START_TEST(secrets_leave_the_tree)
{
	const void *in = NULL;
	struct json_object *tree = tree_of(MODEL_FROM_FORM, F "card=4242&place.address=here");

	ck_assert_ptr_null(model_read(arena, &sample_model, tree, MODEL_FROM_FORM, &in));
	ck_assert_str_eq(((const struct sample *)in)->card, "4242");
	ck_assert_str_eq(json_object_to_json_string_ext(tree, JSON_C_TO_STRING_PLAIN),
	    "{\"name\":\"n\",\"style\":\"grand\",\"card\":\"\",\"place\":{\"address\":\"here\"}}");
}
END_TEST

/* What is in an object decides whether it is there, also when all of it is forgotten at once. */
START_TEST(an_object_of_secrets_is_there)
{
	struct keys { const char *card, *code; };
	struct box { const struct keys *keys; };
	static const struct model_field keys_rows[] = {
		{ FIELD_STR(struct keys, card), .flags = MODEL_SECRET }, { FIELD_STR(struct keys, code), .flags = MODEL_SECRET },
	};
	static const struct model keys_model = MODEL(struct keys, "Keys", keys_rows);
	static const struct model_field box_rows[] = {
		{ FIELD_OBJECT(struct box, keys, struct keys, &keys_model), .flags = MODEL_REQUIRED },
	};
	static const struct model box_model = MODEL(struct box, "Box", box_rows);
	const void *in = NULL;
	struct json_object *tree = tree_of(MODEL_FROM_FORM, "keys[card]=4242&keys[code]=7");

	ck_assert_str_eq(refusal(arena, model_read(arena, &box_model, tree, MODEL_FROM_FORM, &in)), "");
	ck_assert_str_eq(((const struct box *)in)->keys->card, "4242");
	ck_assert_str_eq(((const struct box *)in)->keys->code, "7");
	ck_assert_ptr_null(strstr(json_object_to_json_string(tree), "4242"));
	tree = tree_of(MODEL_FROM_FORM, "keys[card]=&keys[code]=+");
	ck_assert_str_eq(refusal(arena, model_read(arena, &box_model, tree, MODEL_FROM_FORM, &in)), "INVALID_REQUEST /keys=required");
}
END_TEST

START_TEST(no_tree)
{
	const void *in = NULL;
	const struct sample_query *q;

	ck_assert_str_eq(refusal(arena, model_read(arena, &sample_model, NULL, MODEL_FROM_JSON, &in)),
	    "INVALID_REQUEST /name=required /style=required");
	ck_assert_ptr_null(model_read(arena, &sample_query_model, NULL, MODEL_FROM_QUERY, &in));
	q = in;
	ck_assert_int_eq(q->limit, 20);
	ck_assert_int_eq(q->status, -1);
}
END_TEST

/* However little room there is, the answer is a refusal or the whole, never a part. */
START_TEST(full_arena)
{
	static const char text[] = J "\"place\":{\"address\":\"somewhere\"},\"lines\":[{\"code\":\"x\"}],\"tags\":[\"ab\"],"
	    "\"products\":[1],\"extras\":{\"wine\":1,\"bread\":2}}";
	static const char bad[] = J "\"place\":{},\"lines\":[{}],\"extras\":{\"wine\":-1}}";
	struct json_object *good = json_tokener_parse(text), *faulty = json_tokener_parse(bad);
	const char *whole = NULL, *said;
	size_t refusals = 0;

	whole = written(read_sample(MODEL_FROM_JSON, text, &said));
	for (size_t cap = 256; cap < 16384; cap += 16) {
		struct arena *small = arena_new(cap);
		const void *in = NULL;
		ck_assert_ptr_nonnull(small);
		const struct err *e = model_read(small, &sample_model, good, MODEL_FROM_JSON, &in);
		if (e == NULL)
			ck_assert_str_eq(written(in), whole);
		else {
			ck_assert(err_is(e, ERR_UNAVAILABLE));
			refusals++;
		}
		arena_reset(small);
		e = model_read(small, &sample_model, faulty, MODEL_FROM_JSON, &in);
		ck_assert(err_is(e, ERR_UNAVAILABLE) || err_is(e, ERR_INVALID_REQUEST));
		arena_free(small);
	}
	ck_assert_uint_gt(refusals, 0);
	json_object_put(good);
	json_object_put(faulty);
}
END_TEST

Suite *
model_read_suite(void)
{
	Suite *s = suite_create("model_read");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, tells_faults, 0, ROWS(refused));
	tcase_add_test(c, tells_what_json_and_forms_see_differently);
	tcase_add_test(c, tells_all_at_once);
	tcase_add_test(c, keeps_sixty_four_faults);
	tcase_add_test(c, all_of_json);
	tcase_add_loop_test(c, json_and_forms_mean_the_same, 0, ROWS(same));
	tcase_add_loop_test(c, query, 0, ROWS(queries));
	tcase_add_loop_test(c, required_containers, 0, ROWS(strict_rows));
	tcase_add_test(c, secrets_leave_the_tree);
	tcase_add_test(c, an_object_of_secrets_is_there);
	tcase_add_test(c, no_tree);
	tcase_add_test(c, full_arena);
	suite_add_tcase(s, c);
	return s;
}
