/*
 * sellers: what members.fcgi answers about sellers.
 */
#ifndef CGI_SELLERS_H
#define CGI_SELLERS_H

#include "http/route.h"

handler seller_post, sellers_get, seller_me_get, seller_get, seller_patch;

#endif
