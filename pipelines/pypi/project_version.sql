/*
kind: dimension
table: pypi_dim.project_version
description: Released versions of projects on PyPI.
natural_key: [project_fk, project_version_name]
columns:
  project_version_id: Surrogate key of the version.
  project_version_name: Version number, 'Unknown version' where the log did not say.
  project_fk: The project.
*/
SELECT project_version_name, project_id AS project_fk
FROM (
    SELECT DISTINCT project, coalesce(project_version, 'Unknown version') AS project_version_name
    FROM pypi_data.download_counts
  ) AS versions
  JOIN pypi_dim.project ON project_name = project
