/*
 * openapi_problem: the refusals of the document.
 */
#ifndef HTTP_OPENAPI_PROBLEM_H
#define HTTP_OPENAPI_PROBLEM_H

#include <stdbool.h>

struct jsonw;
struct route;

/* "400":{…},"401":{…}: a response for each status the route can refuse with, naming its codes.
 * False when route->errors names a code that is not in errors.def. */
bool openapi_problem_responses(struct jsonw *, const struct route *);
/* "Problem":{…}: the component they refer to. */
void openapi_problem_schema(struct jsonw *);

#endif
