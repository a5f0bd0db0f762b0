-- Coupons and who holds them; members' balance and points and the ledger behind them; what discounts an order's lines bore.

CREATE TABLE coupons (
  coupon_id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name              VARCHAR(100) NOT NULL,
  description       VARCHAR(500) NULL,
  kind              ENUM('FIXED','PERCENT','FREE_DELIVERY') NOT NULL,
  scope             ENUM('ORDER','PRODUCT') NOT NULL COMMENT 'PRODUCT: one line, of one of coupon_products',
  value             BIGINT NOT NULL COMMENT 'FIXED: won; PERCENT: per cent; FREE_DELIVERY: 0' CHECK (value >= 0),
  min_order_amount  BIGINT NOT NULL DEFAULT 0 COMMENT 'won of goods it takes to use one; 0 = any' CHECK (min_order_amount >= 0),
  quantity          INT UNSIGNED NOT NULL COMMENT 'how many are given out, first come, first served',
  issued            INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '= its rows of issued_coupons; only the order desk changes it',
  issue_from        DATETIME(3) NOT NULL COMMENT 'given out from then …',
  issue_to          DATETIME(3) NOT NULL COMMENT '… until before then',
  valid_days        INT UNSIGNED NOT NULL COMMENT 'usable to the end of that day after the one it was given out',
  created_at        DATETIME(3) NOT NULL,
  PRIMARY KEY (coupon_id),
  KEY coupons_offered (issue_to, coupon_id),
  CONSTRAINT coupons_issued CHECK (issued <= quantity),
  CONSTRAINT coupons_percent CHECK (kind <> 'PERCENT' OR value <= 100)
) ENGINE=InnoDB;

CREATE TABLE coupon_products (
  coupon_id         INT UNSIGNED NOT NULL,
  product_id        INT UNSIGNED NOT NULL COMMENT 'a line of it can have the coupon',
  PRIMARY KEY (coupon_id, product_id)
) ENGINE=InnoDB;

-- Written many at a time by the order desk, which is their only writer but for the sweep that expires them: no foreign keys.
CREATE TABLE issued_coupons (
  issued_coupon_id  UUID NOT NULL COMMENT 'UUIDv7 made by the program',
  coupon_id         INT UNSIGNED NOT NULL,
  user_id           UUID NOT NULL,
  status            ENUM('ACTIVE','USED','EXPIRED','REVOKED') NOT NULL COMMENT 'ACTIVE past expires_at is as good as EXPIRED',
  order_id          UUID NULL COMMENT 'the order it is used by',
  issued_at         DATETIME(3) NOT NULL,
  expires_at        DATETIME(3) NOT NULL COMMENT 'usable before then',
  used_at           DATETIME(3) NULL,
  PRIMARY KEY (issued_coupon_id),
  UNIQUE KEY issued_coupons_once (coupon_id, user_id) COMMENT 'one each',
  KEY issued_coupons_user (user_id, issued_coupon_id),
  KEY issued_coupons_order (order_id),
  KEY issued_coupons_expiry (status, expires_at),
  CONSTRAINT issued_coupons_used CHECK ((status = 'USED') = (order_id IS NOT NULL) AND (order_id IS NULL) = (used_at IS NULL))
) ENGINE=InnoDB COMMENT='who holds which coupon, and what became of it';

CREATE TABLE wallets (
  user_id           UUID NOT NULL,
  balance           BIGINT NOT NULL DEFAULT 0 COMMENT 'won; = its entries of wallet_entries' CHECK (balance >= 0),
  points            BIGINT NOT NULL DEFAULT 0 COMMENT 'a point is a won; = its entries, too' CHECK (points >= 0),
  PRIMARY KEY (user_id)
) ENGINE=InnoDB COMMENT='one row per member who ever had something in it';

CREATE TABLE wallet_entries (
  user_id           UUID NOT NULL,
  entry_id          UUID NOT NULL COMMENT 'UUIDv7: in the order they happened',
  kind              ENUM('CHARGE','PAY','REFUND','ADJUST','EARN','SPEND_POINTS','RETURN_POINTS','REVOKE_EARNED','ADJUST_POINTS') NOT NULL
                    COMMENT 'the first four move the balance, the others points',
  amount            BIGINT NOT NULL COMMENT 'won; negative = taken out' CHECK (amount <> 0),
  balance_after     BIGINT NOT NULL COMMENT 'of what it moved, balance or points' CHECK (balance_after >= 0),
  order_id          UUID NULL COMMENT 'the order it was for',
  reason            VARCHAR(200) NULL,
  at                DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id, entry_id),
  KEY wallet_entries_order (order_id)
) ENGINE=InnoDB COMMENT='every change of a wallet; rows are only ever added';

-- What an order's discount consists of: a line gives back exactly what it bore.
ALTER TABLE order_items
  ADD COLUMN seller_id         INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'whose it was; 0 = the shop itself',
  ADD COLUMN product_discount  BIGINT NOT NULL DEFAULT 0 COMMENT 'won of discount: by its product coupon' CHECK (product_discount >= 0),
  ADD COLUMN order_discount    BIGINT NOT NULL DEFAULT 0 COMMENT 'won of discount: its part of the order coupon' CHECK (order_discount >= 0),
  ADD COLUMN points            BIGINT NOT NULL DEFAULT 0 COMMENT 'won of discount: its part of the points spent' CHECK (points >= 0);

CREATE TABLE order_fees (
  order_id          UUID NOT NULL,
  seller_id         INT UNSIGNED NOT NULL,
  charged           BIGINT NOT NULL COMMENT 'won of the order''s delivery_fee' CHECK (charged >= 0),
  waived            BIGINT NOT NULL DEFAULT 0 COMMENT 'won a free delivery coupon took' CHECK (waived >= 0),
  PRIMARY KEY (order_id, seller_id)
) ENGINE=InnoDB COMMENT='what each seller asked for delivering; none for who delivered free';
