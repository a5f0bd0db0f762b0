/*
 * ctl_goods: loads goods, and the seller they are of, from a document of the form of sql/demo/goods.json.
 */
#ifndef BIN_CTL_GOODS_H
#define BIN_CTL_GOODS_H

struct ctl;
struct db;
struct err;
struct json_object;

/* All of it, or nothing: one transaction. `goods` of the document is an array. */
const struct err *ctl_goods(struct ctl *, struct db *, struct json_object *doc);

#endif
