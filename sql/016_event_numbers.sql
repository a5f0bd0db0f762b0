-- An event's number has its place in the row from the beginning: a NULL has none, and giving the number later
-- made the row longer, which costs about twice as much as filling it in (bench/README.md).

UPDATE order_events SET seq = 0 WHERE seq IS NULL;
ALTER TABLE order_events MODIFY seq BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'number in the feed; 0 = not yet given';
