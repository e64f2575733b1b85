#!/bin/sh
# Writes the lock files anew from pyproject.toml: versions and hashes, no registry address.
# Needs uv (pip install uv). Run it after changing a dependency, then `make test`.
set -eu
cd "$(dirname "$0")/.."
common="--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -q"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group dev $common -o requirements/dev.lock "$@"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group build $common -c requirements/dev.lock -o requirements/run.lock
