/*
kind: dimension
table: pypi_dim.installer
description: Programs that download from PyPI.
natural_key: [installer_name]
unknown: {installer_name: Unknown installer}
columns:
  installer_id: Surrogate key of the installer, -1 where it is unknown.
  installer_name: Name of the program, such as pip.
*/
SELECT DISTINCT installer AS installer_name
FROM pypi_data.download_counts
WHERE installer IS NOT NULL
