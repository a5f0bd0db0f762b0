-- account.sql: the shop's database and its account, once, as MariaDB's root:
--   mariadb < account.sql
-- The account is known by the socket: only the system user of the same name may be it.
CREATE DATABASE IF NOT EXISTS banquet CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE USER IF NOT EXISTS banquet@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS banquet_cake@localhost IDENTIFIED VIA unix_socket;	-- its rights: cake-grants.sql, after migrating
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, EXECUTE, CREATE ROUTINE, ALTER ROUTINE,
    CREATE VIEW, LOCK TABLES ON banquet.* TO banquet@localhost;
