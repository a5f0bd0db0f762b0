/*
 * models: what the tests of requests and answers share.
 */
#include "support/models.h"

#include <check.h>
#include <string.h>

#include "base/buf.h"
#include "http/body.h"
#include "http/model.h"

const struct err *
read_json(struct arena *a, const struct model *m, const char *json, const void **out)
{
	struct body b = { 0 };
	const struct err *e;

	if ((e = body_parse(a, "application/json", json, strlen(json), &b)) != NULL)
		return e;
	return model_read(a, m, b.tree, MODEL_FROM_JSON, out);
}

void
assert_written(const struct model *m, const void *answer, const char *holds, const char *lacks)
{
	struct buf b = { 0 };

	model_write(&b, m, answer);
	ck_assert(!b.failed);
	ck_assert_msg(strstr(buf_str(&b), holds) != NULL, "no %s in %s", holds, buf_str(&b));
	if (lacks != NULL)
		ck_assert_msg(strstr(buf_str(&b), lacks) == NULL, "%s in %s", lacks, buf_str(&b));
	buf_free(&b);
}
