# Every target sets up .venv first; `make` alone lists the targets.
PYTHON := .venv/bin/python
SOURCES := app widgets inference storage resources tests

# tests need no screen; a user's own settings must not change them
HEADLESS := QT_QPA_PLATFORM=offscreen

# a process a core; four are enough, since tests of processes start more of their own
PYTEST := $(HEADLESS) $(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: help setup run test test-s3 check bench screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv and install everything into it
	@.ci/setup

run: setup ## open the window on a sample rally, or on VIDEO=path
	@.ci/open "$$VIDEO"

test: setup ## run the tests
	$(PYTEST)

test-s3: setup ## run the tests of S3 and of sync against ENDPOINT=http://host:port
	@test -n "$(ENDPOINT)" || { echo "Say which server: make test-s3 ENDPOINT=http://host:port"; exit 2; }
	TOUCHLINE_TEST_S3="$(ENDPOINT)" $(HEADLESS) $(PYTHON) -m pytest tests/storage/cloud

check: setup ## format, lint, types, layers, tests: what CI runs
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTEST)

bench: setup ## measure speed: opening, seeking, playing, analysing
	$(HEADLESS) $(PYTHON) -m tests.benchmarks

screenshots: setup ## draw resources/screenshots anew
	$(HEADLESS) $(PYTHON) -m tests.screenshots

clean: ## remove what make made
	rm -rf .venv build dist results *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(SOURCES) -name __pycache__ -type d -exec rm -rf {} +
