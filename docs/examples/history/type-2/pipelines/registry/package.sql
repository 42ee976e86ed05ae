/*
kind: dimension
table: registry_dim.package
description: Packages, a version for each licence that they had.
natural_key: [package_name]
day: day_id
scd: 2
columns:
  package_id: Surrogate key of the version.
  package_name: Name of the package.
  licence_name: Its licence while the version was valid.
  valid_from: First day of the version, as yyyymmdd; 19000101 for the first one.
  valid_to: Last day of the version, as yyyymmdd; 99991231 for the current one.
  is_current: Whether it is the version of today.
*/
SELECT DISTINCT
  day_id,
  package AS package_name,
  licence AS licence_name
FROM registry_data.packages
