-- Coupons are named in English, too, as goods and dinners are.

ALTER TABLE coupons
  ADD COLUMN name_en         VARCHAR(100) NULL COMMENT 'NULL = as in Korean' AFTER name,
  ADD COLUMN description_en  VARCHAR(500) NULL AFTER description;
