/*
kind: dimension
table: time.duration
description: Time spans in days, twenty years before and after, with the usual buckets.
natural_key: [days]
key: duration_id
columns:
  duration_id: Length of the span in days, negative for spans into the past.
  days: Length of the span in days.
  days_name: Length in days, such as '8 days'.
  weeks: Whole weeks, rounded down.
  weeks_name: Bucket of seven days, such as '7-13 days'.
  four_weeks: Whole spans of four weeks, rounded down.
  four_weeks_name: Bucket of 28 days, such as '28-55 days'.
  months: Whole spans of 30 days, rounded down.
  months_name: Bucket of 30 days, such as '30-59 days'.
  sixth_years: Whole spans of 60 days, rounded down.
  sixth_years_name: Bucket of 60 days, such as '60-119 days'.
  half_years: Whole spans of 180 days, rounded down.
  half_years_name: Bucket of 180 days, such as '180-359 days'.
  years: Whole spans of 360 days, rounded down.
  years_name: Bucket of 360 days, such as '360-719 days'.
*/
SELECT
  n AS duration_id,
  n AS days,
  CAST(n AS text) || ' days' AS days_name,
  weeks,
  CAST(weeks * 7 AS text) || between_bounds || CAST(weeks * 7 + 6 AS text) || ' days' AS weeks_name,
  four_weeks,
  CAST(four_weeks * 28 AS text) || between_bounds || CAST(four_weeks * 28 + 27 AS text) || ' days' AS four_weeks_name,
  months,
  CAST(months * 30 AS text) || between_bounds || CAST(months * 30 + 29 AS text) || ' days' AS months_name,
  sixth_years,
  CAST(sixth_years * 60 AS text) || between_bounds || CAST(sixth_years * 60 + 59 AS text) || ' days'
    AS sixth_years_name,
  half_years,
  CAST(half_years * 180 AS text) || between_bounds || CAST(half_years * 180 + 179 AS text) || ' days'
    AS half_years_name,
  years,
  CAST(years * 360 AS text) || between_bounds || CAST(years * 360 + 359 AS text) || ' days' AS years_name
FROM (
  SELECT
    CAST(n AS integer) AS n,
    CASE WHEN n < 0 THEN ' to ' ELSE '-' END AS between_bounds,
    CAST(floor(n / 7.0) AS integer) AS weeks,
    CAST(floor(n / 28.0) AS integer) AS four_weeks,
    CAST(floor(n / 30.0) AS integer) AS months,
    CAST(floor(n / 60.0) AS integer) AS sixth_years,
    CAST(floor(n / 180.0) AS integer) AS half_years,
    CAST(floor(n / 360.0) AS integer) AS years
  FROM generate_series(-7305, 7305) AS series(n)
) AS spans
