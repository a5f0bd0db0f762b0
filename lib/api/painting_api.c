/* painting_api: the rows. */
#include "api/painting_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/painting.h"

#define PROMPT_ROW(S, text) \
	{ FIELD_STR(S, prompt), .flags = MODEL_REQUIRED | MODEL_FREE | MODEL_MULTILINE, .min = 1, .max = PAINTING_PROMPT, .doc = text, \
	  .label_ko = "그림 설명", .label_en = "Description" }
#define RATIO_ROW(S) \
	{ FIELD_ENUM(S, aspect_ratio, ratio_names), .flags = MODEL_NULLABLE, .def = 0, .doc = "Width to height", \
	  .label_ko = "비율", .label_en = "Aspect ratio" }

static const struct model_field generate_rows[] = {
	PROMPT_ROW(struct generate_request, "What the cake looks like, in Korean or English; what stands in quotes is written on it"),
	RATIO_ROW(struct generate_request),
};
const struct model generate_request_model = MODEL(struct generate_request, "GenerateCakeImageRequest", generate_rows);

static const struct model_field edit_rows[] = {
	PROMPT_ROW(struct edit_request, "What is to be changed"),
	{ FIELD_ENUM(struct edit_request, aspect_ratio, ratio_names), .flags = MODEL_NULLABLE, .def = -1,
	  .doc = "Width to height; left out: that of the picture", .label_ko = "비율", .label_en = "Aspect ratio" },
	{ FIELD_STR(struct edit_request, existing_image_path), .flags = MODEL_NULLABLE, .max = 200,
	  .doc = "One of the caller's own pictures, as the API answered it; or else a picture is sent as the field file",
	  .label_ko = "고칠 이미지", .label_en = "Picture to change" },
};
const struct model edit_request_model = MODEL(struct edit_request, "EditCakeImageRequest", edit_rows);

static const struct model_field query_rows[] = {
	{ FIELD_INT(struct painting_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Jobs on a page" },
	{ FIELD_UUID(struct painting_list_query, cursor), .doc = "next_cursor of the page before" },
};
const struct model painting_list_query_model = MODEL(struct painting_list_query, "CakeImageJobQuery", query_rows);

static const struct model_field problem_rows[] = {
	{ FIELD_STR(struct painting_problem, code), .flags = MODEL_REQUIRED, .doc = "As a problem has it, and after a blank the reason" },
	{ FIELD_STR(struct painting_problem, message), .flags = MODEL_REQUIRED, .doc = "For people" },
};
static const struct model problem_model = MODEL(struct painting_problem, "CakeImageJobProblem", problem_rows);

static const struct model_field view_rows[] = {
	{ FIELD_UUID(struct painting_view, job_id), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct painting_view, kind), .flags = MODEL_REQUIRED, .choices = image_kind_names },
	{ FIELD_STR(struct painting_view, status), .flags = MODEL_REQUIRED, .choices = painting_status_names },
	{ FIELD_INT(struct painting_view, progress), .flags = MODEL_REQUIRED, .max = 100, .doc = "Percent; an estimate while it is RUNNING" },
	{ FIELD_STR(struct painting_view, prompt), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct painting_view, aspect_ratio), .flags = MODEL_REQUIRED, .choices = ratio_names },
	{ FIELD_STR(struct painting_view, image_path), .flags = MODEL_NULLABLE, .doc = "Once it is DONE" },
	{ FIELD_STR(struct painting_view, filename), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct painting_view, thumbnail_path), .flags = MODEL_NULLABLE, .doc = "The same no wider than 320 pixels" },
	{ FIELD_INT(struct painting_view, width), .flags = MODEL_REQUIRED, .doc = "Pixels; 0 as long as there is no picture" },
	{ FIELD_INT(struct painting_view, height), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct painting_view, provider), .flags = MODEL_NULLABLE, .doc = "Who painted it" },
	{ FIELD_OBJECT(struct painting_view, problem, struct painting_problem, &problem_model), .flags = MODEL_NULLABLE, .doc = "Once it FAILED" },
	{ FIELD_TIME(struct painting_view, created_at), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct painting_view, order_token), .doc = "Guests: the token to order with (X-Order-Token); a browser has it as a cookie too" },
	{ FIELD_STR(struct painting_view, message) },
};
const struct model painting_view_model = MODEL(struct painting_view, "CakeImageJob", view_rows);

