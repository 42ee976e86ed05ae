-- What the day file itself cannot say.
SELECT
  count(*) FILTER (id IS NOT NULL AND type IS NOT NULL) AS events,
  coalesce(sum(copies - 1) FILTER (id IS NOT NULL AND type IS NOT NULL), 0) AS duplicate_events,
  coalesce(sum(copies) FILTER (id IS NULL OR type IS NULL), 0) AS malformed_lines,
  count(*) FILTER (id IS NOT NULL AND type = 'PushEvent' AND distinct_size IS NULL) AS pushes_without_commits
FROM event
