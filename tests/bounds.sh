#!/usr/bin/env bash
# Installs the oldest and then the newest versions that pyproject.toml admits, each into an environment of its own, and
# runs the tests there, with a Prefect server that makes a run from its schedule. Once a release; it asks the registry.
set -euo pipefail
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE # a server that compiles all of Prefect anew at each start is too slow for its tests
python=${1:-python3}
for which in lowest-direct highest; do
  venv=.venv-bounds-$which
  "$python" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
  "$venv/bin/uv" pip compile --quiet --resolution "$which" --no-header --group test --group build pyproject.toml \
    --output-file "$venv/requirements.txt"
  "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps -r "$venv/requirements.txt"
  "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e .
  echo "The $which versions:"
  grep -E '^(prefect|sqlalchemy|fastapi|polib|beautifulsoup4|langdetect)==' "$venv/requirements.txt"
  "$venv/bin/python" -m pytest --numprocesses auto --dist worksteal -m "not e2e" --ignore=tests/test_lock.py
  "$venv/bin/python" -m pytest -m e2e tests/e2e/test_deployment.py
done
