/*
 * suite: what every unit test file includes: Check, the prototypes of the
 * suites this program runs, and the number of rows of a table.
 */
#ifndef SUPPORT_SUITE_H
#define SUPPORT_SUITE_H

#include <check.h>

#define SUITE(name) Suite *name##_suite(void);
#include SUITES
#undef SUITE

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

#endif
