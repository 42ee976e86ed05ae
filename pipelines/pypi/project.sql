/*
kind: dimension
table: pypi_dim.project
description: Projects on PyPI.
natural_key: [project_name]
columns:
  project_id: Surrogate key of the project.
  project_name: Name of the project, in the index's normalised form.
*/
SELECT DISTINCT project AS project_name
FROM pypi_data.download_counts
