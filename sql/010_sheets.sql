-- Order sheets: what a member is about to buy, at the prices of the moment, until it is paid or its time is over.

CREATE TABLE order_sheets (
  order_key         UUID NOT NULL COMMENT 'UUIDv7; the id of the order, once a payment begins',
  user_id           UUID NOT NULL,
  status            ENUM('OPEN','PAID','EXPIRED') NOT NULL DEFAULT 'OPEN' COMMENT 'while a payment is under way: OPEN, and the order says so',
  created_at        DATETIME(3) NOT NULL,
  expires_at        DATETIME(3) NOT NULL COMMENT 'a payment can begin before then',
  ended_at          DATETIME(3) NULL COMMENT 'PAID: when; EXPIRED: when its time was over',
  PRIMARY KEY (order_key),
  KEY order_sheets_due (status, expires_at),
  KEY order_sheets_made (created_at),
  KEY order_sheets_ended (ended_at),
  CONSTRAINT order_sheets_end CHECK ((status = 'OPEN') = (ended_at IS NULL))
) ENGINE=InnoDB COMMENT='they take nothing; kept for a while after their end, for figures of how many are paid';

CREATE TABLE sheet_lines (
  order_key         UUID NOT NULL,
  item_index        TINYINT UNSIGNED NOT NULL,
  product_id        INT UNSIGNED NOT NULL,
  seller_id         INT UNSIGNED NOT NULL COMMENT '0 = the shop itself',
  sku_id            INT UNSIGNED NOT NULL,
  name              VARCHAR(100) NOT NULL,
  name_en           VARCHAR(100) NULL,
  quantity          INT UNSIGNED NOT NULL COMMENT 'pieces',
  unit_price        BIGINT NOT NULL COMMENT 'won, as it was then',
  fee               BIGINT NOT NULL COMMENT 'won its seller asked for delivering, once an order …',
  free_from         BIGINT NOT NULL COMMENT '… unless that much of its goods was bought',
  cart_item_id      BIGINT UNSIGNED NULL COMMENT 'the cart''s line it came from: it leaves when this is paid',
  PRIMARY KEY (order_key, item_index)
) ENGINE=InnoDB;

ALTER TABLE orders
  ADD COLUMN payable_until  DATETIME(3) NULL COMMENT 'of an order made of a sheet: a payment that fails leaves it CREATED, to be paid anew before then';
