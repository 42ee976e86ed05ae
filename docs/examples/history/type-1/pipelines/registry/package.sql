/*
kind: dimension
table: registry_dim.package
description: Packages, with the licence that was seen last.
natural_key: [package_name]
day: day_id
scd: 1
columns:
  package_id: Surrogate key of the package.
  package_name: Name of the package.
  licence_name: Its licence on the latest day on which the package was seen.
*/
SELECT DISTINCT
  day_id,
  package AS package_name,
  licence AS licence_name
FROM registry_data.packages
