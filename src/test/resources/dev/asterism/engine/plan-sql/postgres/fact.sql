-- In the workshop, which computes and proves the batch:

DROP TABLE IF EXISTS "shop_dim"."sales";

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE SCHEMA IF NOT EXISTS "time";

CREATE TABLE "shop_dim"."customer" ("customer_id" INTEGER NOT NULL, "customer_name" VARCHAR NOT NULL);

COMMENT ON TABLE "shop_dim"."customer" IS 'Who orders.';

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

CREATE TABLE "shop_dim"."sales" ("day_fk" INTEGER, "customer_fk" INTEGER, "pieces" BIGINT);

COMMENT ON TABLE "shop_dim"."sales" IS 'Pieces sold.';

COMMENT ON COLUMN "shop_dim"."sales"."pieces" IS 'Pieces sold on that day.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.customer';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.customer', 'kind', 1, 'dimension', ''),
  ('shop_dim.customer', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.customer', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.customer', 'unknown member', 1, 'customer_name', 'Nobody'),
  ('shop_dim.customer', 'column', 1, 'customer_name', 'VARCHAR');

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

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.sales';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.sales', 'kind', 1, 'fact', ''),
  ('shop_dim.sales', 'day', 1, 'day_fk', ''),
  ('shop_dim.sales', 'grain', 1, 'day_fk', ''),
  ('shop_dim.sales', 'grain', 2, 'customer_fk', ''),
  ('shop_dim.sales', 'column', 1, 'day_fk', 'INTEGER'),
  ('shop_dim.sales', 'column', 2, 'customer_fk', 'INTEGER'),
  ('shop_dim.sales', 'column', 3, 'pieces', 'BIGINT'),
  ('shop_dim.sales', 'reference', 1, 'customer_fk', 'shop_dim.customer'),
  ('shop_dim.sales', 'reference', 2, 'day_fk', 'time.day');

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

DROP TABLE IF EXISTS temp."before shop_dim.customer";

CREATE TEMP TABLE temp."before shop_dim.customer" AS SELECT * FROM "shop_dim"."customer" WHERE "customer_id" < 0;

UPDATE "shop_dim"."customer" SET "customer_name" = CAST(? AS VARCHAR) WHERE "customer_id" = -1;
-- with 'Nobody'

INSERT INTO "shop_dim"."customer" ("customer_id", "customer_name")
SELECT -1, CAST(? AS VARCHAR) WHERE NOT EXISTS (SELECT 1 FROM "shop_dim"."customer" WHERE "customer_id" = -1);
-- with 'Nobody'

