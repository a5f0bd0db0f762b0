/*
 * openapi: the contract, printed from the tables.
 *
 * OpenAPI 3.1 from all programs' route rows and the models they name; every operation lists
 * its parameters, bodies in three media types, answers and problems.
 */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include <stddef.h>

struct buf;
struct route;

struct openapi_part { const char *tag; const struct route *routes; size_t n; };
void openapi_write(struct buf *, const struct openapi_part *, size_t nparts, const char *version);

#endif
