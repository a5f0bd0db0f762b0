-- Where accounts were signed in to: there nobody else's failures delay them.

CREATE TABLE signin_known (
  who             BINARY(32) NOT NULL COMMENT 'hash of an account and a client address, as in signin_failures',
  last_at         DATETIME(3) NOT NULL COMMENT 'of the latest sign-in',
  PRIMARY KEY (who),
  KEY signin_known_age (last_at)
) ENGINE=InnoDB COMMENT='where accounts were signed in to';
