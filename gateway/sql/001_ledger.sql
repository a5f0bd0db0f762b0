-- The gateway's books: what was asked to be paid, what money moved, what was answered.

CREATE TABLE payments (
  payment_id      UUID NOT NULL COMMENT 'UUIDv7 made by the program',
  reference       VARCHAR(64) NOT NULL COMMENT 'the merchant''s own name for it',
  amount          BIGINT NOT NULL COMMENT 'won' CHECK (amount > 0),
  method          ENUM('CARD','NAVER','KAKAO') NOT NULL,
  status          ENUM('PENDING','PAID','DECLINED') NOT NULL COMMENT 'PENDING: the customer has not decided yet',
  reason          VARCHAR(32) CHARACTER SET ascii NULL COMMENT 'why it was declined',
  brand           VARCHAR(16) CHARACTER SET ascii NULL COMMENT 'of the card; of its number only',
  last_four       CHAR(4) CHARACTER SET ascii NULL COMMENT 'these digits are kept',
  refunded        BIGINT NOT NULL DEFAULT 0 COMMENT 'won; the sum of its refunds',
  token           CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'address of the approval page',
  return_url      VARCHAR(1000) CHARACTER SET ascii NULL COMMENT 'where the customer goes from there',
  created_at      DATETIME(3) NOT NULL,
  decided_at      DATETIME(3) NULL,
  PRIMARY KEY (payment_id),
  UNIQUE KEY payments_token (token),
  KEY payments_reference (reference),
  CONSTRAINT refunded_fits CHECK (refunded >= 0 AND refunded <= amount AND (refunded = 0 OR status = 'PAID'))
) ENGINE=InnoDB;

CREATE TABLE ledger (
  seq             BIGINT NOT NULL AUTO_INCREMENT COMMENT 'the cursor of a reader',
  entry_id        UUID NOT NULL COMMENT 'of a refund: its id',
  kind            ENUM('CHARGE','REFUND') NOT NULL,
  payment_id      UUID NOT NULL,
  amount          BIGINT NOT NULL COMMENT 'won' CHECK (amount > 0),
  at              DATETIME(3) NOT NULL,
  PRIMARY KEY (seq),
  UNIQUE KEY ledger_entry (entry_id),
  KEY ledger_at (at),
  FOREIGN KEY (payment_id) REFERENCES payments (payment_id)
) ENGINE=InnoDB COMMENT='money that moved; rows are only ever added';

CREATE TABLE answers (
  key_hash        BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the Idempotency-Key',
  fingerprint     BINARY(32) NOT NULL COMMENT 'of the request it came with; of a card only brand and last four digits',
  body            VARCHAR(4000) NOT NULL COMMENT 'what was answered',
  at              DATETIME(3) NOT NULL,
  PRIMARY KEY (key_hash)
) ENGINE=InnoDB COMMENT='a key gets one answer, kept with its effect';
