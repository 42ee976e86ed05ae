/*
kind: source
table: gh_data.repo_activity
description: Activity on GitHub, one row per day, user and repository with any activity.
files: github/repo-activity-v1.csv.gz
grain: [day_id, user, repository]
columns:
  day_id: Day of the activity (UTC), yyyymmdd.
  user: Owner of the repository.
  repository: Name of the repository.
  number_of_forks: Forks made, empty where there are none.
  number_of_commits: Commits pushed for the first time, empty where there are none or they are unknown.
  number_of_closed_pull_requests: Pull requests closed, merged or not, empty where there are none.
*/
CREATE TABLE gh_data.repo_activity (
  day_id                         INTEGER NOT NULL,
  "user"                         TEXT    NOT NULL,
  repository                     TEXT    NOT NULL,
  number_of_forks                INTEGER,
  number_of_commits              INTEGER,
  number_of_closed_pull_requests INTEGER
)
