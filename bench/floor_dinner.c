/* floor_dinner: a guest's dinner, paid on delivery. */
#include "bench/floor.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SKUS_MAX	16
#define DINNERS_MAX	8

/* A dinner's recipe, read from the catalogue. */
struct dinner { unsigned product_id; char code[65], name[101]; unsigned sku[SKUS_MAX]; int n; long long price; };

static struct dinner dinner[DINNERS_MAX];
static int ndinners;

static void
read_dinners(void)
{
	MYSQL *c = floor_connect();
	MYSQL_RES *r;
	MYSQL_ROW row;

	if (mysql_query(c, "SELECT p.product_id, p.code, p.name, p.price + v.price, r.sku_id FROM products p"
	    " JOIN product_variants v ON v.product_id = p.product_id AND v.variant = 'simple'"
	    " JOIN recipes r ON r.product_id = p.product_id AND r.variant = v.variant"
	    " WHERE p.kind = 'DINNER' AND p.code <> 'cake' ORDER BY p.position, r.sku_id"))
		floor_die("the catalogue", c);
	r = mysql_store_result(c);
	while ((row = mysql_fetch_row(r)) != NULL) {
		struct dinner *d = ndinners == 0 ? NULL : &dinner[ndinners - 1];
		if (d == NULL || d->product_id != (unsigned)atoi(row[0])) {
			d = &dinner[ndinners++];
			d->product_id = (unsigned)atoi(row[0]);
			snprintf(d->code, sizeof(d->code), "%s", row[1]);
			snprintf(d->name, sizeof(d->name), "%s", row[2]);
			d->price = atoll(row[3]);
		}
		d->sku[d->n++] = (unsigned)atoi(row[4]);
	}
	mysql_free_result(r);
	mysql_close(c);
	if (ndinners == 0)
		floor_die("no dinners: is the demo shop loaded?", NULL);
}

/* --- one connection's statements ------------------------------------------- */

enum { LOCK, TAKE_STOCK, ORDER, ITEM, TAKE, PAYMENT, HISTORY, EVENT, KEY, STATEMENTS };

struct client { MYSQL *c; MYSQL_STMT *s[STATEMENTS]; struct dinner *of; };

