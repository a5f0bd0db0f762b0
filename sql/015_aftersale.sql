-- After the sale: what was asked of a line and what came back of it, and who carries it.

ALTER TABLE order_items
  ADD COLUMN returned_quantity  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'pieces that came back after they had arrived',
  ADD COLUMN requested_quantity INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'pieces that a cancel, return or exchange not yet decided is about',
  ADD COLUMN carrier            VARCHAR(50) NULL COMMENT 'who delivers it; NULL = the shop''s own courier, or not known yet',
  ADD COLUMN tracking_number    VARCHAR(40) CHARACTER SET ascii NULL COMMENT 'the carrier''s',
  ADD CONSTRAINT order_items_gone CHECK (cancelled_quantity + returned_quantity + requested_quantity <= quantity),
  ADD CONSTRAINT order_items_tracked CHECK ((carrier IS NULL) = (tracking_number IS NULL));
