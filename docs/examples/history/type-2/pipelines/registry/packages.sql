/*
kind: source
table: registry_data.packages
description: Packages of a registry, one row per day and package.
files: registry/packages-v1.csv.gz
grain: [day_id, package]
*/
CREATE TABLE registry_data.packages (
  day_id              INTEGER NOT NULL,
  package             TEXT    NOT NULL,
  licence             TEXT,
  number_of_downloads INTEGER NOT NULL
)
