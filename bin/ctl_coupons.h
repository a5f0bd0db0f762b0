/*
 * ctl_coupons: loads coupons, and what members have in their wallets, from a document of the form of sql/demo/coupons.json.
 */
#ifndef BIN_CTL_COUPONS_H
#define BIN_CTL_COUPONS_H

struct ctl;
struct db;
struct err;
struct json_object;

/* `coupons` of the document is an array; products must be there already. What is there already is left as it is. */
const struct err *ctl_coupons(struct ctl *, struct db *, struct json_object *doc);

#endif
