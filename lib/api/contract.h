/*
 * contract: all programs' routes together, for the OpenAPI document.
 */
#ifndef API_CONTRACT_H
#define API_CONTRACT_H

struct buf;

void contract_write(struct buf *);	/* OpenAPI 3.1, JSON */

#endif
