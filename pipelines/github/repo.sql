/*
kind: dimension
table: gh_dim.repo
description: Repositories on GitHub.
natural_key: [user_name, repo_name]
columns:
  repo_id: Surrogate key of the repository.
  repo_name: Name of the repository.
  user_name: Owner of the repository, a person or an organisation.
*/
SELECT DISTINCT repository AS repo_name, "user" AS user_name
FROM gh_data.repo_activity
