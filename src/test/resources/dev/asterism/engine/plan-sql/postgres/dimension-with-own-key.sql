-- In the workshop, which computes and proves the batch:

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."weekday" ("weekday_number" INTEGER PRIMARY KEY, "weekday_name" VARCHAR NOT NULL);

COMMENT ON TABLE "shop_dim"."weekday" IS 'The days of a week.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.weekday';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.weekday', 'kind', 1, 'dimension', ''),
  ('shop_dim.weekday', 'key', 1, 'weekday_number', ''),
  ('shop_dim.weekday', 'natural key', 1, 'weekday_name', ''),
  ('shop_dim.weekday', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.weekday', 'column', 1, 'weekday_number', 'INTEGER'),
  ('shop_dim.weekday', 'column', 2, 'weekday_name', 'VARCHAR');

DELETE FROM asterism.member_version;

DROP TABLE IF EXISTS temp."before shop_dim.weekday";

CREATE TEMP TABLE temp."before shop_dim.weekday" AS SELECT * FROM "shop_dim"."weekday";

DROP TABLE IF EXISTS temp."new members";

CREATE TEMP TABLE temp."new members" AS SELECT DISTINCT "weekday_number", "weekday_name" FROM (/*
kind: dimension
table: shop_dim.weekday
description: The days of a week.
natural_key: [weekday_name]
key: weekday_number
*/
SELECT * FROM (VALUES (1, 'Monday'), (2, 'Tuesday')) AS weekdays(weekday_number, weekday_name)
) AS selected;

-- must give no row:
SELECT count(*) FROM temp."new members" WHERE "weekday_name" IS NULL HAVING count(*) > 0;

-- must give no row:
SELECT concat_ws(', ', "weekday_name") FROM temp."new members" GROUP BY "weekday_name" HAVING count(*) > 1 LIMIT 1;

UPDATE "shop_dim"."weekday" AS known SET "weekday_name" = member."weekday_name" FROM temp."new members" AS member WHERE known."weekday_number" = member."weekday_number" AND (known."weekday_name" IS DISTINCT FROM member."weekday_name");

DELETE FROM "shop_dim"."weekday" WHERE "weekday_number" NOT IN (SELECT "weekday_number" FROM temp."new members");

INSERT INTO "shop_dim"."weekday" ("weekday_number", "weekday_name")
SELECT member."weekday_number", member."weekday_name"
FROM temp."new members" AS member
WHERE NOT EXISTS (SELECT 1 FROM "shop_dim"."weekday" AS known WHERE known."weekday_number" = member."weekday_number");

-- gives the last key now:
SELECT greatest(
  0,
  (SELECT coalesce(max("weekday_number"), 0) FROM "shop_dim"."weekday"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.weekday'

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.weekday'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.weekday', '[weekday_name]', the last key now

-- the grain of many rows is proven a few days at a time:

-- Days of facts that are read and not built are fetched from the warehouse before that; what is new or changed is written to files, from which the warehouse copies it.

-- In the warehouse, members that are new go ahead, if there are any:

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."weekday" ("weekday_number" int4, "weekday_name" text NOT NULL);

COMMENT ON TABLE "shop_dim"."weekday" IS 'The days of a week.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.weekday';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.weekday', 'kind', 1, 'dimension', ''),
  ('shop_dim.weekday', 'key', 1, 'weekday_number', ''),
  ('shop_dim.weekday', 'natural key', 1, 'weekday_name', ''),
  ('shop_dim.weekday', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.weekday', 'column', 1, 'weekday_number', 'INTEGER'),
  ('shop_dim.weekday', 'column', 2, 'weekday_name', 'VARCHAR');

COPY "shop_dim"."weekday" ("weekday_number", "weekday_name") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the new members of shop_dim.weekday

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.weekday'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.weekday', '[weekday_name]', 0

ALTER TABLE "shop_dim"."weekday" ADD PRIMARY KEY ("weekday_number");

CREATE UNIQUE INDEX "weekday_natural_key" ON "shop_dim"."weekday" ("weekday_name");

ANALYZE "shop_dim"."weekday";

INSERT INTO asterism.publication (number, token) VALUES (?, ?);
-- with -1, 'chosen when the batch is published members'

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with -1, 'shop_dim.weekday', '', 0, 0

-- In the warehouse, the transaction that publishes the batch:

CREATE TEMP TABLE pg_temp."changed 0" (LIKE "shop_dim"."weekday") ON COMMIT DROP;

COPY pg_temp."changed 0" ("weekday_number", "weekday_name") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the changed members of shop_dim.weekday

UPDATE "shop_dim"."weekday" AS known SET "weekday_name" = member."weekday_name"
FROM pg_temp."changed 0" AS member WHERE known."weekday_number" = member."weekday_number" AND (known."weekday_name" IS DISTINCT FROM member."weekday_name");

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.weekday'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.weekday', '[weekday_name]', 0

CREATE TEMP TABLE pg_temp."removed 0" (member bigint) ON COMMIT DROP;

COPY pg_temp."removed 0" ("member") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the keys of the removed members of shop_dim.weekday

DELETE FROM "shop_dim"."weekday" WHERE "weekday_number" IN (SELECT member FROM pg_temp."removed 0");

-- left to a later batch if rows of an older definition break it:
CREATE UNIQUE INDEX "weekday_natural_key" ON "shop_dim"."weekday" ("weekday_name");

DELETE FROM asterism.member_version;

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id = ?;
-- with 'shop_dim.weekday', 0

INSERT INTO asterism.build_state VALUES (?, ?, ?, ?, ?);
-- with 'shop_dim.weekday', 0, '<version>', '', 0

INSERT INTO asterism.publication (number, token) VALUES (?, ?);
-- with 0, 'chosen when the batch is published'

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'shop_dim.weekday', '', 0, 0
