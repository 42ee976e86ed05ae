-- The events of a day that count, each once: GH Archive has recorded some twice. A line that is no event has no id or no
-- type; it is kept to be counted.
CREATE TABLE event AS
SELECT
  id,
  count(*) AS copies,
  min(type) AS type,
  min(repo.name) AS full_name,
  max(TRY_CAST(payload.distinct_size AS BIGINT)) AS distinct_size,
  min(payload.action) AS action
FROM read_json(
  getvariable('hours'),
  format = 'newline_delimited',
  compression = 'gzip',
  ignore_errors = true,
  columns = {
    id: 'VARCHAR',
    type: 'VARCHAR',
    repo: 'STRUCT(name VARCHAR)',
    payload: 'STRUCT(action VARCHAR, distinct_size VARCHAR)'
  })
WHERE type IN ('ForkEvent', 'PushEvent', 'PullRequestEvent')
  OR type IS NULL
  OR id IS NULL
GROUP BY id
