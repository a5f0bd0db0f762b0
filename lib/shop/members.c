/* members: use cases around users and sessions. */
#include "shop/members.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/order.h"
#include "shop/password.h"
#include "shop/shop.h"
#include "shop/signin.h"
#include "store/member_store.h"

/* Addresses are compared in lower case (ASCII: the rest of an address is left as it is). */
static const char *
fold(struct arena *a, const char *email)
{
	char *s = arena_strdup(a, email);

	for (char *p = s; p != NULL && *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return s;
}

const struct err *
member_register(struct shop *shop, struct arena *a, const struct registration *r, int role, const struct user **out)
{
	struct user *u = ARENA_NEW(a, struct user);
	struct db *db;
	bool taken;
	const struct err *e;

	if (u == NULL)
		return err_static(ERR_INTERNAL_SERVER_ERROR);
	*u = (struct user){ .id = uuid_new(), .email = fold(a, r->email), .name = r->name, .phone = r->phone,
	    .address = r->address, .role = role, .status = USER_ACTIVE, .created_at = clock_now() };
	u->updated_at = u->created_at;
	if ((e = password_hash(shop->conf, a, r->password, &u->password_hash)) != NULL)
		return e;
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = member_store_add(db, a, u, &taken);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (taken)
		return err_fault(a, "/email", "taken");
	*out = u;
	return NULL;
}

const struct err *
member_sign_in(struct shop *shop, struct arena *a, const char *email, const char *password, const char *client_address,
    struct sign_in *out)
{
	const char *folded = fold(a, email);
	struct signin_try try = signin_try(a, folded, client_address);
	const struct user *u = NULL;
	struct sign_in s = { 0 };
	struct hash token;
	struct db *db;
	bool good;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = signin_delayed(db, a, shop->conf, &try)) == NULL)
		e = member_store_by_email(db, a, folded, &u);
	db_return(shop->pool, db);	/* not held while the password is worked on */
	if (e != NULL)
		return e;
	good = password_verify(shop->conf, u == NULL ? NULL : u->password_hash, password) &&
	    u != NULL && u->status == USER_ACTIVE;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	/* Many guesses at once all began before the first had failed: those that end during the delay learn nothing, and
	 * count for nothing, as if they had come one after the other. */
	if ((e = signin_delayed(db, a, shop->conf, &try)) != NULL)
		goto done;
	if (!good) {
		if ((e = signin_failed(db, a, shop->conf, &try)) == NULL)
			e = err_new(a, ERR_UNAUTHENTICATED, "wrong_sign_in");
		goto done;
	}
	token_new(s.token);
	token = hash_of(s.token, strlen(s.token));
	s.user = u;
	s.expires_at = clock_now() + shop->conf->session_hours * 3600 * 1000;
	if ((e = signin_succeeded(db, a, &try)) == NULL)
		e = session_store_add(db, a, &token, &u->id, s.expires_at);
	if (e == NULL)
		*out = s;
done:
	db_return(shop->pool, db);
	return e;
}

const struct err *
member_sign_out(struct shop *shop, struct arena *a, const struct hash *session)
{
	struct db *db;
	const struct err *e;

	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = session_store_end(db, a, session);
	db_return(shop->pool, db);
	return e;
}

const struct err *
member_only(struct arena *a, const struct uuid *member, const struct order_actor *who)
{
	if (uuid_is_zero(&who->user_id))
		return err_new(a, ERR_UNAUTHENTICATED, NULL);
	return uuid_cmp(member, &who->user_id) == 0 || who->role == ROLE_ADMIN ? NULL : err_new(a, ERR_FORBIDDEN, NULL);
}

const struct err *
member_find(struct shop *shop, struct arena *a, const struct uuid *id, const struct uuid *caller, int caller_role,
    const struct user **out)
{
	const struct user *u;
	struct db *db;
	const struct err *e;

	if (uuid_cmp(id, caller) != 0 && caller_role != ROLE_ADMIN)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	if ((e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	e = member_store_by_id(db, a, id, &u);
	db_return(shop->pool, db);
	if (e != NULL)
		return e;
	if (u == NULL)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	*out = u;
	return NULL;
}

/* Who looks after the shop, locked in one order: changes of status come one after the other. */
static const struct err *
lock_admins(struct db *db, struct arena *a, const struct uuid *caller, const struct uuid *member, bool *only_one)
{
	const struct uuid *admins;
	bool calls = false, is = false;
	size_t n;
	const struct err *e;

	if ((e = member_store_lock_admins(db, a, &admins, &n)) != NULL)
		return e;
	for (size_t i = 0; i < n; i++) {
		calls |= uuid_cmp(&admins[i], caller) == 0;
		is |= uuid_cmp(&admins[i], member) == 0;
	}
	*only_one = is && n == 1;
	/* Somebody else was faster: suspended while asking. */
	return calls ? NULL : err_new(a, ERR_UNAUTHENTICATED, "session_over");
}

static const struct err *
change(struct db *db, struct arena *a, const struct uuid *id, const struct uuid *caller, const struct member_change *c, const struct user **out)
{
	const struct user *was;
	const char *refusal;
	bool only_one = false;
	const struct err *e;

	if (c->status >= 0) {
		if ((e = lock_admins(db, a, caller, id, &only_one)) != NULL || (e = member_store_by_id(db, a, id, &was)) != NULL)
			return e;
		if (was == NULL)
			return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
		refusal = only_one && c->status != USER_ACTIVE ? "last_admin" : user_status_refusal(was->status, c->status);
		if (refusal != NULL)
			return err_fault(a, "/status", refusal);
	}
	if ((e = member_store_change(db, a, id, c->name, c->phone, c->address, c->status)) != NULL ||
	    (e = member_store_by_id(db, a, id, out)) != NULL)
		return e;
	if (*out == NULL)
		return err_new(a, ERR_ENTITY_NOT_FOUND, NULL);
	return (*out)->status == USER_ACTIVE ? NULL : session_store_end_all(db, a, id);
}

const struct err *
member_change(struct shop *shop, struct arena *a, const struct uuid *id, const struct uuid *caller, int caller_role,
    const struct member_change *c, const struct user **out)
{
	const struct user *was, *u = NULL;
	struct db *db;
	const struct err *e;

	if (c->status >= 0 && caller_role != ROLE_ADMIN)
		return err_new(a, ERR_FORBIDDEN, NULL);
	if ((e = member_find(shop, a, id, caller, caller_role, &was)) != NULL || (e = db_borrow(shop->pool, a, &db)) != NULL)
		return e;
	if ((e = db_begin(db, a)) == NULL) {
		if ((e = change(db, a, id, caller, c, &u)) == NULL)
			e = db_commit(db, a);
		else
			db_rollback(db);
	}
	db_return(shop->pool, db);
	if (e == NULL)
		*out = u;
	return e;
}
