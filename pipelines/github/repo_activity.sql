/*
kind: fact
table: gh_dim.repo_activity
description: Activity of GitHub repositories.
grain: [day_fk, repo_fk]
day: day_fk
measures:
  number_of_forks: {aggregate: sum, description: Forks made on that day.}
  number_of_commits: {aggregate: sum, description: Commits pushed on that day for the first time.}
  number_of_closed_pull_requests: {aggregate: sum, description: Pull requests closed on that day.}
reconcile:
  number_of_forks: gh_data.repo_activity.number_of_forks
  number_of_commits: gh_data.repo_activity.number_of_commits
  number_of_closed_pull_requests: gh_data.repo_activity.number_of_closed_pull_requests
columns:
  day_fk: Day of the activity (UTC).
  repo_fk: The repository.
*/
SELECT
  day_id AS day_fk,
  repo_id AS repo_fk,
  number_of_forks,
  number_of_commits,
  number_of_closed_pull_requests
FROM gh_data.repo_activity
  JOIN gh_dim.repo ON user_name = "user" AND repo_name = repository
