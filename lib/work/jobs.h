/*
 * jobs: the table of what the worker does.
 */
#ifndef WORK_JOBS_H
#define WORK_JOBS_H

#include <stddef.h>

#include "work/job.h"

extern const struct job jobs[];
extern const size_t jobs_n;

#endif
