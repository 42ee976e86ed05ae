-- In the workshop, which computes and proves the batch:

CREATE SCHEMA IF NOT EXISTS "time";

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "time"."day" ("day_id" INTEGER PRIMARY KEY, "day_name" VARCHAR, "year_id" INTEGER, "year_name" VARCHAR, "iso_year_id" INTEGER, "iso_year_name" VARCHAR, "quarter_id" INTEGER, "quarter_name" VARCHAR, "month_id" INTEGER, "month_name" VARCHAR, "week_id" INTEGER, "week_name" VARCHAR, "day_of_week_id" INTEGER, "day_of_week_name" VARCHAR, "day_of_month_id" INTEGER, "_date" DATE NOT NULL);

COMMENT ON TABLE "time"."day" IS 'Calendar days, from the first day of the lake to yesterday or the lake''s last day, and calendar.days-ahead more.';

COMMENT ON COLUMN "time"."day"."day_id" IS 'The day as a number, yyyymmdd.';

COMMENT ON COLUMN "time"."day"."day_name" IS 'Day of the week, month, day and year, such as ''Tue, Apr 10 2018''.';

COMMENT ON COLUMN "time"."day"."year_id" IS 'Calendar year.';

COMMENT ON COLUMN "time"."day"."year_name" IS 'Calendar year as text.';

COMMENT ON COLUMN "time"."day"."iso_year_id" IS 'Year to which the ISO 8601 week belongs.';

COMMENT ON COLUMN "time"."day"."iso_year_name" IS 'Year to which the ISO 8601 week belongs, as text.';

COMMENT ON COLUMN "time"."day"."quarter_id" IS 'Year and quarter, such as 20182.';

COMMENT ON COLUMN "time"."day"."quarter_name" IS 'Year and quarter, such as ''2018 Q2''.';

COMMENT ON COLUMN "time"."day"."month_id" IS 'Year and month, such as 201804.';

COMMENT ON COLUMN "time"."day"."month_name" IS 'Year and month, such as ''2018 Apr''.';

COMMENT ON COLUMN "time"."day"."week_id" IS 'ISO year and week, such as 201815.';

COMMENT ON COLUMN "time"."day"."week_name" IS 'ISO year and week, such as ''2018 - CW 15''.';

COMMENT ON COLUMN "time"."day"."day_of_week_id" IS 'Day of the ISO week, 1 is Monday.';

COMMENT ON COLUMN "time"."day"."day_of_week_name" IS 'English name of the day of the week.';

COMMENT ON COLUMN "time"."day"."day_of_month_id" IS 'Day of the month, 1 to 31.';

COMMENT ON COLUMN "time"."day"."_date" IS 'The day as a date.';

CREATE TABLE "shop_dim"."purchase" ("purchase_id" INTEGER NOT NULL, "customer_name" VARCHAR NOT NULL, "first_day_fk" INTEGER, "city" VARCHAR);

COMMENT ON TABLE "shop_dim"."purchase" IS 'When each customer ordered first.';

CREATE TABLE "asterism"."observed shop_dim.purchase" ("day_id" INTEGER, "customer_name" VARCHAR, "first_day_fk" INTEGER, "city" VARCHAR);

DELETE FROM asterism.table_form WHERE table_name = 'time.day';

