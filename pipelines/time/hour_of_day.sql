/*
kind: dimension
table: time.hour_of_day
description: The 24 hours of a day.
natural_key: [hour_of_day_name]
key: hour_of_day_id
columns:
  hour_of_day_id: Hour in which something happened, 0 to 23.
  hour_of_day_name: From and to, such as '13-14'.
*/
SELECT
  CAST(n AS integer) AS hour_of_day_id,
  CAST(n AS text) || '-' || CAST(n + 1 AS text) AS hour_of_day_name
FROM generate_series(0, 23) AS series(n)