-- gives the last key:
SELECT greatest(
  0,
  (SELECT coalesce(max("customer_id"), 0) FROM "shop_dim"."customer"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.customer'

DROP TABLE IF EXISTS temp."missing members";

CREATE TEMP TABLE temp."missing members" AS SELECT member."customer_name"
FROM (SELECT "customer_name" FROM (/*
kind: dimension
table: shop_dim.customer
description: Who orders.
natural_key: [customer_name]
unknown: {customer_name: Nobody}
*/
SELECT DISTINCT customer AS customer_name FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180401 AND 20180402) AS "orders"
) AS selected) AS member
WHERE NOT EXISTS (SELECT 1 FROM "shop_dim"."customer" AS known WHERE known."customer_name" = member."customer_name")
ORDER BY member."customer_name" COLLATE "C";

-- must give no row:
SELECT count(*) FROM temp."missing members" WHERE "customer_name" IS NULL HAVING count(*) > 0;

INSERT INTO "shop_dim"."customer" ("customer_id", "customer_name")
SELECT CAST(? AS bigint) + row_number() OVER (), "customer_name" FROM temp."missing members";
-- with the last key

-- gives the last key now:
SELECT greatest(
  0,
  (SELECT coalesce(max("customer_id"), 0) FROM "shop_dim"."customer"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.customer'

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.customer'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.customer', '[customer_name]', the last key now

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

DELETE FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402;

INSERT INTO "shop_dim"."sales" ("day_fk", "customer_fk", "pieces") SELECT "day_fk", "customer_fk", "pieces" FROM (/*
kind: fact
table: shop_dim.sales
description: Pieces sold.
grain: [day_fk, customer_fk]
day: day_fk
measures:
  pieces: {aggregate: sum, description: Pieces sold on that day.}
reconcile: {pieces: shop_data.orders.pieces}
*/
SELECT day_id AS day_fk, customer_id AS customer_fk, CAST(sum(pieces) AS bigint) AS pieces
FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180401 AND 20180402) AS "orders" JOIN shop_dim.customer ON customer_name = customer
GROUP BY 1, 2
) AS built;

-- counts the rows of each day:
SELECT "day_fk", count(*) FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402 GROUP BY "day_fk";

-- the grain of many rows is proven a few days at a time:

-- proves the grain, if it gives 0:
SELECT (SELECT count(*) FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402)
  - (SELECT count(*) FROM (SELECT DISTINCT "day_fk", "customer_fk" FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402) AS combinations);
-- else the days that break it are looked for:
SELECT "day_fk", count(*)
FROM (SELECT "day_fk", "customer_fk" FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402 GROUP BY "day_fk", "customer_fk" HAVING count(*) > 1) AS repeated
GROUP BY "day_fk";

-- proves that values are there, and must give no row:
SELECT "day_fk", count(*), count("day_fk"), count("customer_fk") FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402 AND ("day_fk" IS NULL OR "customer_fk" IS NULL) GROUP BY "day_fk";

-- proves the references in day_fk, if it gives 0:
SELECT 2 - (SELECT count(DISTINCT "day_id") FROM "time"."day" WHERE "day_id" IN (20180401, 20180402));
-- else the days that break it are looked for:
SELECT fact.day, count(*), min(fact.member)
FROM (SELECT "day_fk" AS day, "day_fk" AS member FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402) AS fact
WHERE fact.member IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "time"."day" AS known WHERE known."day_id" = fact.member)
GROUP BY fact.day;

-- proves the references in customer_fk, if it gives 0:
SELECT CASE
  WHEN (SELECT min("customer_id") = 1 AND max("customer_id") = count(*) FROM "shop_dim"."customer" WHERE "customer_id" > 0)
  THEN (
    SELECT count(*) FROM "shop_dim"."sales"
    WHERE "day_fk" BETWEEN 20180401 AND 20180402
      AND ("customer_fk" < 1 OR "customer_fk" > (SELECT max("customer_id") FROM "shop_dim"."customer") OR "customer_fk" <> CAST("customer_fk" AS bigint)) AND "customer_fk" <> -1)
  ELSE 1 END;
-- else the days that break it are looked for:
SELECT fact.day, count(*), min(fact.member)
FROM (SELECT "day_fk" AS day, "customer_fk" AS member FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402) AS fact
WHERE fact.member IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "shop_dim"."customer" AS known WHERE known."customer_id" = fact.member)
GROUP BY fact.day;

-- proves the totals of pieces, and must give no row:
SELECT coalesce(fact.day, upstream.day), fact.total_0, upstream.total_0, coalesce(fact.odd_0, 0), coalesce(upstream.odd_0, 0)
FROM (SELECT "day_fk" AS day, sum("pieces") AS total_0, count(*) AS rows_0, 0 AS size_0, 0 AS odd_0 FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180401 AND 20180402 GROUP BY "day_fk") AS fact
  FULL JOIN (SELECT "day_id" AS day, sum("pieces") AS total_0, count(*) AS rows_0, 0 AS size_0, 0 AS odd_0 FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180401 AND 20180402) AS rows GROUP BY "day_id") AS upstream
    ON upstream.day = fact.day
WHERE coalesce(fact.total_0, 0) <> coalesce(upstream.total_0, 0);

-- must give no row:
SELECT alone.row_count
FROM (SELECT count(*) AS row_count, sum(hash(CAST("day_fk" AS INTEGER), CAST("customer_fk" AS INTEGER), CAST("pieces" AS BIGINT))) AS digest FROM (/*
kind: fact
table: shop_dim.sales
description: Pieces sold.
grain: [day_fk, customer_fk]
day: day_fk
measures:
  pieces: {aggregate: sum, description: Pieces sold on that day.}
reconcile: {pieces: shop_data.orders.pieces}
*/
SELECT day_id AS day_fk, customer_id AS customer_fk, CAST(sum(pieces) AS bigint) AS pieces
FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180402 AND 20180402) AS "orders" JOIN shop_dim.customer ON customer_name = customer
GROUP BY 1, 2
  ) AS selected) AS alone
  CROSS JOIN (SELECT count(*) AS row_count, sum(hash(CAST("day_fk" AS INTEGER), CAST("customer_fk" AS INTEGER), CAST("pieces" AS BIGINT))) AS digest FROM "shop_dim"."sales" WHERE "day_fk" BETWEEN 20180402 AND 20180402) AS built
WHERE alone.row_count <> built.row_count OR alone.digest IS DISTINCT FROM built.digest;

-- Days of facts that are read and not built are fetched from the warehouse before that; what is new or changed is written to files, from which the warehouse copies it.

