-- The store face: sellers, their goods, and members' carts.

CREATE TABLE sellers (
  seller_id           INT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id             UUID NOT NULL COMMENT 'the member who sells; one seller each',
  business_name       VARCHAR(100) NOT NULL COMMENT '사업자 명',
  registration_number VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT '사업자등록번호: ten digits, the last proves the others',
  phone               VARCHAR(20) NOT NULL COMMENT '고객센터 연락처',
  address             VARCHAR(200) NOT NULL COMMENT '사업자 주소',
  category            VARCHAR(50) NOT NULL COMMENT '판매 카테고리',
  status              ENUM('REQUESTED','APPROVED','REJECTED') NOT NULL DEFAULT 'REQUESTED' COMMENT 'only APPROVED ones sell',
  delivery_fee        BIGINT NOT NULL DEFAULT 3000 COMMENT 'won, once an order' CHECK (delivery_fee >= 0),
  free_delivery_from  BIGINT NOT NULL DEFAULT 30000 COMMENT 'won of this seller''s goods in one order, from which delivery is free' CHECK (free_delivery_from >= 0),
  created_at          DATETIME(3) NOT NULL,
  updated_at          DATETIME(3) NOT NULL,
  held_number         VARCHAR(10) CHARACTER SET ascii AS (IF(status = 'REJECTED', NULL, registration_number)) STORED
                      COMMENT 'a number is somebody''s until it is rejected',
  PRIMARY KEY (seller_id),
  UNIQUE KEY sellers_user (user_id),
  UNIQUE KEY sellers_number (held_number),
  KEY sellers_status (status, seller_id)
) ENGINE=InnoDB COMMENT='who sells goods, by an admin''s approval';

ALTER TABLE skus
  ADD COLUMN goods    BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'is itself what is sold: one product''s, and not on the menu',
  ADD KEY skus_menu (goods, sku_id);

-- Searching reads an index through, never the rows: each order goods are listed in has one that holds all a list asks for.
ALTER TABLE products
  ADD COLUMN seller_id   INT UNSIGNED NULL COMMENT 'GOODS: whose they are; NULL = the shop''s own',
  ADD COLUMN sku_id      INT UNSIGNED NULL COMMENT 'GOODS: what one piece takes from the stock',
  ADD COLUMN category    VARCHAR(50) NOT NULL DEFAULT '' COMMENT 'GOODS: any word; what lists are narrowed down to',
  ADD COLUMN version     INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'GOODS: goes up at each change; in the ETag',
  ADD COLUMN created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ADD COLUMN updated_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ADD COLUMN search      VARCHAR(201) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (LOWER(CONCAT_WS(' ', name, name_en))) STORED COMMENT 'what is searched',
  ADD UNIQUE KEY products_sku (sku_id),
  ADD KEY products_seller (seller_id),
  ADD KEY products_newest (kind, status, product_id, category, search),
  ADD KEY products_price (kind, status, price, product_id, category, search),
  ADD KEY products_name (kind, status, name, product_id, category, search),
  ADD KEY products_category (kind, status, category),
  ADD FOREIGN KEY (seller_id) REFERENCES sellers (seller_id),
  ADD FOREIGN KEY (sku_id) REFERENCES skus (sku_id),
  ADD CONSTRAINT products_goods CHECK ((kind = 'GOODS') = (sku_id IS NOT NULL));

-- Goods are not on the menu that programs keep in memory: their changes are none of the catalogue's.
CREATE OR REPLACE TRIGGER skus_insert AFTER INSERT ON skus FOR EACH ROW
  IF NOT NEW.goods THEN UPDATE catalog_version SET version = version + 1; END IF;
CREATE OR REPLACE TRIGGER skus_update AFTER UPDATE ON skus FOR EACH ROW
  IF NOT (NEW.goods AND OLD.goods) THEN UPDATE catalog_version SET version = version + 1; END IF;
CREATE OR REPLACE TRIGGER skus_delete AFTER DELETE ON skus FOR EACH ROW
  IF NOT OLD.goods THEN UPDATE catalog_version SET version = version + 1; END IF;
CREATE OR REPLACE TRIGGER products_insert AFTER INSERT ON products FOR EACH ROW
  IF NEW.kind <> 'GOODS' THEN UPDATE catalog_version SET version = version + 1; END IF;
CREATE OR REPLACE TRIGGER products_update AFTER UPDATE ON products FOR EACH ROW
  IF NEW.kind <> 'GOODS' OR OLD.kind <> 'GOODS' THEN UPDATE catalog_version SET version = version + 1; END IF;
CREATE OR REPLACE TRIGGER products_delete AFTER DELETE ON products FOR EACH ROW
  IF OLD.kind <> 'GOODS' THEN UPDATE catalog_version SET version = version + 1; END IF;

CREATE TABLE carts (
  user_id         UUID NOT NULL COMMENT 'a member has one cart, from the first use on',
  created_at      DATETIME(3) NOT NULL,
  updated_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id)
) ENGINE=InnoDB;

CREATE TABLE cart_items (
  cart_item_id    BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  user_id         UUID NOT NULL COMMENT 'whose cart it lies in',
  product_id      INT UNSIGNED NOT NULL,
  quantity        INT UNSIGNED NOT NULL COMMENT 'pieces',
  added_at        DATETIME(3) NOT NULL,
  PRIMARY KEY (cart_item_id),
  UNIQUE KEY cart_items_product (user_id, product_id) COMMENT 'the same product adds up',
  CONSTRAINT cart_items_quantity CHECK (quantity BETWEEN 1 AND 99)
) ENGINE=InnoDB COMMENT='prices and names are the product''s of the moment';
