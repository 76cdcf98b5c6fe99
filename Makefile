# Two commands on a fresh machine with Python 3.11 or later, git and make:
#   make sync   sets everything up and syncs the sample site with Prefect
#   make test   sets everything up and runs the tests

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP = $$(test -x $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)
QUIETLY := --quiet --disable-pip-version-check --no-warn-script-location
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal

# The sample's runs leave a user's own Prefect alone: a home below this folder and the embedded server.
RUN := env -u PREFECT_API_URL -u PREFECT_PROFILE PREFECT_HOME="$(CURDIR)/.calque/prefect" DO_NOT_TRACK=1

.PHONY: sync test coverage test-library e2e check format sample lock bounds stock default-python clean

sync: $(READY)
	@mkdir -p .calque/prefect
	@$(RUN) $(BIN)/python flows/sync.py

test: $(READY)
	$(PYTEST) -m "not e2e"

# Which lines no test reaches; counting them takes half as long again.
coverage: $(READY)
	$(PYTEST) -m "not e2e" --cov --cov-report=term:skip-covered

# What computes, and of the rest one test file of each kind that another Python could break: processes, threads, a whole
# sync, each command. Days of a site, reports and Prefect run with the default Python. .ci/run calls it with each other one.
LIBRARY := adoption align building checks cli guards handoffs html injected language ledger locales pairing po sources \
	states translators pipeline/catalogs pipeline/crawl pipeline/ingest pipeline/runner pipeline/test_sync.py \
	pipeline/test_cut_off.py pipeline/test_report.py $(foreach name,addresses config counts patterns places sites store \
	worddiff wpml_config,test_$(name).py)
test-library: $(READY)
	$(PYTEST) -m "not e2e" $(addprefix tests/,$(LIBRARY)) \
		$(addprefix --ignore=tests/,align/test_long_pages.py cli/test_configuration.py)

# These wait for servers and schedules more than they compute: four at once keep two cores busy.
e2e: $(READY)
	tests/e2e/install.sh
	$(BIN)/python -m pytest --numprocesses 4 --dist loadgroup --no-loadscope-reorder -m e2e \
		$$(grep --recursive --files-with-matches --include='*.py' 'mark\.e2e' tests)

# Once a release: the oldest and the newest versions that pyproject.toml admits, each in an environment of its own.
bounds:
	tests/bounds.sh "$(PYTHON)"

# Once a release: the two commands for a user of a stock Debian 12, in a root of its own. Needs root and debootstrap.
stock:
	tests/stock.sh "$${TMPDIR:-/tmp}/calque-stock"

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# The sample's catalogs as they came to be; a test holds that they stand so.
sample: $(READY)
	$(BIN)/python sample/replay.py

# Versions and hashes only, never a download address.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
		--no-emit-index-url --group test --group build pyproject.toml --output-file requirements.lock

# The lock is complete, so nothing is resolved: pip before 23.1 asks for newest versions where it resolves with hashes.
# Debian's python3 may have pip and no ensurepip: then its own pip installs into the environment.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "calque needs Python 3.11 or later with venv; install it, or say make PYTHON=…"; exit 2; }
	@echo "Setting up $(VENV) from requirements.lock with $$($(PYTHON) --version); this takes a minute or two …"
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv --clear $(VENV); \
		else $(PYTHON) -m venv --clear --without-pip $(VENV); fi
	@$(PIP) install $(QUIETLY) --no-deps --require-hashes -r requirements.lock
	@$(PIP) install $(QUIETLY) --no-deps --no-build-isolation -e .
	@touch $@

default-python:
	@echo "$(PYTHON)"

clean:
	rm -rf .venv* .calque report.html
