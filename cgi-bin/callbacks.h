/*
 * callbacks: what checkout.fcgi answers the payment provider.
 */
#ifndef CGI_CALLBACKS_H
#define CGI_CALLBACKS_H

#include "http/route.h"

handler callback_post;

#endif
