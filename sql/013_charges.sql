-- Money that members pay into their own balance: a payment of no order, which names the entry of the ledger it became.
-- It lies among the payments rather than in a table of its own: a payment provider's name for a payment is used once, whatever it pays; the
-- gateway's books are held against all payments alike; and a member's payments are one list.

ALTER TABLE payments
  MODIFY COLUMN order_id UUID NULL COMMENT 'NULL = it is paid into its member''s balance',
  ADD COLUMN entry_id UUID NULL COMMENT 'of no order: its entry of wallet_entries, once it is paid',
  ADD CONSTRAINT payments_purpose CHECK (order_id IS NOT NULL OR user_id IS NOT NULL),
  ADD CONSTRAINT payments_entry CHECK ((order_id IS NULL AND status NOT IN ('PROGRESS','FAILED')) = (entry_id IS NOT NULL));

ALTER TABLE compensations
  MODIFY COLUMN order_id UUID NULL COMMENT 'NULL = of a payment of no order';

-- Whether there is another admin is asked before one is suspended.
ALTER TABLE users ADD KEY users_role (role, status);
