/*
kind: fact
table: pp_dim.python_project_activity
description: Downloads of Python projects, with the activity of all GitHub repositories of the same name.
grain: [day_fk, project_fk]
day: day_fk
measures:
  number_of_downloads: {aggregate: sum, description: Files downloaded from PyPI on that day.}
  number_of_forks: {aggregate: sum, description: Forks made on that day of repositories with the project's name.}
  number_of_commits: {aggregate: sum, description: Commits pushed on that day to repositories with the project's name.}
  number_of_closed_pull_requests:
    aggregate: sum
    description: Pull requests closed on that day in repositories with the project's name.
reconcile:
  number_of_downloads: pypi_dim.download_counts.number_of_downloads
  number_of_forks: not reconciled, since repositories that are no Python project are left out
  number_of_commits: not reconciled, since repositories that are no Python project are left out
  number_of_closed_pull_requests: not reconciled, since repositories that are no Python project are left out
columns:
  day_fk: Day of the downloads and of the activity (UTC).
  project_fk: The project.
*/
SELECT
  downloads.day_fk,
  downloads.project_fk,
  downloads.number_of_downloads,
  activity.number_of_forks,
  activity.number_of_commits,
  activity.number_of_closed_pull_requests
FROM (
    SELECT day_fk, project_fk, CAST(sum(number_of_downloads) AS bigint) AS number_of_downloads
    FROM pypi_dim.download_counts
      JOIN pypi_dim.project_version ON project_version_id = project_version_fk
    GROUP BY day_fk, project_fk
  ) AS downloads
  JOIN pypi_dim.project ON project_id = downloads.project_fk
  LEFT JOIN (
    SELECT
      day_fk,
      repo_name,
      CAST(sum(number_of_forks) AS bigint) AS number_of_forks,
      CAST(sum(number_of_commits) AS bigint) AS number_of_commits,
      CAST(sum(number_of_closed_pull_requests) AS bigint) AS number_of_closed_pull_requests
    FROM gh_dim.repo_activity
      JOIN gh_dim.repo ON repo_id = repo_fk
    GROUP BY day_fk, repo_name
  ) AS activity ON activity.day_fk = downloads.day_fk AND repo_name = project_name
