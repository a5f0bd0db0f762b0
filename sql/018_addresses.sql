-- The addresses a member keeps. Where it usually goes is delivery_defaults'; an order keeps the address of its time.

CREATE TABLE user_addresses (
  user_id         UUID NOT NULL,
  address_id      UUID NOT NULL COMMENT 'UUIDv7: in the order they were added',
  label           VARCHAR(30) NULL COMMENT 'what the member calls it',
  address         VARCHAR(200) NOT NULL,
  recipient_name  VARCHAR(50) NULL COMMENT 'NULL = the member',
  recipient_phone VARCHAR(20) NULL,
  notes           VARCHAR(200) NULL COMMENT 'to the courier',
  created_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id, address_id)
) ENGINE=InnoDB COMMENT='at most as many a member as user.h says';
