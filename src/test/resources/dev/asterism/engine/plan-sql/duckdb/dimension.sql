CREATE SCHEMA IF NOT EXISTS "shop_dim";

CREATE TABLE "shop_dim"."customer" ("customer_id" INTEGER NOT NULL, "customer_name" VARCHAR NOT NULL);

COMMENT ON TABLE "shop_dim"."customer" IS 'Who orders.';

DELETE FROM asterism.table_form WHERE table_name = 'shop_dim.customer';

INSERT INTO asterism.table_form VALUES
  ('shop_dim.customer', 'kind', 1, 'dimension', ''),
  ('shop_dim.customer', 'natural key', 1, 'customer_name', ''),
  ('shop_dim.customer', 'history', 1, 'TYPE_1', ''),
  ('shop_dim.customer', 'unknown member', 1, 'customer_name', 'Nobody'),
  ('shop_dim.customer', 'column', 1, 'customer_name', 'VARCHAR');

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

-- the grain of many rows is proven a few days at a time:

-- the number of rows of each day is recorded with it, 0 stands for it here:

DELETE FROM asterism.build_state WHERE table_name = ? AND day_id BETWEEN 20180401 AND 20180402;
-- with 'shop_dim.customer'

INSERT INTO asterism.build_state VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?);
-- with 'shop_dim.customer', 20180401, '<version>', 'shop_data.orders=<version>/<version>', 0, 'shop_dim.customer', 20180402, '<version>', 'shop_data.orders=<version>/<version>', 0
