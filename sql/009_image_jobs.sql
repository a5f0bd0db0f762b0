-- Pictures that are being painted: what was asked, how far it is, and what became of it.

CREATE TABLE image_jobs (
  job_id          UUID NOT NULL,
  user_id         UUID NULL COMMENT 'NULL = a guest''s',
  guest_hash      BINARY(32) NULL COMMENT 'hash of the guest''s token',
  kind            ENUM('GENERATED','EDITED') NOT NULL,
  status          ENUM('QUEUED','RUNNING','DONE','FAILED') NOT NULL,
  prompt          VARCHAR(1000) NOT NULL,
  aspect_ratio    VARCHAR(8) CHARACTER SET ascii NOT NULL,
  source_id       CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the picture that is changed; NULL = a new one',
  progress        TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'percent; an estimate while it runs',
  attempts        TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how often a painter took it up',
  painter         BINARY(16) NULL COMMENT 'the process that has it; random, new at each start',
  lease_until     DATETIME(3) NULL COMMENT 'RUNNING: when another may take it up',
  image_id        CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'DONE: the picture',
  failure         VARCHAR(64) CHARACTER SET ascii NULL COMMENT 'FAILED: a code of errors.def, and after a blank the reason',
  created_at      DATETIME(3) NOT NULL,
  started_at      DATETIME(3) NULL,
  finished_at     DATETIME(3) NULL,
  PRIMARY KEY (job_id),
  KEY image_jobs_user (user_id, job_id),
  KEY image_jobs_guest (guest_hash, job_id),
  KEY image_jobs_due (status, created_at)
) ENGINE=InnoDB COMMENT='forgotten painter_job_hours after they were asked for';

-- One row, locked while a job is counted and added, so that no limit is passed by two at once.
CREATE TABLE image_job_gate (
  one             TINYINT NOT NULL PRIMARY KEY
) ENGINE=InnoDB;
INSERT INTO image_job_gate VALUES (1);
