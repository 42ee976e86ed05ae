-- Every try at downloading a day. A service works for it under job_id, so that a process that died can be followed by
-- one that asks for the result rather than for the work. The price counts millionths of a US dollar.

CREATE TABLE download (
    download_id   VARCHAR(36)              NOT NULL,
    data_set      VARCHAR(100)             NOT NULL,
    source        VARCHAR(40)              NOT NULL,
    day_id        INTEGER                  NOT NULL,
    host          VARCHAR(200)             NOT NULL,
    process_id    BIGINT                   NOT NULL,
    started_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at   TIMESTAMP WITH TIME ZONE,
    status        VARCHAR(20)              NOT NULL,
    job_id        VARCHAR(1100),
    bytes_billed  BIGINT                   NOT NULL,
    micro_dollars BIGINT                   NOT NULL,
    message       TEXT,
    PRIMARY KEY (download_id)
);

CREATE INDEX download_day ON download (data_set, day_id);

CREATE INDEX download_started_at ON download (started_at);
