-- What a user would write by hand for the same stars: everything from nothing in one go, without keys that stay, without
-- checks, without a record of what was built from what. ${lake} is the lake's folder.
SET preserve_insertion_order = false;
CREATE TEMP TABLE downloads AS
SELECT * FROM read_csv('${lake}/*/*/*/pypi/downloads-v1.csv.gz', auto_detect = false, header = true, delim = '\t',
  quote = '"', escape = '"', nullstr = '', compression = 'gzip', columns = {
    day_id: 'INTEGER', project: 'VARCHAR', project_version: 'VARCHAR', python_version: 'VARCHAR',
    installer: 'VARCHAR', number_of_downloads: 'BIGINT'});
CREATE TEMP TABLE activity AS
SELECT * FROM read_csv('${lake}/*/*/*/github/repo-activity-v1.csv.gz', auto_detect = false, header = true,
  delim = '\t', quote = '"', escape = '"', nullstr = '', compression = 'gzip', columns = {
    day_id: 'INTEGER', user: 'VARCHAR', repository: 'VARCHAR', number_of_forks: 'INTEGER',
    number_of_commits: 'INTEGER', number_of_closed_pull_requests: 'INTEGER'});

CREATE SCHEMA time;
CREATE TABLE time.day AS
SELECT
  CAST(strftime(d, '%Y%m%d') AS integer) AS day_id,
  strftime(d, '%a, %b %d %Y') AS day_name,
  year(d) AS year_id, CAST(year(d) AS text) AS year_name,
  isoyear(d) AS iso_year_id, CAST(isoyear(d) AS text) AS iso_year_name,
  year(d) * 10 + quarter(d) AS quarter_id, concat(year(d), ' Q', quarter(d)) AS quarter_name,
  year(d) * 100 + month(d) AS month_id, strftime(d, '%Y %b') AS month_name,
  isoyear(d) * 100 + week(d) AS week_id, concat(isoyear(d), ' - CW ', lpad(CAST(week(d) AS text), 2, '0')) AS week_name,
  isodow(d) AS day_of_week_id, dayname(d) AS day_of_week_name, day(d) AS day_of_month_id, d AS _date
FROM (
  SELECT CAST(unnest(generate_series(min(_date), max(_date), INTERVAL 1 day)) AS date) AS d
  FROM (SELECT strptime(CAST(day_id AS text), '%Y%m%d') AS _date FROM downloads)
);

CREATE SCHEMA pypi_dim;
CREATE TABLE pypi_dim.project AS
SELECT row_number() OVER () AS project_id, project AS project_name FROM (SELECT DISTINCT project FROM downloads);
CREATE TABLE pypi_dim.project_version AS
SELECT row_number() OVER () AS project_version_id, project_version_name, project_id AS project_fk
FROM (
  SELECT DISTINCT project, coalesce(project_version, 'Unknown version') AS project_version_name FROM downloads
) JOIN pypi_dim.project ON project_name = project;
CREATE TABLE pypi_dim.installer AS
SELECT -1 AS installer_id, 'Unknown installer' AS installer_name
UNION ALL
SELECT row_number() OVER (), installer FROM (SELECT DISTINCT installer FROM downloads WHERE installer IS NOT NULL);
CREATE TABLE pypi_dim.python_version AS
SELECT -1 AS python_version_id, 'Unknown python version' AS python_version_name
UNION ALL
SELECT row_number() OVER (), python_version
FROM (SELECT DISTINCT python_version FROM downloads WHERE python_version IS NOT NULL);
CREATE TABLE pypi_dim.download_counts AS
SELECT
  day_id AS day_fk,
  CAST(project_version_id AS integer) AS project_version_fk,
  CAST(coalesce(installer_id, -1) AS integer) AS installer_fk,
  CAST(coalesce(python_version_id, -1) AS integer) AS python_version_fk,
  number_of_downloads
FROM downloads
  JOIN pypi_dim.project ON project_name = project
  JOIN pypi_dim.project_version
    ON project_fk = project_id AND project_version_name = coalesce(project_version, 'Unknown version')
  LEFT JOIN pypi_dim.installer ON installer_name = installer
  LEFT JOIN pypi_dim.python_version ON python_version_name = python_version;

CREATE SCHEMA gh_dim;
CREATE TABLE gh_dim.repo AS
SELECT row_number() OVER () AS repo_id, repository AS repo_name, "user" AS user_name
FROM (SELECT DISTINCT repository, "user" FROM activity);
CREATE TABLE gh_dim.repo_activity AS
SELECT
  day_id AS day_fk, CAST(repo_id AS integer) AS repo_fk,
  number_of_forks, number_of_commits, number_of_closed_pull_requests
FROM activity JOIN gh_dim.repo ON user_name = "user" AND repo_name = repository;

CREATE SCHEMA pp_dim;
CREATE TABLE pp_dim.python_project_activity AS
SELECT
  downloads.day_fk, CAST(downloads.project_fk AS integer) AS project_fk, downloads.number_of_downloads,
  activity.number_of_forks, activity.number_of_commits, activity.number_of_closed_pull_requests
FROM (
    SELECT day_fk, project_fk, CAST(sum(number_of_downloads) AS bigint) AS number_of_downloads
    FROM pypi_dim.download_counts JOIN pypi_dim.project_version ON project_version_id = project_version_fk
    GROUP BY day_fk, project_fk
  ) AS downloads
  LEFT JOIN (
    SELECT day_fk, project_id AS project_fk, CAST(sum(number_of_forks) AS bigint) AS number_of_forks,
      CAST(sum(number_of_commits) AS bigint) AS number_of_commits,
      CAST(sum(number_of_closed_pull_requests) AS bigint) AS number_of_closed_pull_requests
    FROM gh_dim.repo_activity JOIN gh_dim.repo ON repo_id = repo_fk JOIN pypi_dim.project ON project_name = repo_name
    GROUP BY day_fk, project_id
  ) AS activity ON activity.day_fk = downloads.day_fk AND activity.project_fk = downloads.project_fk;
