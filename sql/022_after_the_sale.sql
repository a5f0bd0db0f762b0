-- What a line's confirmation earned, what a step was about, and who has had their things for how long.

ALTER TABLE order_items
  ADD COLUMN earned_points BIGINT NULL COMMENT 'points its buyer has for what was kept of it; NULL = it was never confirmed' CHECK (earned_points >= 0),
  ADD COLUMN withheld      BIGINT NOT NULL DEFAULT 0 COMMENT 'won kept back of what it gave back: such points that had been spent' CHECK (withheld >= 0);

ALTER TABLE order_history
  ADD COLUMN quantity INT UNSIGNED NULL COMMENT 'pieces the step was about; NULL = of the order as a whole, or of before they were written down';

-- Of its own, so that it is not written by every order that is taken.
CREATE TABLE item_arrivals (
  order_id          UUID NOT NULL,
  item_index        TINYINT UNSIGNED NOT NULL,
  arrived_at        DATETIME(3) NOT NULL COMMENT 'when it came to its buyer, or another in its place',
  PRIMARY KEY (order_id, item_index),
  KEY item_arrivals_due (arrived_at)
) ENGINE=InnoDB COMMENT='lines that are to be looked at some days later, and confirmed if their buyers still have them';

-- What an order has earned, shared among what was kept of it by its price.
UPDATE order_items i JOIN (
  SELECT k.order_id, k.item_index, e.earned * k.upto DIV k.whole - e.earned * (k.upto - k.cost) DIV k.whole AS share FROM (
    SELECT order_id, item_index, cost, SUM(cost) OVER (PARTITION BY order_id ORDER BY item_index) AS upto, SUM(cost) OVER (PARTITION BY order_id) AS whole FROM (
      SELECT order_id, item_index, total - total DIV quantity * (cancelled_quantity + returned_quantity)
        - LEAST(total MOD quantity, cancelled_quantity + returned_quantity) AS cost FROM order_items WHERE status = 'CONFIRMED') kept) k
  LEFT JOIN (SELECT order_id, SUM(amount) AS earned FROM wallet_entries WHERE kind IN ('EARN', 'REVOKE_EARNED') AND order_id IS NOT NULL
    GROUP BY order_id) e ON e.order_id = k.order_id) s ON s.order_id = i.order_id AND s.item_index = i.item_index
SET i.earned_points = COALESCE(s.share, 0);

INSERT INTO item_arrivals (order_id, item_index, arrived_at)
  SELECT i.order_id, i.item_index, MAX(h.at) FROM order_items i JOIN order_history h ON h.order_id = i.order_id AND h.item_index = i.item_index
  WHERE i.status IN ('DELIVERED', 'PICKED_UP', 'EXCHANGED') GROUP BY i.order_id, i.item_index;

-- Sheets whose order was cancelled before it was paid: nobody ended them.
UPDATE order_sheets h JOIN orders o ON o.order_id = h.order_key
SET h.status = 'EXPIRED', h.ended_at = LEAST(h.expires_at, UTC_TIMESTAMP(3)) WHERE h.status = 'OPEN' AND o.status = 'CANCELLED';
