/* stock: figures in memory; sorted arrays and binary search. */
#include "domain/stock.h"

#include <string.h>

struct stock_row *
stock_find(const struct stock_book *b, uint32_t sku_id)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (b->row[mid].sku_id == sku_id)
			return &b->row[mid];
		if (sku_id < b->row[mid].sku_id)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

bool
stock_take(struct stock_book *b, const struct stock_use *use, size_t n, struct shortage *shorts, size_t *nshorts)
{
	size_t s = 0;

	for (size_t i = 0; i < n; i++) {
		const struct stock_row *row = stock_find(b, use[i].sku_id);
		qty_t available = row == NULL ? 0 : row->available;
		if (available < use[i].quantity)
			shorts[s++] = (struct shortage){ .sku_id = use[i].sku_id,
			    .wanted = use[i].quantity, .available = available };
	}
	*nshorts = s;
	if (s > 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct stock_row *row = stock_find(b, use[i].sku_id);
		if (row == NULL)	/* nothing was wanted of it */
			continue;
		row->available -= use[i].quantity;
		row->change -= use[i].quantity;
	}
	return true;
}

size_t
stock_give_back(struct stock_book *b, struct stock_use *use, size_t n)
{
	size_t changed = 0;

	for (size_t i = 0; i < n; i++) {
		struct stock_row *row = stock_find(b, use[i].sku_id);
		qty_t back = use[i].quantity - use[i].returned;
		if (row == NULL || back <= 0)
			continue;
		row->available += back;
		row->change += back;
		use[i].returned += back;
		changed++;
	}
	return changed;
}

bool
stock_return(struct stock_book *b, struct stock_use *use, qty_t q)
{
	struct stock_row *row = stock_find(b, use->sku_id);

	if (row == NULL || q <= 0 || q > use->quantity - use->returned)
		return false;
	row->available += q;
	row->change += q;
	use->returned += q;
	return true;
}

bool
stock_receive(struct stock_book *b, uint32_t sku_id, qty_t delta, qty_t most)
{
	struct stock_row *row = stock_find(b, sku_id);
	qty_t then;

	if (row == NULL || __builtin_add_overflow(row->available, delta, &then) || then < 0 || then > most)
		return false;
	row->available = then;
	row->change += delta;
	return true;
}

bool
stock_need(struct stock_use *use, size_t *n, size_t room, uint32_t sku_id, qty_t q)
{
	size_t i = 0;
	qty_t sum;

	while (i < *n && use[i].sku_id < sku_id)
		i++;
	if (i < *n && use[i].sku_id == sku_id) {
		if (__builtin_add_overflow(use[i].quantity, q, &sum))
			return false;
		use[i].quantity = sum;
		return true;
	}
	if (*n == room)
		return false;
	memmove(&use[i + 1], &use[i], (*n - i) * sizeof(*use));
	use[i] = (struct stock_use){ .sku_id = sku_id, .quantity = q };
	(*n)++;
	return true;
}
