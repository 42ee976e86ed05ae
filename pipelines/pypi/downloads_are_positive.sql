/*
kind: check
description: A row of download counts stands for at least one downloaded file.
severity: warn
*/
SELECT day_fk, project_version_fk, number_of_downloads
FROM pypi_dim.download_counts
WHERE number_of_downloads < 1