INSERT INTO asterism.table_form VALUES
  ('time.day', 'kind', 1, 'dimension', ''),
  ('time.day', 'key', 1, 'day_id', ''),
  ('time.day', 'natural key', 1, '_date', ''),
  ('time.day', 'history', 1, 'TYPE_1', ''),
  ('time.day', 'column', 1, 'day_id', 'INTEGER'),
  ('time.day', 'column', 2, 'day_name', 'VARCHAR'),
  ('time.day', 'column', 3, 'year_id', 'INTEGER'),
  ('time.day', 'column', 4, 'year_name', 'VARCHAR'),
  ('time.day', 'column', 5, 'iso_year_id', 'INTEGER'),
  ('time.day', 'column', 6, 'iso_year_name', 'VARCHAR'),
  ('time.day', 'column', 7, 'quarter_id', 'INTEGER'),
  ('time.day', 'column', 8, 'quarter_name', 'VARCHAR'),
  ('time.day', 'column', 9, 'month_id', 'INTEGER'),
  ('time.day', 'column', 10, 'month_name', 'VARCHAR'),
  ('time.day', 'column', 11, 'week_id', 'INTEGER'),
  ('time.day', 'column', 12, 'week_name', 'VARCHAR'),
  ('time.day', 'column', 13, 'day_of_week_id', 'INTEGER'),
  ('time.day', 'column', 14, 'day_of_week_name', 'VARCHAR'),
  ('time.day', 'column', 15, 'day_of_month_id', 'INTEGER'),
  ('time.day', 'column', 16, '_date', 'DATE');

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.purchase';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.purchase', 'kind', 1, 'accumulating', ''),
  ('shop_dim.purchase', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.purchase', 'day', 1, 'day_id', ''),
  ('shop_dim.purchase', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.purchase', 'column', 1, 'customer_name', 'VARCHAR'),
  ('shop_dim.purchase', 'column', 2, 'first_day_fk', 'INTEGER'),
  ('shop_dim.purchase', 'column', 3, 'city', 'VARCHAR'),
  ('shop_dim.purchase', 'reference', 1, 'first_day_fk', 'time.day');

DELETE FROM asterism.member_version;

CREATE OR REPLACE TEMP TABLE temp."staged shop_data.orders" ("day_id" INTEGER, "customer" VARCHAR, "city" VARCHAR, "pieces" INTEGER, "is refused" BOOLEAN);

-- one statement for the files that have the same header and line ends:

INSERT INTO temp."staged shop_data.orders"
SELECT
  CAST("the day" AS INTEGER),
  c2,
  c3,
  TRY_CAST(c4 AS INTEGER),
  CASE
      WHEN c1 = "the day" THEN FALSE
      ELSE TRY_CAST(c1 AS INTEGER) IS DISTINCT FROM CAST("the day" AS INTEGER) OR NOT regexp_full_match(c1, '[+-]?[0-9]+') END
    OR c2 IS NULL
    OR c4 IS NULL OR CASE
      WHEN c4 IS NULL OR CAST(TRY_CAST(c4 AS INTEGER) AS VARCHAR) = c4 THEN FALSE
      ELSE TRY_CAST(c4 AS INTEGER) IS NULL OR NOT regexp_full_match(c4, '[+-]?[0-9]+') END
    OR contains(concat(c2, c3), chr(0))
FROM (
  SELECT *, replace(substr("the file", -32, length('yyyy/mm/dd')), '/', '') AS "the day"
  FROM read_csv(
    ['<folder>/lake/2018/04/01/shop/orders-v1.csv.gz',
      '<folder>/lake/2018/04/02/shop/orders-v1.csv.gz'],
    columns = {c1: 'VARCHAR', c2: 'VARCHAR', c3: 'VARCHAR', c4: 'VARCHAR'},
    auto_detect = false, header = false, skip = 1, new_line = '\n', compression = 'gzip',
    delim = '\t', quote = '"', escape = '"', nullstr = '', max_line_size = 16778240, buffer_size = 67112960,
    filename = 'the file',
    rejects_table = 'asterism_rejects', rejects_scan = 'asterism_reject_scans', rejects_limit = 10
  )
);

DROP TABLE IF EXISTS temp."before time.day";

CREATE TEMP TABLE temp."before time.day" AS SELECT * FROM "time"."day";

DROP TABLE IF EXISTS temp."new members";

CREATE TEMP TABLE temp."new members" AS SELECT DISTINCT "day_id", "day_name", "year_id", "year_name", "iso_year_id", "iso_year_name", "quarter_id", "quarter_name", "month_id", "month_name", "week_id", "week_name", "day_of_week_id", "day_of_week_name", "day_of_month_id", "_date" FROM (/*
kind: dimension
table: time.day
description: Calendar days, from the first day of the lake to yesterday or the lake's last day, and calendar.days-ahead more.
natural_key: [_date]
key: day_id
columns:
  day_id: The day as a number, yyyymmdd.
  day_name: Day of the week, month, day and year, such as 'Tue, Apr 10 2018'.
  year_id: Calendar year.
  year_name: Calendar year as text.
  iso_year_id: Year to which the ISO 8601 week belongs.
  iso_year_name: Year to which the ISO 8601 week belongs, as text.
  quarter_id: Year and quarter, such as 20182.
  quarter_name: Year and quarter, such as '2018 Q2'.
  month_id: Year and month, such as 201804.
  month_name: Year and month, such as '2018 Apr'.
  week_id: ISO year and week, such as 201815.
  week_name: ISO year and week, such as '2018 - CW 15'.
  day_of_week_id: Day of the ISO week, 1 is Monday.
  day_of_week_name: English name of the day of the week.
  day_of_month_id: Day of the month, 1 to 31.
  _date: The day as a date.
*/
SELECT
  year_id * 10000 + month * 100 + day_of_month_id AS day_id,
  substr(day_of_week_name, 1, 3) || ', ' || month_abbreviation || ' '
    || lpad(CAST(day_of_month_id AS text), 2, '0') || ' ' || CAST(year_id AS text) AS day_name,
  year_id,
  CAST(year_id AS text) AS year_name,
  iso_year_id,
  CAST(iso_year_id AS text) AS iso_year_name,
  year_id * 10 + quarter AS quarter_id,
  CAST(year_id AS text) || ' Q' || CAST(quarter AS text) AS quarter_name,
  year_id * 100 + month AS month_id,
  CAST(year_id AS text) || ' ' || month_abbreviation AS month_name,
  iso_year_id * 100 + week AS week_id,
  CAST(iso_year_id AS text) || ' - CW ' || lpad(CAST(week AS text), 2, '0') AS week_name,
  day_of_week_id,
  day_of_week_name,
  day_of_month_id,
  _date
FROM (
  SELECT
    _date,
    CAST(extract(year FROM _date) AS integer) AS year_id,
    CAST(extract(isoyear FROM _date) AS integer) AS iso_year_id,
    CAST(extract(quarter FROM _date) AS integer) AS quarter,
    CAST(extract(month FROM _date) AS integer) AS month,
    CAST(extract(week FROM _date) AS integer) AS week,
    CAST(extract(isodow FROM _date) AS integer) AS day_of_week_id,
    CAST(extract(day FROM _date) AS integer) AS day_of_month_id,
    substr('JanFebMarAprMayJunJulAugSepOctNovDec', CAST(extract(month FROM _date) AS integer) * 3 - 2, 3)
      AS month_abbreviation,
    CASE CAST(extract(isodow FROM _date) AS integer)
      WHEN 1 THEN 'Monday'
      WHEN 2 THEN 'Tuesday'
      WHEN 3 THEN 'Wednesday'
      WHEN 4 THEN 'Thursday'
      WHEN 5 THEN 'Friday'
      WHEN 6 THEN 'Saturday'
      ELSE 'Sunday'
    END AS day_of_week_name
  FROM (SELECT CAST(day AS date) AS _date FROM generate_series(CAST('2018-04-01' AS timestamp), CAST('2018-04-10' AS timestamp), INTERVAL '1 day') AS days(day)) AS "calendar"
) AS days
) AS selected;

-- must give no row:
SELECT count(*) FROM temp."new members" WHERE "_date" IS NULL HAVING count(*) > 0;

-- must give no row:
SELECT concat_ws(', ', "_date") FROM temp."new members" GROUP BY "_date" HAVING count(*) > 1 LIMIT 1;

UPDATE "time"."day" AS known SET "day_name" = member."day_name", "year_id" = member."year_id", "year_name" = member."year_name", "iso_year_id" = member."iso_year_id", "iso_year_name" = member."iso_year_name", "quarter_id" = member."quarter_id", "quarter_name" = member."quarter_name", "month_id" = member."month_id", "month_name" = member."month_name", "week_id" = member."week_id", "week_name" = member."week_name", "day_of_week_id" = member."day_of_week_id", "day_of_week_name" = member."day_of_week_name", "day_of_month_id" = member."day_of_month_id", "_date" = member."_date" FROM temp."new members" AS member WHERE known."day_id" = member."day_id" AND (known."day_name" IS DISTINCT FROM member."day_name" OR known."year_id" IS DISTINCT FROM member."year_id" OR known."year_name" IS DISTINCT FROM member."year_name" OR known."iso_year_id" IS DISTINCT FROM member."iso_year_id" OR known."iso_year_name" IS DISTINCT FROM member."iso_year_name" OR known."quarter_id" IS DISTINCT FROM member."quarter_id" OR known."quarter_name" IS DISTINCT FROM member."quarter_name" OR known."month_id" IS DISTINCT FROM member."month_id" OR known."month_name" IS DISTINCT FROM member."month_name" OR known."week_id" IS DISTINCT FROM member."week_id" OR known."week_name" IS DISTINCT FROM member."week_name" OR known."day_of_week_id" IS DISTINCT FROM member."day_of_week_id" OR known."day_of_week_name" IS DISTINCT FROM member."day_of_week_name" OR known."day_of_month_id" IS DISTINCT FROM member."day_of_month_id" OR known."_date" IS DISTINCT FROM member."_date");

DELETE FROM "time"."day" WHERE "day_id" NOT IN (SELECT "day_id" FROM temp."new members");

INSERT INTO "time"."day" ("day_id", "day_name", "year_id", "year_name", "iso_year_id", "iso_year_name", "quarter_id", "quarter_name", "month_id", "month_name", "week_id", "week_name", "day_of_week_id", "day_of_week_name", "day_of_month_id", "_date")
SELECT member."day_id", member."day_name", member."year_id", member."year_name", member."iso_year_id", member."iso_year_name", member."quarter_id", member."quarter_name", member."month_id", member."month_name", member."week_id", member."week_name", member."day_of_week_id", member."day_of_week_name", member."day_of_month_id", member."_date"
FROM temp."new members" AS member
WHERE NOT EXISTS (SELECT 1 FROM "time"."day" AS known WHERE known."day_id" = member."day_id");

-- gives the last key now:
SELECT greatest(
  0,
  (SELECT coalesce(max("day_id"), 0) FROM "time"."day"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'time.day'

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'time.day'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'time.day', '[_date]', the last key now

DROP TABLE IF EXISTS temp."before shop_dim.purchase";

CREATE TEMP TABLE temp."before shop_dim.purchase" AS SELECT * FROM "shop_dim"."purchase";

DROP TABLE IF EXISTS temp."new members";

CREATE TEMP TABLE temp."new members" AS SELECT DISTINCT "day_id", "customer_name", "first_day_fk", "city" FROM (/*
kind: accumulating
table: shop_dim.purchase
description: When each customer ordered first.
grain: [customer_name]
references: {first_day_fk: time.day}
attributes: {first_day_fk: first}
*/
SELECT day_id, customer AS customer_name, day_id AS first_day_fk, city FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180401 AND 20180402) AS "orders"
) AS selected;

-- proves that values are there, and must give no row:
SELECT "day_id", count(*) FROM temp."new members" WHERE "customer_name" IS NULL GROUP BY "day_id";

-- proves that a day says one thing of a member, if it gives 0:
SELECT count(*) FROM (SELECT 1 FROM temp."new members" GROUP BY "customer_name", "day_id" HAVING count(DISTINCT "first_day_fk") > 1 OR count(DISTINCT "city") > 1 LIMIT 1) AS ambiguous;
-- else the days that break it are looked for:
SELECT "day_id", min(member)
FROM (
  SELECT "day_id", concat_ws(', ', 'customer_name = ' || CAST("customer_name" AS text)) || ' with ' || concat_ws(', ', CASE WHEN count(DISTINCT "first_day_fk") > 1 THEN 'first_day_fk = ' || min(CAST("first_day_fk" AS text)) || ' and ' || CASE WHEN min(CAST("first_day_fk" AS text)) = max(CAST("first_day_fk" AS text)) THEN 'NULL' ELSE max(CAST("first_day_fk" AS text)) END END,
    CASE WHEN count(DISTINCT "city") > 1 THEN 'city = ' || min(CAST("city" AS text)) || ' and ' || CASE WHEN min(CAST("city" AS text)) = max(CAST("city" AS text)) THEN 'NULL' ELSE max(CAST("city" AS text)) END END) AS member
  FROM temp."new members"
  GROUP BY "day_id", "customer_name"
  HAVING count(DISTINCT "first_day_fk") > 1 OR count(DISTINCT "city") > 1
) AS ambiguous
GROUP BY "day_id";

DROP TABLE IF EXISTS temp."touched members";

CREATE TEMP TABLE temp."touched members" AS SELECT "customer_name" FROM temp."new members" UNION SELECT "customer_name" FROM "asterism"."observed shop_dim.purchase" WHERE "day_id" BETWEEN 20180401 AND 20180402;

DELETE FROM "asterism"."observed shop_dim.purchase" WHERE "day_id" BETWEEN 20180401 AND 20180402;

INSERT INTO "asterism"."observed shop_dim.purchase" ("day_id", "customer_name", "first_day_fk", "city") SELECT "day_id", "customer_name", any_value("first_day_fk"), any_value("city") FROM temp."new members" GROUP BY "day_id", "customer_name";

DROP TABLE IF EXISTS temp."wanted members";

CREATE TEMP TABLE temp."wanted members" AS SELECT seen."customer_name", coalesce(first(seen."first_day_fk" ORDER BY seen."day_id") FILTER (WHERE seen."first_day_fk" IS NOT NULL), -1) AS "first_day_fk", last(seen."city" ORDER BY seen."day_id") FILTER (WHERE seen."city" IS NOT NULL) AS "city"
FROM "asterism"."observed shop_dim.purchase" AS seen JOIN temp."touched members" AS touched ON touched."customer_name" = seen."customer_name"
GROUP BY seen."customer_name";

UPDATE "shop_dim"."purchase" AS known SET "first_day_fk" = member."first_day_fk", "city" = member."city" FROM temp."wanted members" AS member WHERE known."customer_name" = member."customer_name" AND (known."first_day_fk" IS DISTINCT FROM member."first_day_fk" OR known."city" IS DISTINCT FROM member."city");

-- must give no row:
SELECT concat_ws(', ', "customer_name") FROM temp."wanted members"
WHERE "first_day_fk" = -1 AND NOT EXISTS (SELECT 1 FROM "time"."day" WHERE "day_id" = -1)
LIMIT 1;

DELETE FROM "shop_dim"."purchase" AS known
WHERE EXISTS (SELECT 1 FROM temp."touched members" AS touched WHERE touched."customer_name" = known."customer_name")
  AND NOT EXISTS (SELECT 1 FROM temp."wanted members" AS member WHERE member."customer_name" = known."customer_name");

-- gives the last key:
SELECT greatest(
  0,
  (SELECT coalesce(max("purchase_id"), 0) FROM "shop_dim"."purchase"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.purchase'

INSERT INTO "shop_dim"."purchase" ("purchase_id", "customer_name", "first_day_fk", "city")
SELECT CAST(? AS bigint) + row_number() OVER (ORDER BY member."customer_name" COLLATE "C"), member."customer_name", member."first_day_fk", member."city"
FROM temp."wanted members" AS member
WHERE NOT EXISTS (SELECT 1 FROM "shop_dim"."purchase" AS known WHERE known."customer_name" = member."customer_name");
-- with the last key

-- gives the last key now:
SELECT greatest(
  0,
  (SELECT coalesce(max("purchase_id"), 0) FROM "shop_dim"."purchase"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.purchase'

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.purchase'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.purchase', '[customer_name]', the last key now

-- the grain of many rows is proven a few days at a time:

-- proves the references in first_day_fk, if it gives 0:
SELECT CASE
  WHEN (SELECT min("day_id") = 1 AND max("day_id") = count(*) FROM "time"."day" WHERE "day_id" > 0)
  THEN (
    SELECT count(*) FROM "asterism"."observed shop_dim.purchase"
    WHERE "day_id" BETWEEN 20180401 AND 20180402 AND "first_day_fk" IS NOT NULL
      AND ("first_day_fk" < 1 OR "first_day_fk" > (SELECT max("day_id") FROM "time"."day") OR "first_day_fk" <> CAST("first_day_fk" AS bigint)))
  ELSE 1 END;
-- else the days that break it are looked for:
SELECT fact.day, count(*), min(fact.member)
FROM (SELECT "day_id" AS day, "first_day_fk" AS member FROM "asterism"."observed shop_dim.purchase" WHERE "day_id" BETWEEN 20180401 AND 20180402 AND "first_day_fk" IS NOT NULL) AS fact
WHERE fact.member IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "time"."day" AS known WHERE known."day_id" = fact.member)
GROUP BY fact.day;

-- Days of facts that are read and not built are fetched from the warehouse before that; what is new or changed is written to files, from which the warehouse copies it.

-- In the warehouse, members that are new go ahead, if there are any:

CREATE SCHEMA IF NOT EXISTS "time";

CREATE TABLE "time"."day" ("day_id" int4, "day_name" text, "year_id" int4, "year_name" text, "iso_year_id" int4, "iso_year_name" text, "quarter_id" int4, "quarter_name" text, "month_id" int4, "month_name" text, "week_id" int4, "week_name" text, "day_of_week_id" int4, "day_of_week_name" text, "day_of_month_id" int4, "_date" date NOT NULL);

COMMENT ON TABLE "time"."day" IS 'Calendar days, from the first day of the lake to yesterday or the lake''s last day, and calendar.days-ahead more.';

COMMENT ON COLUMN "time"."day"."day_id" IS 'The day as a number, yyyymmdd.';

COMMENT ON COLUMN "time"."day"."day_name" IS 'Day of the week, month, day and year, such as ''Tue, Apr 10 2018''.';

COMMENT ON COLUMN "time"."day"."year_id" IS 'Calendar year.';

COMMENT ON COLUMN "time"."day"."year_name" IS 'Calendar year as text.';

COMMENT ON COLUMN "time"."day"."iso_year_id" IS 'Year to which the ISO 8601 week belongs.';

COMMENT ON COLUMN "time"."day"."iso_year_name" IS 'Year to which the ISO 8601 week belongs, as text.';

COMMENT ON COLUMN "time"."day"."quarter_id" IS 'Year and quarter, such as 20182.';

COMMENT ON COLUMN "time"."day"."quarter_name" IS 'Year and quarter, such as ''2018 Q2''.';

COMMENT ON COLUMN "time"."day"."month_id" IS 'Year and month, such as 201804.';

COMMENT ON COLUMN "time"."day"."month_name" IS 'Year and month, such as ''2018 Apr''.';

COMMENT ON COLUMN "time"."day"."week_id" IS 'ISO year and week, such as 201815.';

COMMENT ON COLUMN "time"."day"."week_name" IS 'ISO year and week, such as ''2018 - CW 15''.';

COMMENT ON COLUMN "time"."day"."day_of_week_id" IS 'Day of the ISO week, 1 is Monday.';

COMMENT ON COLUMN "time"."day"."day_of_week_name" IS 'English name of the day of the week.';

COMMENT ON COLUMN "time"."day"."day_of_month_id" IS 'Day of the month, 1 to 31.';

COMMENT ON COLUMN "time"."day"."_date" IS 'The day as a date.';

DELETE FROM asterism.table_form WHERE table_name = 'time.day';

INSERT INTO asterism.table_form VALUES
  ('time.day', 'kind', 1, 'dimension', ''),
  ('time.day', 'key', 1, 'day_id', ''),
  ('time.day', 'natural key', 1, '_date', ''),
  ('time.day', 'history', 1, 'TYPE_1', ''),
  ('time.day', 'column', 1, 'day_id', 'INTEGER'),
  ('time.day', 'column', 2, 'day_name', 'VARCHAR'),
  ('time.day', 'column', 3, 'year_id', 'INTEGER'),
  ('time.day', 'column', 4, 'year_name', 'VARCHAR'),
  ('time.day', 'column', 5, 'iso_year_id', 'INTEGER'),
  ('time.day', 'column', 6, 'iso_year_name', 'VARCHAR'),
  ('time.day', 'column', 7, 'quarter_id', 'INTEGER'),
  ('time.day', 'column', 8, 'quarter_name', 'VARCHAR'),
  ('time.day', 'column', 9, 'month_id', 'INTEGER'),
  ('time.day', 'column', 10, 'month_name', 'VARCHAR'),
  ('time.day', 'column', 11, 'week_id', 'INTEGER'),
  ('time.day', 'column', 12, 'week_name', 'VARCHAR'),
  ('time.day', 'column', 13, 'day_of_week_id', 'INTEGER'),
  ('time.day', 'column', 14, 'day_of_week_name', 'VARCHAR'),
  ('time.day', 'column', 15, 'day_of_month_id', 'INTEGER'),
  ('time.day', 'column', 16, '_date', 'DATE');

COPY "time"."day" ("day_id", "day_name", "year_id", "year_name", "iso_year_id", "iso_year_name", "quarter_id", "quarter_name", "month_id", "month_name", "week_id", "week_name", "day_of_week_id", "day_of_week_name", "day_of_month_id", "_date") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the new members of time.day

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'time.day'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'time.day', '[_date]', 0

ALTER TABLE "time"."day" ADD PRIMARY KEY ("day_id");

CREATE UNIQUE INDEX "day_natural_key" ON "time"."day" ("_date");

ANALYZE "time"."day";

INSERT INTO asterism.publication (number, token) VALUES (?, ?);
-- with -1, 'chosen when the batch is published members'

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with -1, 'time.day', '', 0, 0

-- In the warehouse, the transaction that publishes the batch:

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."purchase" ("purchase_id" int4, "customer_name" text NOT NULL, "first_day_fk" int4, "city" text);

COMMENT ON TABLE "shop_dim"."purchase" IS 'When each customer ordered first.';

CREATE TABLE "asterism"."observed shop_dim.purchase" ("day_id" int4, "customer_name" text, "first_day_fk" int4, "city" text);

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.purchase';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.purchase', 'kind', 1, 'accumulating', ''),
  ('shop_dim.purchase', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.purchase', 'day', 1, 'day_id', ''),
  ('shop_dim.purchase', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.purchase', 'column', 1, 'customer_name', 'VARCHAR'),
  ('shop_dim.purchase', 'column', 2, 'first_day_fk', 'INTEGER'),
  ('shop_dim.purchase', 'column', 3, 'city', 'VARCHAR'),
  ('shop_dim.purchase', 'reference', 1, 'first_day_fk', 'time.day');

CREATE TEMP TABLE pg_temp."changed 0" (LIKE "time"."day") ON COMMIT DROP;

COPY pg_temp."changed 0" ("day_id", "day_name", "year_id", "year_name", "iso_year_id", "iso_year_name", "quarter_id", "quarter_name", "month_id", "month_name", "week_id", "week_name", "day_of_week_id", "day_of_week_name", "day_of_month_id", "_date") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the changed members of time.day

UPDATE "time"."day" AS known SET "day_name" = member."day_name", "year_id" = member."year_id", "year_name" = member."year_name", "iso_year_id" = member."iso_year_id", "iso_year_name" = member."iso_year_name", "quarter_id" = member."quarter_id", "quarter_name" = member."quarter_name", "month_id" = member."month_id", "month_name" = member."month_name", "week_id" = member."week_id", "week_name" = member."week_name", "day_of_week_id" = member."day_of_week_id", "day_of_week_name" = member."day_of_week_name", "day_of_month_id" = member."day_of_month_id", "_date" = member."_date"
FROM pg_temp."changed 0" AS member WHERE known."day_id" = member."day_id" AND (known."day_name" IS DISTINCT FROM member."day_name" OR known."year_id" IS DISTINCT FROM member."year_id" OR known."year_name" IS DISTINCT FROM member."year_name" OR known."iso_year_id" IS DISTINCT FROM member."iso_year_id" OR known."iso_year_name" IS DISTINCT FROM member."iso_year_name" OR known."quarter_id" IS DISTINCT FROM member."quarter_id" OR known."quarter_name" IS DISTINCT FROM member."quarter_name" OR known."month_id" IS DISTINCT FROM member."month_id" OR known."month_name" IS DISTINCT FROM member."month_name" OR known."week_id" IS DISTINCT FROM member."week_id" OR known."week_name" IS DISTINCT FROM member."week_name" OR known."day_of_week_id" IS DISTINCT FROM member."day_of_week_id" OR known."day_of_week_name" IS DISTINCT FROM member."day_of_week_name" OR known."day_of_month_id" IS DISTINCT FROM member."day_of_month_id" OR known."_date" IS DISTINCT FROM member."_date");

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'time.day'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'time.day', '[_date]', 0

CREATE TEMP TABLE pg_temp."changed 1" (LIKE "shop_dim"."purchase") ON COMMIT DROP;

COPY pg_temp."changed 1" ("purchase_id", "customer_name", "first_day_fk", "city") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the changed members of shop_dim.purchase

UPDATE "shop_dim"."purchase" AS known SET "customer_name" = member."customer_name", "first_day_fk" = member."first_day_fk", "city" = member."city"
FROM pg_temp."changed 1" AS member WHERE known."purchase_id" = member."purchase_id" AND (known."customer_name" IS DISTINCT FROM member."customer_name" OR known."first_day_fk" IS DISTINCT FROM member."first_day_fk" OR known."city" IS DISTINCT FROM member."city");

COPY "shop_dim"."purchase" ("purchase_id", "customer_name", "first_day_fk", "city") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the new members of shop_dim.purchase

ALTER TABLE "shop_dim"."purchase" ADD PRIMARY KEY ("purchase_id");

CREATE UNIQUE INDEX "purchase_natural_key" ON "shop_dim"."purchase" ("customer_name");

DELETE FROM "asterism"."observed shop_dim.purchase" WHERE "day_id" BETWEEN 20180401 AND 20180402;

COPY "asterism"."observed shop_dim.purchase" ("day_id", "customer_name", "first_day_fk", "city") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from what was seen of the members of shop_dim.purchase

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.purchase'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.purchase', '[customer_name]', 0

CREATE TEMP TABLE pg_temp."removed 0" (member bigint) ON COMMIT DROP;

COPY pg_temp."removed 0" ("member") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the keys of the removed members of time.day

DELETE FROM "time"."day" WHERE "day_id" IN (SELECT member FROM pg_temp."removed 0");

-- left to a later batch if rows of an older definition break it:
CREATE UNIQUE INDEX "day_natural_key" ON "time"."day" ("_date");

CREATE TEMP TABLE pg_temp."removed 1" (member bigint) ON COMMIT DROP;

COPY pg_temp."removed 1" ("member") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the keys of the removed members of shop_dim.purchase

DELETE FROM "shop_dim"."purchase" WHERE "purchase_id" IN (SELECT member FROM pg_temp."removed 1");

-- left to a later batch if rows of an older definition break it:
CREATE UNIQUE INDEX "purchase_natural_key" ON "shop_dim"."purchase" ("customer_name");

DELETE FROM asterism.member_version;

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id = ?;
-- with 'time.day', 0

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id BETWEEN 20180401 AND 20180402;
-- with 'shop_dim.purchase'

INSERT INTO asterism.build_state VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?);
-- with 'time.day', 0, '<version>', 'asterism.calendar=2018-04-01..2018-04-10', 0, 'shop_dim.purchase', 20180401, '<version>', 'shop_data.orders=<version>/<version>', 0, 'shop_dim.purchase', 20180402, '<version>', 'shop_data.orders=<version>/<version>', 0

INSERT INTO asterism.publication (number, token) VALUES (?, ?);
-- with 0, 'chosen when the batch is published'

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'time.day', '', 0, 0

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'asterism.observed shop_dim.purchase', 'day_id', 20180401, 20180402

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'shop_dim.purchase', '', 0, 0
