# ProximCité. On a fresh machine: `make run` to try it out, `make test` to check it.
PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test model evaluate bench lock migration clean

run: .venv/run.stamp
	@if [ -f config.toml ]; then exec $(BIN)/proximcite --config config.toml run; else exec $(BIN)/proximcite chat; fi

test: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

model: .venv/dev.stamp
	$(BIN)/python -m bot.understanding.training
	$(BIN)/python -m bot.understanding.danger_training

evaluate: .venv/dev.stamp
	$(BIN)/python -m benchmarks.evaluate
	$(BIN)/python -m benchmarks.evaluate benchmarks/held_out.jsonl
	$(BIN)/python -m benchmarks.classifiers
	$(BIN)/python -m benchmarks.danger
	$(BIN)/python -m benchmarks.several
	$(BIN)/python -m benchmarks.values
	$(BIN)/python -m benchmarks.search_quality
	$(BIN)/python -m benchmarks.places
	$(BIN)/python -m benchmarks.neighbours
	$(BIN)/python -m benchmarks.conversations

# About half an hour; beside our bot it measures its peers, which live in an environment of their own.
bench: .venv/dev.stamp .venv-bench/stamp
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.telegram
	$(BIN)/python -m benchmarks.open_loop
	$(BIN)/python -m benchmarks.broadcast
	$(BIN)/python -m benchmarks.matrix_round_trip
	$(BIN)/python -m benchmarks.desk

# A new revision of the database, from the difference between storage/tables.py and the last one: make migration name=what
migration: .venv/dev.stamp
	$(BIN)/python -m storage.migrate "$(name)"

# Newest versions that pyproject.toml allows, with hashes. Nothing else installs anything that is not in these files.
lock:
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip --quiet install uv; }
	.venv-lock/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.lock
	.venv-lock/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	.venv-lock/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group bench -o requirements-bench.lock

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed ($(PYTHON) was not found)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing (once)..." >&2
	@$(PIP) install --require-hashes -r requirements.lock </dev/null >&2
	@$(PIP) install --no-deps --no-build-isolation -e . </dev/null >&2
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@$(PIP) install --require-hashes -r requirements-dev.lock </dev/null >&2
	@touch $@

.venv-bench/stamp: requirements-bench.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed ($(PYTHON) was not found)" >&2; exit 1; }
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r $< </dev/null >&2
	@touch $@

clean:
	rm -rf .venv .venv-bench .venv-lock build *.egg-info
