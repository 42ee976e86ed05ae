# Everything here is a short name for one or two commands; read them to see what to type by hand.

# The query of the README: what happened to flask on its last ten days.
define FLASK_QUERY
SELECT _date, project_name, number_of_downloads, number_of_forks, number_of_commits, number_of_closed_pull_requests
FROM pp_dim.python_project_activity
  JOIN pypi_dim.project ON project_id = project_fk
  JOIN time.day ON day_fk = day_id
WHERE project_name = 'flask'
ORDER BY day_fk DESC
LIMIT 10
endef
export FLASK_QUERY

# Of the crash laboratory. No harms mean all that the engine can suffer.
SEED ?= 1
COUNT ?= 20
ENGINE ?= duckdb
HARMS ?=
WAREHOUSE ?=

.DEFAULT_GOAL := help
.PHONY: help run run-postgres sync-bigquery-csv-data-sets-from-s3 test bench bench-guard laboratory crash-laboratory file-laboratory model-laboratory build format clean

help: ## Show these targets
	@sed -n 's/^\([a-z0-9-]*\): ## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-42s %s\n", $$1, $$2 }'

run: ## Build the program, then the stars from data/, and ask them about flask
	@./asterism run
	@./asterism sql "$$FLASK_QUERY"

run-postgres: ## The same in a PostgreSQL server that it starts, and stops at Enter (with FLAGS=--once at once)
	@./mvnw -B -q -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -cp "target/test-classes:target/classes:$$(cat target/test-classpath)" \
	  dev.asterism.testing.TryPostgres $(FLAGS) "$$FLASK_QUERY"

sync-bigquery-csv-data-sets-from-s3: ## Mirror the day files of the bucket in the setting s3.url into data/
	@./asterism sync $(FLAGS)

test: ## Build and check everything: formatting, static analysis, tests, and that nothing became grossly slower
	./mvnw -B -ntp verify
	@$(MAKE) --no-print-directory bench-guard

bench: ## Measure, as bench/README.md says (with FLAGS=--rows=10000 and others)
	@./asterism --version >/dev/null
	@./mvnw -B -q -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
	@classpath="target/bench-classes:target/test-classes:target/classes:$$(cat target/test-classpath)" && \
	  "$${JAVA_HOME:+$$JAVA_HOME/bin/}javac" -nowarn -d target/bench-classes -cp "$$classpath" bench/Bench.java && \
	  "$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -cp "$$classpath" Bench $(FLAGS)

# Small, so that it takes two minutes; ratios only, as machines differ.
bench-guard: ## Measure a little, and fail where a ratio is more than twice that of bench/expected.tsv
	@$(MAKE) --no-print-directory bench FLAGS="--folder=target/bench-guard --expected=bench/expected.tsv \
	  --scenarios=duckdb --days=6 --rows=200000 --repositories=60000"
	@$(MAKE) --no-print-directory bench FLAGS="--folder=target/bench-guard --expected=bench/expected.tsv \
	  --scenarios=growth --days=3 --rows=20000 --repositories=6000"

laboratory: ## The long forms of all tests that look for what goes wrong by chance, by SEED=1: two hours
	@$(MAKE) --no-print-directory file-laboratory
	./mvnw -B -ntp test -Dasterism.test.seed=$(SEED) -Dasterism.test.kills=40 -Dasterism.test.publishes=200 \
	  -Dasterism.test.histories=200 \
	  -Dtest='KilledBuildTest,ReadersDuringPublishesTest,DuckDbContractTest$$RandomHistory,PostgresContractTest$$RandomHistory'
	@$(MAKE) --no-print-directory model-laboratory
	@$(MAKE) --no-print-directory crash-laboratory COUNT=100
	@$(MAKE) --no-print-directory crash-laboratory COUNT=100 ENGINE=postgres

crash-laboratory: ## Harm COUNT=20 runs on ENGINE=duckdb (postgres) by SEED=1, and see that all is well; HARMS=kill for one kind
	@./asterism --version >/dev/null
	@./mvnw -B -q -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -Dasterism.test.launcher="$(CURDIR)/asterism" \
	  -cp "target/test-classes:target/classes:$$(cat target/test-classpath)" \
	  dev.asterism.laboratory.CrashLaboratory $(SEED) $(COUNT) $(ENGINE) $(HARMS)

file-laboratory: COUNT = 10000
file-laboratory: ## Build COUNT=10000 odd day files by SEED=1, and compare with an independent reader; WAREHOUSE=URL for an empty one
	@./mvnw -B -q -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -cp "target/test-classes:target/classes:$$(cat target/test-classpath)" \
	  dev.asterism.engine.FileLaboratory $(SEED) $(COUNT) $(WAREHOUSE)

model-laboratory: COUNT = 1000
model-laboratory: ## Play COUNT=1000 random histories of days and models by SEED=1 on DuckDB, and a fifth of them on PostgreSQL
	./mvnw -B -ntp test -Dasterism.test.seed=$(SEED) -Dasterism.test.model-histories=$(COUNT) \
	  -Dtest='DuckDbContractTest$$ModelHistory'
	./mvnw -B -ntp test -Dasterism.test.seed=$(SEED) -Dasterism.test.model-histories=$$(($(COUNT) / 5)) \
	  -Dtest='PostgresContractTest$$ModelHistory'

build: ## Build the program without its tests
	./mvnw -B -q -ntp -Dmaven.test.skip=true package

format: ## Format the sources
	./mvnw -B -q -ntp spotless:apply

clean: ## Remove what was built, but not the stars
	./mvnw -B -q -ntp clean
