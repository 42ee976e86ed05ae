-- One day of a realistic lake, repeatable for a seed. ${day} is yyyymmdd, ${age} the days since the first one.
-- Popularity is skewed as on PyPI: a few projects have most of the rows, most projects have a few. Projects release
-- versions as time goes by, and people mostly install the newest ones. Rows come in no order, as from BigQuery.

CREATE OR REPLACE MACRO uniform(salt, number) AS
  (hash(number, salt, ${day}, ${seed}) % 9007199254740992) / 9007199254740992.0;
CREATE OR REPLACE MACRO fixed(salt, number) AS
  (hash(number, salt, ${seed}) % 9007199254740992) / 9007199254740992.0;
CREATE OR REPLACE MACRO project_name(number) AS
  lower(concat(
    list_extract(['py', 'django', 'flask', 'data', 'fast', 'lib', 'open', 'micro', 'tensor', 'web', 'aws', 'test'],
      1 + CAST(floor(fixed(1, number) * 12) AS integer)),
    '-', substr(md5(CAST(number AS text)), 1, 2 + CAST(floor(fixed(2, number) * 5) AS integer)), '-', to_base(number, 36)));

COPY (
  SELECT
    ${day} AS day_id,
    project_name(project) AS project,
    concat(release // 20, '.', release % 20 // 4, '.', release % 4) AS project_version,
    CASE WHEN python_drawn < 0.16 THEN NULL
      ELSE list_extract(['3.11', '3.12', '3.10', '3.9', '3.8', '3.13', '3.7', '3.6', '2.7', '3.5', '3.14', '3.4'],
        1 + CAST(floor(12 * pow((python_drawn - 0.16) / 0.84, 2)) AS integer)) END AS python_version,
    CASE WHEN installer_drawn < 0.03 THEN NULL
      ELSE list_extract(['pip', 'uv', 'bandersnatch', 'poetry', 'setuptools', 'requests', 'Browser', 'twine', 'conda',
          'Artifactory', 'Nexus', 'devpi', 'pdm'],
        1 + CAST(floor(13 * pow((installer_drawn - 0.03) / 0.97, 3)) AS integer)) END AS installer,
    CAST(1 + floor(pow(uniform(6, number), -0.9)) AS bigint) AS number_of_downloads
  FROM (
    SELECT
      number,
      project,
      CAST(floor(releases * (1 - pow(uniform(4, number), 3))) AS integer) AS release,
      uniform(5, number) AS python_drawn,
      uniform(7, number) AS installer_drawn
    FROM (
      SELECT
        number,
        project,
        1 + CAST(floor(pow(fixed(3, project), 4) * 300) + floor(fixed(8, project) * ${age} / 20) AS integer) AS releases
      FROM (
        SELECT number, CAST(floor(${projects} * pow(uniform(9, number), 3)) AS integer) AS project
        FROM range(CAST(${pypi_rows} * 1.35 AS bigint)) AS numbers(number)
      )
    )
  )
  QUALIFY row_number() OVER (PARTITION BY project, release, python_version, installer) = 1
  ORDER BY hash(number)
  LIMIT ${pypi_rows}
) TO '${downloads}' (FORMAT csv, DELIMITER '\t', HEADER, COMPRESSION gzip, NULLSTR '');

COPY (
  SELECT
    ${day} AS day_id,
    concat(list_extract(['dev', 'code', 'the', 'open', 'team', 'x'], 1 + CAST(floor(fixed(11, repo) * 6) AS integer)),
      '-', substr(md5(CAST(repo // 4 AS text)), 1, 7)) AS "user",
    CASE WHEN repo < ${projects} THEN project_name(repo)
      ELSE concat('repo-', substr(md5(CAST(repo AS text)), 1, 10)) END AS repository,
    CASE WHEN uniform(12, number) < 0.2 THEN CAST(1 + floor(pow(uniform(13, number), -0.7)) AS integer) END
      AS number_of_forks,
    CASE WHEN uniform(14, number) < 0.85 THEN CAST(1 + floor(pow(uniform(15, number), -0.9)) AS integer) END
      AS number_of_commits,
    CASE WHEN uniform(16, number) < 0.15 THEN CAST(1 + floor(pow(uniform(17, number), -0.5)) AS integer) END
      AS number_of_closed_pull_requests
  FROM (
    SELECT number, CAST(floor(${repositories} * pow(uniform(10, number), 2)) AS integer) AS repo
    FROM range(CAST(${github_rows} * 1.6 AS bigint)) AS numbers(number)
  )
  QUALIFY row_number() OVER (PARTITION BY repo) = 1
  ORDER BY hash(number)
  LIMIT ${github_rows}
) TO '${activity}' (FORMAT csv, DELIMITER '\t', HEADER, COMPRESSION gzip, NULLSTR '');
