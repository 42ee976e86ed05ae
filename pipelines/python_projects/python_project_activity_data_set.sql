/*
kind: data_set
table: pp_dim.python_project_activity_data_set
description: Downloads and activity of Python projects, one row per project and day, ready for a spreadsheet.
columns:
  Day: Day of the downloads and of the activity (UTC).
  Project: Name of the project on PyPI.
  Downloads: Files downloaded from PyPI.
  Forks: Forks of repositories with the project's name.
  Commits: Commits to repositories with the project's name.
  Closed pull requests: Pull requests closed in repositories with the project's name.
*/
SELECT
  _date AS "Day",
  project_name AS "Project",
  number_of_downloads AS "Downloads",
  number_of_forks AS "Forks",
  number_of_commits AS "Commits",
  number_of_closed_pull_requests AS "Closed pull requests"
FROM pp_dim.python_project_activity
  JOIN pypi_dim.project ON project_id = project_fk
  JOIN time.day ON day_id = day_fk
