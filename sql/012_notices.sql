-- What members are told of their orders, the e-mails that go out of it, and how many order sheets are paid. Written by consumers of the
-- event feed and by jobs of the worker; orders know nothing of it.

CREATE TABLE notifications (
  notification_id UUID NOT NULL COMMENT 'UUIDv7: in the order they were told',
  user_id         UUID NOT NULL,
  order_id        UUID NOT NULL,
  kind            VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'lib/domain/notice.def has the words, in both languages',
  part            BIGINT NOT NULL COMMENT 'how much of it: lines, won, 1; told again only for more',
  `lines`         INT NOT NULL COMMENT 'how many lines part counts of; 0 = it does not count lines',
  order_number    CHAR(19) CHARACTER SET ascii NOT NULL,
  amount          BIGINT NOT NULL COMMENT 'won',
  at              DATETIME(3) NOT NULL COMMENT 'when it happened',
  read_at         DATETIME(3) NULL COMMENT 'NULL = not read',
  PRIMARY KEY (notification_id),
  UNIQUE KEY notifications_once (order_id, kind, part),
  KEY notifications_user (user_id, notification_id),
  KEY notifications_unread (user_id, read_at, notification_id)
) ENGINE=InnoDB;

CREATE TABLE mails (
  mail_id         UUID NOT NULL COMMENT 'of the notification it tells of; in its Message-ID',
  user_id         UUID NOT NULL COMMENT 'the address is read when it is sent',
  state           ENUM('QUEUED','SENDING','SENT','FAILED','UNSURE') NOT NULL
                  COMMENT 'UNSURE: it may have been taken, and is not sent again by itself',
  attempts        INT UNSIGNED NOT NULL DEFAULT 0,
  due_at          DATETIME(3) NOT NULL COMMENT 'QUEUED: when to try; SENDING: when whoever took it must be dead',
  last_error      VARCHAR(200) NULL,
  created_at      DATETIME(3) NOT NULL,
  ended_at        DATETIME(3) NULL,
  PRIMARY KEY (mail_id),
  KEY mails_due (state, due_at)
) ENGINE=InnoDB COMMENT='e-mails to be sent; claimed before they are, so that none is sent twice';

CREATE TABLE funnel_minutes (
  minute          DATETIME NOT NULL COMMENT 'its beginning, UTC',
  made            INT UNSIGNED NOT NULL COMMENT 'order sheets made in it',
  paid            INT UNSIGNED NOT NULL,
  expired         INT UNSIGNED NOT NULL,
  PRIMARY KEY (minute)
) ENGINE=InnoDB COMMENT='counted from order_sheets by a job, again and again for the latest minutes';

CREATE TABLE funnel_alerts (
  alert_id        UUID NOT NULL COMMENT 'the subject of its events',
  began_at        DATETIME(3) NOT NULL,
  ended_at        DATETIME(3) NULL COMMENT 'NULL = it lasts',
  paid            INT UNSIGNED NOT NULL COMMENT 'in the window when it began',
  expired         INT UNSIGNED NOT NULL,
  PRIMARY KEY (alert_id),
  KEY funnel_alerts_open (ended_at)
) ENGINE=InnoDB COMMENT='stretches of time in which too many sheets were not paid';
