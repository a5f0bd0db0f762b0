-- The catalogue: what is sold, what it is made of, and how much of that there is.

CREATE TABLE skus (
  sku_id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  code            VARCHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'name in the API: premium_steak',
  name            VARCHAR(100) NOT NULL COMMENT 'Korean',
  name_en         VARCHAR(100) NULL,
  ingredient      BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'may be asked for in customizations',
  unit_price      BIGINT NOT NULL DEFAULT 0 COMMENT 'won for one more' CHECK (unit_price >= 0),
  removal_credit  BIGINT NOT NULL DEFAULT 0 COMMENT 'won given back for one less' CHECK (removal_credit >= 0),
  PRIMARY KEY (sku_id),
  UNIQUE KEY skus_code (code)
) ENGINE=InnoDB COMMENT='stock-keeping units: ingredients, and goods themselves';

CREATE TABLE stock (
  sku_id          INT UNSIGNED NOT NULL,
  available       DECIMAL(12,3) NOT NULL DEFAULT 0 COMMENT 'pieces; = received - taken + given back',
  PRIMARY KEY (sku_id),
  CONSTRAINT stock_not_negative CHECK (available >= 0)
) ENGINE=InnoDB COMMENT='one row per SKU; only the order desk and stock receipts change it';

CREATE TABLE stock_receipts (
  receipt_id      UUID NOT NULL,
  sku_id          INT UNSIGNED NOT NULL,
  delta           DECIMAL(12,3) NOT NULL COMMENT 'pieces received; negative = written off',
  reason          VARCHAR(200) NOT NULL,
  actor_id        UUID NULL COMMENT 'who booked it; NULL = the system',
  at              DATETIME(3) NOT NULL,
  PRIMARY KEY (receipt_id),
  KEY stock_receipts_sku (sku_id)
) ENGINE=InnoDB COMMENT='every change of stock that is not an order';

CREATE TABLE products (
  product_id      INT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind            ENUM('GOODS','DINNER','SIDE_DISH','CAKE') NOT NULL,
  code            VARCHAR(64) CHARACTER SET ascii NULL COMMENT 'name in the dinner API; NULL for goods',
  name            VARCHAR(100) NOT NULL,
  name_en         VARCHAR(100) NULL,
  description     VARCHAR(2000) NOT NULL DEFAULT '',
  description_en  VARCHAR(2000) NULL,
  price           BIGINT NOT NULL COMMENT 'won; a dinner before its style, a cake as listed' CHECK (price >= 0),
  status          ENUM('ON_SALE','DISCONTINUED') NOT NULL DEFAULT 'ON_SALE',
  decorated       BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'a cake: takes a picture and a message',
  position        INT NOT NULL DEFAULT 0 COMMENT 'order on the menu',
  PRIMARY KEY (product_id),
  UNIQUE KEY products_code (kind, code)
) ENGINE=InnoDB;

CREATE TABLE product_variants (
  product_id      INT UNSIGNED NOT NULL,
  variant         VARCHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'a dinner''s style (grand); a cake''s flavor/size (vanilla/size_1)',
  price           BIGINT NOT NULL COMMENT 'won; DINNER: added to the base price; CAKE: the price' CHECK (price >= 0),
  position        INT NOT NULL DEFAULT 0,
  PRIMARY KEY (product_id, variant),
  FOREIGN KEY (product_id) REFERENCES products (product_id)
) ENGINE=InnoDB;

CREATE TABLE variant_names (
  kind            ENUM('STYLE','FLAVOR','SIZE') NOT NULL,
  code            VARCHAR(32) CHARACTER SET ascii NOT NULL,
  name            VARCHAR(100) NOT NULL,
  name_en         VARCHAR(100) NULL,
  position        INT NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, code)
) ENGINE=InnoDB COMMENT='what people call styles, flavors and sizes';

CREATE TABLE recipes (
  product_id      INT UNSIGNED NOT NULL,
  variant         VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'empty where the product has no variants',
  sku_id          INT UNSIGNED NOT NULL,
  quantity        DECIMAL(12,3) NOT NULL COMMENT 'pieces that one portion consumes' CHECK (quantity > 0),
  PRIMARY KEY (product_id, variant, sku_id),
  FOREIGN KEY (product_id) REFERENCES products (product_id),
  FOREIGN KEY (sku_id) REFERENCES skus (sku_id)
) ENGINE=InnoDB;

-- Programs keep the catalogue in memory; this number tells them when it is stale.
CREATE TABLE catalog_version (
  one             TINYINT NOT NULL DEFAULT 1 CHECK (one = 1),
  version         BIGINT NOT NULL,
  PRIMARY KEY (one)
) ENGINE=InnoDB;
INSERT INTO catalog_version (version) VALUES (1);

-- Whoever changes the catalogue, by any tool, changes the number.
CREATE TRIGGER skus_insert AFTER INSERT ON skus FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER skus_update AFTER UPDATE ON skus FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER skus_delete AFTER DELETE ON skus FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER products_insert AFTER INSERT ON products FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER products_update AFTER UPDATE ON products FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER products_delete AFTER DELETE ON products FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER product_variants_insert AFTER INSERT ON product_variants FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER product_variants_update AFTER UPDATE ON product_variants FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER product_variants_delete AFTER DELETE ON product_variants FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER variant_names_insert AFTER INSERT ON variant_names FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER variant_names_update AFTER UPDATE ON variant_names FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER variant_names_delete AFTER DELETE ON variant_names FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER recipes_insert AFTER INSERT ON recipes FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER recipes_update AFTER UPDATE ON recipes FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER recipes_delete AFTER DELETE ON recipes FOR EACH ROW UPDATE catalog_version SET version = version + 1;