-- In the warehouse, members that are new go ahead, if there are any:

CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."customer" ("customer_id" int4, "customer_name" text NOT NULL);

COMMENT ON TABLE "shop_dim"."customer" IS 'Who orders.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.customer';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.customer', 'kind', 1, 'dimension', ''),
  ('shop_dim.customer', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.customer', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.customer', 'unknown member', 1, 'customer_name', 'Nobody'),
  ('shop_dim.customer', 'column', 1, 'customer_name', 'VARCHAR');

COPY "shop_dim"."customer" ("customer_id", "customer_name") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the new members of shop_dim.customer

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.customer'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.customer', '[customer_name]', 0

ALTER TABLE "shop_dim"."customer" ADD PRIMARY KEY ("customer_id");

CREATE UNIQUE INDEX "customer_natural_key" ON "shop_dim"."customer" ("customer_name");

ANALYZE "shop_dim"."customer";

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
-- with -1, 'shop_dim.customer', '', 0, 0

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with -1, 'time.day', '', 0, 0

-- Over another connection, rows of shop_dim.sales that no reader sees yet:

CREATE TABLE "asterism_staging"."shop_dim.sales_2018_04_01" ("day_fk" int4 NOT NULL, "customer_fk" int4 NOT NULL, "pieces" int8, CONSTRAINT within_bounds CHECK ("day_fk" IS NOT NULL AND "day_fk" >= 20180401 AND "day_fk" < 20180403));

COPY "asterism_staging"."shop_dim.sales_2018_04_01" ("day_fk", "customer_fk", "pieces") FROM STDIN WITH (FORMAT text, NULL '', ENCODING 'UTF8');
-- from the rows of shop_dim.sales from 2018-04-01 to 2018-04-02

CREATE INDEX "shop_dim.sales_2018_04_01_day" ON "asterism_staging"."shop_dim.sales_2018_04_01" USING brin ("day_fk") WITH (pages_per_range = 16);

CREATE UNIQUE INDEX "shop_dim.sales_2018_04_01_key" ON "asterism_staging"."shop_dim.sales_2018_04_01" ("customer_fk", "day_fk");

ANALYZE "asterism_staging"."shop_dim.sales_2018_04_01";

-- In the warehouse, the transaction that publishes the batch:

CREATE TABLE "shop_dim"."sales" ("day_fk" int4 NOT NULL, "customer_fk" int4 NOT NULL, "pieces" int8) PARTITION BY RANGE ("day_fk");

CREATE INDEX ON "shop_dim"."sales" USING brin ("day_fk") WITH (pages_per_range = 16);

COMMENT ON TABLE "shop_dim"."sales" IS 'Pieces sold.';

COMMENT ON COLUMN "shop_dim"."sales"."pieces" IS 'Pieces sold on that day.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.sales';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.sales', 'kind', 1, 'fact', ''),
  ('shop_dim.sales', 'day', 1, 'day_fk', ''),
  ('shop_dim.sales', 'grain', 1, 'day_fk', ''),
  ('shop_dim.sales', 'grain', 2, 'customer_fk', ''),
  ('shop_dim.sales', 'column', 1, 'day_fk', 'INTEGER'),
  ('shop_dim.sales', 'column', 2, 'customer_fk', 'INTEGER'),
  ('shop_dim.sales', 'column', 3, 'pieces', 'BIGINT'),
  ('shop_dim.sales', 'reference', 1, 'customer_fk', 'shop_dim.customer'),
  ('shop_dim.sales', 'reference', 2, 'day_fk', 'time.day');

CREATE UNIQUE INDEX "sales_grain" ON "shop_dim"."sales" ("customer_fk", "day_fk");

ALTER TABLE "shop_dim"."sales" ADD FOREIGN KEY ("customer_fk") REFERENCES "shop_dim"."customer" ("customer_id");

ALTER TABLE "shop_dim"."sales" ADD FOREIGN KEY ("day_fk") REFERENCES "time"."day" ("day_id");

CREATE TEMP TABLE pg_temp."changed 0" (LIKE "shop_dim"."customer") ON COMMIT DROP;

COPY pg_temp."changed 0" ("customer_id", "customer_name") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the changed members of shop_dim.customer

UPDATE "shop_dim"."customer" AS known SET "customer_name" = member."customer_name"
FROM pg_temp."changed 0" AS member WHERE known."customer_id" = member."customer_id" AND (known."customer_name" IS DISTINCT FROM member."customer_name");

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'shop_dim.customer'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'shop_dim.customer', '[customer_name]', 0

