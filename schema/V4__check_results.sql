-- What checks found: a row per check and batch where it passed, a row per check and day where it did not. A failure
-- stands until it is cleared: the same days were checked again, built again, or removed.

CREATE TABLE check_result (
    run_id        VARCHAR(36)              NOT NULL,
    result_number INTEGER                  NOT NULL,
    table_name    VARCHAR(200)             NOT NULL,
    kind          VARCHAR(20)              NOT NULL,
    subject       VARCHAR(200)             NOT NULL,
    severity      VARCHAR(10)              NOT NULL,
    outcome       VARCHAR(20)              NOT NULL,
    days          INTEGER                  NOT NULL,
    first_day     INTEGER                  NOT NULL,
    last_day      INTEGER                  NOT NULL,
    kept_out      BOOLEAN                  NOT NULL,
    message       TEXT                     NOT NULL,
    checked_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    cleared_at    TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (run_id, result_number),
    FOREIGN KEY (run_id) REFERENCES run (run_id)
);

CREATE INDEX check_result_outcome ON check_result (outcome, cleared_at);
