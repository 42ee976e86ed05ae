-- The tables that the original's rows are loaded into.
\set ON_ERROR_STOP on
CREATE SCHEMA pypi_data;
CREATE SCHEMA gh_data;
CREATE TABLE pypi_data.download_counts (
  day_id integer NOT NULL, project text NOT NULL, project_version text, python_version text, installer text,
  number_of_downloads bigint NOT NULL);
CREATE TABLE gh_data.repo_activity (
  day_id integer NOT NULL, "user" text NOT NULL, repository text NOT NULL, number_of_forks integer,
  number_of_commits integer, number_of_closed_pull_requests integer);
