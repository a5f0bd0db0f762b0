/* member_api: the rows. */
#include "api/member_api.h"

static const struct model_field user_request_rows[] = {
	{ FIELD_STR(struct registration, email), .flags = MODEL_REQUIRED, .min = 3, .max = 254, .check = user_email_check,
	  .doc = "What one signs in with", .label_ko = "이메일", .label_en = "E-mail" },
	{ FIELD_STR(struct registration, password), .flags = MODEL_REQUIRED | MODEL_SECRET, .min = 8, .max = 128,
	  .doc = "At least 8 characters", .label_ko = "비밀번호", .label_en = "Password" },
	{ FIELD_STR(struct registration, name), .flags = MODEL_REQUIRED | MODEL_FREE, .min = 1, .max = 50,
	  .label_ko = "이름", .label_en = "Name" },
	{ FIELD_STR(struct registration, phone), .flags = MODEL_NULLABLE, .max = 20, .check = user_phone_check,
	  .label_ko = "전화번호", .label_en = "Phone" },
	{ FIELD_STR(struct registration, address), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 2, .max = 200,
	  .label_ko = "주소", .label_en = "Address" },
};
const struct model user_request_model = MODEL(struct registration, "UserRequest", user_request_rows);

static const struct model_field session_request_rows[] = {
	{ FIELD_STR(struct session_request, email), .flags = MODEL_REQUIRED, .min = 1, .max = 254,
	  .label_ko = "이메일", .label_en = "E-mail" },
	{ FIELD_STR(struct session_request, password), .flags = MODEL_REQUIRED | MODEL_SECRET, .min = 1, .max = 128,
	  .label_ko = "비밀번호", .label_en = "Password" },
};
const struct model session_request_model = MODEL(struct session_request, "SessionRequest", session_request_rows);

static const struct model_field user_change_rows[] = {
	{ FIELD_STR(struct member_change, name), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 1, .max = 50, .label_ko = "이름", .label_en = "Name" },
	{ FIELD_STR(struct member_change, phone), .flags = MODEL_NULLABLE, .max = 20, .check = user_phone_check, .label_ko = "전화번호", .label_en = "Phone" },
	{ FIELD_STR(struct member_change, address), .flags = MODEL_NULLABLE | MODEL_FREE, .min = 2, .max = 200, .label_ko = "주소", .label_en = "Address" },
	{ FIELD_ENUM(struct member_change, status, user_status_names), .flags = MODEL_NULLABLE, .def = -1,
	  .doc = "By an admin only", .label_ko = "상태", .label_en = "Status" },
};
const struct model user_change_model = MODEL(struct member_change, "UserChange", user_change_rows);

static const struct model_field user_rows[] = {
	{ FIELD_AS(struct user_view, user_id, "userId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct user_view, email), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct user_view, name), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct user_view, phone), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct user_view, address), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct user_view, role), .flags = MODEL_REQUIRED, .choices = role_names },
	{ FIELD_STR(struct user_view, status), .flags = MODEL_REQUIRED, .choices = user_status_names },
	{ FIELD_AS(struct user_view, created_at, "createdAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
const struct model user_model = MODEL(struct user_view, "User", user_rows);

struct user_view
user_view(const struct user *u)
{
	return (struct user_view){ u->id, u->email, u->name, u->phone, u->address, role_names[u->role],
	    user_status_names[u->status], u->created_at };
}

/* Not MODEL_SECRET: a row so marked is never written, and this one is told, once, to the one who signed in. */
static const struct model_field session_rows[] = {
	{ FIELD_AS(struct session_view, user_id, "userId", MODEL_UUID, struct uuid), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct session_view, role), .flags = MODEL_REQUIRED, .choices = role_names },
	{ FIELD_STR(struct session_view, token), .flags = MODEL_REQUIRED, .doc = "Authorization: Bearer <token>; a browser has it as a cookie too" },
	{ FIELD_AS(struct session_view, expires_at, "expiresAt", MODEL_TIME, int64_t), .flags = MODEL_REQUIRED },
};
const struct model session_model = MODEL(struct session_view, "Session", session_rows);
