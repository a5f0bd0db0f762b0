-- Orders: what was bought, at what price, what it took, and what became of it.
-- No foreign keys here: these rows are written many at a time by the order
-- desk, which is their only writer.

CREATE TABLE orders (
  order_id            UUID NOT NULL COMMENT 'UUIDv7 made by the program',
  order_number        CHAR(19) CHARACTER SET ascii NOT NULL COMMENT 'for people: ORD-20261121-7K3M9Q',
  user_id             UUID NULL COMMENT 'NULL = a guest',
  guest_hash          BINARY(32) NULL COMMENT 'hash of the token that opens a guest''s order',
  status              ENUM('CREATED','PENDING_PAYMENT','PAID','PARTIALLY_CANCELLED','REFUNDED','COMPLETED','CANCELLED') NOT NULL,
  stage               ENUM('PENDING_PAYMENT','PENDING','PREPARING','READY_FOR_DELIVERY','READY_FOR_PICKUP','IN_DELIVERY',
                           'DELIVERED','PICKED_UP','CONFIRMED','CANCEL_REQUESTED','CANCEL_PROCESSING','CANCELLED',
                           'RETURN_REQUESTED','RETURN_PROCESSING','RETURNED','EXCHANGE_REQUESTED','EXCHANGE_PROCESSING','EXCHANGED') NOT NULL
                           COMMENT 'of its least advanced live item',
  order_type          ENUM('DELIVERY','PICKUP') NOT NULL,
  base_price_total    BIGINT NOT NULL COMMENT 'won; dinners and goods before customisation',
  customization_cost  BIGINT NOT NULL,
  side_dish_total     BIGINT NOT NULL,
  cake_total          BIGINT NOT NULL,
  discount_total      BIGINT NOT NULL,
  delivery_fee        BIGINT NOT NULL,
  final_price         BIGINT NOT NULL COMMENT '= the totals less the discount',
  delivery_address    VARCHAR(200) NULL,
  notes               VARCHAR(500) NULL,
  cook_id             UUID NULL COMMENT 'whose order it is in the kitchen',
  courier_id          UUID NULL COMMENT 'and on the road',
  reordered_from      UUID NULL,
  version             INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'goes up at each change; the ETag',
  created_at          DATETIME(3) NOT NULL,
  estimated_at        DATETIME(3) NOT NULL COMMENT 'when it should be there',
  PRIMARY KEY (order_id),
  UNIQUE KEY orders_number (order_number),
  KEY orders_user (user_id, order_id),
  KEY orders_stage (stage, order_id),
  CONSTRAINT orders_price CHECK (final_price = base_price_total + customization_cost + side_dish_total + cake_total - discount_total + delivery_fee
                                 AND final_price >= 0)
) ENGINE=InnoDB;

CREATE TABLE order_items (
  order_id            UUID NOT NULL,
  item_index          TINYINT UNSIGNED NOT NULL COMMENT 'from 0, as ordered',
  product_id          INT UNSIGNED NOT NULL,
  kind                ENUM('GOODS','DINNER','SIDE_DISH','CAKE') NOT NULL,
  code                VARCHAR(64) CHARACTER SET ascii NULL,
  variant             VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '',
  name                VARCHAR(100) NOT NULL COMMENT 'as it was called then',
  name_en             VARCHAR(100) NULL,
  quantity            INT UNSIGNED NOT NULL,
  cancelled_quantity  INT UNSIGNED NOT NULL DEFAULT 0,
  unit_price          BIGINT NOT NULL COMMENT 'won, as it was then',
  customization_cost  BIGINT NOT NULL DEFAULT 0 COMMENT 'of the whole line; negative = credit',
  discount            BIGINT NOT NULL DEFAULT 0 COMMENT 'of the whole line',
  total               BIGINT NOT NULL COMMENT '= unit_price * quantity + customization_cost - discount',
  status              ENUM('PENDING_PAYMENT','PENDING','PREPARING','READY_FOR_DELIVERY','READY_FOR_PICKUP','IN_DELIVERY',
                           'DELIVERED','PICKED_UP','CONFIRMED','CANCEL_REQUESTED','CANCEL_PROCESSING','CANCELLED',
                           'RETURN_REQUESTED','RETURN_PROCESSING','RETURNED','EXCHANGE_REQUESTED','EXCHANGE_PROCESSING','EXCHANGED') NOT NULL,
  PRIMARY KEY (order_id, item_index),
  CONSTRAINT order_items_total CHECK (total = unit_price * quantity + customization_cost - discount AND total >= 0),
  CONSTRAINT order_items_cancelled CHECK (cancelled_quantity <= quantity)
) ENGINE=InnoDB;

