-- The catalog: what was run, and what each day file held when it was last read.
-- Read by SQLite and PostgreSQL alike. Times are with a zone, always UTC: SQLite's driver would
-- shift times without one by the zone of the machine.

CREATE TABLE run (
    run_id        VARCHAR(36)              NOT NULL,
    command       VARCHAR(400)             NOT NULL,
    warehouse     VARCHAR(400)             NOT NULL,
    host          VARCHAR(200)             NOT NULL,
    process_id    BIGINT                   NOT NULL,
    started_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at   TIMESTAMP WITH TIME ZONE,
    status        VARCHAR(20)              NOT NULL,
    message       TEXT,
    PRIMARY KEY (run_id)
);

CREATE INDEX run_started_at ON run (started_at);

CREATE TABLE run_step (
    run_id        VARCHAR(36)              NOT NULL,
    step_number   INTEGER                  NOT NULL,
    batch_number  INTEGER                  NOT NULL,
    table_name    VARCHAR(200)             NOT NULL,
    days          INTEGER                  NOT NULL,
    row_count     BIGINT                   NOT NULL,
    started_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    milliseconds  BIGINT                   NOT NULL,
    status        VARCHAR(20)              NOT NULL,
    message       TEXT,
    PRIMARY KEY (run_id, step_number),
    FOREIGN KEY (run_id) REFERENCES run (run_id)
);

-- The modification time counts nanoseconds since 1970, as it must be compared exactly.
CREATE TABLE file_digest (
    path          VARCHAR(4000)            NOT NULL,
    bytes         BIGINT                   NOT NULL,
    modified_ns   BIGINT                   NOT NULL,
    sha256        VARCHAR(64)              NOT NULL,
    PRIMARY KEY (path)
);