CREATE TEMP TABLE pg_temp."changed 1" (LIKE "time"."day") ON COMMIT DROP;

COPY pg_temp."changed 1" ("day_id", "day_name", "year_id", "year_name", "iso_year_id", "iso_year_name", "quarter_id", "quarter_name", "month_id", "month_name", "week_id", "week_name", "day_of_week_id", "day_of_week_name", "day_of_month_id", "_date") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the changed members of time.day

UPDATE "time"."day" AS known SET "day_name" = member."day_name", "year_id" = member."year_id", "year_name" = member."year_name", "iso_year_id" = member."iso_year_id", "iso_year_name" = member."iso_year_name", "quarter_id" = member."quarter_id", "quarter_name" = member."quarter_name", "month_id" = member."month_id", "month_name" = member."month_name", "week_id" = member."week_id", "week_name" = member."week_name", "day_of_week_id" = member."day_of_week_id", "day_of_week_name" = member."day_of_week_name", "day_of_month_id" = member."day_of_month_id", "_date" = member."_date"
FROM pg_temp."changed 1" AS member WHERE known."day_id" = member."day_id" AND (known."day_name" IS DISTINCT FROM member."day_name" OR known."year_id" IS DISTINCT FROM member."year_id" OR known."year_name" IS DISTINCT FROM member."year_name" OR known."iso_year_id" IS DISTINCT FROM member."iso_year_id" OR known."iso_year_name" IS DISTINCT FROM member."iso_year_name" OR known."quarter_id" IS DISTINCT FROM member."quarter_id" OR known."quarter_name" IS DISTINCT FROM member."quarter_name" OR known."month_id" IS DISTINCT FROM member."month_id" OR known."month_name" IS DISTINCT FROM member."month_name" OR known."week_id" IS DISTINCT FROM member."week_id" OR known."week_name" IS DISTINCT FROM member."week_name" OR known."day_of_week_id" IS DISTINCT FROM member."day_of_week_id" OR known."day_of_week_name" IS DISTINCT FROM member."day_of_week_name" OR known."day_of_month_id" IS DISTINCT FROM member."day_of_month_id" OR known."_date" IS DISTINCT FROM member."_date");

DELETE FROM asterism.surrogate_key WHERE table_name = ?;
-- with 'time.day'

INSERT INTO asterism.surrogate_key VALUES (?, ?, ?);
-- with 'time.day', '[_date]', 0

ALTER TABLE "asterism_staging"."shop_dim.sales_2018_04_01" SET SCHEMA asterism_partitions;

ALTER TABLE "shop_dim"."sales" ATTACH PARTITION "asterism_partitions"."shop_dim.sales_2018_04_01" FOR VALUES FROM (20180401) TO (20180403);

ALTER TABLE "asterism_partitions"."shop_dim.sales_2018_04_01" DROP CONSTRAINT within_bounds;

CREATE TEMP TABLE pg_temp."removed 1" (member bigint) ON COMMIT DROP;

COPY pg_temp."removed 1" ("member") FROM STDIN WITH (FORMAT csv, DELIMITER E'\t', ENCODING 'UTF8');
-- from the keys of the removed members of time.day

DELETE FROM "time"."day" WHERE "day_id" IN (SELECT member FROM pg_temp."removed 1");

-- left to a later batch if rows of an older definition break it:
CREATE UNIQUE INDEX "day_natural_key" ON "time"."day" ("_date");

DELETE FROM asterism.member_version;

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id BETWEEN 20180401 AND 20180402;
-- with 'shop_dim.customer'

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id = ?;
-- with 'time.day', 0

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id BETWEEN 20180401 AND 20180402;
-- with 'shop_dim.sales'

INSERT INTO asterism.build_state VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?);
-- with 'shop_dim.customer', 20180401, '<version>', 'shop_data.orders=<version>/<version>', 0, 'shop_dim.customer', 20180402, '<version>', 'shop_data.orders=<version>/<version>', 0, 'time.day', 0, '<version>', 'asterism.calendar=2018-04-01..2018-04-10', 0, 'shop_dim.sales', 20180401, '<version>', 'shop_data.orders=<version>/<version>;shop_dim.customer=<version>', 0, 'shop_dim.sales', 20180402, '<version>', 'shop_data.orders=<version>/<version>;shop_dim.customer=<version>', 0

INSERT INTO asterism.publication (number, token) VALUES (?, ?);
-- with 0, 'chosen when the batch is published'

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'shop_dim.customer', '', 0, 0

INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?);
-- with 0, 'time.day', '', 0, 0
