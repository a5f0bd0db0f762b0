/*
 * openapi_operation: one row of a route table as an operation of the document.
 */
#ifndef HTTP_OPENAPI_OPERATION_H
#define HTTP_OPENAPI_OPERATION_H

struct jsonw;
struct openapi_names;
struct route;

/* "post":{…}, within its path.  Fails the writer's buffer when the row names an error that is not in errors.def. */
void openapi_operation(struct jsonw *, const char *tag, const struct route *, const struct openapi_names *);

#endif
