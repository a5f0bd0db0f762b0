/*
 * value: values on their way into and out of MariaDB.
 *
 * The makers and readers that stmt.h promises, and the conversions between a
 * struct db_value and what the client library binds.  Nothing here talks to a
 * server or allocates.
 */
#include <stdio.h>
#include <string.h>

#include "db/inside.h"

struct db_value
db_s(const char *s)
{
	if (s == NULL)
		return DB_NULL;
	return (struct db_value){ .type = 's', .len = strlen(s), .s = s };
}

struct db_value
db_b(const void *p, size_t n)
{
	if (p == NULL)
		return DB_NULL;
	return (struct db_value){ .type = 'b', .len = n, .s = p };
}

struct db_value
db_t_or_null(int64_t ms)
{
	return ms == 0 ? DB_NULL : DB_T(ms);
}

struct db_value
db_u_or_null(const struct uuid *u)
{
	if (u == NULL || uuid_is_zero(u))
		return DB_NULL;
	return DB_U(*u);
}

int64_t
row_int(const struct rows *r, size_t row, size_t col)
{
	const struct db_value *v = row_at(r, row, col);

	return v->type == 'i' || v->type == 'q' || v->type == 't' ? v->i : 0;
}

const char *
row_str(const struct rows *r, size_t row, size_t col)
{
	const struct db_value *v = row_at(r, row, col);

	return v->type == 's' || v->type == 'b' ? v->s : NULL;
}

struct uuid
row_uuid(const struct rows *r, size_t row, size_t col)
{
	const struct db_value *v = row_at(r, row, col);

	return v->type == 'u' ? v->u : (struct uuid){ { 0 } };
}

struct hash
row_hash(const struct rows *r, size_t row, size_t col)
{
	const struct db_value *v = row_at(r, row, col);
	struct hash h = { { 0 } };

	if (v->type == 'b' && v->len == sizeof(h.b))
		memcpy(h.b, v->s, sizeof(h.b));
	return h;
}

/*
 * Moments.  The calendar is counted in years that begin in March, so that the
 * leap day is a year's last, and in eras of 400 years, which are all alike.
 */
#define DAY_MS		INT64_C(86400000)
#define ERA_DAYS	INT64_C(146097)
#define EPOCH_DAYS	INT64_C(719468)		/* 0000-03-01 to 1970-01-01 */

static int64_t
days_of(int64_t y, int64_t m, int64_t d)
{
	if (m <= 2)
		y--;
	int64_t era = y / 400, year = y % 400;		/* y is never negative here */
	int64_t day = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;

	return era * ERA_DAYS + year * 365 + year / 4 - year / 100 + day - EPOCH_DAYS;
}

bool
moment_in(int64_t ms, MYSQL_TIME *t)
{
	static const int64_t first = INT64_C(-62135596800000);	/* 0001-01-01 */
	static const int64_t last = INT64_C(253402300799999);	/* 9999-12-31 23:59:59.999 */

	if (ms < first || ms > last)
		return false;
	int64_t days = ms / DAY_MS, rest = ms % DAY_MS;
	if (rest < 0) {
		rest += DAY_MS;
		days--;
	}
	days += EPOCH_DAYS;
	int64_t era = days / ERA_DAYS, doe = days % ERA_DAYS;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;

	*t = (MYSQL_TIME){
		.year = (unsigned)(yoe + era * 400 + (month <= 2 ? 1 : 0)),
		.month = (unsigned)month,
		.day = (unsigned)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (unsigned)(rest / 3600000),
		.minute = (unsigned)(rest / 60000 % 60),
		.second = (unsigned)(rest / 1000 % 60),
		.second_part = (unsigned long)(rest % 1000) * 1000,	/* us */
		.time_type = MYSQL_TIMESTAMP_DATETIME,
	};
	return true;
}

