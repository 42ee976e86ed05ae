-- What analysts ask. Each query begins with a line that names it.
-- the README's query
SELECT _date, project_name, number_of_downloads, number_of_forks, number_of_commits, number_of_closed_pull_requests
FROM pp_dim.python_project_activity JOIN pypi_dim.project ON project_id = project_fk JOIN time.day ON day_fk = day_id
WHERE project_name = (SELECT project_name FROM pypi_dim.project WHERE project_id = 42) ORDER BY day_fk DESC LIMIT 10;
-- the ten most downloaded projects of all days
SELECT project_name, sum(number_of_downloads) AS downloads
FROM pp_dim.python_project_activity JOIN pypi_dim.project ON project_id = project_fk
GROUP BY project_name ORDER BY downloads DESC LIMIT 10;
-- one day over all projects, by installer
SELECT installer_name, sum(number_of_downloads) AS downloads
FROM pypi_dim.download_counts JOIN pypi_dim.installer ON installer_id = installer_fk
WHERE day_fk = (SELECT max(day_id) FROM time.day WHERE day_id IN (SELECT day_fk FROM pp_dim.python_project_activity))
GROUP BY installer_name ORDER BY downloads DESC;
-- the versions of one project over all days
SELECT project_version_name, python_version_name, sum(number_of_downloads) AS downloads
FROM pypi_dim.download_counts
  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
  JOIN pypi_dim.python_version ON python_version_id = python_version_fk
WHERE project_fk = 42
GROUP BY project_version_name, python_version_name ORDER BY downloads DESC LIMIT 20;
