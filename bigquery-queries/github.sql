/*
data_set: github
file: github/repo-activity-v1.csv.gz
first_day: 2015-01-01
description: Activity on GitHub, one row per day, user and repository with any activity.
columns:
  day_id: Day of the activity (UTC), yyyymmdd.
  user: Owner of the repository.
  repository: Name of the repository.
  number_of_forks: Forks made, empty where there are none.
  number_of_commits: Commits pushed for the first time, empty where there are none or they are unknown.
  number_of_closed_pull_requests: Pull requests closed, merged or not, empty where there are none.
price: |
  Each day is a table of its own, and most of what is billed is its column payload: about 5 to 20 GB a day, which is 3 to
  12 US cents at 6.25 dollars per TiB. The first TiB of a month is free.
*/
-- The table's name cannot be a parameter: YYYYMMDD stands for the day's digits. Before 2015 events have another schema.
--
-- GitHub stopped saying how many commits a push has between 2025-10-07 and 2025-10-09. A sum over pushes of unknown size
-- is unknown, and so is the number of commits of a repository with such a push: empty, not zero.
WITH
  event AS (
    -- An event that was recorded twice counts once.
    SELECT DISTINCT
      id,
      type,
      repo.name AS full_name,
      SAFE_CAST(JSON_EXTRACT_SCALAR(payload, '$.distinct_size') AS INT64) AS distinct_size,
      JSON_EXTRACT_SCALAR(payload, '$.action') AS action
    FROM `githubarchive.day.YYYYMMDD`
    WHERE type IN ('ForkEvent', 'PushEvent', 'PullRequestEvent')
  ),
  activity AS (
    SELECT
      full_name,
      COUNTIF(type = 'ForkEvent') AS number_of_forks,
      COUNTIF(type = 'PushEvent' AND distinct_size IS NULL) AS number_of_pushes_of_unknown_size,
      SUM(IF(type = 'PushEvent' AND distinct_size > 0, distinct_size, 0)) AS number_of_commits,
      COUNTIF(type = 'PullRequestEvent' AND action = 'closed') AS number_of_closed_pull_requests
    FROM event
    GROUP BY full_name
  )
SELECT
  CAST(FORMAT_DATE('%Y%m%d', @day) AS INT64) AS day_id,
  SPLIT(full_name, '/')[SAFE_OFFSET(0)] AS user,
  SPLIT(full_name, '/')[SAFE_OFFSET(1)] AS repository,
  NULLIF(number_of_forks, 0) AS number_of_forks,
  IF(number_of_pushes_of_unknown_size > 0, NULL, NULLIF(number_of_commits, 0)) AS number_of_commits,
  NULLIF(number_of_closed_pull_requests, 0) AS number_of_closed_pull_requests
FROM activity
WHERE REGEXP_CONTAINS(full_name, r'^[^/]+/[^/]+$')
  AND (
    number_of_forks > 0
    OR number_of_pushes_of_unknown_size > 0
    OR number_of_commits > 0
    OR number_of_closed_pull_requests > 0
  )
