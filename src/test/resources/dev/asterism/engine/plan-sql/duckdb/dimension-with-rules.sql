CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."customer" ("customer_id" INTEGER NOT NULL, "customer_name" VARCHAR NOT NULL, "city" VARCHAR, "first_order" INTEGER, "pieces" INTEGER, "valid_from" INTEGER, "valid_to" INTEGER, "is_current" BOOLEAN);

COMMENT ON TABLE "shop_dim"."customer" IS 'Who orders, and from where.';

CREATE TABLE "asterism"."observed shop_dim.customer" ("day_id" INTEGER, "customer_name" VARCHAR, "city" VARCHAR, "first_order" INTEGER, "pieces" INTEGER);

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.customer';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.customer', 'kind', 1, 'dimension', ''),
  ('shop_dim.customer', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.customer', 'day', 1, 'day_id', ''),
  ('shop_dim.customer', 'history', 1, 'TYPE_2', ''),
  ('shop_dim.customer', 'column', 1, 'customer_name', 'VARCHAR'),
  ('shop_dim.customer', 'column', 2, 'city', 'VARCHAR'),
  ('shop_dim.customer', 'column', 3, 'first_order', 'INTEGER'),
  ('shop_dim.customer', 'column', 4, 'pieces', 'INTEGER');

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

DROP TABLE IF EXISTS temp."new members";

CREATE TEMP TABLE temp."new members" AS SELECT "day_id", "customer_name", "city", "first_order", "pieces" FROM (/*
kind: dimension
table: shop_dim.customer
description: Who orders, and from where.
natural_key: [customer_name]
day: day_id
scd: 2
attributes: {first_order: min, pieces: sum}
*/
SELECT DISTINCT day_id, customer AS customer_name, city, day_id AS first_order, pieces FROM (SELECT "day_id", "customer", "city", "pieces" FROM temp."staged shop_data.orders" WHERE "day_id" BETWEEN 20180401 AND 20180402) AS "orders"
) AS selected;

-- proves that values are there, and must give no row:
SELECT "day_id", count(*) FROM temp."new members" WHERE "customer_name" IS NULL GROUP BY "day_id";

-- proves that a day says one thing of a member, if it gives 0:
SELECT count(*) FROM (SELECT 1 FROM temp."new members" GROUP BY "customer_name", "day_id" HAVING count(DISTINCT "city") > 1 OR count("city") BETWEEN 1 AND count(*) FILTER (WHERE ("city" IS NOT NULL)) - 1 OR FALSE OR FALSE LIMIT 1) AS ambiguous;
-- else the days that break it are looked for:
SELECT "day_id", min(member)
FROM (
  SELECT "day_id", concat_ws(', ', 'customer_name = ' || CAST("customer_name" AS text)) || ' with ' || concat_ws(', ', CASE WHEN count(DISTINCT "city") > 1 OR count("city") BETWEEN 1 AND count(*) FILTER (WHERE ("city" IS NOT NULL)) - 1 THEN 'city = ' || min(CAST("city" AS text)) || ' and ' || CASE WHEN min(CAST("city" AS text)) = max(CAST("city" AS text)) THEN 'NULL' ELSE max(CAST("city" AS text)) END END,
    CASE WHEN FALSE THEN 'first_order = ' || min(CAST("first_order" AS text)) || ' and ' || CASE WHEN min(CAST("first_order" AS text)) = max(CAST("first_order" AS text)) THEN 'NULL' ELSE max(CAST("first_order" AS text)) END END,
    CASE WHEN FALSE THEN 'pieces = ' || min(CAST("pieces" AS text)) || ' and ' || CASE WHEN min(CAST("pieces" AS text)) = max(CAST("pieces" AS text)) THEN 'NULL' ELSE max(CAST("pieces" AS text)) END END) AS member
  FROM temp."new members"
  GROUP BY "day_id", "customer_name"
  HAVING count(DISTINCT "city") > 1 OR count("city") BETWEEN 1 AND count(*) FILTER (WHERE ("city" IS NOT NULL)) - 1 OR FALSE OR FALSE
) AS ambiguous
GROUP BY "day_id";

DROP TABLE IF EXISTS temp."touched members";

CREATE TEMP TABLE temp."touched members" AS SELECT "customer_name" FROM temp."new members" UNION SELECT "customer_name" FROM "asterism"."observed shop_dim.customer" WHERE "day_id" BETWEEN 20180401 AND 20180402;

DELETE FROM "asterism"."observed shop_dim.customer" WHERE "day_id" BETWEEN 20180401 AND 20180402;

INSERT INTO "asterism"."observed shop_dim.customer" ("day_id", "customer_name", "city", "first_order", "pieces") SELECT "day_id", "customer_name", any_value("city"), min("first_order"), CAST(sum("pieces") AS INTEGER) FROM temp."new members" GROUP BY "day_id", "customer_name";

DROP TABLE IF EXISTS temp."wanted members";

CREATE TEMP TABLE temp."wanted members" AS SELECT member."customer_name", member."city", folded."first_order", folded."pieces", member.valid_from, member.valid_to, member.is_current, member."occurrence of state"
FROM (SELECT
  "customer_name", "city",
  CASE WHEN "place of version" = 1 THEN 19000101 ELSE "first day" END AS valid_from,
  coalesce(CAST(extract(year FROM (make_date(CAST((lead("first day") OVER by_start) / 10000 AS integer), CAST((lead("first day") OVER by_start) / 100 % 100 AS integer), CAST((lead("first day") OVER by_start) % 100 AS integer)) - 1)) * 10000 + extract(month FROM (make_date(CAST((lead("first day") OVER by_start) / 10000 AS integer), CAST((lead("first day") OVER by_start) / 100 % 100 AS integer), CAST((lead("first day") OVER by_start) % 100 AS integer)) - 1)) * 100 + extract(day FROM (make_date(CAST((lead("first day") OVER by_start) / 10000 AS integer), CAST((lead("first day") OVER by_start) / 100 % 100 AS integer), CAST((lead("first day") OVER by_start) % 100 AS integer)) - 1)) AS integer), 99991231) AS valid_to,
  lead("first day") OVER by_start IS NULL AS is_current,
  CASE WHEN "place of version" = 1 THEN 0
    ELSE row_number() OVER (PARTITION BY "customer_name", "city", "place of version" = 1 ORDER BY "first day") END AS "occurrence of state"
FROM (
  SELECT "customer_name", "city", min("day seen") AS "first day",
    row_number() OVER (PARTITION BY "customer_name" ORDER BY min("day seen")) AS "place of version"
  FROM (
    SELECT "customer_name", "city", "day seen", sum("is change") OVER (PARTITION BY "customer_name" ORDER BY "day seen") AS "run of days"
    FROM (
      SELECT
        seen."customer_name", seen."city",
        seen."day_id" AS "day seen",
        CASE WHEN lag(seen."day_id") OVER by_day IS NOT NULL AND seen."city" IS NOT DISTINCT FROM lag(seen."city") OVER by_day THEN 0 ELSE 1 END AS "is change"
      FROM (
  SELECT seen.* FROM "asterism"."observed shop_dim.customer" AS seen JOIN temp."touched members" AS touched ON touched."customer_name" = seen."customer_name"
  QUALIFY (seen."city" IS NOT NULL) OR NOT bool_or((seen."city" IS NOT NULL)) OVER (PARTITION BY seen."customer_name")
) AS seen
      WINDOW by_day AS (PARTITION BY seen."customer_name" ORDER BY seen."day_id")
    ) AS compared
  ) AS numbered
  GROUP BY "customer_name", "city", "run of days"
) AS runs
WINDOW by_start AS (PARTITION BY "customer_name" ORDER BY "first day")
) AS member
  JOIN (SELECT seen."customer_name", min(seen."first_order") AS "first_order", CAST(sum(seen."pieces") AS INTEGER) AS "pieces"
FROM "asterism"."observed shop_dim.customer" AS seen JOIN temp."touched members" AS touched ON touched."customer_name" = seen."customer_name"
GROUP BY seen."customer_name"
) AS folded ON member."customer_name" = folded."customer_name";

DROP TABLE IF EXISTS temp."matched versions";

CREATE TEMP TABLE temp."matched versions" AS SELECT
  known."customer_id" AS "key of version",
  known."customer_name", known."city", known."first_order", known."pieces",
  known."occurrence of state",
  coalesce(member.valid_from, 99991231) AS "valid from",
  coalesce(member.valid_to, 19000101) AS "valid to",
  coalesce(member.is_current, FALSE) AS "is current"
FROM (
  SELECT
    version.*,
    CASE WHEN version."customer_id" = "first key" THEN 0
      ELSE row_number() OVER (PARTITION BY version."customer_name", version."city", version."customer_id" = "first key" ORDER BY version."customer_id")
      END AS "occurrence of state"
  FROM (
    SELECT
      version.*,
      coalesce(
        max(CASE WHEN version.valid_from = 19000101 THEN version."customer_id" END) OVER of_member,
        min(version."customer_id") OVER of_member) AS "first key"
    FROM "shop_dim"."customer" AS version JOIN temp."touched members" AS touched ON touched."customer_name" = version."customer_name"
    WHERE version."customer_id" > 0
    WINDOW of_member AS (PARTITION BY version."customer_name")
  ) AS version
) AS known
  LEFT JOIN temp."wanted members" AS member ON known."customer_name" = member."customer_name" AND known."occurrence of state" = member."occurrence of state" AND (known."occurrence of state" = 0 OR NOT (known."city" IS DISTINCT FROM member."city"));

UPDATE "shop_dim"."customer" AS known
SET valid_from = matched."valid from", valid_to = matched."valid to", is_current = matched."is current"
FROM temp."matched versions" AS matched
WHERE known."customer_id" = matched."key of version"
  AND (known.valid_from <> matched."valid from" OR known.valid_to <> matched."valid to"
    OR known.is_current <> matched."is current");

UPDATE "shop_dim"."customer" AS known SET "city" = member."city" FROM temp."wanted members" AS member WHERE known."customer_name" = member."customer_name" AND known.valid_from = member.valid_from AND member."occurrence of state" = 0 AND (known."city" IS DISTINCT FROM member."city");

UPDATE "shop_dim"."customer" AS known SET "first_order" = member."first_order", "pieces" = member."pieces" FROM temp."wanted members" AS member WHERE known."customer_name" = member."customer_name" AND member."occurrence of state" = 0 AND (known."first_order" IS DISTINCT FROM member."first_order" OR known."pieces" IS DISTINCT FROM member."pieces");

-- gives the last key:
SELECT greatest(
  0,
  (SELECT coalesce(max("customer_id"), 0) FROM "shop_dim"."customer"),
  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?));
-- with 'shop_dim.customer'

INSERT INTO "shop_dim"."customer" ("customer_id", "customer_name", "city", "first_order", "pieces", "valid_from", "valid_to", "is_current")
SELECT CAST(? AS bigint) + row_number() OVER (ORDER BY member."customer_name" COLLATE "C", member."valid_from"), member."customer_name", member."city", member."first_order", member."pieces", member."valid_from", member."valid_to", member."is_current"
FROM temp."wanted members" AS member
WHERE NOT EXISTS (SELECT 1 FROM temp."matched versions" AS known WHERE known."customer_name" = member."customer_name" AND known."occurrence of state" = member."occurrence of state" AND (known."occurrence of state" = 0 OR NOT (known."city" IS DISTINCT FROM member."city")));
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

-- the grain of many rows is proven a few days at a time:

-- the number of rows of each day is recorded with it, 0 stands for it here:

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id BETWEEN 20180401 AND 20180402;
-- with 'shop_dim.customer'

INSERT INTO asterism.build_state VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?);
-- with 'shop_dim.customer', 20180401, '<version>', 'shop_data.orders=<version>/<version>', 0, 'shop_dim.customer', 20180402, '<version>', 'shop_data.orders=<version>/<version>', 0
