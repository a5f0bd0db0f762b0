-- Where a painting was asked from: who asks as ever another guest is still one address, and can not have all painters to himself.
ALTER TABLE image_jobs
  ADD COLUMN address_hash BINARY(32) NULL COMMENT 'hash of the network address it was asked from; NULL = not known',
  ADD KEY image_jobs_address (address_hash, created_at);
