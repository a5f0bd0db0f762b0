/* reconcile: see reconcile.h. */
#include "work/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/payment.h"
#include "remote/gateway.h"
#include "store/stmts.h"

#define PAGE		1000		/* of our payments */
#define PAGE_ARENA	(8u << 20)	/* bytes */
#define CLOCKS_DIFFER	3600000		/* ms: theirs is read from that much earlier */

static const struct { const char *name, *meaning; } kinds[DIFFERENCE__MAX] = {
#define DIFFERENCE(name, what) [DIFFERENCE_##name] = { #name, what },
#include "work/reconcile.def"
#undef DIFFERENCE
};

const char *
difference_name(enum difference_kind k)
{
	return kinds[k].name;
}

const char *
difference_meaning(enum difference_kind k)
{
	return kinds[k].meaning;
}

enum difference_kind
reconcile_compare(const struct reconcile_side *here, const struct reconcile_side *there)
{
	won_t left_here = here->paid ? here->amount - here->refunded : 0, left_there = there->amount - there->refunded;

	if (here->charges == 0)
		return left_there != 0 ? DIFFERENCE_NOT_OURS : DIFFERENCE_NONE;
	if (!here->paid)
		return left_there != 0 ? DIFFERENCE_NOT_PAID_HERE : DIFFERENCE_NONE;
	if (there->charges == 0)
		return DIFFERENCE_NOT_CHARGED;
	/* One charge too many that was given back is none. */
	if (there->charges > 1)
		return left_there != left_here ? DIFFERENCE_CHARGED_TWICE : DIFFERENCE_NONE;
	if (there->amount != here->amount)
		return DIFFERENCE_AMOUNT;
	return there->refunded != here->refunded ? DIFFERENCE_REFUNDED : DIFFERENCE_NONE;
}

/* --- their side --------------------------------------------------------------- */

/* What moved; then, folded, one a payment. */
struct line { struct uuid payment_id; const char *transaction_id; struct reconcile_side side; };
struct books { struct line *v; size_t n, room; };

static bool
add_line(struct books *b, const struct line *l)
{
	if (b->n == b->room) {
		size_t room = b->room == 0 ? 1024 : 2 * b->room;
		struct line *v = reallocarray(b->v, room, sizeof(*v));
		if (v == NULL)
			return false;
		b->v = v;
		b->room = room;
	}
	b->v[b->n++] = *l;
	return true;
}

/* What names none of our payments is kept apart by their own name. */
static int
by_payment(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = uuid_cmp(&x->payment_id, &y->payment_id);

	return order != 0 || !uuid_is_zero(&x->payment_id) ? order : strcmp(x->transaction_id, y->transaction_id);
}

static void
fold(struct books *b)
{
	size_t n = 0;

	if (b->n > 0)
		qsort(b->v, b->n, sizeof(*b->v), by_payment);
	for (size_t i = 0; i < b->n; i++) {
		if (n == 0 || by_payment(&b->v[n - 1], &b->v[i]) != 0) {
			b->v[n++] = b->v[i];
			continue;
		}
		b->v[n - 1].side.charges += b->v[i].side.charges;
		b->v[n - 1].side.amount += b->v[i].side.amount;
		b->v[n - 1].side.refunded += b->v[i].side.refunded;
	}
	b->n = n;
}

static const struct err *
not_told(struct arena *a, const char *what, const char *why)
{
	return err_new(a, ERR_UPSTREAM_FAILED, "the gateway does not tell %s: %s", what, why != NULL ? why : "no reason given");
}

