-- The way of the tool that these stars come from: all tables are built again into schemas of their own, with keys, indexes
-- and foreign keys, then swapped in by renaming. The rows were loaded before, by psql, into pypi_data and gh_data.
\set ON_ERROR_STOP on
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS time_next CASCADE;
DROP SCHEMA IF EXISTS pypi_dim_next CASCADE;
DROP SCHEMA IF EXISTS gh_dim_next CASCADE;
DROP SCHEMA IF EXISTS pp_dim_next CASCADE;
CREATE SCHEMA time_next;
CREATE SCHEMA pypi_dim_next;
CREATE SCHEMA gh_dim_next;
CREATE SCHEMA pp_dim_next;

CREATE TABLE time_next.day AS
SELECT to_char(d, 'YYYYMMDD')::integer AS day_id, to_char(d, 'Dy, Mon DD YYYY') AS day_name,
  extract(year FROM d)::integer AS year_id, to_char(d, 'YYYY') AS year_name,
  to_char(d, 'YYYYMM')::integer AS month_id, to_char(d, 'YYYY Mon') AS month_name,
  to_char(d, 'IYYYIW')::integer AS week_id, to_char(d, 'IYYY - "CW "IW') AS week_name,
  extract(isodow FROM d)::integer AS day_of_week_id, to_char(d, 'Day') AS day_of_week_name,
  extract(day FROM d)::integer AS day_of_month_id, d::date AS _date
FROM (
  SELECT generate_series(to_date(min(day_id)::text, 'YYYYMMDD'), to_date(max(day_id)::text, 'YYYYMMDD'), '1 day') AS d
  FROM pypi_data.download_counts
) AS days;
ALTER TABLE time_next.day ADD PRIMARY KEY (day_id);

CREATE TABLE pypi_dim_next.project (project_id SERIAL PRIMARY KEY, project_name text NOT NULL);
INSERT INTO pypi_dim_next.project (project_name) SELECT DISTINCT project FROM pypi_data.download_counts;
CREATE INDEX ON pypi_dim_next.project (project_name);
CREATE TABLE pypi_dim_next.project_version (
  project_version_id SERIAL PRIMARY KEY, project_version_name text NOT NULL, project_fk integer NOT NULL);
INSERT INTO pypi_dim_next.project_version (project_version_name, project_fk)
SELECT DISTINCT coalesce(project_version, 'Unknown version'), project_id
FROM pypi_data.download_counts JOIN pypi_dim_next.project ON project_name = project;
CREATE INDEX ON pypi_dim_next.project_version (project_fk, project_version_name);
CREATE TABLE pypi_dim_next.installer (installer_id SERIAL PRIMARY KEY, installer_name text NOT NULL);
INSERT INTO pypi_dim_next.installer VALUES (-1, 'Unknown installer');
INSERT INTO pypi_dim_next.installer (installer_name)
SELECT DISTINCT installer FROM pypi_data.download_counts WHERE installer IS NOT NULL;
CREATE TABLE pypi_dim_next.python_version (python_version_id SERIAL PRIMARY KEY, python_version_name text NOT NULL);
INSERT INTO pypi_dim_next.python_version VALUES (-1, 'Unknown python version');
INSERT INTO pypi_dim_next.python_version (python_version_name)
SELECT DISTINCT python_version FROM pypi_data.download_counts WHERE python_version IS NOT NULL;
ANALYZE pypi_dim_next.project;
ANALYZE pypi_dim_next.project_version;
CREATE TABLE pypi_dim_next.download_counts (
  day_fk integer NOT NULL, project_version_fk integer NOT NULL, installer_fk integer NOT NULL,
  python_version_fk integer NOT NULL, number_of_downloads bigint);
INSERT INTO pypi_dim_next.download_counts
SELECT day_id, project_version_id, coalesce(installer_id, -1), coalesce(python_version_id, -1), number_of_downloads
FROM pypi_data.download_counts
  JOIN pypi_dim_next.project ON project_name = project
  JOIN pypi_dim_next.project_version
    ON project_fk = project_id AND project_version_name = coalesce(project_version, 'Unknown version')
  LEFT JOIN pypi_dim_next.installer ON installer_name = installer
  LEFT JOIN pypi_dim_next.python_version ON python_version_name = python_version;
