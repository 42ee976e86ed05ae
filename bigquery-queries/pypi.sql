/*
data_set: pypi
file: pypi/downloads-v1.csv.gz
first_day: 2016-01-22
description: Files downloaded from PyPI, one row per day, project, version, Python version and installer.
columns:
  day_id: Day of the download (UTC), yyyymmdd.
  project: Name of the project, in the index's normalised form.
  project_version: Version of the downloaded file, empty where it is unknown.
  python_version: Major and minor version of the Python that asked, empty where it is unknown.
  installer: Program that asked, such as pip, empty where it is unknown.
  number_of_downloads: Files downloaded.
price: |
  The table is partitioned by day, and only the columns named here are billed: about 185 GB a day in 2026, which is about
  one US dollar at 6.25 dollars per TiB. Days of 2018 are about a hundredth of that. The first TiB of a month is free.
*/
-- Nobody is left out, neither mirrors nor downloads without a known installer: what should not count is for a model to
-- say. The condition on the bare column "timestamp" is what makes BigQuery read one partition only.
SELECT
  CAST(FORMAT_DATE('%Y%m%d', @day) AS INT64) AS day_id,
  file.project AS project,
  file.version AS project_version,
  REGEXP_EXTRACT(details.python, r'^([^.]+\.[^.]+)') AS python_version,
  details.installer.name AS installer,
  COUNT(*) AS number_of_downloads
FROM `bigquery-public-data.pypi.file_downloads`
WHERE timestamp >= TIMESTAMP(@day)
  AND timestamp < TIMESTAMP(DATE_ADD(@day, INTERVAL 1 DAY))
  AND file.project != ''
GROUP BY project, project_version, python_version, installer
