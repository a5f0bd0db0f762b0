/*
 * notices: what members.fcgi answers about notifications.
 */
#ifndef CGI_NOTICES_H
#define CGI_NOTICES_H

#include "http/route.h"

handler notices_get, notice_patch;

#endif
