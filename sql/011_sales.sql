-- Sales by day and product: what is left sold of orders that were paid. Written by a consumer of the event feed, in the transaction
-- that moves its cursor; orders know nothing of it.

CREATE TABLE sales_lines (
  order_id        UUID NOT NULL,
  product_id      INT UNSIGNED NOT NULL,
  day             DATE NOT NULL COMMENT 'on which it was paid, in the shop''s zone; what is cancelled later is taken off that day',
  quantity        INT NOT NULL COMMENT 'pieces bought, less those cancelled or returned',
  amount          BIGINT NOT NULL COMMENT 'won those are worth, after discounts',
  PRIMARY KEY (order_id, product_id)
) ENGINE=InnoDB COMMENT='what each order contributes to sales_daily, so that being told again changes nothing';

CREATE TABLE sales_daily (
  day             DATE NOT NULL COMMENT 'in the shop''s zone',
  product_id      INT UNSIGNED NOT NULL,
  quantity        BIGINT NOT NULL COMMENT '= its sales_lines',
  amount          BIGINT NOT NULL COMMENT 'won; = its sales_lines',
  PRIMARY KEY (day, product_id)
) ENGINE=InnoDB COMMENT='what is popular, and what an admin sees of sales';