/* All their books since then; *kept = false when they keep none. */
static const struct err *
read_books(struct gateway *g, struct arena *a, struct arena *page, int64_t from, struct books *out, size_t *entries, bool *kept)
{
	const char *cursor = NULL;
	struct gateway_ledger l;

	do {
		gateway_ledger(g, page, from, cursor, &l);
		*kept = l.result != GATEWAY_LEDGER_NONE;
		if (!*kept)
			return NULL;
		if (l.result != GATEWAY_LEDGER_READ)
			return not_told(a, "its books", l.code);
		for (size_t i = 0; i < l.n; i++) {
			const struct gateway_entry *e = &l.entries[i];
			struct line line = { .payment_id = e->payment_id, .transaction_id = arena_strdup(a, e->transaction_id),
			    .side = { .paid = true, .charges = !e->refund, .amount = e->refund ? 0 : e->amount,
			    .refunded = e->refund ? e->amount : 0 } };
			if (line.transaction_id == NULL || !add_line(out, &line))
				return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the gateway's books");
		}
		*entries += l.n;
		if (l.next != NULL && cursor != NULL && strcmp(l.next, cursor) == 0)
			return not_told(a, "its books", "pages without end");
		cursor = arena_strdup(a, l.next);
		if (l.next != NULL && cursor == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the gateway's books");
		arena_reset(page);
	} while (cursor != NULL);
	fold(out);
	return NULL;
}

/* What they say of one payment, where there are no books. */
static const struct err *
ask(struct gateway *g, struct arena *a, const struct rows *r, size_t i, struct line *out)
{
	struct gateway_ref ref = { .payment_id = row_uuid(r, i, 0), .transaction_id = row_str(r, i, 4), .created_at = row_int(r, i, 5) };
	struct gateway_payment p;

	gateway_find(g, a, &ref, &p);
	*out = (struct line){ .payment_id = ref.payment_id, .transaction_id = p.transaction_id, .side.paid = true };
	switch (p.result) {
	case GATEWAY_PAID:
	case GATEWAY_RETURNED:
		out->side = (struct reconcile_side){ .paid = true, .charges = 1, .amount = p.amount, .refunded = p.refunded };
		return NULL;
	case GATEWAY_DECLINED:
	case GATEWAY_PENDING:
	case GATEWAY_NOT_FOUND:
		return NULL;
	default:
		return not_told(a, "what became of a payment", p.code);
	}
}

/* --- side by side ------------------------------------------------------------- */

struct walk {
	const struct reconcile_ask	*ask;
	struct books			 books;
	size_t				 at;	/* books before it are done with */
	struct reconcile_sum		 sum;
};

static void
compare(struct walk *w, struct difference *d)
{
	d->kind = reconcile_compare(&d->here, &d->there);
	if (d->kind == DIFFERENCE_NONE)
		return;
	w->sum.differences++;
	w->ask->differs(w->ask->arg, d);
}

/* Lines of their books before that payment of ours: nobody here knows them.  Payments begun outside of the time
 * are nobody's concern. */
static void
pass_unknown(struct walk *w, const struct uuid *until)
{
	for (; w->at < w->books.n; w->at++) {
		const struct line *l = &w->books.v[w->at];
		struct difference d = { .payment_id = l->payment_id, .transaction_id = l->transaction_id, .there = l->side };
		if (until != NULL && uuid_cmp(&l->payment_id, until) >= 0)
			return;
		if (uuid_is_zero(&l->payment_id) || (uuid_time(&l->payment_id) >= w->ask->from &&
		    uuid_time(&l->payment_id) < w->ask->now - w->ask->grace_ms))
			compare(w, &d);
	}
}

static struct reconcile_side
side_of(const struct rows *r, size_t i)
{
	int status = row_str(r, i, 1) == NULL ? -1 : payment_status_parse(row_str(r, i, 1));

	return (struct reconcile_side){ .charges = 1, .amount = row_int(r, i, 2), .refunded = row_int(r, i, 3),
	    .paid = status == PAYMENT_SUCCESS || status == PAYMENT_PARTIALLY_REFUNDED || status == PAYMENT_REFUNDED };
}

/* One of our payments; g is to be asked when there are no books. */
static const struct err *
hold_against(struct walk *w, struct gateway *g, struct arena *a, const struct rows *r, size_t i)
{
	struct difference d = { .payment_id = row_uuid(r, i, 0), .order_number = row_str(r, i, 7), .here = side_of(r, i),
	    .transaction_id = row_str(r, i, 4), .there.paid = true };
	struct line line;
	const struct line *l = NULL;
	const struct err *e;

	pass_unknown(w, &d.payment_id);
	if (w->at < w->books.n && uuid_cmp(&w->books.v[w->at].payment_id, &d.payment_id) == 0)
		l = &w->books.v[w->at++];
	w->sum.payments++;
	if (row_int(r, i, 6) != 0) {
		w->sum.under_way++;
		return NULL;
	}
	if (g != NULL) {
		if ((e = ask(g, a, r, i, &line)) != NULL)
			return e;
		l = &line;
	}
	if (l != NULL) {
		d.there = l->side;
		if (l->transaction_id != NULL)
			d.transaction_id = l->transaction_id;
	}
	compare(w, &d);
	return NULL;
}

static const struct err *
walk_ours(struct walk *w, struct db *db, struct gateway *g, struct arena *a, struct arena *page)
{
	int64_t until = w->ask->now - w->ask->grace_ms;
	struct uuid after = uuid_least(w->ask->from), below = uuid_least(until);
	struct rows r;
	const struct err *e;

	do {
		if ((e = STMT_RUN(db, page, STMT_RECONCILE_PAYMENTS, &r, DB_T(until), DB_T(until), DB_U(after), DB_U(below),
		    DB_I(PAGE))) != NULL)
			break;
		for (size_t i = 0; i < r.n && e == NULL; i++)
			e = hold_against(w, g, page, &r, i);
		if (r.n > 0)
			after = row_uuid(&r, r.n - 1, 0);
		if (e != NULL)
			break;
		arena_reset(page);
	} while (r.n == PAGE);
	/* The page's arena ends before the error is read. */
	return e == NULL ? NULL : err_new(a, e->code, "%s", e->detail != NULL ? e->detail : err_kind(e->code)->message_en);
}

const struct err *
reconcile(struct db *db, struct gateway *g, struct arena *a, const struct reconcile_ask *what, struct reconcile_sum *sum)
{
	struct walk w = { .ask = what };
	struct arena *page = arena_new(PAGE_ARENA);
	const struct err *e;
	bool kept = false;

	if (page == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	/* Theirs first: what is booked here afterwards is younger than the grace. */
	e = read_books(g, a, page, what->from - CLOCKS_DIFFER, &w.books, &w.sum.entries, &kept);
	if (e == NULL)
		e = walk_ours(&w, db, kept ? NULL : g, a, page);
	if (e == NULL) {
		pass_unknown(&w, NULL);
		*sum = w.sum;
	}
	free(w.books.v);
	arena_free(page);
	return e;
}
