/*
 * jsonc: json-c beside jsonw, whose json_bool() is called like a type of json-c's.
 */
#ifndef SUPPORT_JSONC_H
#define SUPPORT_JSONC_H

#define json_bool jsonc_bool
#include <json-c/json.h>
#undef json_bool

#endif
