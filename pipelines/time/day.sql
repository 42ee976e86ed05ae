/*
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
  FROM asterism.calendar
) AS days
