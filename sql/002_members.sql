-- Members, their sign-ins, and what slows a guesser down.

CREATE TABLE users (
  user_id         UUID NOT NULL,
  email           VARCHAR(254) NOT NULL COMMENT 'lower case',
  password_hash   VARCHAR(128) CHARACTER SET ascii NOT NULL COMMENT 'argon2id, in its own notation',
  name            VARCHAR(50) NOT NULL,
  phone           VARCHAR(20) NULL,
  address         VARCHAR(200) NULL,
  role            ENUM('CUSTOMER','COOK','COURIER','SELLER','ADMIN') NOT NULL DEFAULT 'CUSTOMER',
  status          ENUM('ACTIVE','SUSPENDED','WITHDRAWN') NOT NULL DEFAULT 'ACTIVE' COMMENT 'only ACTIVE ones sign in',
  created_at      DATETIME(3) NOT NULL COMMENT 'all moments are UTC',
  updated_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (user_id),
  UNIQUE KEY users_email (email)
) ENGINE=InnoDB;

CREATE TABLE sessions (
  token_hash      BINARY(32) NOT NULL COMMENT 'BLAKE2b of the token; the token itself is nowhere',
  user_id         UUID NOT NULL,
  created_at      DATETIME(3) NOT NULL,
  expires_at      DATETIME(3) NOT NULL,
  PRIMARY KEY (token_hash),
  KEY sessions_user (user_id),
  KEY sessions_expiry (expires_at)
) ENGINE=InnoDB;

CREATE TABLE signin_failures (
  who             BINARY(32) NOT NULL COMMENT 'hash of the e-mail address, or of the client address',
  failures        INT UNSIGNED NOT NULL COMMENT 'in a row',
  last_at         DATETIME(3) NOT NULL,
  PRIMARY KEY (who),
  KEY signin_failures_age (last_at)
) ENGINE=InnoDB;
