/*
 * receive: pieces of goods that come in, or are written off.
 *
 * Served at the desk, like everything that moves stock: the figure is locked with the orders' own, never goes
 * below nothing, and its receipt is written with it.
 */
#ifndef SHOP_RECEIVE_H
#define SHOP_RECEIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "shop/goods.h"

struct goods_receipt {
	/* In. */
	int64_t			 product_id;
	struct goods_actor	 actor;
	int64_t			 delta;		/* pieces; negative = written off */
	const char		*reason;
	bool			 english;	/* the name of what there is too little of */
	struct idem		 key;
	/* Makes the answer to be kept under the key.  NULL without a key. */
	const struct err	*(*answer)(void *arg, const struct goods *, struct kept *);
	void			*arg;
	/* Out. */
	const struct goods	*goods;		/* with the figure as it is then; NULL when an earlier answer is given again */
	const struct kept	*kept;
};
/* STOCK_NOT_ENOUGH when fewer are there than are to be written off; INVALID_REQUEST at /delta beyond GOODS_STOCK_MAX; and as
 * changing goods, and the desk's own. */
const struct err *goods_receive(struct shop *, struct arena *, struct goods_receipt *);

#endif
