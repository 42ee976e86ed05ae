/*
kind: dimension
table: shop_dim.milestone
description: Days on which something may be reached, and a member for what is not reached yet.
natural_key: [milestone_name]
key: milestone_id
*/
SELECT
  CAST(extract(year FROM _date) * 10000 + extract(month FROM _date) * 100 + extract(day FROM _date) AS integer)
    AS milestone_id,
  CAST(_date AS text) AS milestone_name
FROM asterism.calendar
UNION ALL
SELECT -1, 'not yet'
