-- Customers who never decide, and merchants who want to be told.

ALTER TABLE payments
  ADD COLUMN callback_url VARCHAR(1000) CHARACTER SET ascii NULL COMMENT 'whom to tell of the decision' AFTER return_url,
  ADD COLUMN expires_at DATETIME(3) NULL COMMENT 'declined then, when the customer has not decided',
  ADD KEY payments_expiry (status, expires_at);

UPDATE payments SET expires_at = created_at + INTERVAL 15 MINUTE WHERE status = 'PENDING';

CREATE TABLE callbacks (
  callback_id     UUID NOT NULL COMMENT 'its webhook-id, the same each time it is sent',
  payment_id      UUID NOT NULL,
  url             VARCHAR(1000) CHARACTER SET ascii NOT NULL,
  created_at      DATETIME(3) NOT NULL COMMENT 'when it was decided',
  due_at          DATETIME(3) NULL COMMENT 'sent then, again if need be; NULL = received, or given up',
  tries           INT NOT NULL DEFAULT 0,
  status          SMALLINT NULL COMMENT 'HTTP status of the last answer; NULL = there was none',
  delivered_at    DATETIME(3) NULL,
  PRIMARY KEY (callback_id),
  KEY callbacks_due (due_at),
  FOREIGN KEY (payment_id) REFERENCES payments (payment_id)
) ENGINE=InnoDB COMMENT='a decision to tell, written with it';