bool
moment_out(const MYSQL_TIME *t, int64_t *ms)
{
	if (t->year < 1 || t->month < 1 || t->day < 1)	/* 0000-00-00 and its like */
		return false;
	*ms = days_of(t->year, t->month, t->day) * DAY_MS + (int64_t)t->hour * 3600000 +
	    (int64_t)t->minute * 60000 + (int64_t)t->second * 1000 + (int64_t)(t->second_part / 1000);
	return true;
}

/*
 * The letters.  A UUID goes in as its 16 bytes, which MariaDB stores into and
 * compares with a UUID column without converting the column, so that an index
 * serves; it comes out as text.
 */
enum enum_field_types
value_type(char letter)
{
	static const struct { char letter; enum enum_field_types type; } types[] = {
		{ 'i', MYSQL_TYPE_LONGLONG },
		{ 's', MYSQL_TYPE_STRING },
		{ 'b', MYSQL_TYPE_BLOB },
		{ 'u', MYSQL_TYPE_BLOB },
		{ 'q', MYSQL_TYPE_NEWDECIMAL },
		{ 't', MYSQL_TYPE_DATETIME },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].letter == letter)
			return types[i].type;
	return MYSQL_TYPE_NULL;
}

bool
value_fits(char letter, enum enum_field_types type)
{
	switch (type) {
	case MYSQL_TYPE_NULL:
		return true;
	case MYSQL_TYPE_TINY: case MYSQL_TYPE_SHORT: case MYSQL_TYPE_INT24: case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG: case MYSQL_TYPE_YEAR:
		return letter == 'i' || letter == 'q' || letter == 's';
	case MYSQL_TYPE_DECIMAL: case MYSQL_TYPE_NEWDECIMAL:	/* SUM() of integers is one */
		return letter == 'i' || letter == 'q' || letter == 's';
	case MYSQL_TYPE_DATE: case MYSQL_TYPE_NEWDATE: case MYSQL_TYPE_DATETIME: case MYSQL_TYPE_DATETIME2:
	case MYSQL_TYPE_TIMESTAMP: case MYSQL_TYPE_TIMESTAMP2:
		return letter == 't' || letter == 's';
	case MYSQL_TYPE_VARCHAR: case MYSQL_TYPE_VAR_STRING: case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_TINY_BLOB: case MYSQL_TYPE_MEDIUM_BLOB: case MYSQL_TYPE_LONG_BLOB: case MYSQL_TYPE_BLOB:
		return letter == 's' || letter == 'b' || letter == 'u';
	default:		/* TIME, BIT, JSON, ENUM, FLOAT …: as text */
		return letter == 's';
	}
}

bool
value_in(struct slot *s, char letter, const struct db_value *v)
{
	s->null = v->type == 0;
	s->at = s;
	s->len = 0;
	if (s->null) {
		memset(s, 0, offsetof(struct slot, at));
		return true;
	}
	if (v->type != letter)
		return false;
	switch (letter) {
	case 'i':
		s->i = v->i;
		s->len = sizeof(s->i);
		return true;
	case 't':
		s->len = sizeof(s->t);
		return moment_in(v->i, &s->t);
	case 'q':
		s->len = strlen(qty_text(v->i, s->text));
		return true;
	case 'u':
		s->at = v->u.b;
		s->len = sizeof(v->u.b);
		return true;
	case 's': case 'b':
		s->at = v->s;
		s->len = v->len;
		return v->s != NULL;
	default:
		return false;
	}
}

bool
value_out(const struct slot *s, char letter, struct db_value *v)
{
	struct db_value got = { .type = letter };
	bool ok = false;

	switch (letter) {
	case 'i':
		got.i = s->i;
		ok = !s->cut;
		break;
	case 't':
		ok = !s->cut && moment_out(&s->t, &got.i);
		break;
	case 'q':
		ok = s->len < sizeof(s->text) && qty_parse(s->text, &got.i);
		break;
	case 'u':
		if (s->len == sizeof(got.u.b)) {
			memcpy(got.u.b, s->text, sizeof(got.u.b));
			ok = true;
		} else
			ok = s->len == UUID_TEXT - 1 && uuid_parse(s->text, &got.u);
		break;
	}
	if (ok)
		*v = got;
	return ok;
}
