-- Checkout: to whom and when it is delivered, what is still to be settled or undone, and what a member usually wants.

ALTER TABLE orders
  ADD COLUMN recipient_name  VARCHAR(50) NULL COMMENT 'NULL = the buyer',
  ADD COLUMN recipient_phone VARCHAR(20) NULL,
  ADD COLUMN delivery_notes  VARCHAR(200) NULL COMMENT 'to the courier',
  ADD COLUMN slot            BIGINT NULL COMMENT 'when it is wanted: yyyymmddHHMMHHMM in the shop''s time; NULL = as soon as can be';

CREATE TABLE slot_hours (
  hours           INT UNSIGNED NOT NULL COMMENT 'HHMMHHMM: from and to, in the shop''s time; no two overlap',
  capacity        INT UNSIGNED NOT NULL COMMENT 'orders that can be delivered in it on one day; a day that has bookings keeps its own (slots)',
  PRIMARY KEY (hours)
) ENGINE=InnoDB COMMENT='the times of day that can be booked';
INSERT INTO slot_hours (hours, capacity) VALUES
  (10001200, 200), (12001400, 200), (14001600, 200), (16001800, 200), (18002000, 200), (20002200, 200);

CREATE TABLE slots (
  slot            BIGINT NOT NULL COMMENT 'yyyymmddHHMMHHMM in the shop''s time',
  capacity        INT UNSIGNED NOT NULL COMMENT 'that day''s; from slot_hours at the first booking, then free to change',
  taken           INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'orders that hold it',
  PRIMARY KEY (slot)
) ENGINE=InnoDB COMMENT='one row per slot that was ever booked; only the order desk changes taken';

-- The hours stand in the programs' memory with the rest of the catalogue.
CREATE TRIGGER slot_hours_insert AFTER INSERT ON slot_hours FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER slot_hours_update AFTER UPDATE ON slot_hours FOR EACH ROW UPDATE catalog_version SET version = version + 1;
CREATE TRIGGER slot_hours_delete AFTER DELETE ON slot_hours FOR EACH ROW UPDATE catalog_version SET version = version + 1;

CREATE TABLE compensations (
  compensation_id UUID NOT NULL COMMENT 'SETTLE: the payment''s id; REFUND: its own, by which the gateway knows the refund',
  kind            ENUM('SETTLE','REFUND') NOT NULL COMMENT 'SETTLE: ask what became of a payment; REFUND: give money back',
  order_id        UUID NOT NULL,
  payment_id      UUID NOT NULL,
  amount          BIGINT NOT NULL COMMENT 'won; of the payment, or to give back' CHECK (amount > 0),
  state           ENUM('OPEN','DONE','DEAD') NOT NULL DEFAULT 'OPEN' COMMENT 'DEAD: given up after many attempts; an admin sees and retries it',
  attempts        INT UNSIGNED NOT NULL DEFAULT 0,
  due_at          DATETIME(3) NOT NULL COMMENT 'not before; a worker that takes it up moves it ahead, so that another follows if that one dies',
  reason          VARCHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'why there is something to do: PAYMENT, CANCELLED, PAID_TOO_LATE',
  last_error      VARCHAR(200) NULL COMMENT 'what the latest attempt ended with',
  transaction_id  VARCHAR(64) CHARACTER SET ascii NULL COMMENT 'REFUND: the gateway''s name for it',
  created_at      DATETIME(3) NOT NULL,
  ended_at        DATETIME(3) NULL,
  PRIMARY KEY (compensation_id),
  KEY compensations_due (state, due_at),
  KEY compensations_order (order_id),
  KEY compensations_payment (payment_id),
  CONSTRAINT compensations_ended CHECK ((state = 'DONE') = (ended_at IS NOT NULL))
) ENGINE=InnoDB COMMENT='what must be found out or undone: a row written with what makes it necessary, worked off by the worker';

ALTER TABLE payments
  ADD KEY payments_user (user_id, payment_id),
  ADD UNIQUE KEY payments_transaction (transaction_id);

CREATE TABLE delivery_defaults (
  user_id         UUID NOT NULL,
  address         VARCHAR(200) NOT NULL,
  recipient_name  VARCHAR(50) NULL,
  recipient_phone VARCHAR(20) NULL,
  delivery_notes  VARCHAR(200) NULL,
  updated_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id)
) ENGINE=InnoDB COMMENT='where a member usually wants it';
