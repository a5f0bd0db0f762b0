/* floor_goods: goods, paid from their buyer's balance. */
#include "bench/floor.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOODS_MAX	16
#define LINES_MAX	10
#define MEMBERS_MAX	1024

struct product { unsigned id, sku, seller; char name[101]; long long price; };

static struct product product[GOODS_MAX];
static int nproducts;
static unsigned char member[MEMBERS_MAX][16];
static int nmembers;

/* Goods in the order of their SKUs, in which they are locked; the members the load has, too. */
static void
read_goods(void)
{
	MYSQL *c = floor_connect();
	MYSQL_RES *r;
	MYSQL_ROW row;

	if (mysql_query(c, "SELECT product_id, sku_id, COALESCE(seller_id, 0), price, name FROM products WHERE kind = 'GOODS' AND status = 'ON_SALE' ORDER BY sku_id LIMIT 16"))
		floor_die("the goods", c);
	r = mysql_store_result(c);
	for (; nproducts < GOODS_MAX && (row = mysql_fetch_row(r)) != NULL; nproducts++) {
		struct product *p = &product[nproducts];
		p->id = (unsigned)atoi(row[0]);
		p->sku = (unsigned)atoi(row[1]);
		p->seller = (unsigned)atoi(row[2]);
		p->price = atoll(row[3]);
		snprintf(p->name, sizeof(p->name), "%s", row[4]);
	}
	mysql_free_result(r);
	if (mysql_query(c, "SELECT REPLACE(w.user_id, '-', '') FROM wallets w JOIN users u ON u.user_id = w.user_id WHERE u.email LIKE '%@crowd.example'"))
		floor_die("the members", c);
	r = mysql_store_result(c);
	for (; nmembers < MEMBERS_MAX && (row = mysql_fetch_row(r)) != NULL; nmembers++)
		if (sodium_hex2bin(member[nmembers], 16, row[0], strlen(row[0]), NULL, NULL, NULL) != 0)
			floor_die("a member's id", NULL);
	mysql_free_result(r);
	mysql_close(c);
	if (nproducts == 0 || nmembers == 0)
		floor_die("no goods, or no members with a wallet", NULL);
}

enum { TAKE_STOCK, BALANCE, PAY, ENTRY, ORDER, ITEM, TAKE, PAYMENT, HISTORY, EVENT, KEY, STATEMENTS };
static const char *const texts[STATEMENTS] = {
	[TAKE_STOCK] = "UPDATE stock SET available = available - 1 WHERE sku_id = ? AND available >= 1",
	[BALANCE] = "SELECT balance FROM wallets WHERE user_id = ? FOR UPDATE",
	[PAY] = "UPDATE wallets SET balance = balance - ? WHERE user_id = ? AND balance >= ?",
	[ENTRY] = "INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, order_id, at) VALUES (?, ?, 'PAY', -?, ?, ?, NOW(3))",
	[ORDER] = "INSERT INTO orders (order_id, order_number, user_id, status, stage, order_type, base_price_total, customization_cost,"
	    " side_dish_total, cake_total, discount_total, delivery_fee, final_price, delivery_address, created_at, estimated_at)"
	    " VALUES (?, ?, ?, 'PAID', 'PENDING', 'DELIVERY', ?, 0, 0, 0, 0, 0, ?, ?, NOW(3), NOW(3))",
	[ITEM] = "INSERT INTO order_items (order_id, item_index, product_id, kind, name, quantity, unit_price, total, seller_id, status)"
	    " VALUES (?, ?, ?, 'GOODS', ?, 1, ?, ?, ?, 'PENDING')",
	[TAKE] = "INSERT INTO order_takes (order_id, sku_id, quantity) VALUES (?, ?, 1)",
	[PAYMENT] = "INSERT INTO payments (payment_id, order_id, user_id, method, status, amount, created_at, paid_at)"
	    " VALUES (?, ?, ?, 'BALANCE', 'SUCCESS', ?, NOW(3), NOW(3))",
	[HISTORY] = "INSERT INTO order_history (order_id, history_id, item_index, event, to_state, actor, actor_id, at)"
	    " VALUES (?, ?, ?, 'ORDER', 'PENDING', 'BUYER', ?, NOW(3))",
	[EVENT] = "INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at) VALUES (?, ?, 1, 'ORDER_PAID', ?, NOW(3))",
	[KEY] = "INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at) VALUES (?, ?, 201, ?, NOW(3))",
};