CREATE INDEX ON pypi_dim_next.download_counts (project_version_fk);
ALTER TABLE pypi_dim_next.project_version
  ADD FOREIGN KEY (project_fk) REFERENCES pypi_dim_next.project (project_id);
ALTER TABLE pypi_dim_next.download_counts
  ADD FOREIGN KEY (day_fk) REFERENCES time_next.day (day_id),
  ADD FOREIGN KEY (project_version_fk) REFERENCES pypi_dim_next.project_version (project_version_id),
  ADD FOREIGN KEY (installer_fk) REFERENCES pypi_dim_next.installer (installer_id),
  ADD FOREIGN KEY (python_version_fk) REFERENCES pypi_dim_next.python_version (python_version_id);

CREATE TABLE gh_dim_next.repo (repo_id SERIAL PRIMARY KEY, repo_name text NOT NULL, user_name text NOT NULL);
INSERT INTO gh_dim_next.repo (repo_name, user_name) SELECT DISTINCT repository, "user" FROM gh_data.repo_activity;
CREATE INDEX ON gh_dim_next.repo (repo_name);
ANALYZE gh_dim_next.repo;
CREATE TABLE gh_dim_next.repo_activity (
  day_fk integer NOT NULL, repo_fk integer NOT NULL, number_of_forks integer, number_of_commits integer,
  number_of_closed_pull_requests integer);
INSERT INTO gh_dim_next.repo_activity
SELECT day_id, repo_id, number_of_forks, number_of_commits, number_of_closed_pull_requests
FROM gh_data.repo_activity JOIN gh_dim_next.repo ON user_name = "user" AND repo_name = repository;
CREATE INDEX ON gh_dim_next.repo_activity (repo_fk);
ALTER TABLE gh_dim_next.repo_activity
  ADD FOREIGN KEY (day_fk) REFERENCES time_next.day (day_id),
  ADD FOREIGN KEY (repo_fk) REFERENCES gh_dim_next.repo (repo_id);

CREATE TABLE pp_dim_next.python_project_activity AS
SELECT downloads.day_fk, downloads.project_fk, downloads.number_of_downloads, activity.number_of_forks,
  activity.number_of_commits, activity.number_of_closed_pull_requests
FROM (
    SELECT day_fk, project_fk, sum(number_of_downloads)::bigint AS number_of_downloads
    FROM pypi_dim_next.download_counts JOIN pypi_dim_next.project_version ON project_version_id = project_version_fk
    GROUP BY day_fk, project_fk
  ) AS downloads
  JOIN pypi_dim_next.project ON project_id = downloads.project_fk
  LEFT JOIN (
    SELECT day_fk, repo_name, sum(number_of_forks) AS number_of_forks, sum(number_of_commits) AS number_of_commits,
      sum(number_of_closed_pull_requests) AS number_of_closed_pull_requests
    FROM gh_dim_next.repo_activity JOIN gh_dim_next.repo ON repo_id = repo_fk
    GROUP BY day_fk, repo_name
  ) AS activity ON activity.day_fk = downloads.day_fk AND repo_name = project_name;
CREATE INDEX ON pp_dim_next.python_project_activity (project_fk);
ALTER TABLE pp_dim_next.python_project_activity
  ADD FOREIGN KEY (day_fk) REFERENCES time_next.day (day_id),
  ADD FOREIGN KEY (project_fk) REFERENCES pypi_dim_next.project (project_id);

DROP SCHEMA IF EXISTS pp_dim CASCADE;
DROP SCHEMA IF EXISTS gh_dim CASCADE;
DROP SCHEMA IF EXISTS pypi_dim CASCADE;
DROP SCHEMA IF EXISTS time CASCADE;
ALTER SCHEMA time_next RENAME TO time;
ALTER SCHEMA pypi_dim_next RENAME TO pypi_dim;
ALTER SCHEMA gh_dim_next RENAME TO gh_dim;
ALTER SCHEMA pp_dim_next RENAME TO pp_dim;
ANALYZE;
