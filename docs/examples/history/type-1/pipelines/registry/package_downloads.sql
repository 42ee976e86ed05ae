/*
kind: fact
table: registry_dim.package_downloads
description: Downloads of packages, per day and package.
grain: [day_fk, package_fk]
day: day_fk
measures:
  number_of_downloads: {aggregate: sum, description: Downloads of that day.}
reconcile: {number_of_downloads: registry_data.packages.number_of_downloads}
*/
SELECT
  day_id AS day_fk,
  package_id AS package_fk,
  number_of_downloads
FROM registry_data.packages
  JOIN registry_dim.package ON package_name = package
