-- Cake pictures: whose each is, and until when it is kept.  The files lie in image_dir.

CREATE TABLE images (
  image_id        CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '128 random bits; the file''s name without .webp',
  user_id         UUID NULL COMMENT 'NULL = a guest''s',
  guest_hash      BINARY(32) NULL COMMENT 'hash of the guest''s token; stays when a member takes it over',
  kind            ENUM('UPLOAD','GENERATED','EDITED') NOT NULL,
  width           SMALLINT UNSIGNED NOT NULL COMMENT 'pixels',
  height          SMALLINT UNSIGNED NOT NULL,
  bytes           INT UNSIGNED NOT NULL COMMENT 'of the full size',
  provider        VARCHAR(32) CHARACTER SET ascii NULL COMMENT 'who painted it',
  prompt          VARCHAR(1000) NULL,
  created_at      DATETIME(3) NOT NULL,
  used_at         DATETIME(3) NOT NULL COMMENT 'made, or last named by an order about to be placed: its time counts from here',
  attached        BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'an order names it: it stays; found out by the worker when its time has come',
  PRIMARY KEY (image_id),
  KEY images_user (user_id, created_at),
  KEY images_guest (guest_hash, created_at),
  KEY images_due (attached, used_at)
) ENGINE=InnoDB COMMENT='each has its files, and each file its row, once the worker has been there';

-- Whether an order names a picture.
ALTER TABLE order_cakes ADD KEY order_cakes_image (image_path);
