-- Machines may share a catalog on PostgreSQL, and the same path leads to another file on each. What was remembered
-- without the machine is forgotten, and found out again by the next run. Containers that come with a new host name
-- every time remember nothing: give them a fixed one.

DROP TABLE file_digest;

-- The modification time counts nanoseconds since 1970, as it must be compared exactly.
CREATE TABLE file_digest (
    host          VARCHAR(200)             NOT NULL,
    path          VARCHAR(4000)            NOT NULL,
    bytes         BIGINT                   NOT NULL,
    modified_ns   BIGINT                   NOT NULL,
    sha256        VARCHAR(64)              NOT NULL,
    PRIMARY KEY (host, path)
);