struct client { MYSQL *c; MYSQL_STMT *s[STATEMENTS]; };

static void *
open_all(MYSQL *c)
{
	struct client *cl = calloc(1, sizeof(*cl));

	if (cl == NULL)
		floor_die("no memory", NULL);
	cl->c = c;
	for (int i = 0; i < STATEMENTS; i++)
		cl->s[i] = floor_prepare(c, texts[i]);
	return cl;
}

/* One order under way. */
struct sale {
	unsigned char	 id[16], payment[16], *buyer;
	struct product	*line[LINES_MAX];
	long long	 total;
};

static int
by_sku(const void *a, const void *b)
{
	const struct product *x = *(struct product *const *)a, *y = *(struct product *const *)b;

	return (x->sku > y->sku) - (x->sku < y->sku);
}

static void
choose(struct sale *s, unsigned n)
{
	unsigned r;

	randombytes_buf(&r, sizeof(r));
	*s = (struct sale){ .buyer = member[r % (unsigned)nmembers] };
	floor_uuid(s->id);
	floor_uuid(s->payment);
	for (int i = 0; i < floor_run.lines; i++) {
		s->line[i] = &product[(floor_run.spread ? n + (unsigned)i : (unsigned)i) % (unsigned)nproducts];
		s->total += s->line[i]->price;
	}
	qsort(s->line, (size_t)floor_run.lines, sizeof(s->line[0]), by_sku);
}

static bool
take_stock(struct client *cl, struct sale *s)
{
	for (int i = 0; i < floor_run.lines; i++) {
		MYSQL_BIND b[1] = { 0 };
		long long sku = s->line[i]->sku;
		floor_number(&b[0], &sku);
		if (!floor_execute(cl->s[TAKE_STOCK], b) || mysql_stmt_affected_rows(cl->s[TAKE_STOCK]) != 1)
			return false;
	}
	return true;
}

static bool
pay(struct client *cl, struct sale *s)
{
	MYSQL_BIND b[5] = { 0 }, out[1] = { 0 };
	unsigned char entry[16];
	long long balance = 0;
	bool fine;

	floor_bytes(&b[0], s->buyer, 16);
	floor_number(&out[0], &balance);
	if (!floor_execute(cl->s[BALANCE], b) || mysql_stmt_bind_result(cl->s[BALANCE], out))
		return false;
	fine = mysql_stmt_fetch(cl->s[BALANCE]) == 0;
	mysql_stmt_free_result(cl->s[BALANCE]);
	if (!fine)
		return false;
	balance -= s->total;
	memset(b, 0, sizeof(b));
	floor_number(&b[0], &s->total);
	floor_bytes(&b[1], s->buyer, 16);
	floor_number(&b[2], &s->total);
	if (!floor_execute(cl->s[PAY], b) || mysql_stmt_affected_rows(cl->s[PAY]) != 1)
		return false;
	floor_uuid(entry);
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], s->buyer, 16);
	floor_bytes(&b[1], entry, 16);
	floor_number(&b[2], &s->total);
	floor_number(&b[3], &balance);
	floor_bytes(&b[4], s->id, 16);
	return floor_execute(cl->s[ENTRY], b);
}

static bool
write_order(struct client *cl, struct sale *s)
{
	char number[20], address[] = "서울시 강남구 테헤란로 1";
	MYSQL_BIND b[6] = { 0 };

	floor_order_number(number, s->id);
	floor_bytes(&b[0], s->id, 16);
	floor_text(&b[1], number);
	floor_bytes(&b[2], s->buyer, 16);
	floor_number(&b[3], &s->total);
	floor_number(&b[4], &s->total);
	floor_text(&b[5], address);
	return floor_execute(cl->s[ORDER], b);
}

