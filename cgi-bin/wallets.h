/*
 * wallets: what members.fcgi answers about balances.
 */
#ifndef CGI_WALLETS_H
#define CGI_WALLETS_H

#include "http/route.h"

handler balance_get, entries_get, charge_get;

#endif
