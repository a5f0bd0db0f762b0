-- Events: what happened to orders, written in the transaction it happened in, for
-- others to be told of: the data platform, sales figures, notifications.
-- An event has no number until it is committed: numbers given while transactions
-- are open would be overtaken, and whoever reads up to a number would never
-- see the late ones. The sequencer gives them afterwards, one at a time.

CREATE TABLE order_events (
  event_id        UUID NOT NULL COMMENT 'UUIDv7 made by the program; the id the outside knows it by',
  order_id        UUID NOT NULL,
  order_version   INT UNSIGNED NOT NULL COMMENT 'of the order as it then stood: the order of an order''s events',
  type            VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'lib/domain/event.def',
  snapshot        TEXT NOT NULL COMMENT 'the order as it then stood, as JSON; no name, address, note or card',
  created_at      DATETIME(3) NOT NULL,
  seq             BIGINT UNSIGNED NULL COMMENT 'number in the feed; NULL = not yet given',
  PRIMARY KEY (event_id),
  KEY order_events_feed (seq, order_id, order_version)
) ENGINE=InnoDB COMMENT='what happened to orders; kept, so that it can be told again';

-- Locked while numbers are given, so that there is one sequencer at a time.
CREATE TABLE event_feed (
  one             TINYINT NOT NULL DEFAULT 1 CHECK (one = 1),
  last_seq        BIGINT UNSIGNED NOT NULL COMMENT 'the last number given',
  PRIMARY KEY (one)
) ENGINE=InnoDB;
INSERT INTO event_feed (last_seq) VALUES (0);

CREATE TABLE event_cursors (
  consumer        VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'lib/domain/event.def',
  seq             BIGINT UNSIGNED NOT NULL COMMENT 'all up to here were delivered, or have a row in event_deliveries',
  failures        INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rounds in a row in which the consumer did not answer',
  paused_until    DATETIME(3) NULL COMMENT 'left alone until then',
  updated_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (consumer)
) ENGINE=InnoDB COMMENT='how far each consumer has come';

CREATE TABLE event_deliveries (
  consumer        VARCHAR(32) CHARACTER SET ascii NOT NULL,
  seq             BIGINT UNSIGNED NOT NULL,
  order_id        UUID NOT NULL,
  state           ENUM('DUE','HELD','DEAD') NOT NULL COMMENT 'to be tried again; behind an earlier one of its order; given up',
  tries           INT UNSIGNED NOT NULL DEFAULT 0,
  next_at         DATETIME(3) NOT NULL COMMENT 'when it is tried again',
  last_error      VARCHAR(200) NULL,
  created_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (consumer, seq),
  KEY event_deliveries_due (consumer, state, next_at),
  KEY event_deliveries_order (consumer, order_id, seq)
) ENGINE=InnoDB COMMENT='what a consumer was not told at the first try; a row goes when it was';
