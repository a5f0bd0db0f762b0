/* notice_api: the rows. */
#include "api/notice_api.h"

#include "base/arena.h"

static const struct model_field query_rows[] = {
	{ FIELD_BOOL(struct notices_query, unread), .doc = "Only those that were not read" },
	{ FIELD_INT(struct notices_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Notifications on a page" },
	{ FIELD_UUID(struct notices_query, cursor), .doc = "nextCursor of the page before" },
};
const struct model notices_query_model = MODEL(struct notices_query, "NotificationsQuery", query_rows);

static const struct model_field change_rows[] = {
	{ FIELD_BOOL(struct notice_change, read), .flags = MODEL_REQUIRED, .doc = "false: as if it had not been read",
	  .label_ko = "읽음", .label_en = "Read" },
};
const struct model notice_change_model = MODEL(struct notice_change, "NotificationChange", change_rows);

static const struct model_field view_rows[] = {
	{ FIELD_AS(struct notice_view, notification_id, "notificationId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct notice_view, kind), .flags = MODEL_REQUIRED, .choices = notice_kind_names },
	{ FIELD_STR(struct notice_view, title), .flags = MODEL_REQUIRED, .doc = "In the reader's language" },
	{ FIELD_STR(struct notice_view, body), .flags = MODEL_REQUIRED },
	{ FIELD_AS(struct notice_view, order_key, "orderKey", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_BOOL(struct notice_view, read) },
	{ FIELD_TIME(struct notice_view, at), .flags = MODEL_REQUIRED, .doc = "When it happened" },
};
const struct model notice_model = MODEL(struct notice_view, "Notification", view_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct notices_answer, notifications, &notice_model), .doc = "Newest first" },
	{ FIELD_INT(struct notices_answer, unread), .doc = "How many were not read in all; 100 stands for more" },
	{ FIELD_AS(struct notices_answer, next_cursor, "nextCursor", MODEL_UUID, struct uuid), .flags = MODEL_NULLABLE },
};
const struct model notices_model = MODEL(struct notices_answer, "NotificationList", list_rows);

bool
notice_view(struct arena *a, const struct notice *n, bool english, struct notice_view *out)
{
	*out = (struct notice_view){ .notification_id = n->id, .kind = notice_kind_names[n->kind], .title = notice_title(n->kind, english),
	    .body = notice_body(a, n, english), .order_key = n->order_id, .read = n->read_at != 0, .at = n->at };
	return out->body != NULL;
}

bool
notices_view(struct arena *a, const struct notice *n, size_t count, int64_t unread, const struct uuid *next, bool english,
    struct notices_answer *out)
{
	struct notice_view *v = ARENA_ARRAY(a, struct notice_view, count + 1);

	for (size_t i = 0; v != NULL && i < count; i++)
		if (!notice_view(a, &n[i], english, &v[i]))
			return false;
	*out = (struct notices_answer){ { v, count }, unread, *next };
	return v != NULL;
}
