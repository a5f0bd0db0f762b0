/* member_store: rows of users and sessions. */
#include "store/member_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/user.h"
#include "store/keys.h"
#include "store/stmts.h"

const struct err *
member_store_add(struct db *db, struct arena *a, const struct user *u, bool *taken)
{
	const struct err *e = STMT_RUN(db, a, STMT_USER_ADD, NULL, DB_U(u->id), DB_S(u->email), DB_S(u->password_hash),
	    DB_S(u->name), DB_S(u->phone), DB_S(u->address), DB_S(role_names[u->role]), DB_S(user_status_names[u->status]),
	    DB_T(u->created_at), DB_T(u->updated_at));

	*taken = e != NULL && db_last_fault(db) == DB_FAULT_DUPLICATE;
	return *taken ? NULL : e;
}

static const struct err *
one_user(struct arena *a, const struct rows *r, const struct user **out)
{
	struct user *u = NULL;

	if (r->n > 0) {
		if ((u = ARENA_NEW(a, struct user)) == NULL)
			return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for a user");
		*u = (struct user){
			.id = row_uuid(r, 0, 0), .email = row_str(r, 0, 1), .password_hash = row_str(r, 0, 2),
			.name = row_str(r, 0, 3), .phone = row_str(r, 0, 4), .address = row_str(r, 0, 5),
			.role = role_parse(row_str(r, 0, 6)), .status = user_status_parse(row_str(r, 0, 7)),
			.created_at = row_int(r, 0, 8), .updated_at = row_int(r, 0, 9)
		};
	}
	*out = u;
	return NULL;
}

const struct err *
member_store_by_id(struct db *db, struct arena *a, const struct uuid *id, const struct user **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_USER_BY_ID, &r, DB_U(*id));

	return e != NULL ? e : one_user(a, &r, out);
}

const struct err *
member_store_by_email(struct db *db, struct arena *a, const char *email, const struct user **out)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_USER_BY_EMAIL, &r, DB_S(email));

	if (e != NULL)
		return e;
	/* The column takes é for e; for us, who count failed sign-ins by address, it is another one. */
	if (r.n > 0 && strcmp(row_str(&r, 0, 1), email) != 0)
		r.n = 0;
	return one_user(a, &r, out);
}

const struct err *
member_store_change(struct db *db, struct arena *a, const struct uuid *id, const char *name, const char *phone,
    const char *address, int status)
{
	return STMT_RUN(db, a, STMT_USER_CHANGE, NULL, DB_S(name), DB_S(phone), DB_S(address),
	    DB_S(status < 0 ? NULL : user_status_names[status]), DB_T(clock_now()), DB_U(*id));
}

const struct err *
member_store_lock_admins(struct db *db, struct arena *a, const struct uuid **ids, size_t *n)
{
	struct uuid *v;
	struct rows r = { 0 };
	const struct err *e;

	if ((e = STMT_RUN(db, a, STMT_ADMINS_LOCK, &r)) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct uuid, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu admins", r.n);
	for (size_t i = 0; i < r.n; i++)
		v[i] = row_uuid(&r, i, 0);
	*ids = v;
	*n = r.n;
	return NULL;
}

const struct err *
member_store_set_password(struct db *db, struct arena *a, const struct uuid *id, const char *hash)
{
	return STMT_RUN(db, a, STMT_USER_SET_PASSWORD, NULL, DB_S(hash), DB_T(clock_now()), DB_U(*id));
}

const struct err *
member_store_set_role(struct db *db, struct arena *a, const struct uuid *id, int role)
{
	return STMT_RUN(db, a, STMT_USER_SET_ROLE, NULL, DB_S(role_names[role]), DB_T(clock_now()), DB_U(*id));
}

static struct db_value
hash_value(const struct hash *h)
{
	return db_b(h->b, sizeof(h->b));
}

const struct err *
session_store_add(struct db *db, struct arena *a, const struct hash *token, const struct uuid *user, int64_t expires_at)
{
	return STMT_RUN(db, a, STMT_SESSION_ADD, NULL, hash_value(token), DB_U(*user), DB_T(clock_now()), DB_T(expires_at));
}

const struct err *
session_store_users(struct db *db, struct arena *a, const struct hash *tokens, size_t n, struct session_users *out)
{
	const char *keys = keys_hashes(a, tokens, n);
	struct session_user *v;
	struct rows r;
	const struct err *e;

	if (keys == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for %zu sessions", n);
	if ((e = STMT_RUN(db, a, STMT_SESSION_USERS, &r, DB_S(keys), DB_T(clock_now()))) != NULL)
		return e;
	if ((v = ARENA_ARRAY(a, struct session_user, r.n + 1)) == NULL)
		return err_new(a, ERR_INTERNAL_SERVER_ERROR, "no room for the users of %zu sessions", r.n);
	*out = (struct session_users){ v, 0 };
	for (size_t i = 0; i < r.n; i++)
		if (user_status_parse(row_str(&r, i, 4)) == USER_ACTIVE)
			v[out->n++] = (struct session_user){ row_hash(&r, i, 0), { .id = row_uuid(&r, i, 1), .role = role_parse(row_str(&r, i, 2)),
			    .name = row_str(&r, i, 3), .status = USER_ACTIVE } };
	return NULL;
}

const struct err *
session_store_end(struct db *db, struct arena *a, const struct hash *token)
{
	return STMT_RUN(db, a, STMT_SESSION_END, NULL, hash_value(token));
}

const struct err *
session_store_end_all(struct db *db, struct arena *a, const struct uuid *user)
{
	return STMT_RUN(db, a, STMT_SESSION_END_ALL, NULL, DB_U(*user));
}

const struct err *
signin_store_failures(struct db *db, struct arena *a, const struct hash *who, int64_t *n, int64_t *last_at)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_SIGNIN_FAILURES, &r, hash_value(who));

	if (e != NULL)
		return e;
	*n = r.n == 0 ? 0 : row_int(&r, 0, 0);
	*last_at = r.n == 0 ? 0 : row_int(&r, 0, 1);
	return NULL;
}

const struct err *
signin_store_failed(struct db *db, struct arena *a, const struct hash *who, int64_t forgive_s)
{
	return STMT_RUN(db, a, STMT_SIGNIN_FAILED, NULL, hash_value(who), DB_T(clock_now()), DB_I(forgive_s == 0 ? INT32_MAX : forgive_s));
}

const struct err *
signin_store_forget(struct db *db, struct arena *a, const struct hash *who)
{
	return STMT_RUN(db, a, STMT_SIGNIN_FORGET, NULL, hash_value(who));
}

const struct err *
signin_store_known(struct db *db, struct arena *a, const struct hash *who, int64_t since, bool *known)
{
	struct rows r;
	const struct err *e = STMT_RUN(db, a, STMT_SIGNIN_KNOWN, &r, hash_value(who), DB_T(since));

	if (e == NULL)
		*known = r.n > 0;
	return e;
}

const struct err *
signin_store_know(struct db *db, struct arena *a, const struct hash *who, int64_t now)
{
	return STMT_RUN(db, a, STMT_SIGNIN_KNOW, NULL, hash_value(who), DB_T(now));
}
