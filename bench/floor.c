/*
 * floor: what the database alone does with one dinner order at a time.
 *
 * A bare client writes the very rows that an order through the desk writes,
 * statement by statement, prepared, one transaction an order, on many
 * connections: no HTTP, no parsing, no prices.  What a careful program without a
 * desk could reach at the best.
 *
 *   floor SOCKET DATABASE CONNECTIONS SECONDS one|spread each|grouped
 *
 * `each`: a statement a row.  `grouped`: the order's stock rows are locked with one statement, its
 * takes inserted with one.  Prints orders per second and the median and 99th
 * percentile of an order's time in milliseconds.
 */
#include <mysql.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SKUS_MAX	16
#define SAMPLES_MAX	(1 << 20)

/* A dinner's recipe, read from the catalogue. */
struct dinner { unsigned product_id; char code[65], name[101]; unsigned sku[SKUS_MAX]; int n; long long price; };

static struct {
	const char	*socket, *database;
	bool		 spread, grouped;
	struct dinner	 dinner[8];
	int		 ndinners;
	double		 until;
} run;
static atomic_ullong done, repeated;
static atomic_size_t nsamples;
static float samples[SAMPLES_MAX];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
die(const char *what, MYSQL *c)
{
	fprintf(stderr, "floor: %s: %s\n", what, c == NULL ? "" : mysql_error(c));
	exit(EXIT_FAILURE);
}

