-- What is known of a day file beside its digest, since it was read from its first byte to its last. Of a whole one the
-- number of rows and how they end; of another what is wrong, in which line. Neither of what an earlier program left: such
-- a file is read once more.

ALTER TABLE file_digest ADD COLUMN row_count BIGINT;
ALTER TABLE file_digest ADD COLUMN row_end VARCHAR(20);
ALTER TABLE file_digest ADD COLUMN problem_line BIGINT;
ALTER TABLE file_digest ADD COLUMN problem TEXT;
ALTER TABLE file_digest ADD COLUMN expected TEXT;
