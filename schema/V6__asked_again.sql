-- What a run with --full asked for and what was not built since: the next run goes on with it, so that an interrupted one
-- is not lost. Day 0 stands for a table that is built as a whole.

CREATE TABLE asked_again (
    table_name    VARCHAR(200)             NOT NULL,
    day_id        INTEGER                  NOT NULL,
    PRIMARY KEY (table_name, day_id)
);