static MYSQL *
connect_to(void)
{
	MYSQL *c = mysql_init(NULL);

	if (mysql_real_connect(c, NULL, "banquet", "", run.database, 0, run.socket, 0) == NULL)
		die("connecting", c);
	if (mysql_query(c, "SET autocommit=0, time_zone='+00:00'") ||
	    mysql_query(c, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"))
		die("settings", c);
	return c;
}

static void
read_dinners(void)
{
	MYSQL *c = connect_to();
	MYSQL_RES *r;
	MYSQL_ROW row;

	if (mysql_query(c, "SELECT p.product_id, p.code, p.name, p.price + v.price, r.sku_id FROM products p"
	    " JOIN product_variants v ON v.product_id = p.product_id AND v.variant = 'simple'"
	    " JOIN recipes r ON r.product_id = p.product_id AND r.variant = v.variant"
	    " WHERE p.kind = 'DINNER' AND p.code <> 'cake' ORDER BY p.position, r.sku_id"))
		die("the catalogue", c);
	r = mysql_store_result(c);
	while ((row = mysql_fetch_row(r)) != NULL) {
		struct dinner *d = run.ndinners == 0 ? NULL : &run.dinner[run.ndinners - 1];
		if (d == NULL || d->product_id != (unsigned)atoi(row[0])) {
			d = &run.dinner[run.ndinners++];
			d->product_id = (unsigned)atoi(row[0]);
			snprintf(d->code, sizeof(d->code), "%s", row[1]);
			snprintf(d->name, sizeof(d->name), "%s", row[2]);
			d->price = atoll(row[3]);
		}
		d->sku[d->n++] = (unsigned)atoi(row[4]);
	}
	mysql_free_result(r);
	mysql_close(c);
	if (run.ndinners == 0)
		die("no dinners: is the demo shop loaded?", NULL);
}

/* --- one connection's statements ------------------------------------------- */

enum { LOCK, TAKE_STOCK, ORDER, ITEM, TAKE, PAYMENT, HISTORY, EVENT, KEY, STATEMENTS };

struct client { MYSQL *c; MYSQL_STMT *s[STATEMENTS]; struct dinner *of; };

static MYSQL_STMT *
prepare(MYSQL *c, const char *sql)
{
	MYSQL_STMT *s = mysql_stmt_init(c);

	if (mysql_stmt_prepare(s, sql, strlen(sql))) {
		fprintf(stderr, "floor: %s\n", mysql_stmt_error(s));
		die("preparing", c);
	}
	return s;
}

static void
prepare_all(struct client *cl, int nskus)
{
	char lock[512], take[512];
	size_t a = (size_t)snprintf(lock, sizeof(lock), "SELECT sku_id, available FROM stock WHERE sku_id IN (?");
	size_t b = (size_t)snprintf(take, sizeof(take), "INSERT INTO order_takes (order_id, sku_id, quantity) VALUES (?, ?, 1)");

	for (int i = 1; i < nskus && run.grouped; i++) {
		a += (size_t)snprintf(lock + a, sizeof(lock) - a, ", ?");
		b += (size_t)snprintf(take + b, sizeof(take) - b, ", (?, ?, 1)");
	}
	snprintf(lock + a, sizeof(lock) - a, ") FOR UPDATE");
	cl->s[LOCK] = prepare(cl->c, lock);
	cl->s[TAKE_STOCK] = prepare(cl->c, "UPDATE stock SET available = available - 1 WHERE sku_id = ? AND available >= 1");
	cl->s[ORDER] = prepare(cl->c, "INSERT INTO orders (order_id, order_number, guest_hash, status, stage, order_type,"
	    " base_price_total, customization_cost, side_dish_total, cake_total, discount_total, delivery_fee, final_price,"
	    " delivery_address, created_at, estimated_at)"
	    " VALUES (?, ?, ?, 'PENDING_PAYMENT', 'PENDING', 'DELIVERY', ?, 0, 0, 0, 0, 0, ?, ?, NOW(3), NOW(3))");
	cl->s[ITEM] = prepare(cl->c, "INSERT INTO order_items (order_id, item_index, product_id, kind, code, variant, name,"
	    " quantity, unit_price, total, status) VALUES (?, 0, ?, 'DINNER', ?, 'simple', ?, 1, ?, ?, 'PENDING')");
	cl->s[TAKE] = prepare(cl->c, take);
	cl->s[PAYMENT] = prepare(cl->c, "INSERT INTO payments (payment_id, order_id, method, status, amount, created_at)"
	    " VALUES (?, ?, 'ON_DELIVERY', 'PROGRESS', ?, NOW(3))");
	cl->s[HISTORY] = prepare(cl->c, "INSERT INTO order_history (order_id, history_id, item_index, event, to_state, actor, at)"
	    " VALUES (?, ?, 0, 'ORDER', 'PENDING', 'BUYER', NOW(3))");
	cl->s[EVENT] = prepare(cl->c, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " VALUES (?, ?, 1, 'ORDER_PLACED', ?, NOW(3))");
	cl->s[KEY] = prepare(cl->c, "INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)"
	    " VALUES (?, ?, 201, ?, NOW(3))");
}

static void
bytes(MYSQL_BIND *b, void *p, unsigned long n)
{
	b->buffer_type = MYSQL_TYPE_BLOB;
	b->buffer = p;
	b->buffer_length = n;
}

static void
number(MYSQL_BIND *b, long long *v)
{
	b->buffer_type = MYSQL_TYPE_LONGLONG;
	b->buffer = v;
}

static bool
execute(MYSQL_STMT *s, MYSQL_BIND *b)
{
	return mysql_stmt_bind_param(s, b) == 0 && mysql_stmt_execute(s) == 0;
}

/* 48 bits of time, then randomness: the form of a UUIDv7. */
static void
uuid(unsigned char u[16])
{
	struct timespec t;
	uint64_t ms;

	clock_gettime(CLOCK_REALTIME, &t);
	ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
	randombytes_buf(u, 16);
	for (int i = 0; i < 6; i++)
		u[i] = (unsigned char)(ms >> (40 - 8 * i));
	u[6] = (unsigned char)(0x70 | (u[6] & 0x0f));
	u[8] = (unsigned char)(0x80 | (u[8] & 0x3f));
}

/* As long as an order's of one dinner. */
static char snapshot[] = "{\"order_id\":\"01a212cb-1584-7488-a245-e7b42f7aad08\",\"order_number\":\"ORD-20261125-Z05P95\",\"user_id\":null,"
    "\"version\":1,\"status\":\"PENDING_PAYMENT\",\"stage\":\"PENDING\",\"order_type\":\"DELIVERY\",\"created_at\":\"2026-11-25T13:00:28.932Z\","
    "\"pricing\":{\"base_price_total\":30000,\"customization_cost\":0,\"side_dish_total\":0,\"cake_total\":0,\"discount_total\":0,"
    "\"delivery_fee\":0,\"final_price\":30000},\"payment\":{\"payment_id\":\"01a212cb-1580-71fc-ace3-20b68a3b2483\",\"method\":\"ON_DELIVERY\","
    "\"status\":\"PROGRESS\",\"amount\":30000,\"refunded_amount\":0,\"paid_at\":null},\"items\":[{\"product_id\":1,\"kind\":\"DINNER\","
    "\"code\":\"valentine\",\"variant\":\"simple\",\"quantity\":1,\"cancelled_quantity\":0,\"unit_price\":30000,\"discount\":0,\"total\":30000,"
    "\"status\":\"PENDING\"}]}";

/* True when the order was committed; false: rolled back, to be repeated. */
static bool
order(struct client *cl, struct dinner *d)
{
	unsigned char id[16], pay[16], hist[16], hash[32], key[32], answer[900];
	char number_text[20], address[] = "서울시 강남구 테헤란로 1";
	long long sku[SKUS_MAX], price = d->price, product = d->product_id;
	MYSQL_BIND b[2 * SKUS_MAX] = { 0 };
	unsigned r;

	uuid(id);
	uuid(pay);
	uuid(hist);
	randombytes_buf(hash, sizeof(hash));
	randombytes_buf(key, sizeof(key));
	randombytes_buf(answer, sizeof(answer));
	randombytes_buf(&r, sizeof(r));
	snprintf(number_text, sizeof(number_text), "FLR-%014llx", ((unsigned long long)id[5] << 32 | r) & 0xffffffffffffffULL);

	for (int i = 0; i < d->n; i++)
		number(&b[i], (sku[i] = d->sku[i], &sku[i]));
	if (run.grouped) {
		MYSQL_STMT *s = cl->s[LOCK];
		if (!execute(s, b) || mysql_stmt_store_result(s))
			return false;
		mysql_stmt_free_result(s);
	}
	for (int i = 0; i < d->n; i++)
		if (!execute(cl->s[TAKE_STOCK], &b[i]) || mysql_stmt_affected_rows(cl->s[TAKE_STOCK]) != 1)
			return false;

	memset(b, 0, sizeof(b));
	bytes(&b[0], id, 16);
	bytes(&b[1], number_text, (unsigned long)strlen(number_text));
	bytes(&b[2], hash, 32);
	number(&b[3], &price);
	number(&b[4], &price);
	bytes(&b[5], address, sizeof(address) - 1);
	b[5].buffer_type = b[1].buffer_type = MYSQL_TYPE_STRING;
	if (!execute(cl->s[ORDER], b))
		return false;

	memset(b, 0, sizeof(b));
	bytes(&b[0], id, 16);
	number(&b[1], &product);
	bytes(&b[2], d->code, (unsigned long)strlen(d->code));
	bytes(&b[3], d->name, (unsigned long)strlen(d->name));
	b[2].buffer_type = b[3].buffer_type = MYSQL_TYPE_STRING;
	number(&b[4], &price);
	number(&b[5], &price);
	if (!execute(cl->s[ITEM], b))
		return false;

	memset(b, 0, sizeof(b));
	for (int i = 0; i < d->n; i++) {
		bytes(&b[run.grouped ? 2 * i : 0], id, 16);
		number(&b[run.grouped ? 2 * i + 1 : 1], &sku[i]);
		if ((!run.grouped || i == d->n - 1) && !execute(cl->s[TAKE], b))
			return false;
	}

	memset(b, 0, sizeof(b));
	bytes(&b[0], pay, 16);
	bytes(&b[1], id, 16);
	number(&b[2], &price);
	if (!execute(cl->s[PAYMENT], b))
		return false;
	bytes(&b[0], id, 16);
	bytes(&b[1], hist, 16);
	if (!execute(cl->s[HISTORY], b))
		return false;
	bytes(&b[0], hist, 16);
	bytes(&b[1], id, 16);
	bytes(&b[2], snapshot, sizeof(snapshot) - 1);
	b[2].buffer_type = MYSQL_TYPE_STRING;
	if (!execute(cl->s[EVENT], b))
		return false;
	memset(b, 0, sizeof(b));
	bytes(&b[0], key, 32);
	bytes(&b[1], hash, 32);
	bytes(&b[2], answer, sizeof(answer));
	if (!execute(cl->s[KEY], b))
		return false;
	return mysql_commit(cl->c) == 0;
}

static void *
work(void *arg)
{
	struct client cl[8];
	unsigned n = (unsigned)(uintptr_t)arg;
	MYSQL *c = connect_to();

	for (int i = 0; i < run.ndinners; i++) {
		cl[i] = (struct client){ .c = c, .of = &run.dinner[i] };
		prepare_all(&cl[i], run.dinner[i].n);
	}
	for (;; n++) {
		struct client *one = &cl[run.spread ? n % (unsigned)run.ndinners : 0];
		double start = now();
		if (start >= run.until)
			break;
		while (!order(one, one->of)) {
			mysql_rollback(c);
			if (atomic_fetch_add(&repeated, 1) > 1000000 || mysql_errno(c) == 2006)
				die("orders fail", c);
		}
		atomic_fetch_add(&done, 1);
		size_t at = atomic_fetch_add(&nsamples, 1);
		if (at < SAMPLES_MAX)
			samples[at] = (float)((now() - start) * 1000);
	}
	mysql_close(c);
	return NULL;
}

static int
ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	pthread_t thread[256];
	int n, seconds;
	double start, took;
	size_t kept;

	if (argc != 7 || (n = atoi(argv[3])) < 1 || n > 256 || (seconds = atoi(argv[4])) < 1 || seconds > 600) {
		fprintf(stderr, "usage: floor SOCKET DATABASE CONNECTIONS SECONDS one|spread each|grouped\n");
		return 64;
	}
	run.socket = argv[1];
	run.database = argv[2];
	run.spread = strcmp(argv[5], "spread") == 0;
	run.grouped = strcmp(argv[6], "grouped") == 0;
	if (sodium_init() == -1 || mysql_library_init(0, NULL, NULL))
		return EXIT_FAILURE;
	read_dinners();
	start = now();
	run.until = start + seconds;
	for (int i = 0; i < n; i++)
		pthread_create(&thread[i], NULL, work, (void *)(uintptr_t)i);
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	took = now() - start;
	kept = nsamples < SAMPLES_MAX ? nsamples : SAMPLES_MAX;
	if (kept == 0)
		die("no order got through", NULL);
	qsort(samples, kept, sizeof(samples[0]), ascending);
	printf("%.0f %.2f %.2f\n", (double)done / took, (double)samples[kept / 2], (double)samples[kept * 99 / 100]);
	fprintf(stderr, "floor: %llu orders, %llu repeated\n", (unsigned long long)done, (unsigned long long)repeated);
	return EXIT_SUCCESS;
}
