/*
 * charges: what checkout.fcgi answers about the balance: paying into it by card.
 */
#ifndef CGI_CHARGES_H
#define CGI_CHARGES_H

#include "http/route.h"

handler charge_post;

#endif