static void
prepare_all(struct client *cl, int nskus)
{
	char lock[512], take[512];
	size_t a = (size_t)snprintf(lock, sizeof(lock), "SELECT sku_id, available FROM stock WHERE sku_id IN (?");
	size_t b = (size_t)snprintf(take, sizeof(take), "INSERT INTO order_takes (order_id, sku_id, quantity) VALUES (?, ?, 1)");

	for (int i = 1; i < nskus && floor_run.grouped; i++) {
		a += (size_t)snprintf(lock + a, sizeof(lock) - a, ", ?");
		b += (size_t)snprintf(take + b, sizeof(take) - b, ", (?, ?, 1)");
	}
	snprintf(lock + a, sizeof(lock) - a, ") FOR UPDATE");
	cl->s[LOCK] = floor_prepare(cl->c, lock);
	cl->s[TAKE_STOCK] = floor_prepare(cl->c, "UPDATE stock SET available = available - 1 WHERE sku_id = ? AND available >= 1");
	cl->s[ORDER] = floor_prepare(cl->c, "INSERT INTO orders (order_id, order_number, guest_hash, status, stage, order_type,"
	    " base_price_total, customization_cost, side_dish_total, cake_total, discount_total, delivery_fee, final_price,"
	    " delivery_address, created_at, estimated_at)"
	    " VALUES (?, ?, ?, 'PENDING_PAYMENT', 'PENDING', 'DELIVERY', ?, 0, 0, 0, 0, 0, ?, ?, NOW(3), NOW(3))");
	cl->s[ITEM] = floor_prepare(cl->c, "INSERT INTO order_items (order_id, item_index, product_id, kind, code, variant, name,"
	    " quantity, unit_price, total, status) VALUES (?, 0, ?, 'DINNER', ?, 'simple', ?, 1, ?, ?, 'PENDING')");
	cl->s[TAKE] = floor_prepare(cl->c, take);
	cl->s[PAYMENT] = floor_prepare(cl->c, "INSERT INTO payments (payment_id, order_id, method, status, amount, created_at)"
	    " VALUES (?, ?, 'ON_DELIVERY', 'PROGRESS', ?, NOW(3))");
	cl->s[HISTORY] = floor_prepare(cl->c, "INSERT INTO order_history (order_id, history_id, item_index, event, to_state, actor, at)"
	    " VALUES (?, ?, 0, 'ORDER', 'PENDING', 'BUYER', NOW(3))");
	cl->s[EVENT] = floor_prepare(cl->c, "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at)"
	    " VALUES (?, ?, 1, 'ORDER_PLACED', ?, NOW(3))");
	cl->s[KEY] = floor_prepare(cl->c, "INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)"
	    " VALUES (?, ?, 201, ?, NOW(3))");
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

	floor_uuid(id);
	floor_uuid(pay);
	floor_uuid(hist);
	randombytes_buf(hash, sizeof(hash));
	randombytes_buf(key, sizeof(key));
	randombytes_buf(answer, sizeof(answer));
	floor_order_number(number_text, id);

	for (int i = 0; i < d->n; i++)
		floor_number(&b[i], (sku[i] = d->sku[i], &sku[i]));
	if (floor_run.grouped) {
		MYSQL_STMT *s = cl->s[LOCK];
		if (!floor_execute(s, b) || mysql_stmt_store_result(s))
			return false;
		mysql_stmt_free_result(s);
	}
	for (int i = 0; i < d->n; i++)
		if (!floor_execute(cl->s[TAKE_STOCK], &b[i]) || mysql_stmt_affected_rows(cl->s[TAKE_STOCK]) != 1)
			return false;

	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], id, 16);
	floor_bytes(&b[1], number_text, (unsigned long)strlen(number_text));
	floor_bytes(&b[2], hash, 32);
	floor_number(&b[3], &price);
	floor_number(&b[4], &price);
	floor_bytes(&b[5], address, sizeof(address) - 1);
	b[5].buffer_type = b[1].buffer_type = MYSQL_TYPE_STRING;
	if (!floor_execute(cl->s[ORDER], b))
		return false;

	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], id, 16);
	floor_number(&b[1], &product);
	floor_bytes(&b[2], d->code, (unsigned long)strlen(d->code));
	floor_bytes(&b[3], d->name, (unsigned long)strlen(d->name));
	b[2].buffer_type = b[3].buffer_type = MYSQL_TYPE_STRING;
	floor_number(&b[4], &price);
	floor_number(&b[5], &price);
	if (!floor_execute(cl->s[ITEM], b))
		return false;

	memset(b, 0, sizeof(b));
	for (int i = 0; i < d->n; i++) {
		floor_bytes(&b[floor_run.grouped ? 2 * i : 0], id, 16);
		floor_number(&b[floor_run.grouped ? 2 * i + 1 : 1], &sku[i]);
		if ((!floor_run.grouped || i == d->n - 1) && !floor_execute(cl->s[TAKE], b))
			return false;
	}

	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], pay, 16);
	floor_bytes(&b[1], id, 16);
	floor_number(&b[2], &price);
	if (!floor_execute(cl->s[PAYMENT], b))
		return false;
	floor_bytes(&b[0], id, 16);
	floor_bytes(&b[1], hist, 16);
	if (!floor_execute(cl->s[HISTORY], b))
		return false;
	floor_bytes(&b[0], hist, 16);
	floor_bytes(&b[1], id, 16);
	floor_bytes(&b[2], snapshot, sizeof(snapshot) - 1);
	b[2].buffer_type = MYSQL_TYPE_STRING;
	if (!floor_execute(cl->s[EVENT], b))
		return false;
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], key, 32);
	floor_bytes(&b[1], hash, 32);
	floor_bytes(&b[2], answer, sizeof(answer));
	if (!floor_execute(cl->s[KEY], b))
		return false;
	return mysql_commit(cl->c) == 0;
}

static void *
open_all(MYSQL *c)
{
	struct client *cl = calloc(DINNERS_MAX, sizeof(*cl));

	if (cl == NULL)
		floor_die("no memory", NULL);
	for (int i = 0; i < ndinners; i++) {
		cl[i] = (struct client){ .c = c, .of = &dinner[i] };
		prepare_all(&cl[i], dinner[i].n);
	}
	return cl;
}

static bool
order_in_turn(void *clients, unsigned n)
{
	struct client *cl = (struct client *)clients + (floor_run.spread ? n % (unsigned)ndinners : 0);

	return order(cl, cl->of);
}

const struct floor_kind floor_dinners = { read_dinners, open_all, order_in_turn };
