/*
 * addresses: what members.fcgi answers about the addresses a member keeps.
 */
#ifndef CGI_ADDRESSES_H
#define CGI_ADDRESSES_H

#include "http/route.h"

handler addresses_get, address_post, address_patch, address_delete;

#endif
