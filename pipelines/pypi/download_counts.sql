/*
kind: fact
table: pypi_dim.download_counts
description: Files downloaded from PyPI.
grain: [day_fk, project_version_fk, installer_fk, python_version_fk]
day: day_fk
measures:
  number_of_downloads: {aggregate: sum, description: Files downloaded on that day.}
reconcile: {number_of_downloads: pypi_data.download_counts.number_of_downloads}
columns:
  day_fk: Day of the download (UTC).
  project_version_fk: Version of the project that was downloaded.
  installer_fk: Program that asked.
  python_version_fk: Python version that asked.
*/
SELECT
  day_id AS day_fk,
  project_version_id AS project_version_fk,
  coalesce(installer_id, -1) AS installer_fk,
  coalesce(python_version_id, -1) AS python_version_fk,
  number_of_downloads
FROM pypi_data.download_counts
  JOIN pypi_dim.project ON project_name = project
  JOIN pypi_dim.project_version
    ON project_fk = project_id AND project_version_name = coalesce(project_version, 'Unknown version')
  LEFT JOIN pypi_dim.installer ON installer_name = installer
  LEFT JOIN pypi_dim.python_version ON python_version_name = python_version
