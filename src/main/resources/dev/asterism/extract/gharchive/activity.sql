-- The day file: activity by user and repository.
--
-- GitHub stopped saying how many commits a push has between 2025-10-07 and 2025-10-09. A sum over pushes of unknown size
-- is unknown, and so is the number of commits of a repository with such a push: empty, not zero.
COPY (
  WITH
    activity AS (
      SELECT
        full_name,
        count(*) FILTER (type = 'ForkEvent') AS number_of_forks,
        count(*) FILTER (type = 'PushEvent' AND distinct_size IS NULL) AS number_of_pushes_of_unknown_size,
        coalesce(sum(distinct_size) FILTER (type = 'PushEvent' AND distinct_size > 0), 0) AS number_of_commits,
        count(*) FILTER (type = 'PullRequestEvent' AND action = 'closed') AS number_of_closed_pull_requests
      FROM event
      WHERE id IS NOT NULL
      GROUP BY full_name
    )
  SELECT
    getvariable('day_id') AS day_id,
    split_part(full_name, '/', 1) AS "user",
    split_part(full_name, '/', 2) AS repository,
    nullif(number_of_forks, 0) AS number_of_forks,
    CASE WHEN number_of_pushes_of_unknown_size = 0 THEN nullif(number_of_commits, 0) END AS number_of_commits,
    nullif(number_of_closed_pull_requests, 0) AS number_of_closed_pull_requests
  FROM activity
  WHERE regexp_matches(full_name, '^[^/]+/[^/]+$')
    AND (
      number_of_forks > 0
      OR number_of_pushes_of_unknown_size > 0
      OR number_of_commits > 0
      OR number_of_closed_pull_requests > 0
    )
  ORDER BY full_name
) TO (getvariable('part')) (
  FORMAT csv, DELIMITER '\t', HEADER, QUOTE '"', ESCAPE '"', NULLSTR '', COMPRESSION gzip
)
