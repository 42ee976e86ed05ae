/*
kind: source
table: pypi_data.download_counts
description: Files downloaded from PyPI, one row per day, project, version, Python version and installer.
files: pypi/downloads-v{1,2}.csv.gz
grain: [day_id, project, project_version, python_version, installer]
columns:
  day_id: Day of the download (UTC), yyyymmdd.
  project: Name of the project, in the index's normalised form.
  project_version: Version of the downloaded file, empty where it is unknown.
  python_version: Major and minor version of the Python that asked, empty where it is unknown.
  installer: Program that asked, such as pip, empty where it is unknown.
  number_of_downloads: Files downloaded.
*/
CREATE TABLE pypi_data.download_counts (
  day_id              INTEGER NOT NULL,
  project             TEXT    NOT NULL,
  project_version     TEXT,
  python_version      TEXT,
  installer           TEXT,
  number_of_downloads BIGINT  NOT NULL
)
