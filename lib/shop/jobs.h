/*
 * jobs: the table of what the worker does.
 */
#ifndef SHOP_JOBS_H
#define SHOP_JOBS_H

#include <stddef.h>

#include "shop/job.h"

extern const struct job jobs[];
extern const size_t jobs_n;

#endif
