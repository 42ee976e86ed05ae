/*
kind: dimension
table: pypi_dim.python_version
description: Versions of Python with which downloads were made.
natural_key: [python_version_name]
unknown: {python_version_name: Unknown python version}
columns:
  python_version_id: Surrogate key of the Python version, -1 where it is unknown.
  python_version_name: Major and minor version, such as 3.6.
*/
SELECT DISTINCT python_version AS python_version_name
FROM pypi_data.download_counts
WHERE python_version IS NOT NULL