static const struct model_field list_rows[] = {
	{ FIELD_LIST(struct painting_list, jobs, &painting_view_model), .flags = MODEL_REQUIRED },
	{ FIELD_UUID(struct painting_list, next_cursor), .flags = MODEL_NULLABLE, .doc = "Null at the end" },
};
const struct model painting_list_model = MODEL(struct painting_list, "CakeImageJobs", list_rows);

static const struct model_field image_rows[] = {
	{ FIELD_STR(struct image_view, image_path), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_view, filename), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_view, thumbnail_path), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_view, kind), .flags = MODEL_REQUIRED, .choices = image_kind_names },
	{ FIELD_STR(struct image_view, provider), .flags = MODEL_NULLABLE },
	{ FIELD_STR(struct image_view, prompt), .flags = MODEL_NULLABLE, .doc = "What it was painted after; a line for each change" },
	{ FIELD_INT(struct image_view, width), .flags = MODEL_REQUIRED },
	{ FIELD_INT(struct image_view, height), .flags = MODEL_REQUIRED },
	{ FIELD_TIME(struct image_view, created_at), .flags = MODEL_REQUIRED },
};
const struct model image_view_model = MODEL(struct image_view, "CakeImage", image_rows);

static const struct model_field image_list_rows[] = {
	{ FIELD_LIST(struct image_list, images, &image_view_model), .flags = MODEL_REQUIRED },
	{ FIELD_STR(struct image_list, next_cursor), .flags = MODEL_NULLABLE, .doc = "Null at the end" },
};
const struct model image_list_model = MODEL(struct image_list, "CakeImages", image_list_rows);

static const struct model_field image_query_rows[] = {
	{ FIELD_INT(struct image_list_query, limit), .min = 1, .max = 100, .def = 20, .doc = "Pictures on a page" },
	{ FIELD_STR(struct image_list_query, cursor), .max = 64, .doc = "next_cursor of the page before" },
};
const struct model image_list_query_model = MODEL(struct image_list_query, "CakeImagesQuery", image_query_rows);

/* What people are told of a failure. */
static const char *
told(const char *failure, bool english)
{
	if (strcmp(failure, "INVALID_REQUEST content_refused") == 0)
		return english ? "This can not be painted; please ask for something else." : "그릴 수 없는 내용입니다. 다른 표현으로 부탁해 주세요.";
	for (int c = 0; c < ERR__MAX; c++)
		if (strcmp(err_kind((enum err_code)c)->name, failure) == 0)
			return english ? err_kind((enum err_code)c)->message_en : err_kind((enum err_code)c)->message_ko;
	return english ? "The picture could not be painted." : "그림을 그리지 못했습니다.";
}

bool
painting_view(struct arena *a, const struct painting *p, const struct image *image, bool english, struct painting_view *out)
{
	struct painting_problem *problem = NULL;

	*out = (struct painting_view){
		.job_id = p->id, .kind = image_kind_names[p->kind], .status = painting_status_names[p->status], .progress = p->progress,
		.prompt = p->prompt, .aspect_ratio = ratio_names[p->ratio], .created_at = p->created_at
	};
	if (p->failure != NULL) {
		if ((problem = ARENA_NEW(a, struct painting_problem)) == NULL)
			return false;
		*problem = (struct painting_problem){ p->failure, told(p->failure, english) };
		out->problem = problem;
	}
	if (image == NULL)
		return true;
	out->image_path = image_path(a, image->id, IMAGE_FULL);
	out->filename = image_filename(a, image->id);
	out->thumbnail_path = image_path(a, image->id, IMAGE_320);
	out->width = image->width;
	out->height = image->height;
	out->provider = image->provider;
	return out->image_path != NULL && out->filename != NULL && out->thumbnail_path != NULL;
}

bool
image_view(struct arena *a, const struct image *image, struct image_view *out)
{
	*out = (struct image_view){
		.image_path = image_path(a, image->id, IMAGE_FULL), .filename = image_filename(a, image->id),
		.thumbnail_path = image_path(a, image->id, IMAGE_320), .kind = image_kind_names[image->kind], .provider = image->provider,
		.prompt = image->prompt, .width = image->width, .height = image->height, .created_at = image->created_at
	};
	return out->image_path != NULL && out->filename != NULL && out->thumbnail_path != NULL;
}
