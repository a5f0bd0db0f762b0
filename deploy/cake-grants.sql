-- cake-grants.sql: what the account of cake.fcgi may do, after each migration, as MariaDB's root:
--   mariadb banquet < cake-grants.sql
-- It decodes what strangers send: it knows of pictures and of who is signed in, not of orders, payments or passwords.
GRANT SELECT, INSERT ON images TO banquet_cake@localhost;
GRANT SELECT (token_hash, user_id, expires_at) ON sessions TO banquet_cake@localhost;
GRANT SELECT (user_id, role, name, status) ON users TO banquet_cake@localhost;
GRANT SELECT ON catalog_version TO banquet_cake@localhost;
GRANT SELECT, INSERT ON image_jobs TO banquet_cake@localhost;
GRANT SELECT, UPDATE ON image_job_gate TO banquet_cake@localhost;