CREATE TABLE order_customizations (
  order_id            UUID NOT NULL,
  item_index          TINYINT UNSIGNED NOT NULL,
  sku_id              INT UNSIGNED NOT NULL,
  code                VARCHAR(64) CHARACTER SET ascii NOT NULL,
  name                VARCHAR(100) NOT NULL,
  name_en             VARCHAR(100) NULL,
  base_quantity       DECIMAL(12,3) NOT NULL COMMENT 'pieces by the recipe, whole line',
  quantity            DECIMAL(12,3) NOT NULL COMMENT 'pieces wanted, whole line',
  price_change        BIGINT NOT NULL COMMENT 'won; negative = credit',
  PRIMARY KEY (order_id, item_index, sku_id)
) ENGINE=InnoDB;

CREATE TABLE order_takes (
  order_id            UUID NOT NULL,
  sku_id              INT UNSIGNED NOT NULL,
  quantity            DECIMAL(12,3) NOT NULL COMMENT 'pieces taken from stock',
  returned            DECIMAL(12,3) NOT NULL DEFAULT 0 COMMENT 'pieces given back',
  PRIMARY KEY (order_id, sku_id),
  CONSTRAINT order_takes_returned CHECK (returned >= 0 AND returned <= quantity)
) ENGINE=InnoDB COMMENT='what an order took, so that exactly that is given back';

CREATE TABLE order_cakes (
  order_id            UUID NOT NULL,
  image_path          VARCHAR(200) CHARACTER SET ascii NULL,
  message             VARCHAR(60) NULL COMMENT 'written on the cake',
  flavor              VARCHAR(32) CHARACTER SET ascii NULL,
  size                VARCHAR(32) CHARACTER SET ascii NULL,
  PRIMARY KEY (order_id)
) ENGINE=InnoDB COMMENT='how the cake of an order should look';

CREATE TABLE order_history (
  order_id            UUID NOT NULL,
  history_id          UUID NOT NULL COMMENT 'UUIDv7: in the order they happened',
  item_index          TINYINT UNSIGNED NULL COMMENT 'NULL = the order as a whole',
  event               VARCHAR(32) CHARACTER SET ascii NOT NULL,
  from_state          VARCHAR(32) CHARACTER SET ascii NULL COMMENT 'NULL = did not exist',
  to_state            VARCHAR(32) CHARACTER SET ascii NOT NULL,
  actor               ENUM('BUYER','STAFF','SELLER','ADMIN','SYSTEM') NOT NULL,
  actor_id            UUID NULL COMMENT 'NULL = a guest, or the system',
  at                  DATETIME(3) NOT NULL,
  reason              VARCHAR(200) NULL,
  PRIMARY KEY (order_id, history_id)
) ENGINE=InnoDB;

CREATE TABLE payments (
  payment_id          UUID NOT NULL,
  order_id            UUID NOT NULL,
  user_id             UUID NULL,
  method              ENUM('CARD','ON_DELIVERY','BALANCE','NAVER','KAKAO') NOT NULL,
  status              ENUM('PROGRESS','SUCCESS','FAILED','PARTIALLY_REFUNDED','REFUNDED') NOT NULL,
  amount              BIGINT NOT NULL COMMENT 'won',
  refunded_amount     BIGINT NOT NULL DEFAULT 0,
  masked_card_number  VARCHAR(19) CHARACTER SET ascii NULL,
  card_brand          VARCHAR(16) CHARACTER SET ascii NULL,
  transaction_id      VARCHAR(64) CHARACTER SET ascii NULL COMMENT 'the gateway''s',
  failure_code        VARCHAR(64) CHARACTER SET ascii NULL,
  created_at          DATETIME(3) NOT NULL,
  paid_at             DATETIME(3) NULL,
  PRIMARY KEY (payment_id),
  KEY payments_order (order_id),
  CONSTRAINT payments_refunded CHECK (refunded_amount >= 0 AND refunded_amount <= amount)
) ENGINE=InnoDB;

CREATE TABLE idempotency (
  key_hash            BINARY(32) NOT NULL COMMENT 'of caller, route and Idempotency-Key',
  fingerprint         BINARY(32) NOT NULL COMMENT 'of the request as understood',
  status              SMALLINT NULL COMMENT 'HTTP status of the kept answer; NULL = still in flight',
  answer              BLOB NULL COMMENT 'the answer, sealed with the key itself',
  created_at          DATETIME(3) NOT NULL,
  PRIMARY KEY (key_hash),
  KEY idempotency_age (created_at)
) ENGINE=InnoDB COMMENT='one key, one effect: written in the effect''s own transaction';

CREATE TABLE desk_batches (
  batch_id            UUID NOT NULL COMMENT 'made before the transaction: a second try finds whether the first was committed',
  tickets             SMALLINT UNSIGNED NOT NULL,
  at                  DATETIME(3) NOT NULL,
  PRIMARY KEY (batch_id)
) ENGINE=InnoDB COMMENT='each transaction of the order desk that was committed; kept a day';