static bool
write_line(struct client *cl, struct sale *s, int index)
{
	struct product *p = s->line[index];
	long long at = index, id = p->id, sku = p->sku, seller = p->seller;
	unsigned char history[16];
	MYSQL_BIND b[7] = { 0 };

	floor_bytes(&b[0], s->id, 16);
	floor_number(&b[1], &at);
	floor_number(&b[2], &id);
	floor_text(&b[3], p->name);
	floor_number(&b[4], &p->price);
	floor_number(&b[5], &p->price);
	floor_number(&b[6], &seller);
	if (!floor_execute(cl->s[ITEM], b))
		return false;
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], s->id, 16);
	floor_number(&b[1], &sku);
	if (!floor_execute(cl->s[TAKE], b))
		return false;
	floor_uuid(history);
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], s->id, 16);
	floor_bytes(&b[1], history, 16);
	floor_number(&b[2], &at);
	floor_bytes(&b[3], s->buyer, 16);
	return floor_execute(cl->s[HISTORY], b);
}

/* The payment, what others are told, and the kept answer. */
static bool
write_rest(struct client *cl, struct sale *s)
{
	unsigned char event[16], key[32], answer[900];
	char snapshot[4096];
	size_t n = (size_t)snprintf(snapshot, sizeof(snapshot), "{\"order_number\":\"ORD-20261125-Z05P95\",\"version\":1,\"status\":\"PAID\","
	    "\"stage\":\"PENDING\",\"order_type\":\"DELIVERY\",\"created_at\":\"2026-11-25T13:00:28.932Z\",\"pricing\":{\"base_price_total\":30000,"
	    "\"customization_cost\":0,\"side_dish_total\":0,\"cake_total\":0,\"discount_total\":0,\"delivery_fee\":0,\"final_price\":30000},"
	    "\"payment\":{\"payment_id\":\"01a212cb-1580-71fc-ace3-20b68a3b2483\",\"method\":\"BALANCE\",\"status\":\"SUCCESS\",\"amount\":30000},\"items\":[");
	MYSQL_BIND b[4] = { 0 };

	for (int i = 0; i < floor_run.lines; i++)
		n += (size_t)snprintf(snapshot + n, sizeof(snapshot) - n, "%s{\"product_id\":%u,\"kind\":\"GOODS\",\"variant\":\"\",\"quantity\":1,"
		    "\"cancelled_quantity\":0,\"unit_price\":%lld,\"discount\":0,\"total\":%lld,\"status\":\"PENDING\"}", i == 0 ? "" : ",",
		    s->line[i]->id, s->line[i]->price, s->line[i]->price);
	snprintf(snapshot + n, sizeof(snapshot) - n, "]}");
	floor_bytes(&b[0], s->payment, 16);
	floor_bytes(&b[1], s->id, 16);
	floor_bytes(&b[2], s->buyer, 16);
	floor_number(&b[3], &s->total);
	if (!floor_execute(cl->s[PAYMENT], b))
		return false;
	floor_uuid(event);
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], event, 16);
	floor_bytes(&b[1], s->id, 16);
	floor_text(&b[2], snapshot);
	if (!floor_execute(cl->s[EVENT], b))
		return false;
	randombytes_buf(key, sizeof(key));
	randombytes_buf(answer, sizeof(answer));
	memset(b, 0, sizeof(b));
	floor_bytes(&b[0], key, 32);
	floor_bytes(&b[1], key, 32);
	floor_bytes(&b[2], answer, sizeof(answer));
	return floor_execute(cl->s[KEY], b);
}

static bool
order(void *client, unsigned n)
{
	struct client *cl = client;
	struct sale s;

	choose(&s, n);
	if (!take_stock(cl, &s) || !pay(cl, &s) || !write_order(cl, &s))
		return false;
	for (int i = 0; i < floor_run.lines; i++)
		if (!write_line(cl, &s, i))
			return false;
	return write_rest(cl, &s) && mysql_commit(cl->c) == 0;
}

const struct floor_kind floor_goods = { read_goods, open_all, order };
