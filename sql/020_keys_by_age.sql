-- Keys lie by age: a row with its kept answer goes where the last one went, and the hash, which comes from anywhere, has a small
-- index of its own. With the hash in front every order wrote to a page of its own choosing, and the more orders there
-- were, the more pages went to the disk (bench/README.md).

ALTER TABLE idempotency
  DROP PRIMARY KEY,
  DROP KEY idempotency_age,
  ADD PRIMARY KEY (created_at, key_hash),
  ADD UNIQUE KEY idempotency_key (key_hash);
