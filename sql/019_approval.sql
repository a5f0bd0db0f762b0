-- Where a payment is approved: who left that page finds the way back on the order's page.

ALTER TABLE payments
  ADD COLUMN redirect_url VARCHAR(1000) CHARACTER SET ascii NULL COMMENT 'where the buyer approves it, as the gateway said; NULL = nowhere';
